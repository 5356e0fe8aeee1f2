//! 專案: the head widens the limits of one book for a while, and ends that early (part 二(四)).

use domain::audit::AuditAction;
use domain::id::{SpecialApprovalId, StudentId};
use domain::mail::MailKind;
use domain::restriction::Span;
use domain::special_approval::{ApprovalForm, ApprovalProblems, NewApproval};
use serde_json::json;
use thiserror::Error;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, books, special_approvals, students};

#[derive(Debug, Error)]
pub enum ApproveSpeciallyError {
    #[error("there is no such student here, or nobody holds their book")]
    NotFound,
    #[error("the form cannot be understood")]
    Refused(ApprovalProblems),
    /// With this one.
    #[error("two would be in force at once")]
    Overlaps(Span),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// For the book of this student. `id` came with the form, so that a form sent twice makes one.
pub async fn approve_specially(
    services: &Services,
    head: &Head,
    student: StudentId,
    id: SpecialApprovalId,
    form: &ApprovalForm,
) -> Result<(), ApproveSpeciallyError> {
    let institution = head.institution();
    let mut db = services.database.write().await?;
    if !students::lock(&mut db, student, institution).await? {
        return Err(ApproveSpeciallyError::NotFound);
    }
    let Some(theirs) = books::lock_of_student(&mut db, student).await? else {
        return Err(ApproveSpeciallyError::NotFound);
    };
    let now = services.clock.now();
    if special_approvals::book_of(&mut db, id, institution).await?.is_some() {
        return Ok(());
    }
    let usual = books::usual_limits(&mut db, theirs.book).await?;
    let new = NewApproval::parse(form, &usual, now.taipei_day()).map_err(ApproveSpeciallyError::Refused)?;
    if let Some(other) = special_approvals::overlapping(&mut db, theirs.book, new.span(), now).await? {
        return Err(ApproveSpeciallyError::Overlaps(other));
    }
    if !special_approvals::add(&mut db, id, theirs.book, &new, (head.id(), now)).await? {
        return Err(ApproveSpeciallyError::NotFound);
    }
    let span = new.span();
    let details = json!({
        "approval": id.to_string(),
        "from": span.begins_at.to_rfc3339(),
        "until": span.end().map(domain::time::Moment::to_rfc3339),
        "wider": new.wider(),
    });
    let (to, about) = (Recipient::Account(theirs.account), About::Book(theirs.book));
    mail::write(services, &mut db, MailKind::ApprovedSpecially, to, about, now).await?;
    let (who, subject) = (Who::Account(head.id()), Subject::Book(theirs.book));
    audit::write(&mut db, Some(institution), who, AuditAction::SpeciallyApproved, subject, details, now)
        .await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Yes,
    /// It is over; nothing has changed.
    Over,
    NotFound,
}

/// Ends one before its time, or one that has not begun.
pub async fn end_special_approval(
    services: &Services,
    head: &Head,
    id: SpecialApprovalId,
) -> Result<Ended, StorageError> {
    let institution = head.institution();
    let mut db = services.database.write().await?;
    let Some(book) = special_approvals::book_of(&mut db, id, institution).await? else {
        return Ok(Ended::NotFound);
    };
    if !books::lock_for_staff(&mut db, book, institution).await? {
        return Ok(Ended::Over);
    }
    let now = services.clock.now();
    if !special_approvals::end(&mut db, id, head.id(), now).await? {
        return Ok(Ended::Over);
    }
    let details = json!({ "approval": id.to_string() });
    let (who, subject) = (Who::Account(head.id()), Subject::Book(book));
    audit::write(&mut db, Some(institution), who, AuditAction::SpecialApprovalEnded, subject, details, now)
        .await?;
    db.commit().await?;
    Ok(Ended::Yes)
}
