//! `/files/{id}` and its thumbnail, a photo or a page of a document or attachment: private, checked against the viewer on every request.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::{PageId, PhotoId};
use server::workflows::show_page::show_page;
use server::workflows::show_photo::{PhotoSize, show_photo};

use super::State;
use super::failure::{failed, not_found};
use super::visitor::Visitor;

pub async fn picture(state: State, visitor: Visitor, id: String, size: PhotoSize) -> Response {
    let Some(photo) = PhotoId::parse(&id) else { return not_found(&state, &visitor).await };
    match show_photo(&state.services, &visitor.actor, photo, size).await {
        Ok(Some(jpeg)) => return shown(jpeg),
        Ok(None) => {}
        Err(error) => return failed(&state, visitor, &error).await,
    }
    match show_page(&state.services, &visitor.actor, PageId::new(photo.uuid()), size).await {
        Ok(Some(jpeg)) => shown(jpeg),
        Ok(None) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

fn shown(jpeg: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")], jpeg).into_response()
}
