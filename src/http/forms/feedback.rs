//! `POST /feedback`, and what whoever listens does with what was said.

use app::refusal::{FeedbackRefusal, Refusal};
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use domain::feedback::PagePath;
use domain::id::FeedbackId;
use server::workflows::give_feedback::{GiveFeedbackError, give_feedback};
use server::workflows::settle_feedback::{Settled, reopen, set_done};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::log_in::status_of;
use super::see_other;

pub async fn give(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(holder) = visitor.actor.holder() else { return forbidden(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        let (form, page) = (FeedbackId::parse(fields.one("form")?), PagePath::parse(fields.one("page")?));
        Ok::<_, BadForm>((form, page, fields.text("text")?))
    };
    let (form, page, text) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let id = form.unwrap_or_else(|| FeedbackId::new(state.services.random.uuid(state.services.clock.now())));
    let (problem, wait) = match give_feedback(&state.services, &holder, id, page.as_ref(), &text).await {
        Ok(()) => {
            let from = page.map(|page| format!("&from={}", page.as_str())).unwrap_or_default();
            return see_other(&format!("/feedback?done=sent{from}"));
        }
        Err(GiveFeedbackError::Refused(problem)) => (Some(problem), None),
        Err(GiveFeedbackError::TooOften(wait)) => (None, Some(wait.minutes)),
        Err(GiveFeedbackError::Storage(error)) => return failed(&state, visitor, &error).await,
    };
    let page = page.map(|page| page.as_str().to_owned()).unwrap_or_default();
    let refusal = FeedbackRefusal { id, page, text, problem, wait };
    refused(&state, &visitor, "/feedback", Refusal::Feedback(refusal), status_of(wait)).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    SetDone,
    Reopen,
}

pub async fn settle(state: State, visitor: Visitor, id: String, step: Step) -> Response {
    let Some(keeper) = visitor.actor.keeper() else { return forbidden(&state, &visitor).await };
    let Some(id) = FeedbackId::parse(&id) else { return not_found(&state, &visitor).await };
    let (settled, list) = match step {
        Step::SetDone => (set_done(&state.services, &keeper, id).await, "/staff/feedback?done=done"),
        Step::Reopen => {
            (reopen(&state.services, &keeper, id).await, "/staff/feedback?filter=done&done=reopened")
        }
    };
    match settled {
        Ok(Settled::Yes) => see_other(list),
        Ok(Settled::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}
