//! `POST /staff/entries/{id}/approve`, `/return`, `/undo` and `/take`, and `/staff/entries/approve` for several.

use app::api::queue_place::QueuePlace;
use app::refusal::{Refusal, ReviewProblem, ReviewRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use domain::id::EntryId;
use domain::review::{GivenReturnReason, ReturnNotice};
use server::Reviewer;
use server::services::Services;
use server::storage::reviews::Verdict;
use server::storage::{StorageError, settings};
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
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let offered = match offered(&state.services, &reviewer).await {
        Ok(offered) => offered,
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let verdict = |typed: &Typed| {
        if typed.only_preview {
            return Err(ReviewProblem::Preview);
        }
        ReturnNotice::parse(typed.reasons.iter().map(String::as_str), &typed.suggestion, &offered)
            .map(Verdict::Returned)
            .map_err(ReviewProblem::Notice)
    };
    decide(state, visitor, id, request, verdict).await
}

async fn offered(services: &Services, reviewer: &Reviewer) -> Result<Vec<GivenReturnReason>, StorageError> {
    let settings = settings::of(&mut *services.database.read().await?, reviewer.institution()).await?;
    Ok(settings.letter_reasons())
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
    let (json, place) = (wants_json(request.headers()), place(request.uri()));
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
        Ok(()) => see_other(&place.list()),
        Err(_) if json => StatusCode::CONFLICT.into_response(),
        Err(problem) => {
            let Typed { reasons, suggestion, .. } = typed;
            let refusal = ReviewRefusal { entry, problem, reasons, suggestion };
            letter_again(&state, visitor, &reviewer, &place, refusal).await
        }
    }
}

/// The page of the letter with what was typed. One that its family took back before anybody decided has no page: then
/// the queue says so.
async fn letter_again(
    state: &State,
    visitor: Visitor,
    reviewer: &Reviewer,
    place: &QueuePlace,
    refusal: ReviewRefusal,
) -> Response {
    let entry = refusal.entry;
    let status = match refusal.problem {
        ReviewProblem::Preview | ReviewProblem::Undone => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let refusal = Refusal::Review(refusal);
    let page = refused_still(state, &visitor, &place.letter(entry), refusal.clone(), status).await;
    if page.status() != StatusCode::NOT_FOUND {
        return page;
    }
    match is_theirs(&state.services, reviewer, entry).await {
        Ok(true) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            refused_still(state, &visitor, &place.list(), refusal, status).await
        }
        Ok(false) => page,
        Err(error) => failed(state, visitor, &error).await,
    }
}

/// Nothing of the decision has left yet, or it is too late. What a return said is there again.
pub async fn undo(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(entry) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let (json, place) = (wants_json(request.headers()), place(request.uri()));
    match is_theirs(&state.services, &reviewer, entry).await {
        Ok(true) => {}
        Ok(false) => return not_found(&state, &visitor).await,
        Err(error) => return failed(&state, visitor, &error).await,
    }
    match undo_decision(&state.services, &reviewer, entry).await {
        Ok(Some(_)) if json => StatusCode::NO_CONTENT.into_response(),
        Ok(Some(Verdict::Approved)) => see_other(&place.list_after("undone")),
        Ok(Some(Verdict::Returned(notice))) => {
            let refusal = ReviewRefusal {
                entry,
                problem: ReviewProblem::Undone,
                reasons: notice.reasons().iter().map(|reason| reason.name().to_owned()).collect(),
                suggestion: notice.suggestion().unwrap_or_default().to_owned(),
            };
            letter_again(&state, visitor, &reviewer, &place, refusal).await
        }
        Ok(None) if json => StatusCode::CONFLICT.into_response(),
        Ok(None) => see_other(&place.list_after("too-late")),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// With `only=free`, as a page sends that is being read, a colleague's is left to them. That page asks how it stands.
pub async fn take(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(entry) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let (json, place) = (wants_json(request.headers()), place(request.uri()));
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
        Ok(Taken::Yes | Taken::ByColleague | Taken::NotWaiting) => see_other(&place.letter(entry)),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn approve_together(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let place = place(request.uri());
    let fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let chosen: Option<Vec<_>> = fields.all("entry").take(MOST_TOGETHER).map(chosen).collect();
    let Some(chosen) = chosen else { return bad_request(&state, &visitor).await };
    match approve_opened(&state.services, &reviewer, &chosen).await {
        Ok(became) => see_other(&place.list_after(&format!(
            "approved-many&approved={}&unread={}&gone={}",
            became.approved.len(),
            became.unread.len(),
            became.gone.len()
        ))),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// From where in the queue the form was sent.
fn place(sent_to: &Uri) -> QueuePlace {
    let query = sent_to.query().unwrap_or_default();
    QueuePlace::from_query(|asked| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == asked)
            .map(|(_, value)| value.into_owned())
    })
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
