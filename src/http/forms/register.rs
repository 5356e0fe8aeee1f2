//! `POST /register/notice`, `/register`, `/verify/resend`, `/verify`.

use app::refusal::{EmailRefusal, NewPasswordRefusal, Refusal, RegisterRefusal, SecretRefusal};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::notice::CURRENT;
use domain::people::EmailAddress;
use domain::registration::{EmailProblem, Registration, RegistrationForm, parse_email};
use server::throttle::Wait;
use server::workflows::register::{Consent, register, send_link_again};
use server::workflows::verify_address::{Verified, verify_address};

use super::super::State;
use super::super::cookies::{NOTICE, cookie, set_cookie};
use super::super::failure::failed;
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::log_in::status_of;
use super::see_other;

/// Long enough to fill in the form over a cup of tea. Seconds.
const ONE_DAY: i64 = 24 * 3600;

pub async fn agree(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let read = async { Ok::<_, BadForm>(Fields::read(request).await?.one("consent")? == "on") };
    match read.await {
        Ok(true) => {
            let cookie = set_cookie(&state, &headers, NOTICE, CURRENT, Some(ONE_DAY));
            ([cookie], see_other("/register")).into_response()
        }
        Ok(false) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            refused(&state, &visitor, "/register/notice", Refusal::Consent, status).await
        }
        Err(bad) => bad.answer(&state, &visitor).await,
    }
}

/// Who comes to the form without having read the notice reads it first.
pub fn has_agreed(state: &State, headers: &HeaderMap) -> bool {
    cookie(state, headers, NOTICE).is_some_and(|version| version == CURRENT)
}

pub async fn new_family(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let read = async {
        let fields = Fields::read(request).await?;
        let form = RegistrationForm {
            name: fields.text("name")?,
            id_kind: fields.text("id_kind")?,
            id_number: fields.text("id_number")?,
            email: fields.text("email")?,
            birth_date: fields.text("birth_date")?,
            mobile: fields.text("mobile")?,
            phone: fields.text("phone")?,
        };
        let agreed = has_agreed(&state, &headers) || fields.one("consent")? == "on";
        Ok::<_, BadForm>((form, fields.text("password")?, fields.text("password_confirm")?, agreed))
    };
    let (form, password, confirm, agreed) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let today = state.services.clock.now().taipei_day();
    let mut refusal = RegisterRefusal { consent_missing: !agreed, ..RegisterRefusal::default() };
    match Registration::parse(&form, &password, &confirm, today) {
        Ok((registration, password)) if agreed => {
            let consent = Consent { notice_version: CURRENT, language: visitor.language };
            match register(&state.services, &registration, &password, consent, visitor.from).await {
                Ok(Ok(())) => {
                    let cookie = set_cookie(&state, &headers, NOTICE, "", Some(0));
                    return ([cookie], see_other("/verify/sent")).into_response();
                }
                Ok(Err(Wait { minutes })) => refusal.wait = Some(minutes),
                Err(error) => return failed(&state, visitor, &error).await,
            }
        }
        Ok(_) => {}
        Err(problems) => refusal.problems = problems,
    }
    refusal.form = form;
    let status = status_of(refusal.wait);
    refused(&state, &visitor, "/register", Refusal::Register(refusal), status).await
}

pub async fn send_again(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let (typed, email) = match email_of(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let outcome = match email {
        Ok(email) => match send_link_again(&state.services, &email, visitor.from).await {
            Ok(outcome) => outcome.map_err(|wait| (None, Some(wait.minutes))),
            Err(error) => return failed(&state, visitor, &error).await,
        },
        Err(problem) => Err((Some(problem), None)),
    };
    answer_email(&state, &visitor, outcome, typed, "/verify/resend", "/verify/sent").await
}

/// What was typed into a form that asks for an address only, and what it is.
pub async fn email_of(
    request: Request<Body>,
) -> Result<(String, Result<EmailAddress, EmailProblem>), BadForm> {
    let typed = Fields::read(request).await?.text("email")?;
    let email = parse_email(&typed);
    Ok((typed, email))
}

/// On to `sent`, or the form again.
pub async fn answer_email(
    state: &State,
    visitor: &Visitor,
    outcome: Result<(), (Option<EmailProblem>, Option<u32>)>,
    email: String,
    form: &str,
    sent: &str,
) -> Response {
    match outcome {
        Ok(()) => see_other(sent),
        Err((problem, wait)) => {
            let refusal = Refusal::Email(EmailRefusal { email, problem, wait });
            refused(state, visitor, form, refusal, status_of(wait)).await
        }
    }
}

pub async fn verify(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("token")?, fields.text("password")?))
    };
    let (token, password) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let (refusal, status) = if password.is_empty() {
        (SecretRefusal::Missing, StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        match verify_address(&state.services, &token, &password).await {
            Ok(Verified::Yes) => return see_other("/login?done=verified"),
            Ok(Verified::Taken) => return see_other("/login?done=taken"),
            Ok(Verified::Over) => return link_is_over(&state, &visitor, "/verify", &token).await,
            Ok(Verified::WrongPassword) => (SecretRefusal::Wrong, StatusCode::UNPROCESSABLE_ENTITY),
            Ok(Verified::TooOften(Wait { minutes })) => {
                (SecretRefusal::TooOften(minutes), StatusCode::TOO_MANY_REQUESTS)
            }
            Err(error) => return failed(&state, visitor, &error).await,
        }
    };
    refused(&state, &visitor, &with_token("/verify", &token), Refusal::Verify(refusal), status).await
}

pub async fn token_of(request: Request<Body>) -> Result<String, BadForm> {
    Fields::read(request).await?.text("token")
}

/// The link's own page says that it does not work any more, and how to get another.
pub async fn link_is_over(state: &State, visitor: &Visitor, page: &str, token: &str) -> Response {
    let refusal = Refusal::NewPassword(NewPasswordRefusal::default());
    refused(state, visitor, &with_token(page, token), refusal, StatusCode::GONE).await
}

pub fn with_token(page: &str, token: &str) -> String {
    let token: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
    format!("{page}?token={token}")
}
