//! A family sends an entry to review, for the first time or corrected. Part 一, 二(四) and 六(三) of the
//! regulation.

use domain::attachment::{RefusedAttachment, Taken, check_files, may_be};
use domain::draft::{BookProblem, EntryProblems};
use domain::entry::{EntryState, NotAllowed, SubmitRefusal};
use domain::id::EntryId;
use domain::limits::EntryLimits;
use domain::mail::MailKind;
use domain::report::Counted;
use domain::time::TaipeiDay;
use domain::view::Attachment;
use thiserror::Error;

use crate::actor::Family;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, attachments, books, entries, restrictions, suspensions, tallies};

#[derive(Debug, Error)]
pub enum SubmitError {
    #[error("there is no such entry")]
    NotFound,
    #[error("the entry cannot be sent as it is")]
    Refused(EntryProblems),
    /// Part 一: a restriction on the student is in force, of whichever kind. The words are kept.
    #[error("the service is paused for this student")]
    Paused,
    /// Part 二(五): the family may not publish until this day. The words are kept.
    #[error("the family may not publish until {0}")]
    Suspended(TaipeiDay),
    #[error("the next entry may be sent from {0}")]
    TooEarly(TaipeiDay),
    /// It stands with staff, was delivered, or was withdrawn.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Sends the entry as it is saved. Sending what already waits changes nothing and succeeds.
pub async fn submit_entry(services: &Services, family: &Family, id: EntryId) -> Result<(), SubmitError> {
    let mut db = services.database.write().await?;

    // What is judged is what is sent: from here on nobody else changes the entry.
    entries::lock(&mut db, id).await?;
    let entry = entries::find_own(&mut db, id, family.id()).await?.ok_or(SubmitError::NotFound)?;
    if matches!(entry.state, EntryState::InReview { .. }) {
        return Ok(());
    }
    // From here on nobody restricts the student, and this is the moment of which all that follows is true.
    let student = match entry.book {
        None => None,
        Some(book) => restrictions::lock_of_book(&mut db, book).await?,
    };
    let now = services.clock.now();
    let book_problem = match entry.book {
        None => Some(BookProblem::NotChosen),
        // From here on nobody else takes a turn in this book.
        Some(book) if books::lock(&mut db, book, family.id()).await? => None,
        Some(_) => Some(BookProblem::NotYours),
    };
    let limits = match entry.book {
        Some(book) => books::limits(&mut db, book, now).await?,
        None => EntryLimits::REGULATION,
    };
    let taken = attachments::taken(&mut db, id).await?;
    let photo_problem = check_files(taken, &limits).photo;
    let refused = not_allowed(attachments::of_entry(&mut db, id).await?, taken, &limits);
    let text = EntryProblems::of_text(&entry.title, &entry.body, &entry.photo_alt, &limits);
    let problems = EntryProblems { book: book_problem, photo: photo_problem, attachments: refused, ..text };
    let Some(book) = entry.book.filter(|_| problems.is_empty()) else {
        return Err(SubmitError::Refused(problems));
    };
    if let Some(student) = student
        && !restrictions::in_force(&mut db, student, now).await?.is_empty()
    {
        return Err(SubmitError::Paused);
    }
    if let Some(until) = suspensions::in_force(&mut db, book, now).await? {
        return Err(SubmitError::Suspended(until.taipei_day()));
    }

    let last_use = books::last_use(&mut db, book).await?;
    let state = entry.state.submit(now, last_use, &limits).map_err(|refusal| match refusal {
        SubmitRefusal::TooEarly(too_early) => SubmitError::TooEarly(too_early.next),
        SubmitRefusal::NotAllowed(not_allowed) => SubmitError::NotAllowed(not_allowed),
    })?;
    entries::set_state(&mut db, id, entry.state, state).await?;
    let to = Recipient::Account(family.id());
    mail::write(services, &mut db, MailKind::EntryReceived, to, About::Entry(id), now).await?;
    let institution = books::institution(&mut db, id).await?;
    if let Some(institution) = institution {
        tallies::sent(&mut db, institution, Counted::Received, family.id(), now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    if let Some(institution) = institution {
        services.queues.moved(institution);
    }
    Ok(())
}

/// What was attached before the institution stopped taking it, or while a special approval let more in. Where all of them
/// together are too many or too large, the last one is named.
fn not_allowed(attached: Vec<Attachment>, taken: Taken, limits: &EntryLimits) -> Vec<RefusedAttachment> {
    let together = check_files(taken, limits).of_attachments();
    let last = attached.last().map(|one| one.id);
    let judge = |one: Attachment| {
        let together = together.clone().filter(|_| Some(one.id) == last);
        let problem = may_be(one.format, &limits.attachments).err().or(together.map(Into::into))?;
        Some(RefusedAttachment { name: one.name, problem })
    };
    attached.into_iter().filter_map(judge).collect()
}
