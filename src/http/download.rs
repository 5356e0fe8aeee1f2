//! Archives, sent while they are made; `/account/download.zip` is everything that we hold about a family.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream::poll_fn;
use server::archive::Pieces;
use server::workflows::download_account::download_account;

use super::State;
use super::failure::{failed, forbidden};
use super::visitor::Visitor;

pub async fn account(state: State, visitor: Visitor) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    match download_account(&state.services, family).await {
        Ok(pieces) => archive(pieces, "contact-book.zip"),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// A whole archive, which the browser keeps under this name.
pub fn archive(mut pieces: Pieces, name: &str) -> Response {
    let stream = poll_fn(move |context| pieces.poll_recv(context));
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, Body::from_stream(stream)).into_response()
}
