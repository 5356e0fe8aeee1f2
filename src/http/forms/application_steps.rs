//! `POST /applications/{id}/submit`, `/withdraw`, `/discard`.

use app::refusal::{ApplicationRefusal, LookUpRefusal, Refusal};
use axum::http::StatusCode;
use axum::response::Response;
use domain::application::{ApplicationProblems, ApplicationStateKind};
use domain::application_form::Step;
use domain::id::ApplicationId;
use server::workflows::discard_application::discard_application;
use server::workflows::submit_application::{SubmitApplicationError, submit_application};
use server::workflows::withdraw_application::{WithdrawApplicationError, withdraw_application};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::render::{Drawing, answer, refused_still};
use super::super::visitor::Visitor;
use super::see_other;
use super::write_application::ineligible_refusal;

pub async fn submit(state: State, visitor: Visitor, id: String) -> Response {
    let Some(id) = ApplicationId::parse(&id) else { return not_found(&state, &visitor).await };
    send(&state, visitor, id, true).await
}

/// `still` when the form was sent to an address that is no page.
pub(super) async fn send(state: &State, visitor: Visitor, id: ApplicationId, still: bool) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(state, &visitor).await };
    let refusal = match submit_application(&state.services, family, id).await {
        Ok(()) => return see_other(&format!("/applications/{id}?done=sent")),
        Err(SubmitApplicationError::NotFound) => return not_found(state, &visitor).await,
        Err(SubmitApplicationError::Refused(problems)) => {
            not_ready(id, first_step(&problems), problems, None)
        }
        Err(SubmitApplicationError::Ineligible(ineligible)) => {
            let look_up = Some(ineligible_refusal(ineligible));
            not_ready(id, Step::Student, ApplicationProblems::default(), look_up)
        }
        Err(SubmitApplicationError::NotAllowed(not_allowed)) => Refusal::ApplicationStep(not_allowed.from),
        Err(SubmitApplicationError::Storage(error)) => return failed(state, visitor, &error).await,
    };
    let drawing = Drawing { refusal: Some(refusal), still, ..Drawing::default() };
    answer(state, &visitor, &format!("/applications/{id}"), drawing, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn withdraw(state: State, visitor: Visitor, id: String) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let Some(id) = ApplicationId::parse(&id) else { return not_found(&state, &visitor).await };
    match withdraw_application(&state.services, family, id).await {
        Ok(()) => see_other(&format!("/applications/{id}?done=withdrawn")),
        Err(WithdrawApplicationError::NotFound) => not_found(&state, &visitor).await,
        Err(WithdrawApplicationError::NotAllowed(not_allowed)) => {
            step_refused(&state, &visitor, id, not_allowed.from).await
        }
        Err(WithdrawApplicationError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

pub async fn discard(state: State, visitor: Visitor, id: String) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    let Some(id) = ApplicationId::parse(&id) else { return not_found(&state, &visitor).await };
    match discard_application(&state.services, family, id).await {
        Ok(true) => see_other("/applications?done=discarded"),
        Ok(false) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// Where the first thing that is missing is asked for.
fn first_step(problems: &ApplicationProblems) -> Step {
    if problems.institution_missing || problems.call_number_missing || problems.relationship_missing {
        Step::Student
    } else if problems.student_not_confirmed || problems.service_missing {
        Step::Confirm
    } else {
        Step::Documents
    }
}

fn not_ready(
    application: ApplicationId,
    step: Step,
    problems: ApplicationProblems,
    look_up: Option<LookUpRefusal>,
) -> Refusal {
    Refusal::Application(ApplicationRefusal { application, step, problems, look_up, documents: Vec::new() })
}

async fn step_refused(
    state: &State,
    visitor: &Visitor,
    id: ApplicationId,
    from: ApplicationStateKind,
) -> Response {
    let path = format!("/applications/{id}");
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    refused_still(state, visitor, &path, Refusal::ApplicationStep(from), status).await
}
