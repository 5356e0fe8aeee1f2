//! `POST /forgot`, `/reset`, `/invitation`.

use app::refusal::{NewPasswordRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::mail::LinkPurpose;
use server::workflows::reset_password::{Reset, forgot_password, set_password};

use super::super::State;
use super::super::failure::failed;
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::register::{answer_email, email_of, link_is_over, with_token};
use super::see_other;

pub async fn forgot(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let (typed, email) = match email_of(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let outcome = match email {
        Ok(email) => {
            let sent = forgot_password(&state.services, &email, visitor.language, visitor.from).await;
            match sent {
                Ok(outcome) => outcome.map_err(|wait| (None, Some(wait.minutes))),
                Err(error) => return failed(&state, visitor, &error).await,
            }
        }
        Err(problem) => Err((Some(problem), None)),
    };
    answer_email(&state, &visitor, outcome, typed, "/forgot", "/forgot/sent").await
}

/// `purpose` is `Reset` or `Invitation`.
pub async fn new_password(
    state: State,
    visitor: Visitor,
    request: Request<Body>,
    purpose: LinkPurpose,
) -> Response {
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("token")?, fields.text("password")?, fields.text("password_confirm")?))
    };
    let (token, password, confirm) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    match set_password(&state.services, purpose, &token, &password, &confirm).await {
        Ok(Reset::Done) if purpose == LinkPurpose::Invitation => see_other("/login?done=invited"),
        Ok(Reset::Done) => see_other("/login?done=reset"),
        Ok(Reset::Over) => link_is_over(&state, &visitor, purpose.path(), &token).await,
        Ok(Reset::Refused(problems)) => {
            let refusal = Refusal::NewPassword(NewPasswordRefusal {
                password: problems.password,
                confirm: problems.confirm,
            });
            let page = with_token(purpose.path(), &token);
            refused(&state, &visitor, &page, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}
