//! Suspensions (part 二(五)): `POST /staff/students/{id}/suspension` proposes one, `/staff/suspensions/{id}` decides,
//! `/staff/suspensions/{id}/lift` ends it early, and `POST /home` is the family's answer.

use app::refusal::{
    NotSuspended, Refusal, SuspensionAnswerRefusal, SuspensionProposalRefusal, SuspensionRefusal,
};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::{StudentId, SuspensionId};
use domain::suspension::{optional_words, words};
use server::workflows::answer_suspension::{Answered, answer_suspension};
use server::workflows::lift_suspension::{Lifted, lift_suspension};
use server::workflows::propose_suspension::{ProposeError, propose_suspension};
use server::workflows::suspend_family::{SuspendError, refuse_suspension, suspend_family};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::{refused, refused_still};
use super::super::visitor::Visitor;
use super::see_other;

pub async fn propose(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(student) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((SuspensionId::parse(fields.one("form")?), fields.text("note")?))
    };
    let (id, note) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let now = state.services.clock.now();
    let id = id.unwrap_or_else(|| SuspensionId::new(state.services.random.uuid(now)));
    let mut refusal = SuspensionProposalRefusal { id, note, note_problem: None, problem: None };
    match optional_words(&refusal.note) {
        Err(problem) => refusal.note_problem = Some(problem),
        Ok(note) => match propose_suspension(&state.services, &reviewer, student, id, &note).await {
            Ok(()) => return see_other(&format!("/staff/suspensions/{id}?done=proposed")),
            Err(ProposeError::NotFound) => return not_found(&state, &visitor).await,
            Err(ProposeError::Storage(error)) => return failed(&state, visitor, &error).await,
            Err(ProposeError::Not(problem)) => refusal.problem = Some(problem),
        },
    }
    let path = format!("/staff/students/{student}/suspension");
    let refusal = Refusal::SuspensionProposal(refusal);
    refused(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// `decision` is `suspend`, with `told` for the family, or `refuse`, with its `reason`.
pub async fn decide(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let Some(id) = SuspensionId::parse(&id) else { return not_found(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("decision")?, fields.text("told")?, fields.text("reason")?))
    };
    let (decision, told, reason) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let path = format!("/staff/suspensions/{id}");
    let (typed, done) = if decision == "suspend" {
        let done = match optional_words(&told) {
            Err(problem) => Err(SuspensionRefusal::Told { typed: told.clone(), problem }),
            Ok(told) => Ok(suspend_family(&state.services, &head, id, &told).await.map(|_| "suspended")),
        };
        (told, done)
    } else {
        let done = match words(&reason) {
            Err(problem) => Err(SuspensionRefusal::Reason { typed: reason.clone(), problem }),
            Ok(reason) => {
                Ok(refuse_suspension(&state.services, &head, id, &reason).await.map(|()| "refused"))
            }
        };
        (reason, done)
    };
    let not = |why| SuspensionRefusal::Not { typed, why };
    let refusal = match done {
        Ok(Ok(done)) => return see_other(&format!("{path}?done={done}")),
        Ok(Err(SuspendError::NotFound)) => return not_found(&state, &visitor).await,
        Ok(Err(SuspendError::Storage(error))) => return failed(&state, visitor, &error).await,
        Ok(Err(SuspendError::Decided)) => not(NotSuspended::Decided),
        Ok(Err(SuspendError::BookClosed)) => not(NotSuspended::BookClosed),
        Ok(Err(SuspendError::Already(until))) => not(NotSuspended::Already(until)),
        Ok(Err(SuspendError::TooFewReturns(strikes))) => not(NotSuspended::TooFewReturns(strikes)),
        Err(refusal) => refusal,
    };
    let refusal = Refusal::Suspension(refusal);
    refused(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn lift(state: State, visitor: Visitor, id: String) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let Some(id) = SuspensionId::parse(&id) else { return not_found(&state, &visitor).await };
    let path = format!("/staff/suspensions/{id}");
    match lift_suspension(&state.services, &head, id).await {
        Ok(Lifted::Yes) => see_other(&format!("{path}?done=lifted")),
        Ok(Lifted::NotFound) => not_found(&state, &visitor).await,
        Ok(Lifted::NotInForce) => {
            let refusal = Refusal::Suspension(SuspensionRefusal::NotInForce);
            refused_still(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn answer(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((SuspensionId::parse(fields.one("suspension")?), fields.text("answer")?))
    };
    let (suspension, typed) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let Some(suspension) = suspension else { return not_found(&state, &visitor).await };
    let problem = match words(&typed) {
        Err(problem) => Some(problem),
        Ok(words) => match answer_suspension(&state.services, family, suspension, &words).await {
            Ok(Answered::Yes) => return see_other("/home?done=answered"),
            Ok(Answered::NotFound) => return not_found(&state, &visitor).await,
            Ok(Answered::TooLate) => None,
            Err(error) => return failed(&state, visitor, &error).await,
        },
    };
    let refusal = Refusal::SuspensionAnswer(SuspensionAnswerRefusal { suspension, typed, problem });
    refused(&state, &visitor, "/home", refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}
