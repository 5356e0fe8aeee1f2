//! A suspended family answers, once; the head reads it beside the suspension (part 二(五)).

use domain::audit::AuditAction;
use domain::id::SuspensionId;
use serde_json::json;

use crate::actor::{Family, Head};
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, suspension_cases};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    Yes,
    /// It was answered before, or is over; nothing has changed.
    TooLate,
    NotFound,
}

pub async fn answer_suspension(
    services: &Services,
    family: &Family,
    id: SuspensionId,
    words: &str,
) -> Result<Answered, StorageError> {
    let mut db = services.database.write().await?;
    let theirs = suspension_cases::book_of_family(&mut db, id, family.id()).await?;
    let Some((book, institution)) = theirs else { return Ok(Answered::NotFound) };
    let now = services.clock.now();
    if !suspension_cases::answer(&mut db, id, family.id(), words, now).await? {
        return Ok(Answered::TooLate);
    }
    let details = json!({ "suspension": id.to_string() });
    let (who, subject) = (Who::Account(family.id()), Subject::Book(book));
    let action = AuditAction::SuspensionAnswered;
    audit::write(&mut db, Some(institution), who, action, subject, details, now).await?;
    db.commit().await?;
    Ok(Answered::Yes)
}

/// The head has the answer before them. Until then it stands among what asks for the head, also when reviewers have read
/// it.
pub async fn read_answer(services: &Services, head: &Head, id: SuspensionId) -> Result<(), StorageError> {
    let mut db = services.database.write().await?;
    if suspension_cases::answer_read(&mut db, id, head.institution(), services.clock.now()).await? {
        db.commit().await?;
    }
    Ok(())
}
