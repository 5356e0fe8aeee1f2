//! `/files/{id}` and its thumbnail: private, checked against the viewer on every request.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::PhotoId;
use server::workflows::show_photo::{PhotoSize, show_photo};

use super::State;
use super::failure::{failed, not_found};
use super::visitor::Visitor;

pub async fn photo(state: State, visitor: Visitor, id: String, size: PhotoSize) -> Response {
    let Some(id) = PhotoId::parse(&id) else { return not_found(&state, &visitor).await };
    match show_photo(&state.services, &visitor.actor, id, size).await {
        Ok(Some(jpeg)) => ([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")], jpeg).into_response(),
        Ok(None) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}
