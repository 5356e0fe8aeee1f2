//! Files that come with a form: each goes to disk as it comes, under a limit, and what goes past it is read and dropped,
//! so that the browser comes to hear the answer.

use std::fs::File;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::FromRequest;
use axum::extract::multipart::{Field, Multipart};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Request};
use futures_util::Stream;
use thiserror::Error;
use tokio::io::AsyncWriteExt;

use super::State;
use super::fields::BadForm;
use super::limits::{FORM_BYTES, UPLOAD_BYTES};

/// What an upload may hold in memory on its way to the disk.
const WRITE_BYTES: usize = 64 * 1024;

#[derive(Debug, Error)]
pub enum UploadError {
    #[error("no form of ours")]
    Bad(BadForm),
    #[error("an upload could not be written down: {0}")]
    Disk(#[from] io::Error),
}

impl From<BadForm> for UploadError {
    fn from(bad: BadForm) -> Self {
        Self::Bad(bad)
    }
}

/// What came in the field of a file.
pub enum Received {
    /// Nothing was chosen.
    Nothing,
    /// A file without a byte in it.
    Empty,
    /// More bytes than the limit, or the form as a whole is larger than any may be.
    TooLarge,
    /// It has no name on the disk, and is gone when nobody holds it.
    File(File),
}

/// Is it a form with files?
pub fn is_multipart(headers: &HeaderMap) -> bool {
    header(headers, CONTENT_TYPE).starts_with("multipart/form-data")
}

/// Does it say itself that it is far too large, not even worth reading to its end? The browser shows its own page then.
pub fn is_far_too_large(headers: &HeaderMap) -> bool {
    let declared: u64 = header(headers, CONTENT_LENGTH).parse().unwrap_or(0);
    declared > UPLOAD_BYTES as u64 * 4
}

fn header(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub async fn multipart(request: Request<Body>) -> Result<Multipart, BadForm> {
    let request =
        request.map(|body| Body::from_stream(Sips { stream: body.into_data_stream(), swallow: false }));
    Multipart::from_request(request, &()).await.map_err(|_| BadForm::NotUnderstood)
}

/// Whoever reads a form reads on while something is there, and from a fast sender would take the whole upload into
/// memory. So after each piece this says that nothing is there yet, and at once that there is.
struct Sips {
    stream: BodyDataStream,
    swallow: bool,
}

impl Stream for Sips {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.swallow) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = Pin::new(&mut self.stream).poll_next(context);
        self.swallow = matches!(piece, Poll::Ready(Some(_)));
        piece
    }
}

/// The next field; `TooLarge` when the form as a whole went past its limit.
pub async fn next_field(multipart: &mut Multipart) -> Result<Option<Field<'_>>, BadForm> {
    multipart
        .next_field()
        .await
        .map_err(|error| if error.status() == 413 { BadForm::TooLarge } else { BadForm::NotUnderstood })
}

/// A text field, bounded. Bytes that are no UTF-8 become U+FFFD, which the judgement refuses.
pub async fn text(mut field: Field<'_>) -> Result<String, BadForm> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| BadForm::NotUnderstood)? {
        if bytes.len() + chunk.len() > FORM_BYTES {
            return Err(BadForm::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file of at most `limit` bytes.
pub async fn receive(state: &State, mut field: Field<'_>, limit: u64) -> Result<Received, UploadError> {
    let named = field.file_name().is_some_and(|name| !name.is_empty());
    let mut file: Option<tokio::fs::File> = None;
    let mut size = 0_u64;
    loop {
        let chunk = match field.chunk().await {
            // A field without a file comes as one empty chunk.
            Ok(Some(chunk)) if chunk.is_empty() => continue,
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) if error.status() == 413 => return Ok(Received::TooLarge),
            Err(_) => return Err(BadForm::NotUnderstood.into()),
        };
        size += chunk.len() as u64;
        if size > limit {
            file = None;
            continue;
        }
        if file.is_none() {
            let mut new = tokio::fs::File::from_std(tempfile::tempfile_in(&state.services.uploads)?);
            new.set_max_buf_size(WRITE_BYTES);
            file = Some(new);
        }
        if let Some(file) = &mut file {
            file.write_all(&chunk).await?;
        }
    }
    if size > limit {
        return Ok(Received::TooLarge);
    }
    match file {
        Some(mut file) => {
            file.flush().await?;
            Ok(Received::File(file.into_std().await))
        }
        None if named => Ok(Received::Empty),
        None => Ok(Received::Nothing),
    }
}
