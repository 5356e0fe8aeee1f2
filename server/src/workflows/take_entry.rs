//! Who has an entry open to read it, so that two people do not do the same work.
//!
//! Opening one that nobody has takes it; a colleague's is taken over only when asked for, or when it was not looked at
//! for a quarter of an hour. It keeps nobody from deciding: who is first decides.

use domain::id::EntryId;

use super::take_application::Taken;
use crate::actor::Reviewer;
use crate::services::Services;
use crate::storage::{StorageError, entries, review_queue};

/// The entry is looked at.
pub async fn open_waiting_entry(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
) -> Result<Taken, StorageError> {
    take(services, reviewer, id, |is_of_colleague| !is_of_colleague).await
}

/// The entry is wanted, whoever has it.
pub async fn take_entry(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
) -> Result<Taken, StorageError> {
    take(services, reviewer, id, |_| true).await
}

/// Was it sent to review in the reviewer's institution?
pub async fn is_theirs(services: &Services, reviewer: &Reviewer, id: EntryId) -> Result<bool, StorageError> {
    let mut db = services.database.read().await?;
    Ok(entries::find_for_staff(&mut db, id, reviewer.institution()).await?.is_some())
}

/// `may` is told whether a colleague has it.
async fn take(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
    may: fn(bool) -> bool,
) -> Result<Taken, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    entries::lock(&mut db, id).await?;
    let Some(claim) = review_queue::claim(&mut db, id, reviewer.institution()).await? else {
        let there = entries::find_for_staff(&mut db, id, reviewer.institution()).await?.is_some();
        return Ok(if there { Taken::NotWaiting } else { Taken::NotFound });
    };
    if !may(claim.as_ref().is_some_and(|claim| claim.is_of_colleague(reviewer.id(), now))) {
        return Ok(Taken::ByColleague);
    }
    review_queue::take(&mut db, id, reviewer.id(), now).await?;
    db.commit().await?;
    services.queues.moved(reviewer.institution());
    Ok(Taken::Yes)
}
