//! `POST /staff/applications/{id}/approve`, `/return` and `/take`.

use app::refusal::{ApplicationReviewProblem, ApplicationReviewRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::application::{ApplicationNotice, GivenReason};
use domain::id::ApplicationId;
use server::storage::application_reviews::ApplicationVerdict;
use server::storage::{StorageError, application_queue, settings};
use server::workflows::decide_application::{DecideApplicationError, decide_application};
use server::workflows::take_application::{Taken, take_application};
use server::{Reviewer, Services};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused_still;
use super::super::visitor::Visitor;
use super::see_other;

/// What the reviewer sent.
struct Decision {
    round: Option<u32>,
    reasons: Vec<String>,
    suggestion: String,
    /// 「預覽」, for a browser that does not draw it by itself.
    only_preview: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Approve,
    Return,
}

pub async fn approve(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    decide(state, visitor, id, request, What::Approve).await
}

pub async fn send_back(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    decide(state, visitor, id, request, What::Return).await
}

pub async fn take(state: State, visitor: Visitor, id: String) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(id) = ApplicationId::parse(&id) else { return not_found(&state, &visitor).await };
    match take_application(&state.services, &reviewer, id).await {
        Ok(Taken::Yes) => see_other(&format!("/staff/applications/{id}?done=taken")),
        // It was decided meanwhile: its page shows how.
        Ok(Taken::NotWaiting | Taken::ByColleague) => see_other(&format!("/staff/applications/{id}")),
        Ok(Taken::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn decide(state: State, visitor: Visitor, id: String, request: Request<Body>, what: What) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(id) = ApplicationId::parse(&id) else { return not_found(&state, &visitor).await };
    let decision = match read(request).await {
        Ok(decision) => decision,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let outcome = match what {
        What::Approve => Ok(ApplicationVerdict::Approved),
        What::Return => match offered(&state.services, &reviewer).await {
            Ok(offered) => notice(&decision, &offered).map(ApplicationVerdict::Returned),
            Err(error) => return failed(&state, visitor, &error).await,
        },
    };
    let outcome = match outcome {
        Ok(_) if decision.only_preview => Err(ApplicationReviewProblem::Preview),
        Ok(verdict) => {
            match decide_application(&state.services, &reviewer, id, decision.round, verdict).await {
                Ok(()) => Ok(()),
                Err(DecideApplicationError::NotFound) => return not_found(&state, &visitor).await,
                Err(DecideApplicationError::NotAllowed(_)) => Err(ApplicationReviewProblem::AlreadyDecided),
                Err(DecideApplicationError::OtherVersion) => Err(ApplicationReviewProblem::OtherVersion),
                Err(DecideApplicationError::BookExists) => Err(ApplicationReviewProblem::BookExists),
                Err(DecideApplicationError::Restricted) => Err(ApplicationReviewProblem::Restricted),
                Err(DecideApplicationError::StudentLeft) => Err(ApplicationReviewProblem::StudentLeft),
                Err(DecideApplicationError::Storage(error)) => return failed(&state, visitor, &error).await,
            }
        }
        Err(problem) => Err(problem),
    };
    let Err(problem) = outcome else { return go_on(&state, visitor, &reviewer, what).await };
    let status = match &problem {
        ApplicationReviewProblem::Preview => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let Decision { reasons, suggestion, .. } = decision;
    let refusal = ApplicationReviewRefusal { application: id, problem, reasons, suggestion };
    let path = format!("/staff/applications/{id}");
    refused_still(&state, &visitor, &path, Refusal::ApplicationReview(refusal), status).await
}

/// The next one by itself; the queue when nothing waits that nobody else has open.
async fn go_on(state: &State, visitor: Visitor, reviewer: &Reviewer, what: What) -> Response {
    let services = &state.services;
    let next = async {
        let (institution, now) = (reviewer.institution(), services.clock.now());
        let mut db = services.database.read().await?;
        application_queue::next_waiting(&mut db, institution, reviewer.id(), now).await
    };
    let done = if what == What::Approve { "approved" } else { "returned" };
    match next.await {
        Ok(Some(next)) => see_other(&format!("/staff/applications/{next}?done={done}")),
        Ok(None) => see_other(&format!("/staff/applications?done={done}")),
        Err(error) => failed(state, visitor, &error).await,
    }
}

async fn offered(services: &Services, reviewer: &Reviewer) -> Result<Vec<GivenReason>, StorageError> {
    let settings = settings::of(&mut *services.database.read().await?, reviewer.institution()).await?;
    Ok(settings.application_reasons())
}

fn notice(
    decision: &Decision,
    offered: &[GivenReason],
) -> Result<ApplicationNotice, ApplicationReviewProblem> {
    let names = decision.reasons.iter().map(String::as_str);
    ApplicationNotice::parse(names, &decision.suggestion, offered).map_err(ApplicationReviewProblem::Notice)
}

async fn read(request: Request<Body>) -> Result<Decision, BadForm> {
    let fields = Fields::read(request).await?;
    let round = match fields.one("round")? {
        "" => None,
        text => Some(text.parse().map_err(|_| BadForm::NotUnderstood)?),
    };
    Ok(Decision {
        round,
        reasons: fields.all("reasons").map(str::to_owned).collect(),
        suggestion: fields.one("suggestion")?.to_owned(),
        only_preview: fields.one("action")? == "preview",
    })
}
