//! A family throws away a request that it never sent, with its documents.

use domain::id::ApplicationId;

use crate::actor::Family;
use crate::services::Services;
use crate::storage::{StorageError, applications};

/// False when there is no such draft (any more).
pub async fn discard_application(
    services: &Services,
    family: &Family,
    id: ApplicationId,
) -> Result<bool, StorageError> {
    let mut db = services.database.write().await?;
    let done = applications::discard_draft(&mut db, id, family.id()).await?;
    db.commit().await?;
    Ok(done)
}
