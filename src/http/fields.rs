//! Reading forms: bounded, and never trusting that a field is there once.

use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request};
use axum::response::Response;

use super::State;
use super::failure::{bad_request, too_large};
use super::limits::FORM_BYTES;
use super::visitor::Visitor;

/// The fields of a form without files. Bytes that are no UTF-8 become U+FFFD, which no text field accepts.
pub struct Fields(Vec<(String, String)>);

/// The request is no form of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadForm {
    NotUnderstood,
    TooLarge,
}

impl Fields {
    pub async fn read(request: Request<Body>) -> Result<Self, BadForm> {
        if !is_urlencoded(request.headers()) {
            return Err(BadForm::NotUnderstood);
        }
        let declared =
            request.headers().get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: usize| length > FORM_BYTES) {
            return Err(BadForm::TooLarge);
        }
        let body = to_bytes(request.into_body(), FORM_BYTES).await.map_err(|_| BadForm::TooLarge)?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }

    /// The value of a field that may stand once; empty when it is missing.
    pub fn one(&self, name: &str) -> Result<&str, BadForm> {
        let mut found = self.all(name);
        let value = found.next().unwrap_or_default();
        if found.next().is_some() { Err(BadForm::NotUnderstood) } else { Ok(value) }
    }

    /// The same, to keep.
    pub fn text(&self, name: &str) -> Result<String, BadForm> {
        self.one(name).map(str::to_owned)
    }

    /// The values of a field that may stand more than once, such as ticked boxes.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl BadForm {
    pub async fn answer(self, state: &State, visitor: &Visitor) -> Response {
        match self {
            Self::NotUnderstood => bad_request(state, visitor).await,
            Self::TooLarge => too_large(state, visitor).await,
        }
    }
}

/// An empty body without a type is an empty form.
fn is_urlencoded(headers: &HeaderMap) -> bool {
    match headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default()) {
        Some(kind) => kind.split(';').next().map(str::trim) == Some("application/x-www-form-urlencoded"),
        None => true,
    }
}
