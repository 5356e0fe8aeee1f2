//! `POST /staff/restrictions/new` and `/staff/restrictions/{id}/end`: one restriction for many students (part 一).

use app::refusal::{Refusal, RestrictionBatchRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::RestrictionBatchId;
use domain::restriction::RestrictionForm;
use domain::restriction_batch::{BatchForm, BatchProblems, NewBatch};
use server::workflows::restrict_many::{RestrictManyError, end_for_all, look_at_many, restrict_many};
use server::workflows::restrict_student::Restricted;

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

/// Which button was pressed.
enum Step {
    /// Looks in the roster, or goes back from confirming: the form again, with what is filled in.
    FillIn,
    /// Shows all of it once more. What names no step does no more than this.
    Look,
    Make,
}

pub async fn make(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let (id, form, step) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let now = state.services.clock.now();
    let id = id.unwrap_or_else(|| RestrictionBatchId::new(state.services.random.uuid(now)));
    if let Step::FillIn = step {
        let problems = BatchProblems::default();
        let refusal = RestrictionBatchRefusal { id, form, problems, confirm: false };
        return again(&state, &visitor, refusal, StatusCode::OK).await;
    }
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let new = match NewBatch::parse(&form, now) {
        Ok(new) => new,
        Err(problems) => {
            let refusal = RestrictionBatchRefusal { id, form, problems, confirm: false };
            return again(&state, &visitor, refusal, unprocessable).await;
        }
    };
    let done = if let Step::Make = step {
        restrict_many(&state.services, &reviewer, id, &new).await.map(|()| None)
    } else {
        look_at_many(&state.services, &reviewer, id, &new).await.map(Some)
    };
    match done {
        Ok(None) => see_other("/staff/restrictions?done=made"),
        Ok(Some(id)) => {
            let problems = BatchProblems::default();
            let refusal = RestrictionBatchRefusal { id, form, problems, confirm: true };
            again(&state, &visitor, refusal, StatusCode::OK).await
        }
        Err(RestrictManyError::Chosen(problem)) => {
            let problems = BatchProblems { students: Some(problem), ..BatchProblems::default() };
            let refusal = RestrictionBatchRefusal { id, form, problems, confirm: false };
            again(&state, &visitor, refusal, unprocessable).await
        }
        Err(RestrictManyError::NotFound) => not_found(&state, &visitor).await,
        Err(RestrictManyError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

async fn again(
    state: &State,
    visitor: &Visitor,
    refusal: RestrictionBatchRefusal,
    status: StatusCode,
) -> Response {
    refused(state, visitor, "/staff/restrictions/new", Refusal::RestrictionBatch(refusal), status).await
}

pub async fn end(state: State, visitor: Visitor, id: String) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(id) = RestrictionBatchId::parse(&id) else { return not_found(&state, &visitor).await };
    match end_for_all(&state.services, &reviewer, id).await {
        Ok(Restricted::Yes) => see_other("/staff/restrictions?done=ended"),
        Ok(Restricted::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// The id that the form made up, what was typed and ticked, and which button was pressed.
async fn read(request: Request<Body>) -> Result<(Option<RestrictionBatchId>, BatchForm, Step), BadForm> {
    let fields = Fields::read(request).await?;
    let id = RestrictionBatchId::parse(fields.one("form")?);
    let restriction = RestrictionForm {
        kind: fields.text("kind")?,
        begins_at: fields.text("begins_at")?,
        until: fields.text("until")?,
        note: fields.text("note")?,
    };
    let form = BatchForm {
        restriction,
        students: fields.all("students").map(str::to_owned).collect(),
        search: fields.text("search")?,
    };
    let step = match fields.one("action")? {
        "search" | "change" => Step::FillIn,
        "make" => Step::Make,
        _ => Step::Look,
    };
    Ok((id, form, step))
}
