//! `POST /staff/retention`

use app::refusal::{Refusal, RetentionRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::retention::RetentionForm;
use server::workflows::change_retention::{ChangeRetentionError, change_retention};

use super::super::State;
use super::super::failure::{failed, forbidden};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

const PAGE: &str = "/staff/retention";

pub async fn change(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    let (version, form) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let refusal = match change_retention(&state.services, operator, version, &form).await {
        Ok(()) => return see_other("/staff/retention?done=changed"),
        Err(ChangeRetentionError::Refused(wrong)) => RetentionRefusal { form, wrong, changed: false },
        Err(ChangeRetentionError::OtherVersion) => {
            RetentionRefusal { form, changed: true, ..RetentionRefusal::default() }
        }
        Err(ChangeRetentionError::Storage(error)) => return failed(&state, visitor.clone(), &error).await,
    };
    refused(&state, &visitor, PAGE, Refusal::Retention(refusal), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The version on the page, and what was typed.
async fn read(request: Request<Body>) -> Result<(i64, RetentionForm), BadForm> {
    let fields = Fields::read(request).await?;
    // One that is no number is nobody's.
    let version = fields.one("version")?.parse().unwrap_or(-1);
    let form = RetentionForm {
        drafts: fields.text("drafts")?,
        requests: fields.text("requests")?,
        mail: fields.text("mail")?,
        accounts: fields.text("accounts")?,
    };
    Ok((version, form))
}
