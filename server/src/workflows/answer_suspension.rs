//! A suspended family answers, once; the head reads it beside the suspension (part 二(五)).

use domain::id::SuspensionId;

use crate::actor::Family;
use crate::services::Services;
use crate::storage::{StorageError, suspension_cases};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    Yes,
    /// It was answered before, or is over; nothing has changed.
    TooLate,
    NotFound,
}

pub async fn answer_suspension(
    services: &Services,
    family: &Family,
    id: SuspensionId,
    words: &str,
) -> Result<Answered, StorageError> {
    let mut db = services.database.write().await?;
    if suspension_cases::answer(&mut db, id, family.id(), words, services.clock.now()).await? {
        db.commit().await?;
        return Ok(Answered::Yes);
    }
    let theirs = suspension_cases::belongs(&mut db, id, family.id()).await?;
    Ok(if theirs { Answered::TooLate } else { Answered::NotFound })
}
