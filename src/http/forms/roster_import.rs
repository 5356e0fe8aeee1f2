//! `POST /staff/students/import`: a file that is to be shown, or what it said, to be imported.

use app::refusal::{Refusal, RosterAnswer};
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::roster_file::{FileProblem, MOST_BYTES};
use server::roster_file::decode;
use server::workflows::import_roster::{Imported, Shown, import_roster, preview_roster};

use super::super::State;
use super::super::failure::{failed, forbidden};
use super::super::fields::BadForm;
use super::super::render::{Drawing, answer};
use super::super::upload::{multipart, next_field};
use super::super::visitor::Visitor;
use super::see_other;

const PAGE: &str = "/staff/students/import";

/// What was posted.
enum Posted {
    File(Result<String, FileProblem>),
    /// The text of a file that was shown before, and the mark of that preview.
    Shown {
        text: String,
        mark: String,
    },
}

pub async fn import(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(staff) = visitor.actor.staff() else { return forbidden(&state, &visitor).await };
    let posted = match read(request).await {
        Ok(posted) => posted,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let (text, outcome) = match posted {
        Posted::File(Ok(text)) => {
            let shown = preview_roster(&state.services, staff, &text).await;
            (text, shown.map(|shown| shown.map(|shown| (shown, false))))
        }
        Posted::File(Err(problem)) => (String::new(), Ok(Err(problem))),
        Posted::Shown { text, mark } => {
            let done = import_roster(&state.services, staff, &text, &mark).await;
            match done {
                Ok(Ok(Imported::Yes)) => return see_other("/staff/students?done=imported"),
                Ok(Ok(Imported::Wrong(shown))) => (text, Ok(Ok((shown, false)))),
                Ok(Ok(Imported::Other(shown))) => (text, Ok(Ok((shown, true)))),
                Ok(Err(problem)) => (text, Ok(Err(problem))),
                Err(error) => (text, Err(error)),
            }
        }
    };
    let (said, status) = match outcome {
        Ok(Ok((Shown { preview, mark }, changed_meanwhile))) => {
            let right = preview.wrong.is_empty() && !changed_meanwhile;
            let status = if right { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            (RosterAnswer::Preview { text, mark, preview, changed_meanwhile }, status)
        }
        Ok(Err(problem)) => (RosterAnswer::Unreadable(problem), StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let drawing = Drawing { refusal: Some(Refusal::Roster(said)), still: true, ..Drawing::default() };
    answer(&state, &visitor, PAGE, drawing, status).await
}

async fn read(request: Request<Body>) -> Result<Posted, BadForm> {
    let mut form = multipart(request).await?;
    let (mut file, mut text, mut mark) = (None, None, None);
    loop {
        let field = match next_field(&mut form).await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(BadForm::TooLarge) => return Ok(Posted::File(Err(FileProblem::TooLarge))),
            Err(bad) => return Err(bad),
        };
        let place = match field.name() {
            Some("file") => &mut file,
            Some("text") => &mut text,
            Some("mark") => &mut mark,
            _ => return Err(BadForm::NotUnderstood),
        };
        if place.is_some() {
            return Err(BadForm::NotUnderstood);
        }
        match bytes(field).await {
            Ok(bytes) => *place = Some(bytes),
            Err(BadForm::TooLarge) => return Ok(Posted::File(Err(FileProblem::TooLarge))),
            Err(bad) => return Err(bad),
        }
    }
    let plain = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| BadForm::NotUnderstood);
    match (file, text, mark) {
        (Some(file), None, None) if file.is_empty() => Ok(Posted::File(Err(FileProblem::Empty))),
        (Some(file), None, None) => Ok(Posted::File(decode(&file))),
        (None, Some(text), Some(mark)) => Ok(Posted::Shown { text: plain(text)?, mark: plain(mark)? }),
        (None, None, None) => Ok(Posted::File(Err(FileProblem::Empty))),
        _ => Err(BadForm::NotUnderstood),
    }
}

/// What goes past twice the largest file is read and dropped, so that the browser comes to hear the answer.
async fn bytes(mut field: Field<'_>) -> Result<Vec<u8>, BadForm> {
    let mut bytes = Vec::new();
    let mut too_large = false;
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) if !too_large && bytes.len() + chunk.len() <= 2 * MOST_BYTES => {
                bytes.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => too_large = true,
            Ok(None) if too_large => return Err(BadForm::TooLarge),
            Ok(None) => return Ok(bytes),
            Err(error) if error.status() == 413 => return Err(BadForm::TooLarge),
            Err(_) => return Err(BadForm::NotUnderstood),
        }
    }
}
