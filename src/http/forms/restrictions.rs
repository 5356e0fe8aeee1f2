//! `POST /staff/students/{id}/restrictions` and `/staff/students/{id}/restrictions/{restriction}/end`.

use app::refusal::{Refusal, RestrictionRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::{RestrictionId, StudentId};
use domain::restriction::{NewRestriction, RestrictionForm};
use server::workflows::restrict_student::{Restricted, end_restriction, restrict_student};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

pub async fn make(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(student) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    let path = format!("/staff/students/{student}/restrictions");
    let (id, form) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let now = state.services.clock.now();
    let id = id.unwrap_or_else(|| RestrictionId::new(state.services.random.uuid(now)));
    let new = match NewRestriction::parse(&form, now) {
        Ok(new) => new,
        Err(problems) => {
            let refusal = Refusal::Restriction(RestrictionRefusal { id, form, problems });
            return refused(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    match restrict_student(&state.services, &reviewer, student, id, &new).await {
        Ok(Restricted::Yes) => see_other(&format!("{path}?done=made")),
        Ok(Restricted::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn end(state: State, visitor: Visitor, id: String, restriction: String) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let (Some(student), Some(restriction)) = (StudentId::parse(&id), RestrictionId::parse(&restriction))
    else {
        return not_found(&state, &visitor).await;
    };
    match end_restriction(&state.services, &reviewer, student, restriction).await {
        Ok(Restricted::Yes) => see_other(&format!("/staff/students/{student}/restrictions?done=ended")),
        Ok(Restricted::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// The id that the form made up, and what was typed.
async fn read(request: Request<Body>) -> Result<(Option<RestrictionId>, RestrictionForm), BadForm> {
    let fields = Fields::read(request).await?;
    let id = RestrictionId::parse(fields.one("form")?);
    let form = RestrictionForm {
        kind: fields.text("kind")?,
        begins_at: fields.text("begins_at")?,
        until: fields.text("until")?,
        note: fields.text("note")?,
    };
    Ok((id, form))
}
