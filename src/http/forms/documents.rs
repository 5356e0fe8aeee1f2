//! `POST /applications/{id}/documents`, for the page with JavaScript: one file at a time, answered in JSON. And
//! `/applications/{id}/documents/{document}/remove`, a form like any other.

use std::fs::File;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::document::{DocumentKind, DocumentLimits, DocumentProblem, RefusedDocument, shown_name};
use domain::id::{ApplicationId, DocumentId};
use server::workflows::remove_document::{RemoveDocumentError, remove_document};
use server::workflows::take_document::{TakeDocumentError, check_editable, find_document, take_document};

use super::super::State;
use super::super::failure::{bad_request, failed, forbidden, not_found};
use super::super::fields::BadForm;
use super::super::json::{json, wants_json};
use super::super::upload::{
    Received, UploadError, is_far_too_large, is_multipart, multipart, next_field, receive, text,
};
use super::super::visitor::Visitor;
use super::see_other;

/// What came with the form.
#[derive(Default)]
struct Given {
    kind: Option<DocumentKind>,
    name: String,
    file: Option<Result<File, DocumentProblem>>,
}

/// 200 with the `Document`, 422 or 413 with the `RefusedDocument`, 409 when the request cannot be changed any more.
pub async fn add(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(family) = visitor.actor.family().cloned() else { return forbidden(&state, &visitor).await };
    let Some(application) = ApplicationId::parse(&id) else { return not_found(&state, &visitor).await };
    // Nobody fills our disk for what is another's.
    if let Err(error) = check_editable(&state.services, &family, application).await {
        return cannot(&state, visitor, error).await;
    }
    let given = match read(&state, request).await {
        Ok(given) => given,
        Err(UploadError::Bad(bad)) => return bad.answer(&state, &visitor).await,
        Err(UploadError::Disk(error)) => return failed(&state, visitor, &error).await,
    };
    let (Some(kind), Some(file)) = (given.kind, given.file) else {
        return bad_request(&state, &visitor).await;
    };
    let taken = match file {
        Ok(file) => take_document(&state.services, &family, application, kind, &given.name, file).await,
        Err(problem) => Err(problem.into()),
    };
    let found = match taken {
        Ok(document) => find_document(&state.services, &family, application, document).await,
        Err(TakeDocumentError::Refused(problem)) => {
            let status = match problem {
                DocumentProblem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            return json(status, &RefusedDocument { kind, file: shown_name(&given.name), problem });
        }
        Err(error) => Err(error),
    };
    match found {
        Ok(document) => json(StatusCode::OK, &document),
        Err(error) => cannot(&state, visitor, error).await,
    }
}

async fn read(state: &State, request: Request<Body>) -> Result<Given, UploadError> {
    let limit = DocumentLimits::REGULATION.total_bytes;
    if is_far_too_large(request.headers()) {
        return Err(BadForm::TooLarge.into());
    }
    if !is_multipart(request.headers()) {
        return Err(BadForm::NotUnderstood.into());
    }
    let mut multipart = multipart(request).await?;
    let mut given = Given::default();
    loop {
        let field = match next_field(&mut multipart).await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(given),
            // The file was too large for any form, which is known already.
            Err(BadForm::TooLarge) if matches!(given.file, Some(Err(_))) => return Ok(given),
            Err(bad) => return Err(bad.into()),
        };
        match field.name().unwrap_or_default() {
            "kind" if given.kind.is_none() => given.kind = DocumentKind::from_name(&text(field).await?),
            "file" if given.file.is_none() => {
                given.name = field.file_name().unwrap_or_default().to_owned();
                given.file = match receive(state, field, limit).await? {
                    Received::Nothing => None,
                    Received::Empty => Some(Err(DocumentProblem::Empty)),
                    Received::TooLarge => Some(Err(DocumentProblem::TooLarge(limit))),
                    Received::File(file) => Some(Ok(file)),
                };
            }
            _ => return Err(BadForm::NotUnderstood.into()),
        }
    }
}

/// 303 back to the request's documents; 204 for a script that asks for JSON.
pub async fn remove(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(family) = visitor.actor.family().cloned() else { return forbidden(&state, &visitor).await };
    let document = request.uri().path().rsplit('/').nth(1).and_then(DocumentId::parse);
    let (Some(application), Some(document)) = (ApplicationId::parse(&id), document) else {
        return not_found(&state, &visitor).await;
    };
    match remove_document(&state.services, &family, application, document).await {
        Ok(()) if wants_json(request.headers()) => StatusCode::NO_CONTENT.into_response(),
        // The page shows how it stands.
        Ok(()) | Err(RemoveDocumentError::NotEditable) => {
            see_other(&format!("/applications/{application}?step=documents"))
        }
        Err(RemoveDocumentError::NotFound) => not_found(&state, &visitor).await,
        Err(RemoveDocumentError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

async fn cannot(state: &State, visitor: Visitor, error: TakeDocumentError) -> Response {
    match error {
        TakeDocumentError::NotFound => not_found(state, &visitor).await,
        TakeDocumentError::NotEditable => StatusCode::CONFLICT.into_response(),
        error => failed(state, visitor, &error).await,
    }
}
