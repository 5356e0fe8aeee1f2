//! The head ends a suspension before its time (part 二(五)).

use domain::audit::AuditAction;
use domain::id::SuspensionId;
use domain::mail::MailKind;
use serde_json::json;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, books, suspension_cases};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifted {
    Yes,
    /// It is over, or never began; nothing has changed.
    NotInForce,
    NotFound,
}

pub async fn lift_suspension(
    services: &Services,
    head: &Head,
    id: SuspensionId,
) -> Result<Lifted, StorageError> {
    let institution = head.institution();
    let mut db = services.database.write().await?;
    let Some((book, family)) = suspension_cases::book_of(&mut db, id, institution).await? else {
        return Ok(Lifted::NotFound);
    };
    if !books::lock_for_staff(&mut db, book, institution).await? {
        return Ok(Lifted::NotInForce);
    }
    let now = services.clock.now();
    if !suspension_cases::lift(&mut db, id, head.id(), now).await? {
        return Ok(Lifted::NotInForce);
    }
    let to = Recipient::Account(family);
    mail::write(services, &mut db, MailKind::SuspensionLifted, to, About::Suspension(id), now).await?;
    let details = json!({ "suspension": id.to_string() });
    let (who, subject) = (Who::Account(head.id()), Subject::Book(book));
    audit::write(&mut db, Some(institution), who, AuditAction::SuspensionLifted, subject, details, now)
        .await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Lifted::Yes)
}
