//! `POST /staff/print-runs` and `/staff/print-runs/{id}/handed`.

use std::collections::BTreeSet;

use app::refusal::{PrintRunProblem, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::{PrintRunId, StudentId};
use server::workflows::hand_over::{HandOverError, hand_over, hand_over_all};
use server::workflows::make_print_run::{MakePrintRunError, Whose, make_print_run};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::{refused, refused_still};
use super::super::visitor::Visitor;
use super::see_other;

/// `action=all` takes everyone, `action=chosen` those who are ticked.
pub async fn make(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let (id, students) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let whose = match students {
        None => Whose::Everyone,
        Some(students) if students.is_empty() => {
            return again(&state, &visitor, PrintRunProblem::NoStudents).await;
        }
        Some(students) => {
            let students: Option<BTreeSet<_>> = students.iter().map(|id| StudentId::parse(id)).collect();
            let Some(students) = students else { return not_found(&state, &visitor).await };
            Whose::These(students)
        }
    };
    let id = id.unwrap_or_else(|| PrintRunId::new(state.services.random.uuid(state.services.clock.now())));
    match make_print_run(&state.services, &reviewer, id, whose).await {
        Ok(()) => see_other(&format!("/staff/print-runs/{id}?done=made")),
        Err(MakePrintRunError::NotFound) => not_found(&state, &visitor).await,
        Err(MakePrintRunError::Nothing) => again(&state, &visitor, PrintRunProblem::NothingNew).await,
        Err(MakePrintRunError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

async fn again(state: &State, visitor: &Visitor, problem: PrintRunProblem) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    refused(state, visitor, "/staff/print-runs", Refusal::PrintRun(problem), status).await
}

/// The letters of `student`; without the field, all of the run.
pub async fn hand(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(id) = PrintRunId::parse(&id) else { return not_found(&state, &visitor).await };
    let read = async { Fields::read(request).await?.text("student") };
    let student = match read.await {
        Ok(student) => student,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let done = if student.is_empty() {
        hand_over_all(&state.services, &reviewer, id).await
    } else {
        let Some(student) = StudentId::parse(&student) else { return not_found(&state, &visitor).await };
        hand_over(&state.services, &reviewer, id, student).await
    };
    let path = format!("/staff/print-runs/{id}");
    match done {
        Ok(()) => see_other(&format!("{path}?done=handed")),
        Err(HandOverError::NotFound) => not_found(&state, &visitor).await,
        Err(HandOverError::Restricted) => {
            let (refusal, status) =
                (Refusal::PrintRun(PrintRunProblem::Restricted), StatusCode::UNPROCESSABLE_ENTITY);
            refused_still(&state, &visitor, &path, refusal, status).await
        }
        Err(HandOverError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

/// The id that the form made up, and the ids of those who are ticked, if some were to be chosen.
async fn read(request: Request<Body>) -> Result<(Option<PrintRunId>, Option<Vec<String>>), BadForm> {
    let fields = Fields::read(request).await?;
    let id = PrintRunId::parse(fields.one("form")?);
    let chosen = fields.one("action")? == "chosen";
    let students = chosen.then(|| fields.all("students").map(str::to_owned).collect());
    Ok((id, students))
}
