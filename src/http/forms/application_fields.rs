//! Reading a step of a request, with or without files. Each file goes to disk as it comes.

use std::fs::File;

use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::http::Request;
use domain::application_form::Step;
use domain::document::{DocumentKind, DocumentLimits, DocumentProblem, shown_name};
use domain::id::ApplicationId;
use server::workflows::save_application::Typed;

use super::super::State;
use super::super::fields::{BadForm, Fields};
use super::super::upload::{
    Received, UploadError, is_far_too_large, is_multipart, multipart, next_field, receive, text,
};

/// What came with the form, as far as it came.
#[derive(Default)]
pub struct ApplicationFields {
    /// The id that a new form made up for its request.
    pub form: Option<ApplicationId>,
    /// Which step's form it is; `None` judges nothing that is still missing.
    pub step: Option<Step>,
    pub action: Action,
    pub typed: Typed,
    pub files: Vec<GivenFile>,
}

/// What is to be done once it is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    #[default]
    GoOn,
    /// Stay here.
    Save,
    /// A correction is sent at once.
    Send,
}

pub struct GivenFile {
    pub kind: DocumentKind,
    /// As the browser told it.
    pub name: String,
    pub file: Result<File, DocumentProblem>,
}

impl ApplicationFields {
    /// Is there anything worth keeping?
    pub fn is_empty(&self) -> bool {
        let Typed { institution, call_number, relationship, service } = &self.typed;
        let blank = |field: &Option<String>| field.as_deref().unwrap_or_default().trim().is_empty();
        [institution, call_number, relationship, service].into_iter().all(blank) && self.files.is_empty()
    }

    fn take(&mut self, name: &str, value: String) {
        match name {
            "form" => self.form = ApplicationId::parse(&value),
            "step" => self.step = Step::from_name(&value),
            "action" => {
                self.action = match value.as_str() {
                    "save" => Action::Save,
                    "send" => Action::Send,
                    _ => Action::GoOn,
                }
            }
            "institution" => self.typed.institution = Some(value),
            "call_number" => self.typed.call_number = Some(value),
            "relationship" => self.typed.relationship = Some(value),
            "service" => self.typed.service = Some(value),
            _ => {}
        }
    }
}

pub async fn read(state: &State, request: Request<Body>) -> Result<ApplicationFields, UploadError> {
    if is_far_too_large(request.headers()) {
        return Err(BadForm::TooLarge.into());
    }
    if is_multipart(request.headers()) {
        return from_multipart(state, multipart(request).await?).await;
    }
    Ok(from_plain(&Fields::read(request).await?)?)
}

const NAMES: [&str; 7] = ["form", "step", "action", "institution", "call_number", "relationship", "service"];

/// A form without files.
fn from_plain(fields: &Fields) -> Result<ApplicationFields, BadForm> {
    let mut read = ApplicationFields::default();
    for name in NAMES {
        let value = fields.one(name)?;
        if fields.all(name).next().is_some() {
            read.take(name, value.to_owned());
        }
    }
    Ok(read)
}

async fn from_multipart(state: &State, mut multipart: Multipart) -> Result<ApplicationFields, UploadError> {
    let limits = DocumentLimits::REGULATION;
    let mut read = ApplicationFields::default();
    let mut seen: Vec<String> = Vec::new();
    let mut bytes = 0;
    loop {
        let field = match next_field(&mut multipart).await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            // What came before is kept; the file that was too much is named where it was cut off.
            Err(BadForm::TooLarge) => {
                let last = read.files.last().map_or(DocumentKind::Identity, |file| file.kind);
                if !matches!(read.files.last(), Some(GivenFile { file: Err(_), .. })) {
                    let file = Err(DocumentProblem::TooLarge(limits.total_bytes));
                    read.files.push(GivenFile { kind: last, name: String::new(), file });
                }
                break;
            }
            Err(bad) => return Err(bad.into()),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(kind) = name.strip_suffix("_document").and_then(DocumentKind::from_name) {
            let name = field.file_name().unwrap_or_default().to_owned();
            // One more than may be taken is enough to say that there are too many.
            let full = read.files.len() > limits.files as usize;
            let rest = if full { 0 } else { limits.total_bytes.saturating_sub(bytes) };
            let file = match receive(state, field, rest).await? {
                Received::Nothing => continue,
                _ if full => continue,
                Received::Empty => Err(DocumentProblem::Empty),
                Received::TooLarge => Err(DocumentProblem::TooLarge(limits.total_bytes)),
                Received::File(file) => Ok(file),
            };
            if let Ok(file) = &file {
                bytes += file.metadata()?.len();
            }
            read.files.push(GivenFile { kind, name: shown_name(&name), file });
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

/// Far more than the form has.
const MOST_FIELDS: usize = 32;
