//! `/account/download.zip`: everything that we hold about a family, streamed from a file without a name.

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
        Ok(file) => {
            let stream = ReaderStream::new(tokio::fs::File::from_std(file));
            let headers = [
                (CONTENT_TYPE, "application/zip"),
                (CONTENT_DISPOSITION, "attachment; filename=\"contact-book.zip\""),
            ];
            (headers, Body::from_stream(stream)).into_response()
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}
