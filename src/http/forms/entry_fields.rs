//! Reading the form of an entry, with or without a photo. The photo goes to disk as it comes.

use std::fs::File;
use std::io;

use axum::body::Body;
use axum::extract::FromRequest;
use axum::extract::multipart::{Field, Multipart};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Request};
use domain::id::{BookId, EntryId};
use domain::limits::EntryLimits;
use domain::photo::PhotoProblem;
use server::workflows::save_entry::{PhotoChange, Written};
use thiserror::Error;
use tokio::io::AsyncWriteExt;

use super::super::State;
use super::super::fields::{BadForm, Fields};
use super::super::limits::{FORM_BYTES, UPLOAD_BYTES};

/// What came with the form, as far as it came.
#[derive(Default)]
pub struct EntryFields {
    /// The id that a new form made up for its entry.
    pub form: Option<EntryId>,
    pub written: Written,
    /// A book was named that is none at all.
    pub no_such_book: bool,
    /// 「先存成草稿」: keep it, judge nothing.
    pub only_save: bool,
}

#[derive(Debug, Error)]
pub enum ReadError {
    #[error("no form of ours")]
    Bad(BadForm),
    #[error("an upload could not be written down: {0}")]
    Disk(#[from] io::Error),
}

impl From<BadForm> for ReadError {
    fn from(bad: BadForm) -> Self {
        Self::Bad(bad)
    }
}

pub async fn read(state: &State, request: Request<Body>) -> Result<EntryFields, ReadError> {
    let multipart = header(request.headers(), CONTENT_TYPE).starts_with("multipart/form-data");
    let declared: u64 = header(request.headers(), CONTENT_LENGTH).parse().unwrap_or(0);
    if declared > UPLOAD_BYTES as u64 * 4 {
        // Not even worth reading to its end; the browser shows its own page then.
        return Err(BadForm::TooLarge.into());
    }
    if !multipart {
        return Ok(from_plain(&Fields::read(request).await?)?);
    }
    let multipart = Multipart::from_request(request, &()).await.map_err(|_| BadForm::NotUnderstood)?;
    from_multipart(state, multipart).await
}

fn header(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A form without a file.
fn from_plain(fields: &Fields) -> Result<EntryFields, BadForm> {
    let mut read = EntryFields::default();
    for name in ["form", "book", "title", "body", "action", "remove_photo"] {
        let value = fields.one(name)?;
        if !value.is_empty() {
            read.take(name, value.to_owned());
        }
    }
    Ok(read)
}

async fn from_multipart(state: &State, mut multipart: Multipart) -> Result<EntryFields, ReadError> {
    let mut read = EntryFields::default();
    let mut seen: Vec<String> = Vec::new();
    let mut photos = 0;
    loop {
        let field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            // The upload as a whole went past its limit: what came before is kept.
            Err(error) if error.status() == 413 => {
                read.written.photo = PhotoChange::Refused(PhotoProblem::TooLarge);
                break;
            }
            Err(_) => return Err(BadForm::NotUnderstood.into()),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "photo" {
            match receive(state, field).await? {
                PhotoChange::Keep => {}
                photo => {
                    photos += 1;
                    read.written.photo =
                        if photos > 1 { PhotoChange::Refused(PhotoProblem::MoreThanOne) } else { photo };
                }
            }
            continue;
        }
        if seen.len() >= MOST_FIELDS || seen.contains(&name) {
            return Err(BadForm::NotUnderstood.into());
        }
        let value = text(field).await?;
        read.take(&name, value);
        seen.push(name);
    }
    Ok(read)
}

impl EntryFields {
    fn take(&mut self, name: &str, value: String) {
        match name {
            "form" => self.form = EntryId::parse(&value),
            "book" if value.is_empty() => {}
            "book" => {
                self.written.book = BookId::parse(&value);
                self.no_such_book = self.written.book.is_none();
            }
            "title" => self.written.title = value,
            "body" => self.written.body = value,
            "action" => self.only_save = value == "save",
            "remove_photo" if matches!(self.written.photo, PhotoChange::Keep) => {
                self.written.photo = PhotoChange::Remove;
            }
            _ => {}
        }
    }
}

/// Far more than the form has.
const MOST_FIELDS: usize = 32;

/// A text field, bounded. Bytes that are no UTF-8 become U+FFFD, which the judgement refuses.
async fn text(mut field: Field<'_>) -> Result<String, BadForm> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| BadForm::NotUnderstood)? {
        if bytes.len() + chunk.len() > FORM_BYTES {
            return Err(BadForm::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The photo, written to a file without a name, which is gone when nobody holds it. What goes past the limit is read
/// and dropped, so that the browser comes to hear the answer.
async fn receive(state: &State, mut field: Field<'_>) -> Result<PhotoChange, ReadError> {
    let limit = EntryLimits::REGULATION.photo.max_bytes;
    let named = field.file_name().is_some_and(|name| !name.is_empty());
    let mut file: Option<tokio::fs::File> = None;
    let mut size = 0_u64;
    loop {
        let chunk = match field.chunk().await {
            // A field without a file comes as one empty chunk.
            Ok(Some(chunk)) if chunk.is_empty() => continue,
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) if error.status() == 413 => return Ok(PhotoChange::Refused(PhotoProblem::TooLarge)),
            Err(_) => return Err(BadForm::NotUnderstood.into()),
        };
        size += chunk.len() as u64;
        if size > limit {
            file = None;
            continue;
        }
        if file.is_none() {
            file = Some(tokio::fs::File::from_std(tempfile::tempfile_in(&state.services.uploads)?));
        }
        if let Some(file) = &mut file {
            file.write_all(&chunk).await?;
        }
    }
    if size > limit {
        return Ok(PhotoChange::Refused(PhotoProblem::TooLarge));
    }
    match file {
        Some(mut file) => {
            file.flush().await?;
            let file: File = file.into_std().await;
            Ok(PhotoChange::PutFile(file.into()))
        }
        None if named => Ok(PhotoChange::Refused(PhotoProblem::Empty)),
        None => Ok(PhotoChange::Keep),
    }
}
