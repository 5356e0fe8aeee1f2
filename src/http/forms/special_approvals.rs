//! `POST /staff/students/{id}/special-approval` and `/staff/special-approvals/{id}/end` (專案, part 二(四)).

use app::refusal::{ApprovalProblem, ApprovalRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::{SpecialApprovalId, StudentId};
use domain::special_approval::ApprovalForm;
use server::workflows::approve_specially::{
    ApproveSpeciallyError, Ended, approve_specially, end_special_approval,
};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::{refused, refused_still};
use super::super::visitor::Visitor;
use super::see_other;

pub async fn make(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let Some(student) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    let (id, form) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let now = state.services.clock.now();
    let id = id.unwrap_or_else(|| SpecialApprovalId::new(state.services.random.uuid(now)));
    let problem = match approve_specially(&state.services, &head, student, id, &form).await {
        Ok(()) => return see_other("/staff/special-approvals?filter=in_force&done=made"),
        Err(ApproveSpeciallyError::NotFound) => return not_found(&state, &visitor).await,
        Err(ApproveSpeciallyError::Storage(error)) => return failed(&state, visitor, &error).await,
        Err(ApproveSpeciallyError::Refused(problems)) => ApprovalProblem::Form(problems),
        Err(ApproveSpeciallyError::Overlaps(span)) => ApprovalProblem::Overlaps(span),
    };
    let path = format!("/staff/students/{student}/special-approval");
    let refusal = Refusal::Approval(ApprovalRefusal { id, form, problem });
    refused(&state, &visitor, &path, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn end(state: State, visitor: Visitor, id: String) -> Response {
    let Some(head) = visitor.actor.head() else { return forbidden(&state, &visitor).await };
    let Some(id) = SpecialApprovalId::parse(&id) else { return not_found(&state, &visitor).await };
    match end_special_approval(&state.services, &head, id).await {
        Ok(Ended::Yes) => see_other("/staff/special-approvals?filter=over&done=ended"),
        Ok(Ended::NotFound) => not_found(&state, &visitor).await,
        Ok(Ended::Over) => {
            let (path, status) = ("/staff/special-approvals", StatusCode::UNPROCESSABLE_ENTITY);
            refused_still(&state, &visitor, path, Refusal::TooLate, status).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// The id that the form made up, and what was typed.
async fn read(request: Request<Body>) -> Result<(Option<SpecialApprovalId>, ApprovalForm), BadForm> {
    let fields = Fields::read(request).await?;
    let id = SpecialApprovalId::parse(fields.one("form")?);
    let form = ApprovalForm {
        first: fields.text("first")?,
        last: fields.text("last")?,
        reason: fields.text("reason")?,
        days_between_uses: fields.text("days_between_uses")?,
        body: fields.text("body")?,
        photos: fields.text("photos")?,
        megabytes: fields.text("megabytes")?,
    };
    Ok((id, form))
}
