//! The head suspends a family whose entries came back three times or more (part 二(五)).

use domain::audit::AuditAction;
use domain::id::{BookId, SuspensionId};
use domain::strikes::suspension_possible;
use domain::suspension::one_month_from;
use domain::time::Moment;
use serde_json::json;
use thiserror::Error;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, books, suspensions};

#[derive(Debug, Error)]
pub enum SuspendError {
    #[error("there is no such book")]
    NotFound,
    #[error("only {0} entries came back since the last suspension")]
    TooFewReturns(u32),
    /// Until then.
    #[error("the family is suspended already")]
    Already(Moment),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// For one calendar month from now. Returns its end.
pub async fn suspend_family(
    services: &Services,
    head: &Head,
    book: BookId,
    reason: &str,
) -> Result<Moment, SuspendError> {
    let mut db = services.database.write().await?;
    if !books::lock_for_staff(&mut db, book, head.institution()).await? {
        return Err(SuspendError::NotFound);
    }
    let now = services.clock.now();
    if let Some(until) = suspensions::in_force(&mut db, book, now).await? {
        return Err(SuspendError::Already(until));
    }
    let strikes = suspensions::strikes_of(&mut db, book, now).await?;
    if !suspension_possible(strikes) {
        return Err(SuspendError::TooFewReturns(strikes));
    }
    let span = one_month_from(now);
    let until = span.end().unwrap_or(now);
    let id = SuspensionId::new(services.random.uuid(now));
    suspensions::add(&mut db, id, book, span, reason, head.id()).await?;
    let details = json!({ "until": until.to_rfc3339(), "strikes": strikes });
    let who = Who::Account(head.id());
    let institution = Some(head.institution());
    audit::write(&mut db, institution, who, AuditAction::FamilySuspended, Subject::Book(book), details, now)
        .await?;
    db.commit().await?;
    Ok(until)
}
