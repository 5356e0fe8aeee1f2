//! A family reads the reply to one of its entries, which the student can see then.

use domain::entry::EntryState;
use domain::id::EntryId;

use crate::actor::Family;
use crate::services::Services;
use crate::storage::{StorageError, entries};

/// The first opening is the one whose time counts. A reply that is not this family's, or has not arrived, stays as it is.
pub async fn read_reply(services: &Services, family: &Family, id: EntryId) -> Result<(), StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let Some(reply) = entries::find(&mut db, id).await? else { return Ok(()) };
    let theirs = reply.account == family.id() && reply.answers.is_some();
    let (true, EntryState::Delivered { .. }, Ok(read)) = (theirs, reply.state, reply.state.read(now)) else {
        return Ok(());
    };
    match entries::set_state(&mut db, id, reply.state, read).await {
        // The same page was opened twice at once; the other one wrote the time.
        Err(StorageError::Changed(_)) => return Ok(()),
        other => other?,
    }
    db.commit().await
}
