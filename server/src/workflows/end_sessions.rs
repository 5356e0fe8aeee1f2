//! A person logs other devices out.

use domain::id::SessionId;

use crate::actor::Holder;
use crate::services::Services;
use crate::storage::{StorageError, sessions};

/// False when the account has no such session (any more).
pub async fn end_session(services: &Services, holder: &Holder, id: SessionId) -> Result<bool, StorageError> {
    let mut db = services.database.write().await?;
    let ended = sessions::end_one(&mut db, holder.id(), id).await?;
    db.commit().await?;
    Ok(ended)
}

/// All but the session of this id.
pub async fn end_other_sessions(services: &Services, holder: &Holder, but: &str) -> Result<(), StorageError> {
    let mut db = services.database.write().await?;
    sessions::end_others(&mut db, holder.id(), but).await?;
    db.commit().await
}
