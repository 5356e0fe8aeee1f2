//! Reading the form of an entry, with or without a photo. The photo goes to disk as it comes.

use std::fs::File;

use axum::body::Body;
use axum::extract::Multipart;
use axum::http::Request;
use domain::document::DocumentProblem;
use domain::id::{AttachmentId, BookId, EntryId};
use domain::limits::EntryLimits;
use domain::photo::PhotoProblem;
use server::workflows::save_entry::{PhotoChange, UnderWay, Written};

use super::super::State;
use super::super::fields::{BadForm, Fields};
use super::super::upload::{
    Received, UploadError, is_far_too_large, is_multipart, multipart, next_field, receive, text,
};

/// What came with the form, as far as it came.
#[derive(Default)]
pub struct EntryFields {
    /// The id that a new form made up for its entry.
    pub form: Option<EntryId>,
    pub written: Written,
    /// A book was named that is none at all.
    pub no_such_book: bool,
    /// Files to be attached, with what they are called.
    pub attached: Vec<(String, Result<File, DocumentProblem>)>,
    /// An attachment to be taken out.
    pub detached: Option<AttachmentId>,
    /// 「先存成草稿」: keep it, judge nothing.
    pub only_save: bool,
}

pub async fn read(state: &State, request: Request<Body>) -> Result<EntryFields, UploadError> {
    if is_far_too_large(request.headers()) {
        return Err(BadForm::TooLarge.into());
    }
    if !is_multipart(request.headers()) {
        return Ok(from_plain(&Fields::read(request).await?)?);
    }
    from_multipart(state, multipart(request).await?).await
}

/// A form without a file.
fn from_plain(fields: &Fields) -> Result<EntryFields, BadForm> {
    let mut read = EntryFields::default();
    for name in [
        "form",
        "revision",
        "book",
        "title",
        "body",
        "photo_alt",
        "action",
        "remove_photo",
        "remove_attachment",
    ] {
        let value = fields.one(name)?;
        if !value.is_empty() {
            read.take(name, value.to_owned());
        }
    }
    Ok(read)
}

async fn from_multipart(state: &State, mut multipart: Multipart) -> Result<EntryFields, UploadError> {
    let mut read = EntryFields::default();
    let mut seen: Vec<String> = Vec::new();
    let mut photos = 0;
    loop {
        let field = match next_field(&mut multipart).await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            // What came before is kept.
            Err(BadForm::TooLarge) => {
                if matches!(read.written.photo, PhotoChange::Keep) {
                    read.written.photo = PhotoChange::Refused(PhotoProblem::TooLarge);
                } else {
                    let most = EntryLimits::POSSIBLE.attachments.total_bytes;
                    read.attached.push((String::new(), Err(DocumentProblem::TooLarge(most))));
                }
                break;
            }
            Err(bad) => return Err(bad.into()),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "photo" {
            let photo = match receive(state, field, EntryLimits::POSSIBLE.photo.max_bytes).await? {
                Received::Nothing => continue,
                Received::Empty => PhotoChange::Refused(PhotoProblem::Empty),
                Received::TooLarge => PhotoChange::Refused(PhotoProblem::TooLarge),
                Received::File(file) => PhotoChange::PutFile(file.into()),
            };
            photos += 1;
            read.written.photo =
                if photos > 1 { PhotoChange::Refused(PhotoProblem::MoreThanOne) } else { photo };
            continue;
        }
        if name == "attachments" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let most = EntryLimits::POSSIBLE.attachments.total_bytes;
            let file = match receive(state, field, most).await? {
                Received::Nothing => continue,
                Received::Empty => Err(DocumentProblem::Empty),
                Received::TooLarge => Err(DocumentProblem::TooLarge(most)),
                Received::File(file) => Ok(file),
            };
            if read.attached.len() < MOST_FIELDS {
                read.attached.push((file_name, file));
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
    /// Was anything typed or chosen?
    pub fn has_anything(&self) -> bool {
        let Written { title, body, photo_alt, photo, .. } = &self.written;
        [title, body, photo_alt].iter().any(|text| !text.trim().is_empty())
            || matches!(photo, PhotoChange::Put(_) | PhotoChange::PutFile(_))
            || !self.attached.is_empty()
    }

    /// Only a page that is being closed sends these, and only when a save before it is still on its way.
    fn under_way(&mut self) -> &mut UnderWay {
        self.written.under_way.get_or_insert_default()
    }

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
            "photo_alt" => self.written.photo_alt = value,
            "remove_attachment" => self.detached = AttachmentId::parse(&value),
            "revision" => self.written.revision = value.parse().ok(),
            "title_under_way" => self.under_way().title = value,
            "body_under_way" => self.under_way().body = value,
            "photo_alt_under_way" => self.under_way().photo_alt = value,
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
