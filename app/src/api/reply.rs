//! A student's reply to a letter, at the terminal; `None` while the inbox is closed (part 一).

use domain::draft::EntryProblems;
use domain::limits::EntryLimits;
use domain::people::Relationship;
use domain::view::StudentReply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::StepRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyPage {
    /// Of the letter that is answered.
    pub letter_title: String,
    pub family_name: String,
    pub relationship: Relationship,
    pub student_name: String,
    /// `None` until something is saved.
    pub reply: Option<StudentReply>,
    pub limits: EntryLimits,
    /// Why it cannot be sent now, whatever it says.
    pub hindrance: Option<StepRefusal>,
    /// Sending was refused.
    pub refused: Option<StepRefusal>,
    pub problems: EntryProblems,
    /// What was typed on a page that is not the latest: title, body, and the words about the photo.
    pub typed: Option<(String, String, String)>,
}

/// There is a page for what was begun, and inside a programme for what may be.
#[server(name = LoadReply, endpoint = "reply")]
pub async fn reply(letter: String) -> Result<Option<ReplyPage>, PageError> {
    use domain::id::EntryId;
    use domain::view::Viewer;
    use server::storage::{StorageError, books, programmes, replies, restrictions};

    use crate::context::{failed, not_found, student, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let student = student(&visit)?;
    let letter = EntryId::parse(&letter).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let closed = !restrictions::in_force(&mut db, student.id(), now).await?.is_empty();
        let Some(answered) = replies::answered(&mut db, letter, student.id()).await? else { return Ok(None) };
        let limits = books::limits(&mut db, answered.book, now).await?;
        let programme = programmes::in_force(&mut db, student.id(), now.taipei_day()).await?;
        Ok::<_, StorageError>(Some((closed, answered, limits, programme)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (closed, answered, limits, programme) = found.ok_or_else(not_found)?;
    let hindrance = if answered.closed {
        Some(StepRefusal::BookClosed)
    } else if programme.is_none() {
        Some(StepRefusal::NoProgramme)
    } else {
        None
    };
    if answered.reply.is_none() && hindrance.is_some() {
        return Err(not_found());
    }
    let (refused, problems) = match visit.refusal.clone() {
        Some(Refusal::Entry { problems, .. }) => (None, problems),
        Some(Refusal::Step(refused)) => (Some(refused), EntryProblems::default()),
        _ => (None, EntryProblems::default()),
    };
    let typed = match visit.refusal.clone() {
        Some(Refusal::ReplyOvertaken { title, body, photo_alt }) => Some((title, body, photo_alt)),
        _ => None,
    };
    // What was just typed and refused is shown even when the inbox has closed meanwhile.
    if closed && refused.is_none() && problems.is_empty() && typed.is_none() {
        return Ok(None);
    }
    let student_name = match visit.actor.viewer() {
        Viewer::Student { name } => name,
        _ => String::new(),
    };
    Ok(Some(ReplyPage {
        letter_title: answered.title,
        family_name: answered.family_name,
        relationship: answered.relationship,
        student_name,
        reply: answered.reply,
        limits,
        hindrance,
        refused,
        problems,
        typed,
    }))
}
