//! A family takes a document out of its request.

use domain::id::{ApplicationId, DocumentId, PageId};
use thiserror::Error;

use crate::actor::Family;
use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::{StorageError, documents};

#[derive(Debug, Error)]
pub enum RemoveDocumentError {
    #[error("there is no such document in this request")]
    NotFound,
    /// The request was sent already, or decided, or withdrawn.
    #[error("the request cannot be changed any more")]
    NotEditable,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What was never sent is gone with its files. What was sent with an earlier round only counts no longer, so that staff
/// still see what they decided about.
pub async fn remove_document(
    services: &Services,
    family: &Family,
    application: ApplicationId,
    document: DocumentId,
) -> Result<(), RemoveDocumentError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let found = documents::lock_own(&mut db, application, family.id(), now).await?;
    let (state, round) = found.ok_or(RemoveDocumentError::NotFound)?;
    if !state.is_editable() {
        return Err(RemoveDocumentError::NotEditable);
    }
    let gone = documents::remove_unsent(&mut db, application, document, round).await?;
    if gone.is_none() && !documents::replace(&mut db, application, document, round.saturating_add(1)).await? {
        return Err(RemoveDocumentError::NotFound);
    }
    db.commit().await?;
    for page in gone.unwrap_or_default() {
        // The row is gone already: what stays lying is found by the sweep.
        if let Err(error) = delete_page(services, page).await {
            tracing::warn!(file.id = %page, error = %error, "a page could not be deleted; the sweep tries again");
        }
    }
    Ok(())
}

/// Deletes both pictures of a page that no row asks for any more.
pub(crate) async fn delete_page(services: &Services, page: PageId) -> Result<(), VaultError> {
    services.vault.delete(FileName::Whole(page.uuid())).await?;
    services.vault.delete(FileName::Thumbnail(page.uuid())).await
}
