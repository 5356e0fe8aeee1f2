//! The operator lets mail that was not taken be tried again at once.

use domain::audit::AuditAction;
use domain::id::MailId;
use serde_json::json;

use crate::actor::Operator;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, outbox};

/// One mail, or all that are in trouble; how many there were, or `None` when there is no such mail. What is being sent in
/// this moment is left alone, so that none goes out twice.
pub async fn send_mail_again(
    services: &Services,
    operator: &Operator,
    which: Option<MailId>,
) -> Result<Option<u32>, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let count = outbox::try_again(&mut db, which, now).await?;
    if count == 0 {
        let known = match which {
            Some(id) => outbox::find(&mut db, id).await?.is_some(),
            None => true,
        };
        return Ok(known.then_some(0));
    }
    let (institution, who) = (operator.institution(), Who::Account(operator.id()));
    let (action, subject) = (AuditAction::MailSentAgain, Subject::Institution(institution));
    audit::write(&mut db, Some(institution), who, action, subject, json!({ "count": count }), now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Some(count))
}
