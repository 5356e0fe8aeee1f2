//! The head decides about a proposal: suspends the family whose entries came back three times or more (part 二(五)), or
//! refuses.

use domain::audit::AuditAction;
use domain::id::{AccountId, BookId, SuspensionId};
use domain::mail::MailKind;
use domain::strikes::suspension_possible;
use domain::suspension::{Outcome, one_month_from};
use domain::time::Moment;
use serde_json::json;
use thiserror::Error;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, Write, books, suspension_cases, suspensions};

#[derive(Debug, Error)]
pub enum SuspendError {
    #[error("there is no such proposal")]
    NotFound,
    #[error("the book takes nothing any more")]
    BookClosed,
    #[error("it was decided already")]
    Decided,
    #[error("only {0} entries came back since the last suspension")]
    TooFewReturns(u32),
    /// Until then.
    #[error("the family is suspended already")]
    Already(Moment),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// For one calendar month from now. `told` is what the family reads besides; empty for nothing. Returns its end.
pub async fn suspend_family(
    services: &Services,
    head: &Head,
    id: SuspensionId,
    told: &str,
) -> Result<Moment, SuspendError> {
    let (mut db, book, family) = lock(services, head, id).await?;
    let now = services.clock.now();
    if let Some(until) = suspensions::in_force(&mut db, book, now).await? {
        return Err(SuspendError::Already(until));
    }
    let strikes = suspensions::strikes_of(&mut db, book, now).await?;
    if !suspension_possible(strikes) {
        return Err(SuspendError::TooFewReturns(strikes));
    }
    if !suspension_cases::decide(&mut db, id, None, head.id(), now).await? {
        return Err(SuspendError::Decided);
    }
    let span = one_month_from(now);
    let until = span.end().unwrap_or(now);
    suspensions::add(&mut db, id, book, span, told, head.id()).await?;
    let to = Recipient::Account(family);
    mail::write(services, &mut db, MailKind::FamilySuspended, to, About::Suspension(id), now).await?;
    let details = json!({ "suspension": id.to_string(), "until": until.to_rfc3339(), "strikes": strikes });
    let (who, institution) = (Who::Account(head.id()), Some(head.institution()));
    audit::write(&mut db, institution, who, AuditAction::FamilySuspended, Subject::Book(book), details, now)
        .await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(until)
}

/// Nothing becomes of the proposal; the family learns nothing of it.
pub async fn refuse_suspension(
    services: &Services,
    head: &Head,
    id: SuspensionId,
    reason: &str,
) -> Result<(), SuspendError> {
    let (mut db, book, _) = lock(services, head, id).await?;
    let now = services.clock.now();
    if !suspension_cases::decide(&mut db, id, Some(reason), head.id(), now).await? {
        return Err(SuspendError::Decided);
    }
    let details = json!({ "suspension": id.to_string() });
    let (who, institution) = (Who::Account(head.id()), Some(head.institution()));
    let action = AuditAction::SuspensionRefused;
    audit::write(&mut db, institution, who, action, Subject::Book(book), details, now).await?;
    db.commit().await?;
    Ok(())
}

/// A transaction that holds the book of a proposal that still waits.
async fn lock(
    services: &Services,
    head: &Head,
    id: SuspensionId,
) -> Result<(Write, BookId, AccountId), SuspendError> {
    let institution = head.institution();
    let mut db = services.database.write().await?;
    let found = suspension_cases::book_of(&mut db, id, institution).await?;
    let (book, family) = found.ok_or(SuspendError::NotFound)?;
    let open = books::lock_for_staff(&mut db, book, institution).await?;
    let case = suspension_cases::find(&mut db, id, institution).await?.ok_or(SuspendError::NotFound)?;
    if case.outcome != Outcome::Waiting {
        return Err(SuspendError::Decided);
    }
    if open { Ok((db, book, family)) } else { Err(SuspendError::BookClosed) }
}
