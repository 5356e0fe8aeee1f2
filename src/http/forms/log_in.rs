//! `POST /login`, `/student/login`, `/logout`.

use app::refusal::{LogInRefusal, Refusal, StudentLogInRefusal};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::people::Role;
use server::workflows::log_in::{LogInError, LoggedIn, log_in, log_in_student, log_out};

use super::super::State;
use super::super::cookies::{SESSION, set_cookie};
use super::super::failure::failed;
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

const SIXTY_DAYS: i64 = 60 * 24 * 3600;

pub async fn account(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let fields = match read(request).await {
        Ok(fields) => fields,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let (email, password, next) = fields;
    let (email_missing, password_missing) = (email.trim().is_empty(), password.is_empty());
    let going = next.clone();
    let refusal =
        |email| Refusal::LogIn(LogInRefusal { email, next: going, email_missing, password_missing });
    if email_missing || password_missing {
        return refused(&state, &visitor, "/login", refusal(email), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match log_in(&state.services, &email, &password).await {
        Ok(logged_in) => welcome(&state, &visitor, &headers, &logged_in, &next).await,
        Err(LogInError::NotKnown) => {
            refused(&state, &visitor, "/login", refusal(email), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn read(request: Request<Body>) -> Result<(String, String, String), BadForm> {
    let fields = Fields::read(request).await?;
    Ok((fields.one("email")?.to_owned(), fields.one("password")?.to_owned(), fields.one("next")?.to_owned()))
}

pub async fn student(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let read = async {
        let fields = Fields::read(request).await?;
        let one = |name| fields.one(name).map(str::to_owned);
        Ok::<_, BadForm>((one("institution")?, one("call_number")?, one("pin")?))
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
    };
    let missing = refusal.institution_missing || refusal.call_number_missing || refusal.pin_missing;
    let outcome = if missing {
        Err(LogInError::NotKnown)
    } else {
        log_in_student(&state.services, &institution, &call_number, &pin).await
    };
    match outcome {
        Ok(logged_in) => welcome(&state, &visitor, &headers, &logged_in, "").await,
        Err(LogInError::NotKnown) => {
            let refusal = Refusal::StudentLogIn(refusal);
            refused(&state, &visitor, "/student/login", refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// The old session, if there was one, ends; the new one has an id of its own.
async fn welcome(
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
    // Only a family's own phone remembers; shared machines forget with the browser's window.
    let (home, max_age) = match logged_in.role {
        Some(Role::Family) => ("/home", Some(SIXTY_DAYS)),
        Some(_) => ("/staff", None),
        None => ("/student", None),
    };
    let cookie = set_cookie(state, headers, SESSION, logged_in.token.reveal(), max_age);
    let to = if is_for(logged_in.role, next) { next } else { home };
    ([cookie], see_other(to)).into_response()
}

/// Where people were going, if it is an address of ours that is for them.
fn is_for(role: Option<Role>, next: &str) -> bool {
    let starts = |prefix: &str| {
        next.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain
        && match role {
            Some(Role::Family) => starts("/home") || starts("/entries"),
            Some(_) => starts("/staff"),
            None => false,
        }
}

pub async fn out(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    if let Some(token) = &visitor.token
        && let Err(error) = log_out(&state.services, token).await
    {
        return failed(&state, visitor, &error).await;
    }
    let to = if visitor.actor.student().is_some() { "/student/login" } else { "/" };
    let cookie = set_cookie(&state, request.headers(), SESSION, "", Some(0));
    ([cookie], see_other(to)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_land_where_they_were_going_if_it_is_ours_and_theirs() {
        let family = Some(Role::Family);
        assert!(is_for(family, "/entries/new?book=1") && is_for(family, "/home"));
        let foreign = [
            "",
            "//evil.example",
            "https://evil.example",
            "/staff",
            "/entriesX",
            "/home\\..",
            "/home\r\nX: y",
        ];
        assert!(foreign.iter().all(|next| !is_for(family, next)));
        assert!(is_for(Some(Role::Head), "/staff/entries") && !is_for(Some(Role::Head), "/home"));
        assert!(!is_for(None, "/student"));
    }
}
