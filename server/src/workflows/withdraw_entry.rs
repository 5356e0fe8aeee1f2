//! A family takes back an entry that nobody has decided yet. Before the first decision the turn comes back too.

use domain::entry::{EntryState, NotAllowed};
use domain::id::EntryId;
use thiserror::Error;

use crate::actor::Family;
use crate::services::Services;
use crate::storage::{StorageError, books, entries, verdicts};

#[derive(Debug, Error)]
pub enum WithdrawError {
    #[error("there is no such entry")]
    NotFound,
    /// Staff were faster, or it was never sent.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Staff have decided, and the decision is about to leave.
    #[error("it is decided already")]
    AlreadyDecided,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Withdrawing what is withdrawn changes nothing and succeeds.
pub async fn withdraw_entry(services: &Services, family: &Family, id: EntryId) -> Result<(), WithdrawError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    // Staff may be deciding about it at this moment.
    entries::lock(&mut db, id).await?;
    let entry = entries::find_own(&mut db, id, family.id()).await?.ok_or(WithdrawError::NotFound)?;
    if matches!(entry.state, EntryState::Withdrawn { .. }) {
        return Ok(());
    }
    let state = entry.state.withdraw(now)?;
    if verdicts::find(&mut db, id).await?.is_some() {
        return Err(WithdrawError::AlreadyDecided);
    }
    entries::set_state(&mut db, id, entry.state, state).await?;
    let institution = books::institution(&mut db, id).await?;
    db.commit().await?;
    if let Some(institution) = institution {
        services.queues.moved(institution);
    }
    Ok(())
}
