//! `POST /student/entries/{id}/reply` and `/send`: a student's reply is saved first, then judged, then looked at and sent.

use app::refusal::{Refusal, StepRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::draft::EntryProblems;
use domain::id::EntryId;
use domain::photo::PhotoProblem;
use domain::view::SavedDraft;
use server::Student;
use server::storage::replies;
use server::workflows::save_entry::{SaveError, Saved};
use server::workflows::save_reply::save_reply;
use server::workflows::send_reply::{SendReplyError, send_reply};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::json::{json, wants_json};
use super::super::render::{refused, refused_still};
use super::super::upload::UploadError;
use super::super::visitor::Visitor;
use super::entry_fields::read;
use super::see_other;

pub async fn write(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(student) = visitor.actor.student().cloned() else { return forbidden(&state, &visitor).await };
    let Some(letter) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let by_itself = wants_json(request.headers());
    let fields = match read(&state, request).await {
        Ok(fields) => fields,
        Err(UploadError::Bad(bad)) => return bad.answer(&state, &visitor).await,
        Err(UploadError::Disk(error)) => return failed(&state, visitor, &error).await,
    };
    let address = format!("/student/entries/{letter}/reply");
    let (title, body) = (fields.written.title.clone(), fields.written.body.clone());
    let photo_alt = fields.written.photo_alt.clone();
    match save_reply(&state.services, &student, letter, fields.written).await {
        Ok(saved) if by_itself => saved_by_itself(&state, visitor, &student, letter, &saved).await,
        // The page tells; what was typed stands in it.
        Err(SaveError::Overtaken) if by_itself => StatusCode::CONFLICT.into_response(),
        Err(SaveError::NotEditable) if by_itself => StatusCode::GONE.into_response(),
        Ok(saved) => judge(&state, &visitor, letter, fields.only_save, &saved).await,
        Err(SaveError::NotEditable | SaveError::Overtaken) => {
            let typed = Refusal::ReplyOvertaken { title, body, photo_alt };
            refused(&state, &visitor, &address, typed, StatusCode::CONFLICT).await
        }
        Err(SaveError::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn judge(
    state: &State,
    visitor: &Visitor,
    letter: EntryId,
    only_save: bool,
    saved: &Saved,
) -> Response {
    let address = format!("/student/entries/{letter}/reply");
    let text = if only_save {
        EntryProblems::default()
    } else {
        EntryProblems::of_text(&saved.title, &saved.body, &saved.photo_alt, &saved.limits)
    };
    let problems = EntryProblems { photo: saved.photo_problem, ..text };
    if problems.is_empty() {
        let to = if only_save { format!("{address}?done=saved") } else { format!("{address}/look") };
        return see_other(&to);
    }
    let status = match problems.photo {
        Some(PhotoProblem::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    refused(state, visitor, &address, Refusal::Entry { entry: saved.entry, problems }, status).await
}

pub async fn send(state: State, visitor: Visitor, id: String) -> Response {
    let Some(student) = visitor.actor.student() else { return forbidden(&state, &visitor).await };
    let Some(letter) = EntryId::parse(&id) else { return not_found(&state, &visitor).await };
    let address = format!("/student/entries/{letter}/reply");
    let refusal = match send_reply(&state.services, student, letter).await {
        Ok(()) => return see_other(&format!("{address}?done=sent")),
        Err(SendReplyError::NotFound) => return not_found(&state, &visitor).await,
        Err(SendReplyError::Storage(error)) => return failed(&state, visitor, &error).await,
        Err(SendReplyError::Refused(problems)) => Refusal::Entry { entry: letter, problems },
        Err(SendReplyError::Paused) => Refusal::Step(StepRefusal::Paused),
        Err(SendReplyError::NoProgramme) => Refusal::Step(StepRefusal::NoProgramme),
        Err(SendReplyError::Closed) => Refusal::Step(StepRefusal::BookClosed),
        Err(SendReplyError::NotAllowed(not_allowed)) => {
            Refusal::Step(StepRefusal::NotAllowed(not_allowed.from))
        }
    };
    refused_still(&state, &visitor, &address, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// What a page that saves while somebody writes is told: nothing is judged but the photo.
async fn saved_by_itself(
    state: &State,
    visitor: Visitor,
    student: &Student,
    letter: EntryId,
    saved: &Saved,
) -> Response {
    let load = async {
        let mut db = state.services.database.read().await?;
        replies::of_letter(&mut db, letter, student.id()).await
    };
    match load.await {
        Ok(reply) => {
            let answer = SavedDraft {
                id: saved.entry,
                revision: saved.revision,
                saved_at: saved.saved_at,
                photo: reply.and_then(|reply| reply.photo),
                photo_problem: saved.photo_problem,
                attachments: Vec::new(),
                refused: Vec::new(),
            };
            json(StatusCode::OK, &answer)
        }
        Err(error) => failed(state, visitor, &error).await,
    }
}
