//! `POST /staff/entries/{id}/approve` and `/return`.

use app::refusal::{Refusal, ReviewProblem, ReviewRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::EntryId;
use domain::review::ReturnNotice;
use server::storage::reviews::Verdict;
use server::workflows::decide_entry::{DecideError, Decided, decide_entry};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused_still;
use super::super::visitor::Visitor;
use super::see_other;

pub async fn approve(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    decide(state, visitor, id, request, |_, _| Ok(Verdict::Approved)).await
}

pub async fn send_back(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let verdict = |reasons: &[String], suggestion: &str| {
        ReturnNotice::parse(reasons.iter().map(String::as_str), suggestion)
            .map(Verdict::Returned)
            .map_err(ReviewProblem::Notice)
    };
    decide(state, visitor, id, request, verdict).await
}

async fn decide(
    state: State,
    visitor: Visitor,
    id: String,
    request: Request<Body>,
    verdict: impl Fn(&[String], &str) -> Result<Verdict, ReviewProblem>,
) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(entry) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let (round, reasons, suggestion) = match read(request).await {
        Ok(fields) => fields,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let outcome = match verdict(&reasons, &suggestion) {
        Err(problem) => Err(problem),
        Ok(verdict) => match decide_entry(&state.services, &reviewer, entry, round, verdict).await {
            Ok(decided) => Ok(decided),
            Err(DecideError::NotFound) => return not_found(&state, &visitor).await,
            Err(DecideError::NotAllowed(_)) => Err(ReviewProblem::AlreadyDecided),
            Err(DecideError::OtherVersion) => Err(ReviewProblem::OtherVersion),
            Err(DecideError::Storage(error)) => return failed(&state, visitor, &error).await,
        },
    };
    match outcome {
        Ok(Decided::Delivered) => see_other("/staff/entries?done=approved"),
        Ok(Decided::Held) => see_other("/staff/entries?done=held"),
        Ok(Decided::Returned) => see_other("/staff/entries?done=returned"),
        Err(problem) => {
            let refusal = Refusal::Review(ReviewRefusal { entry, problem, reasons, suggestion });
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            refused_still(&state, &visitor, "/staff/entries", refusal, status).await
        }
    }
}

/// The version that was read, the reasons that were ticked, the free words.
async fn read(request: Request<Body>) -> Result<(Option<u32>, Vec<String>, String), BadForm> {
    let fields = Fields::read(request).await?;
    let round = match fields.one("round")? {
        "" => None,
        text => Some(text.parse().map_err(|_| BadForm::NotUnderstood)?),
    };
    let reasons = fields.all("reasons").map(str::to_owned).collect();
    Ok((round, reasons, fields.text("suggestion")?))
}
