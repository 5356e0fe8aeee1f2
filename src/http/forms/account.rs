//! The forms below `/account`.

use app::refusal::{
    AddressRefusal, ChangePasswordRefusal, CloseRefusal, PresentPasswordProblem, ProfileRefusal, Refusal,
};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::id::SessionId;
use domain::people::Role;
use domain::person_name::PersonName;
use domain::phone::{MobileNumber, PhoneNumber};
use domain::registration::parse_email;
use server::workflows::change_address::{Asked, Moved, ask_to_change_address, change_address};
use server::workflows::change_password::{Changed, change_password};
use server::workflows::change_profile::{OfFamily, change_profile};
use server::workflows::close_account::{Closed, close_account};
use server::workflows::end_sessions::{end_other_sessions, end_session};

use super::super::State;
use super::super::cookies::{SESSION, set_cookie};
use super::super::failure::{failed, forbidden};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::log_in::{session_cookie, status_of};
use super::register::{link_is_over, token_of};
use super::see_other;

pub async fn profile(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(holder) = visitor.actor.holder() else { return forbidden(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        let mail_when_read = !fields.one("mail_when_read")?.is_empty();
        Ok::<_, BadForm>((
            fields.text("name")?,
            fields.text("mobile")?,
            fields.text("phone")?,
            mail_when_read,
        ))
    };
    let (name, mobile, phone, mail_when_read) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let with_phones = holder.role() == Role::Family;
    let parsed_name = PersonName::parse(&name);
    let parsed_mobile = with_phones.then(|| MobileNumber::parse(&mobile)).transpose();
    let parsed_phone =
        (with_phones && !phone.trim().is_empty()).then(|| PhoneNumber::parse(&phone)).transpose();
    let (parsed_name, parsed_mobile, parsed_phone) = match (parsed_name, parsed_mobile, parsed_phone) {
        (Ok(name), Ok(mobile), Ok(phone)) => (name, mobile, phone),
        (n, m, p) => {
            let refusal = ProfileRefusal {
                name,
                mobile,
                phone,
                mail_when_read,
                name_problem: n.err(),
                mobile_problem: m.err(),
                phone_problem: p.err(),
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return refused(&state, &visitor, "/account/profile", Refusal::Profile(refusal), status).await;
        }
    };
    let family = parsed_mobile.map(|mobile| OfFamily { mobile, phone: parsed_phone, mail_when_read });
    match change_profile(&state.services, &holder, &parsed_name, family).await {
        Ok(()) => see_other("/account?done=profile"),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn address(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(holder) = visitor.actor.holder() else { return forbidden(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("email")?, fields.text("password")?))
    };
    let (email, password) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let parsed = parse_email(&email);
    let mut refusal = AddressRefusal {
        email,
        email_problem: parsed.as_ref().err().copied(),
        password_problem: password.is_empty().then_some(PresentPasswordProblem::Missing),
        wait: None,
    };
    if let (Ok(email), None) = (&parsed, refusal.password_problem) {
        match ask_to_change_address(&state.services, &holder, email, &password, visitor.from).await {
            Ok(Asked::Sent) => return see_other("/account?done=email_sent"),
            Ok(Asked::WrongPassword) => refusal.password_problem = Some(PresentPasswordProblem::Wrong),
            Ok(Asked::TooOften(wait)) => refusal.wait = Some(wait.minutes),
            Err(error) => return failed(&state, visitor, &error).await,
        }
    }
    let status = status_of(refusal.wait);
    refused(&state, &visitor, "/account/email", Refusal::Address(refusal), status).await
}

pub async fn confirm_address(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let token = match token_of(request).await {
        Ok(token) => token,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    match change_address(&state.services, &token).await {
        Ok(Moved::Yes) if visitor.actor.holder().is_some() => see_other("/account?done=email"),
        Ok(Moved::Yes) => see_other("/login?done=email"),
        Ok(Moved::Over | Moved::Taken) => {
            link_is_over(&state, &visitor, "/account/email/confirm", &token).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn password(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(holder) = visitor.actor.holder() else { return forbidden(&state, &visitor).await };
    let headers = request.headers().clone();
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((
            fields.text("present")?,
            fields.text("password")?,
            fields.text("password_confirm")?,
        ))
    };
    let (present, password, confirm) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let mut refusal = ChangePasswordRefusal::default();
    if present.is_empty() {
        refusal.present = Some(PresentPasswordProblem::Missing);
    } else {
        let device = visitor.new_device();
        match change_password(&state.services, &holder, &present, &password, &confirm, &device).await {
            Ok(Changed::Yes(logged_in)) => {
                let cookie = session_cookie(&state, &headers, &logged_in);
                return ([cookie], see_other("/account?done=password")).into_response();
            }
            Ok(Changed::WrongPassword) => refusal.present = Some(PresentPasswordProblem::Wrong),
            Ok(Changed::Refused(problems)) => {
                refusal.password = problems.password;
                refusal.confirm = problems.confirm;
            }
            Ok(Changed::TooOften(wait)) => refusal.wait = Some(wait.minutes),
            Err(error) => return failed(&state, visitor, &error).await,
        }
    }
    let status = status_of(refusal.wait);
    refused(&state, &visitor, "/account/password", Refusal::ChangePassword(refusal), status).await
}

pub async fn end_devices(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(holder) = visitor.actor.holder() else { return forbidden(&state, &visitor).await };
    let read = async { Fields::read(request).await?.text("session") };
    let which = match read.await {
        Ok(which) => which,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let ended = if which == "others" {
        end_other_sessions(&state.services, &holder, visitor.session.as_deref().unwrap_or_default()).await
    } else if let Some(id) = SessionId::parse(&which) {
        end_session(&state.services, &holder, id).await.map(|_| ())
    } else {
        // Like a session that is over already.
        Ok(())
    };
    match ended {
        Ok(()) => see_other("/account?done=devices"),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn close(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let headers = request.headers().clone();
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.one("understood")? == "on", fields.text("password")?))
    };
    let (understood, password) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let mut refusal = CloseRefusal {
        password: password.is_empty().then_some(PresentPasswordProblem::Missing),
        not_sure: !understood,
        wait: None,
    };
    if understood && refusal.password.is_none() {
        match close_account(&state.services, family, &password).await {
            Ok(Closed::Yes) => {
                let cookie = set_cookie(&state, &headers, SESSION, "", Some(0));
                return ([cookie], see_other("/login?done=closed")).into_response();
            }
            Ok(Closed::WrongPassword) => refusal.password = Some(PresentPasswordProblem::Wrong),
            Ok(Closed::TooOften(wait)) => refusal.wait = Some(wait.minutes),
            Err(error) => return failed(&state, visitor, &error).await,
        }
    }
    let status = status_of(refusal.wait);
    refused(&state, &visitor, "/account/close", Refusal::Close(refusal), status).await
}
