//! For whatever watches the server: is it alive, can it work.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::State;

/// The process answers.
pub fn alive() -> Response {
    "alive\n".into_response()
}

/// Database and file store were really tried.
pub async fn ready(state: State) -> Response {
    let database = state.services.database.probe().await;
    let files = state.services.vault.probe().await;
    if let Err(error) = &database {
        tracing::error!(error = %error, "the database does not answer");
    }
    if let Err(error) = &files {
        tracing::error!(error = %error, "the file store does not answer");
    }
    let word = |fine: bool| if fine { "ready" } else { "not ready" };
    let body = format!("database: {}\nfiles: {}\n", word(database.is_ok()), word(files.is_ok()));
    let status =
        if database.is_ok() && files.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, body).into_response()
}
