//! `POST /entries/{id}/submit`, `/withdraw`, `/again`, `/discard`.

use app::refusal::{Refusal, StepRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::EntryId;
use server::workflows::discard_draft::discard_draft;
use server::workflows::submit_entry::{SubmitError, submit_entry};
use server::workflows::withdraw_entry::{WithdrawError, withdraw_entry};
use server::workflows::write_again::{WriteAgainError, write_again as again};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::Fields;
use super::super::render::refused_still;
use super::super::visitor::Visitor;
use super::see_other;

pub async fn submit(state: State, visitor: Visitor, id: String) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let Some(id) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    match submit_entry(&state.services, family, id).await {
        Ok(()) => see_other(&format!("/entries/{id}?done=sent")),
        Err(SubmitError::NotFound) => not_found(&state, &visitor).await,
        Err(SubmitError::Refused(problems)) => {
            let path = format!("/entries/{id}/edit");
            let refusal = Refusal::Entry { entry: id, problems };
            refused_still(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(SubmitError::Paused) => step_refused(&state, &visitor, id, StepRefusal::Paused).await,
        Err(SubmitError::Suspended(until)) => {
            step_refused(&state, &visitor, id, StepRefusal::Suspended(until)).await
        }
        Err(SubmitError::TooEarly(next)) => {
            step_refused(&state, &visitor, id, StepRefusal::TooEarly(next)).await
        }
        Err(SubmitError::NotAllowed(not_allowed)) => {
            step_refused(&state, &visitor, id, StepRefusal::NotAllowed(not_allowed.from)).await
        }
        Err(SubmitError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

pub async fn withdraw(state: State, visitor: Visitor, id: String) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let Some(id) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    match withdraw_entry(&state.services, family, id).await {
        Ok(()) => see_other(&format!("/entries/{id}?done=withdrawn")),
        Err(WithdrawError::NotFound) => not_found(&state, &visitor).await,
        Err(WithdrawError::AlreadyDecided) => step_refused(&state, &visitor, id, StepRefusal::Deciding).await,
        Err(WithdrawError::NotAllowed(not_allowed)) => {
            step_refused(&state, &visitor, id, StepRefusal::NotAllowed(not_allowed.from)).await
        }
        Err(WithdrawError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

/// `form` is the id that the page made up for the new draft.
pub async fn write_again(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let Some(id) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let draft = match Fields::read(request).await {
        Ok(fields) => fields.one("form").map(EntryId::parse),
        Err(bad) => Err(bad),
    };
    let draft = match draft {
        Ok(draft) => draft,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    match again(&state.services, family, id, draft).await {
        Ok(draft) => see_other(&format!("/entries/{draft}/edit?done=again")),
        Err(WriteAgainError::NotFound) => not_found(&state, &visitor).await,
        Err(WriteAgainError::NotAllowed(not_allowed)) => {
            step_refused(&state, &visitor, id, StepRefusal::NotAllowed(not_allowed.from)).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn discard(state: State, visitor: Visitor, id: String) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let Some(id) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    match discard_draft(&state.services, family, id).await {
        Ok(true) => see_other("/entries?done=discarded"),
        Ok(false) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn step_refused(state: &State, visitor: &Visitor, id: EntryId, refusal: StepRefusal) -> Response {
    let path = format!("/entries/{id}");
    refused_still(state, visitor, &path, Refusal::Step(refusal), StatusCode::UNPROCESSABLE_ENTITY).await
}
