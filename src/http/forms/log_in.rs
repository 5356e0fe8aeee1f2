//! `POST /login`, `/student/login`, `/logout`.

use app::refusal::{LogInRefusal, Refusal, StudentLogInRefusal};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::people::Role;
use server::throttle::Wait;
use server::token::Token;
use server::workflows::log_in::{LogIn, LoggedIn, log_in, log_in_student, log_out};

use super::super::State;
use super::super::cookies::{SECOND_STEP, SESSION, set_cookie};
use super::super::failure::failed;
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

const SIXTY_DAYS: i64 = 60 * 24 * 3600;

/// Stands behind the `?` when the terminal logs off by itself, since the session may be over by then.
const FROM_TERMINAL: &str = "terminal";
/// The next person at the terminal finds nothing in the browser's cache (Clear Site Data, §3.1).
const FORGET_THE_CACHE: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));

pub async fn account(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let fields = match read(request).await {
        Ok(fields) => fields,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let (email, password, next) = fields;
    let (email_missing, password_missing) = (email.trim().is_empty(), password.is_empty());
    let refusal = LogInRefusal { email, next, email_missing, password_missing, wait: None };
    if email_missing || password_missing {
        return refuse(&state, &visitor, refusal).await;
    }
    match log_in(&state.services, &refusal.email, &password, &visitor.new_device()).await {
        Ok(LogIn::Done(logged_in)) => welcome(&state, &visitor, &headers, &logged_in, &refusal.next).await,
        Ok(LogIn::SecondStep(token)) => second_step(&state, &headers, &token, &refusal.next),
        Ok(LogIn::NotKnown) => refuse(&state, &visitor, refusal).await,
        Ok(LogIn::TooOften(Wait { minutes })) => {
            refuse(&state, &visitor, LogInRefusal { wait: Some(minutes), ..refusal }).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn refuse(state: &State, visitor: &Visitor, refusal: LogInRefusal) -> Response {
    let status = status_of(refusal.wait);
    refused(state, visitor, "/login", Refusal::LogIn(refusal), status).await
}

/// 429 while somebody has to wait.
pub fn status_of(wait: Option<u32>) -> StatusCode {
    if wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// On to the code: it is asked for before there is a session. The cookie also holds where the person was going.
fn second_step(state: &State, headers: &HeaderMap, token: &Token, next: &str) -> Response {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let cookie = set_cookie(state, headers, SECOND_STEP, &format!("{}:{next}", token.reveal()), None);
    ([cookie], see_other("/login/totp")).into_response()
}

async fn read(request: Request<Body>) -> Result<(String, String, String), BadForm> {
    let fields = Fields::read(request).await?;
    Ok((fields.text("email")?, fields.text("password")?, fields.text("next")?))
}

pub async fn student(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("institution")?, fields.text("call_number")?, fields.text("pin")?))
    };
    let (institution, call_number, pin) = match read.await {
        Ok(fields) => fields,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let refusal = StudentLogInRefusal {
        institution_missing: institution.is_empty(),
        call_number_missing: call_number.trim().is_empty(),
        pin_missing: pin.is_empty(),
        institution: institution.clone(),
        call_number: call_number.clone(),
        wait: None,
    };
    let missing = refusal.institution_missing || refusal.call_number_missing || refusal.pin_missing;
    let outcome = if missing {
        Ok(LogIn::NotKnown)
    } else {
        log_in_student(&state.services, &institution, &call_number, &pin, &visitor.new_device()).await
    };
    let refusal = match outcome {
        Ok(LogIn::Done(logged_in)) => return welcome(&state, &visitor, &headers, &logged_in, "").await,
        Ok(LogIn::TooOften(Wait { minutes })) => StudentLogInRefusal { wait: Some(minutes), ..refusal },
        Ok(LogIn::NotKnown | LogIn::SecondStep(_)) => refusal,
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let status = status_of(refusal.wait);
    refused(&state, &visitor, "/student/login", Refusal::StudentLogIn(refusal), status).await
}

/// The old session, if there was one, ends; the new one has an id of its own.
pub async fn welcome(
    state: &State,
    visitor: &Visitor,
    headers: &HeaderMap,
    logged_in: &LoggedIn,
    next: &str,
) -> Response {
    if let Some(old) = &visitor.token
        && let Err(error) = log_out(&state.services, old).await
    {
        return failed(state, visitor.clone(), &error).await;
    }
    let home = logged_in.role.map_or("/student", Role::home);
    let cookie = session_cookie(state, headers, logged_in);
    let to = if is_for(logged_in.role, next) { next } else { home };
    ([cookie], see_other(to)).into_response()
}

/// Only a family's own phone remembers; shared machines forget with the browser's window.
pub fn session_cookie(state: &State, headers: &HeaderMap, logged_in: &LoggedIn) -> (HeaderName, HeaderValue) {
    let max_age = (logged_in.role == Some(Role::Family)).then_some(SIXTY_DAYS);
    set_cookie(state, headers, SESSION, logged_in.token.reveal(), max_age)
}

/// Where people were going, if it is an address of ours that is for them.
pub fn is_for(role: Option<Role>, next: &str) -> bool {
    let starts = |prefix: &str| {
        next.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain
        && match role {
            Some(Role::Family) => ["/home", "/entries", "/applications", "/account"].into_iter().any(starts),
            Some(Role::Operator) => {
                ["/operator", "/staff/audit", "/staff/feedback", "/account"].into_iter().any(starts)
            }
            Some(_) => starts("/staff") || starts("/account"),
            None => false,
        }
}

pub async fn out(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    if let Some(token) = &visitor.token
        && let Err(error) = log_out(&state.services, token).await
    {
        return failed(&state, visitor, &error).await;
    }
    let cookie = set_cookie(&state, request.headers(), SESSION, "", Some(0));
    if visitor.actor.student().is_some() || request.uri().query() == Some(FROM_TERMINAL) {
        ([cookie, FORGET_THE_CACHE], see_other("/student/login")).into_response()
    } else {
        ([cookie], see_other("/")).into_response()
    }
}
