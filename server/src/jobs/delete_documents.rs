//! Deletes documents a set time after the decision: the institution's `document_days`.

use domain::audit::AuditAction;
use domain::id::{ApplicationId, InstitutionId};
use domain::time::Moment;
use serde_json::json;

use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, documents};
use crate::workflows::remove_document::delete_page;

/// Requests that are looked for at once.
const BATCH: u32 = 100;

/// How many requests lost their documents. Doing it again changes nothing.
pub async fn delete_documents(services: &Services) -> Result<u32, StorageError> {
    let now = services.clock.now();
    let institutions = documents::retention(&mut *services.database.read().await?).await?;
    let mut done = 0;
    for (institution, days) in institutions {
        let until = now.plus_seconds(-i64::from(days) * 86_400);
        loop {
            let mut db = services.database.read().await?;
            let over = documents::over(&mut db, institution, until, BATCH).await?;
            drop(db);
            if over.is_empty() {
                break;
            }
            for application in over {
                done += u32::from(delete(services, institution, application, until).await?);
            }
        }
    }
    Ok(done)
}

/// First the rows say so, then the files go: what stays lying after a failure is found by the sweep.
async fn delete(
    services: &Services,
    institution: InstitutionId,
    application: ApplicationId,
    until: Moment,
) -> Result<bool, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if !documents::lock_over(&mut db, application, until).await? {
        return Ok(false);
    }
    let Some(pages) = documents::mark_deleted(&mut db, application, now).await? else { return Ok(false) };
    let details = json!({ "pages": pages.len() });
    let (action, subject) = (AuditAction::DocumentsDeleted, Subject::Application(application));
    audit::write(&mut db, Some(institution), Who::Job, action, subject, details, now).await?;
    db.commit().await?;
    for page in pages {
        if let Err(error) = delete_page(services, page).await {
            tracing::warn!(file.id = %page, error = %error, "a page could not be deleted; the sweep tries again");
        }
    }
    Ok(true)
}
