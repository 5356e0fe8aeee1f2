//! A student looks at what was delivered.

use domain::view::{InboxEntry, Page};

use super::deliver_entry::deliver_held_for;
use crate::actor::Student;
use crate::services::Services;
use crate::storage::{StorageError, inbox, restrictions};

/// A page of the inbox; `None` while it is closed, because the student is restricted (part 一). What was held until now is
/// delivered first.
pub async fn read_inbox(
    services: &Services,
    student: &Student,
    page: u32,
) -> Result<Option<Page<InboxEntry>>, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.read().await?;
    if !restrictions::in_force(&mut db, student.id(), now).await?.is_empty() {
        return Ok(None);
    }
    drop(db);
    deliver_held_for(services, student.id()).await?;
    let mut db = services.database.read().await?;
    inbox::of_student(&mut db, student.id(), page).await.map(Some)
}
