//! `POST /staff/entries/{id}/approve`, `/return`, `/undo` and `/take`, and `/staff/entries/approve` for several.

use app::refusal::{Refusal, ReviewProblem, ReviewRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::id::EntryId;
use domain::review::ReturnNotice;
use server::storage::reviews::Verdict;
use server::workflows::approve_opened::approve_opened;
use server::workflows::decide_entry::{DecideError, decide_entry, undo_decision};
use server::workflows::take_application::Taken;
use server::workflows::take_entry::{is_theirs, open_waiting_entry, take_entry};

use super::super::State;
use super::super::failure::{bad_request, failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::json::wants_json;
use super::super::render::refused_still;
use super::super::visitor::Visitor;
use super::see_other;

/// Of one page of the queue.
const MOST_TOGETHER: usize = 100;

pub async fn approve(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    decide(state, visitor, id, request, |_| Ok(Verdict::Approved)).await
}

pub async fn send_back(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let verdict = |typed: &Typed| {
        if typed.only_preview {
            return Err(ReviewProblem::Preview);
        }
        ReturnNotice::parse(typed.reasons.iter().map(String::as_str), &typed.suggestion)
            .map(Verdict::Returned)
            .map_err(ReviewProblem::Notice)
    };
    decide(state, visitor, id, request, verdict).await
}

/// What a page with JavaScript sends is answered with 204.
async fn decide(
    state: State,
    visitor: Visitor,
    id: String,
    request: Request<Body>,
    verdict: impl Fn(&Typed) -> Result<Verdict, ReviewProblem>,
) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(entry) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let json = wants_json(request.headers());
    let typed = match read(request).await {
        Ok(typed) => typed,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let outcome = match verdict(&typed) {
        Err(problem) => Err(problem),
        Ok(verdict) => match decide_entry(&state.services, &reviewer, entry, typed.round, verdict).await {
            Ok(()) => Ok(()),
            Err(DecideError::NotFound) => return not_found(&state, &visitor).await,
            Err(DecideError::NotAllowed(_) | DecideError::AlreadyDecided) => {
                Err(ReviewProblem::AlreadyDecided)
            }
            Err(DecideError::OtherVersion) => Err(ReviewProblem::OtherVersion),
            Err(DecideError::Storage(error)) => return failed(&state, visitor, &error).await,
        },
    };
    match outcome {
        Ok(()) if json => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => see_other("/staff/entries"),
        Err(_) if json => StatusCode::CONFLICT.into_response(),
        Err(problem) => {
            let Typed { reasons, suggestion, .. } = typed;
            let refusal = Refusal::Review(ReviewRefusal { entry, problem, reasons, suggestion });
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            refused_still(&state, &visitor, "/staff/entries", refusal, status).await
        }
    }
}

/// Nothing of the decision has left yet, or it is too late.
pub async fn undo(state: State, visitor: Visitor, id: String) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(entry) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    match is_theirs(&state.services, &reviewer, entry).await {
        Ok(true) => {}
        Ok(false) => return not_found(&state, &visitor).await,
        Err(error) => return failed(&state, visitor, &error).await,
    }
    match undo_decision(&state.services, &reviewer, entry).await {
        Ok(true) => see_other("/staff/entries?done=undone"),
        Ok(false) => see_other("/staff/entries?done=too-late"),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// With `only=free`, as a page sends that is being read, a colleague's is left to them. That page asks how it stands.
pub async fn take(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(entry) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let json = wants_json(request.headers());
    let only_free = match Fields::read(request).await {
        Ok(fields) => fields.all("only").any(|only| only == "free"),
        // The form has no fields.
        Err(BadForm::NotUnderstood) => false,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let taken = if only_free {
        open_waiting_entry(&state.services, &reviewer, entry).await
    } else {
        take_entry(&state.services, &reviewer, entry).await
    };
    match taken {
        Ok(Taken::NotFound) => not_found(&state, &visitor).await,
        Ok(_) if json => StatusCode::NO_CONTENT.into_response(),
        // Decided meanwhile or not: its page shows how it stands.
        Ok(Taken::Yes | Taken::ByColleague | Taken::NotWaiting) => {
            see_other(&format!("/staff/entries/{entry}"))
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn approve_together(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let chosen: Option<Vec<_>> = fields.all("entry").take(MOST_TOGETHER).map(chosen).collect();
    let Some(chosen) = chosen else { return bad_request(&state, &visitor).await };
    match approve_opened(&state.services, &reviewer, &chosen).await {
        Ok(became) => see_other(&format!(
            "/staff/entries?done=approved-many&approved={}&unread={}&gone={}",
            became.approved.len(),
            became.unread.len(),
            became.gone.len()
        )),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// An entry and the round that was read: `0193…:1`.
fn chosen(value: &str) -> Option<(EntryId, u32)> {
    let (id, round) = value.split_once(':')?;
    Some((EntryId::parse(id)?, round.parse().ok()?))
}

/// What came with a decision.
struct Typed {
    /// The version that was read.
    round: Option<u32>,
    reasons: Vec<String>,
    suggestion: String,
    only_preview: bool,
}

async fn read(request: Request<Body>) -> Result<Typed, BadForm> {
    let fields = Fields::read(request).await?;
    let round = match fields.one("round")? {
        "" => None,
        text => Some(text.parse().map_err(|_| BadForm::NotUnderstood)?),
    };
    Ok(Typed {
        round,
        reasons: fields.all("reasons").map(str::to_owned).collect(),
        suggestion: fields.text("suggestion")?,
        only_preview: fields.one("action")? == "preview",
    })
}
