//! Whoever listens has dealt with what somebody said, or has to look at it again.

use domain::id::FeedbackId;

use crate::actor::Keeper;
use crate::services::Services;
use crate::storage::{StorageError, feedback};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is as it was wanted, perhaps since before.
    Yes,
    /// Nothing of this id was said here.
    NotFound,
}

pub async fn set_done(services: &Services, keeper: &Keeper, id: FeedbackId) -> Result<Settled, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if !feedback::is_of(&mut db, id, keeper.institution()).await? {
        return Ok(Settled::NotFound);
    }
    feedback::set_done(&mut db, id, keeper.id(), now).await?;
    db.commit().await?;
    Ok(Settled::Yes)
}

pub async fn reopen(services: &Services, keeper: &Keeper, id: FeedbackId) -> Result<Settled, StorageError> {
    let mut db = services.database.write().await?;
    if !feedback::is_of(&mut db, id, keeper.institution()).await? {
        return Ok(Settled::NotFound);
    }
    feedback::reopen(&mut db, id).await?;
    db.commit().await?;
    Ok(Settled::Yes)
}
