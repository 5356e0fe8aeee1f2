//! `POST /login/totp` and `/login/set-up`.

use app::refusal::{Refusal, SecretRefusal};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::people::Role;
use server::throttle::Wait;
use server::workflows::log_in::log_out;
use server::workflows::second_factor::{Step, check_code, finish_set_up, has_program};

use super::super::State;
use super::super::cookies::{SECOND_STEP, set_cookie};
use super::super::failure::failed;
use super::super::fields::Fields;
use super::super::render::{Drawing, answer, refused};
use super::super::visitor::Visitor;
use super::log_in::{session_cookie, welcome};
use super::see_other;

const CODE: &str = "/login/totp";
const SET_UP: &str = "/login/set-up";

/// `GET` of either page: whoever has a program types its code, who has none sets one up. `None` where the page
/// may be drawn.
pub async fn other_page(state: &State, visitor: &Visitor, path: &str) -> Option<Response> {
    let (token, _) = visitor.second_step.as_ref()?;
    let right = match has_program(&state.services, token).await {
        Ok(Some(true)) => CODE,
        Ok(Some(false)) => SET_UP,
        Ok(None) => return None,
        Err(error) => return Some(failed(state, visitor.clone(), &error).await),
    };
    (right != path).then(|| see_other(right))
}

pub async fn code(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    step(state, visitor, request, CODE).await
}

pub async fn set_up(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    step(state, visitor, request, SET_UP).await
}

async fn step(state: State, visitor: Visitor, request: Request<Body>, page: &'static str) -> Response {
    let headers = request.headers().clone();
    let read = async { Fields::read(request).await?.text("code") };
    let code = match read.await {
        Ok(code) => code,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let Some((token, next)) = visitor.second_step.clone() else { return see_other(CODE) };
    if code.trim().is_empty() {
        return refuse(&state, &visitor, page, SecretRefusal::Missing).await;
    }
    let device = visitor.new_device();
    let outcome = if page == CODE {
        check_code(&state.services, &token, &code, &device).await
    } else {
        finish_set_up(&state.services, &token, &code, &device).await
    };
    match outcome {
        Ok(Step::Done(logged_in)) => {
            let response = welcome(&state, &visitor, &headers, &logged_in, &next).await;
            (AppendHeaders([forget(&state, &headers)]), response).into_response()
        }
        Ok(Step::SetUpDone(logged_in, codes)) => {
            if let Some(old) = &visitor.token
                && let Err(error) = log_out(&state.services, old).await
            {
                return failed(&state, visitor, &error).await;
            }
            let codes = (codes, logged_in.role.unwrap_or(Role::Reviewer));
            let drawing = Drawing { recovery_codes: Some(codes), still: true, ..Drawing::default() };
            let page = answer(&state, &visitor, SET_UP, drawing, StatusCode::OK).await;
            let cookie = session_cookie(&state, &headers, &logged_in);
            (AppendHeaders([cookie, forget(&state, &headers)]), page).into_response()
        }
        Ok(Step::TooOften(Wait { minutes })) => {
            let refusal = Refusal::Code(SecretRefusal::TooOften(minutes));
            refused(&state, &visitor, page, refusal, StatusCode::TOO_MANY_REQUESTS).await
        }
        Ok(Step::Wrong) => refuse(&state, &visitor, page, SecretRefusal::Wrong).await,
        // Its page says so, and leads back to the log-in.
        Ok(Step::Over) => see_other(CODE),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// Appended, so that it does not take the place of the session's cookie.
fn forget(state: &State, headers: &HeaderMap) -> (axum::http::HeaderName, axum::http::HeaderValue) {
    set_cookie(state, headers, SECOND_STEP, "", Some(0))
}

async fn refuse(state: &State, visitor: &Visitor, page: &str, refusal: SecretRefusal) -> Response {
    refused(state, visitor, page, Refusal::Code(refusal), StatusCode::UNPROCESSABLE_ENTITY).await
}
