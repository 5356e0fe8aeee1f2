//! Several entries approved together: those that the reviewer has opened, and never one that they have not.

use domain::id::EntryId;

use super::decide_entry::{DecideError, decide_entry};
use crate::actor::Reviewer;
use crate::services::Services;
use crate::storage::reviews::Verdict;
use crate::storage::{StorageError, review_queue};

/// What became of those that were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approved {
    pub approved: Vec<EntryId>,
    /// Not opened by this reviewer as it waits now, so still to be read.
    pub unread: Vec<EntryId>,
    /// Decided, taken back or corrected meanwhile.
    pub gone: Vec<EntryId>,
}

/// Each is a decision of its own: one that cannot be approved leaves the others as they are.
pub async fn approve_opened(
    services: &Services,
    reviewer: &Reviewer,
    chosen: &[(EntryId, u32)],
) -> Result<Approved, StorageError> {
    let mut became = Approved::default();
    for (id, round) in chosen.iter().copied() {
        let claim = {
            let mut db = services.database.read().await?;
            review_queue::claim(&mut db, id, reviewer.institution()).await?
        };
        let Some(claim) = claim else {
            became.gone.push(id);
            continue;
        };
        if claim.is_none_or(|claim| claim.by != reviewer.id()) {
            became.unread.push(id);
            continue;
        }
        match decide_entry(services, reviewer, id, Some(round), Verdict::Approved).await {
            Ok(()) => became.approved.push(id),
            Err(DecideError::Storage(error)) => return Err(error),
            Err(_) => became.gone.push(id),
        }
    }
    Ok(became)
}
