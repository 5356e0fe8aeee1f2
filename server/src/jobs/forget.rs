//! Deletes what was kept as long as it should be, and writes into the audit how much that was.

use domain::audit::AuditAction;
use domain::time::Moment;
use serde_json::json;

use super::delete_documents::delete_documents;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, outbox, retention};
use crate::workflows::manage_institution::authority;

/// Of drafts and of requests, so many are deleted in one transaction, and of mail: others write in between.
const BATCH: u32 = 50;
const BATCH_OF_MAIL: u32 = 1000;

/// How many things were deleted; a request's documents count as one. Doing it again changes nothing.
pub async fn forget(services: &Services) -> Result<u32, StorageError> {
    let mut all = delete_documents(services).await?;
    let now = services.clock.now();
    loop {
        let some = forget_some(services, now).await?;
        if some == 0 {
            return Ok(all);
        }
        all = all.saturating_add(some);
    }
}

/// A batch of what belongs to no institution's settings.
async fn forget_some(services: &Services, now: Moment) -> Result<u32, StorageError> {
    let mut db = services.database.write().await?;
    let (days, _) = retention::find(&mut db).await?;
    let before = |days: u32| -> Moment { now.plus_seconds(-i64::from(days) * 86_400) };
    let drafts = retention::forget_drafts(&mut db, before(days.drafts), BATCH).await?;
    let requests = retention::forget_requests(&mut db, before(days.requests), BATCH).await?;
    let mail = outbox::forget(&mut db, before(days.mail), BATCH_OF_MAIL).await?;
    let accounts = retention::forget_names(&mut db, before(days.accounts)).await?;
    let all = [drafts, requests, mail, accounts].into_iter().fold(0, u32::saturating_add);
    if all > 0 {
        let authority = authority(services, &mut db, now).await?;
        let details = json!({ "drafts": drafts, "requests": requests, "mail": mail, "accounts": accounts });
        let (action, subject) = (AuditAction::RetentionCarriedOut, Subject::Institution(authority));
        audit::write(&mut db, Some(authority), Who::Job, action, subject, details, now).await?;
    }
    db.commit().await?;
    Ok(all)
}
