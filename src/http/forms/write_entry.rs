//! `POST /entries/new` and `/entries/{id}/edit`: save first, then judge, then go on to the preview.

use std::fs::File;

use app::refusal::Refusal;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::attachment::{AttachmentProblem, RefusedAttachment};
use domain::document::{DocumentProblem, shown_name};
use domain::draft::{BookProblem, EntryProblems};
use domain::id::{AttachmentId, EntryId};
use domain::photo::PhotoProblem;
use domain::view::SavedDraft;
use server::Family;
use server::storage::entries;
use server::workflows::attach_file::{AttachError, attach_file, detach_file};
use server::workflows::save_entry::{SaveError, Saved, Target, Written, save_entry};
use server::workflows::say_again::{Kept, keep_what_was_typed};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::json::{json, wants_json};
use super::super::render::{refused, refused_still};
use super::super::upload::UploadError;
use super::super::visitor::Visitor;
use super::entry_fields::{EntryFields, read};
use super::see_other;

pub async fn new(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    write(state, visitor, None, request).await
}

pub async fn edit(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    match EntryId::parse(&id) {
        Some(id) => write(state, visitor, Some(id), request).await,
        None => not_found(&state, &visitor).await,
    }
}

async fn write(
    state: State,
    visitor: Visitor,
    existing: Option<EntryId>,
    request: Request<Body>,
) -> Response {
    let Some(family) = visitor.actor.family().cloned() else { return forbidden(&state, &visitor).await };
    let by_itself = wants_json(request.headers());
    let mut fields = match read(&state, request).await {
        Ok(fields) => fields,
        Err(UploadError::Bad(bad)) => return bad.answer(&state, &visitor).await,
        Err(UploadError::Disk(error)) => return failed(&state, visitor, &error).await,
    };
    let target = existing.map_or(Target::New(fields.form), Target::Existing);
    match save_entry(&state.services, &family, target, fields.written.clone()).await {
        // The page tells; what was typed stands in it.
        Err(SaveError::Overtaken) if by_itself => StatusCode::CONFLICT.into_response(),
        Err(SaveError::NotEditable) if by_itself => StatusCode::GONE.into_response(),
        Ok(saved) => {
            let attached = std::mem::take(&mut fields.attached);
            match attach(&state, &family, saved.entry, attached, fields.detached).await {
                Ok(refused) if by_itself => saved_by_itself(&state, visitor, &family, &saved, refused).await,
                Ok(refused) => judge(&state, &visitor, existing, &fields, &saved, refused).await,
                Err(error) => failed(&state, visitor, &error).await,
            }
        }
        Err(error @ (SaveError::NotEditable | SaveError::Overtaken)) => {
            let id = existing.or(fields.form);
            let why = if matches!(error, SaveError::Overtaken) { "apart" } else { "kept" };
            keep_apart(&state, visitor, &family, id, fields.written, why).await
        }
        Err(SaveError::NotFound) if by_itself || !fields.has_anything() => not_found(&state, &visitor).await,
        Err(SaveError::NotFound) => keep_anew(&state, visitor, &family, fields).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn judge(
    state: &State,
    visitor: &Visitor,
    existing: Option<EntryId>,
    fields: &EntryFields,
    saved: &Saved,
    attachments: Vec<RefusedAttachment>,
) -> Response {
    let id = saved.entry;
    let foreign_book = saved.book_refused || fields.no_such_book;
    let mut problems = EntryProblems { photo: saved.photo_problem, attachments, ..EntryProblems::default() };
    if foreign_book {
        problems.book = Some(BookProblem::NotYours);
    }
    // Whoever saves or takes a file out is still writing.
    if !fields.only_save && fields.detached.is_none() {
        let text = EntryProblems::of_text(&saved.title, &saved.body, &saved.photo_alt, &saved.limits);
        problems = EntryProblems {
            book: problems.book,
            photo: problems.photo,
            attachments: problems.attachments,
            ..text
        };
        if saved.book.is_none() && !foreign_book {
            problems.book = Some(BookProblem::NotChosen);
        }
    }
    if problems.is_empty() && fields.detached.is_some() {
        return see_other(&format!("/entries/{id}/edit"));
    }
    if problems.is_empty() {
        let to = if fields.only_save { "/entries?done=saved".to_owned() } else { format!("/entries/{id}") };
        return see_other(&to);
    }
    let status = match &problems {
        _ if foreign_book => StatusCode::NOT_FOUND,
        EntryProblems { photo: Some(PhotoProblem::TooLarge), .. } => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    // The address that the browser shows, so that the page comes to life.
    let path = if existing.is_some() { format!("/entries/{id}/edit") } else { "/entries/new".to_owned() };
    refused(state, visitor, &path, Refusal::Entry { entry: id, problems }, status).await
}

/// Attaches what came and takes out what is not wanted; says which files were refused. Words and photo are saved by now.
async fn attach(
    state: &State,
    family: &Family,
    entry: EntryId,
    attached: Vec<(String, Result<File, DocumentProblem>)>,
    detached: Option<AttachmentId>,
) -> Result<Vec<RefusedAttachment>, AttachError> {
    if let Some(attachment) = detached {
        detach_file(&state.services, family, entry, attachment).await?;
    }
    let mut refused = Vec::new();
    for (file_name, file) in attached {
        let done = match file {
            Ok(file) => attach_file(&state.services, family, entry, &file_name, file).await,
            Err(problem) => Err(AttachmentProblem::File(problem).into()),
        };
        match done {
            Ok(()) => {}
            Err(AttachError::Refused(problem)) => {
                refused.push(RefusedAttachment { name: shown_name(&file_name), problem });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(refused)
}

/// What a page that saves while somebody writes is told: nothing is judged but the files.
async fn saved_by_itself(
    state: &State,
    visitor: Visitor,
    family: &Family,
    saved: &Saved,
    refused: Vec<RefusedAttachment>,
) -> Response {
    let load = async {
        let mut db = state.services.database.read().await?;
        entries::one_of_family(&mut db, saved.entry, family.id()).await
    };
    match load.await {
        Ok(entry) => {
            let (photo, attachments) =
                entry.map(|entry| (entry.photo, entry.attachments)).unwrap_or_default();
            let answer = SavedDraft {
                id: saved.entry,
                revision: saved.revision,
                saved_at: saved.saved_at,
                photo,
                photo_problem: saved.photo_problem,
                attachments,
                refused,
            };
            json(StatusCode::OK, &answer)
        }
        Err(error) => failed(state, visitor, &error).await,
    }
}

/// The entry was sent, or saved from elsewhere, meanwhile. The same form once more changes nothing; other words are kept
/// as a new draft, whose page says why.
async fn keep_apart(
    state: &State,
    visitor: Visitor,
    family: &Family,
    id: Option<EntryId>,
    written: Written,
    why: &str,
) -> Response {
    let Some(id) = id else { return not_found(state, &visitor).await };
    match keep_what_was_typed(&state.services, family, id, written).await {
        Ok(Kept::Already) => see_other(&format!("/entries/{id}")),
        Ok(Kept::AsDraft(draft)) => see_other(&format!("/entries/{draft}/edit?done={why}")),
        Err(SaveError::NotFound) => not_found(state, &visitor).await,
        Err(error) => failed(state, visitor, &error).await,
    }
}

/// The draft is not there (any more). What was typed becomes a new one, whose form is the answer and says so: a page that
/// only says that there is nothing would lose it.
async fn keep_anew(state: &State, visitor: Visitor, family: &Family, fields: EntryFields) -> Response {
    let written = Written { revision: None, ..fields.written };
    let saved = match save_entry(&state.services, family, Target::New(None), written).await {
        Ok(saved) => saved,
        Err(error) => return failed(state, visitor, &error).await,
    };
    let id = saved.entry;
    match attach(state, family, id, fields.attached, None).await {
        Ok(attachments) => {
            let problems =
                EntryProblems { photo: saved.photo_problem, attachments, ..EntryProblems::default() };
            let path = format!("/entries/{id}/edit?done=gone");
            let refusal = Refusal::Entry { entry: id, problems };
            refused_still(state, &visitor, &path, refusal, StatusCode::NOT_FOUND).await
        }
        Err(error) => failed(state, visitor, &error).await,
    }
}
