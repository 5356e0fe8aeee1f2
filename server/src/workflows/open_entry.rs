//! A student opens an entry, which makes it read.

use domain::entry::EntryState;
use domain::id::EntryId;
use domain::view::OpenEntry;

use crate::actor::Student;
use crate::services::Services;
use crate::storage::{StorageError, entries, inbox};

/// The entry, if it was delivered to this student. The first opening is the one whose time counts.
pub async fn open_entry(
    services: &Services,
    student: &Student,
    id: EntryId,
) -> Result<Option<OpenEntry>, StorageError> {
    let now = services.clock.now();
    let found = inbox::open(&mut *services.database.read().await?, id, student.id()).await?;
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
