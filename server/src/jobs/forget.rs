//! Deletes what was kept as long as it should be, and writes into the audit how much that was.

use domain::audit::AuditAction;
use domain::time::Moment;
use serde_json::json;

use super::delete_documents::delete_documents;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, outbox, retention};
use crate::workflows::manage_institution::authority;

/// How many things were deleted; a request's documents count as one. Doing it again changes nothing.
pub async fn forget(services: &Services) -> Result<u32, StorageError> {
    let documents = delete_documents(services).await?;
    let others = forget_the_rest(services).await?;
    Ok(documents.saturating_add(others))
}

/// What belongs to no institution's settings.
async fn forget_the_rest(services: &Services) -> Result<u32, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let (days, _) = retention::find(&mut db).await?;
    let before = |days: u32| -> Moment { now.plus_seconds(-i64::from(days) * 86_400) };
    let drafts = retention::forget_drafts(&mut db, before(days.drafts)).await?;
    let requests = retention::forget_requests(&mut db, before(days.requests)).await?;
    let mail = outbox::forget(&mut db, before(days.mail)).await?;
    let accounts = retention::forget_names(&mut db, before(days.accounts)).await?;
    let all = drafts + requests + mail + accounts;
    if all > 0 {
        let authority = authority(services, &mut db, now).await?;
        let details = json!({ "drafts": drafts, "requests": requests, "mail": mail, "accounts": accounts });
        let (action, subject) = (AuditAction::RetentionCarriedOut, Subject::Institution(authority));
        audit::write(&mut db, Some(authority), Who::Job, action, subject, details, now).await?;
    }
    db.commit().await?;
    Ok(u32::try_from(all).unwrap_or(u32::MAX))
}
