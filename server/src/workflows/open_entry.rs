//! A student opens an entry, which makes it read.

use domain::entry::EntryState;
use domain::id::EntryId;
use domain::view::OpenEntry;
use thiserror::Error;

use crate::actor::Student;
use crate::services::Services;
use crate::storage::{StorageError, entries, inbox, restrictions};

#[derive(Debug, Error)]
pub enum OpenError {
    /// The student is restricted (part 一).
    #[error("the inbox is closed at present")]
    Closed,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The entry, if it was delivered to this student. The first opening is the one whose time counts.
pub async fn open_entry(
    services: &Services,
    student: &Student,
    id: EntryId,
) -> Result<Option<OpenEntry>, OpenError> {
    let now = services.clock.now();
    let mut db = services.database.read().await?;
    if !restrictions::in_force(&mut db, student.id(), now).await?.is_empty() {
        return Err(OpenError::Closed);
    }
    let found = inbox::open(&mut db, id, student.id()).await?;
    drop(db);
    let Some((entry, state)) = found else { return Ok(None) };
    if let (EntryState::Delivered { .. }, Ok(read)) = (state, state.read(now)) {
        let mut db = services.database.write().await?;
        match entries::set_state(&mut db, id, state, read).await {
            // The same page was opened twice at once; the other one wrote the time.
            Err(StorageError::Changed(_)) => return Ok(Some(entry)),
            other => other?,
        }
        db.commit().await?;
    }
    Ok(Some(entry))
}
