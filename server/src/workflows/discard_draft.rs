//! A family throws away a draft.

use domain::id::EntryId;

use crate::actor::Family;
use crate::services::Services;
use crate::storage::{StorageError, entries};

/// False when there is no such draft (any more).
pub async fn discard_draft(services: &Services, family: &Family, id: EntryId) -> Result<bool, StorageError> {
    let mut db = services.database.write().await?;
    let done = entries::discard_draft(&mut db, id, family.id()).await?;
    db.commit().await?;
    Ok(done)
}
