//! A reviewer proposes that the head suspends a family (part 二(五)).

use domain::audit::AuditAction;
use domain::id::{StudentId, SuspensionId};
use domain::suspension::ProposeProblem;
use serde_json::json;
use thiserror::Error;

use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, books, students, suspension_cases};

#[derive(Debug, Error)]
pub enum ProposeError {
    #[error("there is no such student here, or nobody holds their book")]
    NotFound,
    #[error(transparent)]
    Not(#[from] ProposeProblem),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `id` came with the form, so that a form sent twice makes one proposal.
pub async fn propose_suspension(
    services: &Services,
    reviewer: &Reviewer,
    student: StudentId,
    id: SuspensionId,
    note: &str,
) -> Result<(), ProposeError> {
    let institution = reviewer.institution();
    let mut db = services.database.write().await?;
    if !students::lock(&mut db, student, institution).await? {
        return Err(ProposeError::NotFound);
    }
    // From here on nobody else proposes or decides about this book.
    let Some(held) = books::lock_of_student(&mut db, student).await? else {
        return Err(ProposeError::NotFound);
    };
    let now = services.clock.now();
    if suspension_cases::find(&mut db, id, institution).await?.is_some() {
        return Ok(());
    }
    let standing = suspension_cases::standing(&mut db, held.book, now).await?;
    standing.judge()?;
    if !suspension_cases::propose(&mut db, id, held.book, note, reviewer.id(), now).await? {
        return Err(ProposeError::NotFound);
    }
    let details = json!({ "suspension": id.to_string(), "strikes": standing.strikes });
    let (who, subject) = (Who::Account(reviewer.id()), Subject::Book(held.book));
    audit::write(&mut db, Some(institution), who, AuditAction::SuspensionProposed, subject, details, now)
        .await?;
    db.commit().await?;
    Ok(())
}
