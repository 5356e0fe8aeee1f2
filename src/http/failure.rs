//! What people see when a request cannot be served.

use std::error::Error;

use app::trouble::Trouble;
use axum::http::StatusCode;
use axum::response::Response;

use super::State;
use super::render::trouble;
use super::visitor::Visitor;

/// Something broke: logged here, once, under the number that the person sees. The cause is never shown.
pub async fn failed(state: &State, visitor: Visitor, error: &(dyn Error + Sync)) -> Response {
    tracing::error!(request.id = %visitor.request_id, error = %error, "a request failed");
    let number = visitor.request_id.clone();
    trouble(state, &visitor, Trouble::Failed(number), StatusCode::INTERNAL_SERVER_ERROR).await
}

pub async fn not_found(state: &State, visitor: &Visitor) -> Response {
    trouble(state, visitor, Trouble::NotFound, StatusCode::NOT_FOUND).await
}

pub async fn forbidden(state: &State, visitor: &Visitor) -> Response {
    trouble(state, visitor, Trouble::Forbidden, StatusCode::FORBIDDEN).await
}

pub async fn bad_request(state: &State, visitor: &Visitor) -> Response {
    trouble(state, visitor, Trouble::BadRequest, StatusCode::BAD_REQUEST).await
}

pub async fn too_large(state: &State, visitor: &Visitor) -> Response {
    trouble(state, visitor, Trouble::TooLarge, StatusCode::PAYLOAD_TOO_LARGE).await
}
