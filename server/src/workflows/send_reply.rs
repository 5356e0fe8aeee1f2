//! A student sends a reply to review, for the first time or corrected: only inside a programme (part 二(二)). It goes the
//! way of an entry, the other way round.

use domain::attachment::check_files;
use domain::draft::EntryProblems;
use domain::entry::{EntryState, NotAllowed, SubmitRefusal};
use domain::id::EntryId;
use domain::report::Counted;
use thiserror::Error;

use crate::actor::Student;
use crate::services::Services;
use crate::storage::{StorageError, attachments, books, entries, programmes, replies, restrictions, tallies};

#[derive(Debug, Error)]
pub enum SendReplyError {
    #[error("there is no such letter, or no reply to it yet")]
    NotFound,
    #[error("the reply cannot be sent as it is")]
    Refused(EntryProblems),
    /// Part 一: a restriction on the student is in force. The words are kept.
    #[error("the service is paused for this student")]
    Paused,
    /// Part 二(二): there is no programme (any more). The words are kept.
    #[error("the student is in no programme at present")]
    NoProgramme,
    /// The family's book is closed. The words are kept.
    #[error("the contact book is closed")]
    Closed,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Sends the reply to this letter as it is saved. Sending what already waits changes nothing and succeeds.
pub async fn send_reply(
    services: &Services,
    student: &Student,
    letter: EntryId,
) -> Result<(), SendReplyError> {
    let mut db = services.database.write().await?;
    let reply = replies::of_letter(&mut db, letter, student.id()).await?.ok_or(SendReplyError::NotFound)?;
    // What is judged is what is sent.
    entries::lock(&mut db, reply.id).await?;
    let found = entries::find_own(&mut db, reply.id, student.id()).await?;
    let entry = found.ok_or(SendReplyError::NotFound)?;
    let book = entry.book.ok_or(SendReplyError::NotFound)?;
    if matches!(entry.state, EntryState::InReview { .. }) {
        return Ok(());
    }
    // From here on nobody restricts the student.
    restrictions::lock_of_book(&mut db, book).await?;
    let now = services.clock.now();
    let limits = books::limits(&mut db, book, now).await?;
    let photo = check_files(attachments::taken(&mut db, entry.id).await?, &limits).photo;
    let text = EntryProblems::of_text(&entry.title, &entry.body, &entry.photo_alt, &limits);
    let problems = EntryProblems { photo, ..text };
    if !problems.is_empty() {
        return Err(SendReplyError::Refused(problems));
    }
    if !restrictions::in_force(&mut db, student.id(), now).await?.is_empty() {
        return Err(SendReplyError::Paused);
    }
    if programmes::in_force(&mut db, student.id(), now.taipei_day()).await?.is_none() {
        return Err(SendReplyError::NoProgramme);
    }
    // From here on nobody closes the book.
    if !books::lock(&mut db, book, entry.account).await? {
        return Err(SendReplyError::Closed);
    }
    // Of each letter there is one reply, and a reply takes nobody's turn.
    let state = entry.state.submit(now, None, &limits).map_err(|refusal| match refusal {
        SubmitRefusal::NotAllowed(not_allowed) => not_allowed,
        SubmitRefusal::TooEarly(_) => NotAllowed { from: entry.state.kind() },
    })?;
    entries::set_state(&mut db, entry.id, entry.state, state).await?;
    tallies::sent(&mut db, student.institution(), Counted::ReplyReceived, entry.account, now).await?;
    db.commit().await?;
    services.queues.moved(student.institution());
    Ok(())
}
