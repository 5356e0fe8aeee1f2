//! Archives, streamed from a file without a name; `/account/download.zip` is everything that we hold about a family.

use std::fs::File;

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use server::workflows::download_account::download_account;
use tokio_util::io::ReaderStream;

use super::State;
use super::failure::{failed, forbidden};
use super::visitor::Visitor;

pub async fn account(state: State, visitor: Visitor) -> Response {
    let Some(family) = visitor.actor.family() else { return forbidden(&state, &visitor).await };
    match download_account(&state.services, family).await {
        Ok(file) => archive(file, "contact-book.zip"),
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// A whole archive, which the browser keeps under this name.
pub fn archive(file: File, name: &str) -> Response {
    let stream = ReaderStream::new(tokio::fs::File::from_std(file));
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, Body::from_stream(stream)).into_response()
}
