//! `POST /staff/programmes/new`, `/staff/programmes/{id}` and `/staff/programmes/{id}/end` (part 二(二)).

use std::collections::BTreeSet;

use app::refusal::{ExtendProblem, ProgrammeDaysRefusal, ProgrammeRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::{ProgrammeId, StudentId};
use domain::programme::{DayProblem, ProgrammeForm, ProgrammeProblems};
use domain::written_day;
use server::workflows::end_programme::{Ended, ExtendError, end_programme, extend_programme};
use server::workflows::start_programme::{StartProgrammeError, start_programme};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::{refused, refused_still};
use super::super::visitor::Visitor;
use super::see_other;

/// `action=search` looks in the roster and keeps what is filled in and ticked.
pub async fn start(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let (id, form, searching) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let now = state.services.clock.now();
    let id = id.unwrap_or_else(|| ProgrammeId::new(state.services.random.uuid(now)));
    if searching {
        let problems = ProgrammeProblems::default();
        return again(&state, &visitor, ProgrammeRefusal { id, form, problems }, StatusCode::OK).await;
    }
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let (title, days) = match form.parse(now.taipei_day()) {
        Ok(parsed) => parsed,
        Err(problems) => {
            return again(&state, &visitor, ProgrammeRefusal { id, form, problems }, unprocessable).await;
        }
    };
    let students: Option<BTreeSet<StudentId>> = form.students.iter().map(|id| StudentId::parse(id)).collect();
    let Some(students) = students else { return not_found(&state, &visitor).await };
    let students: Vec<StudentId> = students.into_iter().collect();
    let mut problems = ProgrammeProblems::default();
    match start_programme(&state.services, &head, id, &title, days, &students).await {
        Ok(()) => return see_other(&format!("/staff/programmes/{id}?done=made")),
        Err(StartProgrammeError::NotFound) => return not_found(&state, &visitor).await,
        Err(StartProgrammeError::Storage(error)) => return failed(&state, visitor, &error).await,
        Err(StartProgrammeError::Title(problem)) => problems.title = Some(problem),
        Err(StartProgrammeError::Days(problem)) => problems.last = Some(DayProblem::Days(problem)),
        Err(StartProgrammeError::NoStudents) => problems.no_students = true,
    }
    again(&state, &visitor, ProgrammeRefusal { id, form, problems }, unprocessable).await
}

async fn again(state: &State, visitor: &Visitor, refusal: ProgrammeRefusal, status: StatusCode) -> Response {
    refused(state, visitor, "/staff/programmes/new", Refusal::Programme(refusal), status).await
}

/// A later last day, in the field `last`.
pub async fn extend(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let Some(id) = ProgrammeId::parse(&id) else { return not_found(&state, &visitor).await };
    let read = async { Fields::read(request).await?.text("last") };
    let typed = match read.await {
        Ok(typed) => typed,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let path = format!("/staff/programmes/{id}");
    let problem = match written_day::day(&typed) {
        Err(problem) => ExtendProblem::Day(DayProblem::Written(problem)),
        Ok(last) => match extend_programme(&state.services, &head, id, last).await {
            Ok(()) => return see_other(&format!("{path}?done=extended")),
            Err(ExtendError::NotFound) => return not_found(&state, &visitor).await,
            Err(ExtendError::Storage(error)) => return failed(&state, visitor, &error).await,
            Err(ExtendError::Days(problem)) => ExtendProblem::Day(DayProblem::Days(problem)),
            Err(ExtendError::Ended) => ExtendProblem::Ended,
        },
    };
    let refusal = Refusal::ProgrammeDays(ProgrammeDaysRefusal { typed, problem });
    refused(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn end(state: State, visitor: Visitor, id: String) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let Some(id) = ProgrammeId::parse(&id) else { return not_found(&state, &visitor).await };
    let path = format!("/staff/programmes/{id}");
    match end_programme(&state.services, &head, id).await {
        Ok(Ended::Yes) => see_other(&format!("{path}?done=ended")),
        Ok(Ended::NotFound) => not_found(&state, &visitor).await,
        Ok(Ended::Over) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            refused_still(&state, &visitor, &path, Refusal::TooLate, status).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// The id that the form made up, what was typed and ticked, and whether it is a search.
async fn read(request: Request<Body>) -> Result<(Option<ProgrammeId>, ProgrammeForm, bool), BadForm> {
    let fields = Fields::read(request).await?;
    let id = ProgrammeId::parse(fields.one("form")?);
    let form = ProgrammeForm {
        title: fields.text("title")?,
        first: fields.text("first")?,
        last: fields.text("last")?,
        students: fields.all("students").map(str::to_owned).collect(),
        search: fields.text("search")?,
    };
    Ok((id, form, fields.one("action")? == "search"))
}
