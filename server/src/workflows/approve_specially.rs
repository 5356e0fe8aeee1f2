//! 專案: the head widens the limits of one book for a while (part 二(四)).

use domain::audit::AuditAction;
use domain::id::{BookId, SpecialApprovalId};
use domain::limits::Wider;
use domain::restriction::Span;
use domain::time::Moment;
use serde_json::json;
use thiserror::Error;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, books, special_approvals};

#[derive(Debug, Error)]
pub enum ApproveSpeciallyError {
    #[error("there is no such book")]
    NotFound,
    #[error("the end is not after the beginning")]
    EndsBeforeItBegins,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

pub async fn approve_specially(
    services: &Services,
    head: &Head,
    book: BookId,
    wider: &Wider,
    (begins_at, until): (Moment, Moment),
    reason: &str,
) -> Result<(), ApproveSpeciallyError> {
    if until <= begins_at {
        return Err(ApproveSpeciallyError::EndsBeforeItBegins);
    }
    let mut db = services.database.write().await?;
    if !books::lock_for_staff(&mut db, book, head.institution()).await? {
        return Err(ApproveSpeciallyError::NotFound);
    }
    let now = services.clock.now();
    let id = SpecialApprovalId::new(services.random.uuid(now));
    let span = Span { begins_at, until: Some(until), ended_at: None };
    special_approvals::add(&mut db, id, book, wider, span, reason, (head.id(), now)).await?;
    let details = json!({ "from": begins_at.to_rfc3339(), "until": until.to_rfc3339(), "wider": wider });
    let who = Who::Account(head.id());
    let institution = Some(head.institution());
    audit::write(
        &mut db,
        institution,
        who,
        AuditAction::SpeciallyApproved,
        Subject::Book(book),
        details,
        now,
    )
    .await?;
    db.commit().await?;
    Ok(())
}
