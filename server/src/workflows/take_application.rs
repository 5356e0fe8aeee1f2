//! Who has a request open to decide it, so that two people do not do the same work.
//!
//! Opening one that nobody has takes it; a colleague's is taken over only when asked for, or when it was not looked at
//! for a quarter of an hour. It keeps nobody from deciding: who is first decides.

use domain::application::ApplicationState;
use domain::id::ApplicationId;

use crate::actor::Reviewer;
use crate::services::Services;
use crate::storage::{StorageError, application_queue, applications};

/// What became of the wish to have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Yes,
    /// A colleague has it open.
    ByColleague,
    /// It was decided or taken back, so nobody needs to have it.
    NotWaiting,
    NotFound,
}

/// The request is looked at.
pub async fn open_application(
    services: &Services,
    reviewer: &Reviewer,
    id: ApplicationId,
) -> Result<Taken, StorageError> {
    take(services, reviewer, id, Wish::IfFree).await
}

/// The request is wanted, whoever has it.
pub async fn take_application(
    services: &Services,
    reviewer: &Reviewer,
    id: ApplicationId,
) -> Result<Taken, StorageError> {
    take(services, reviewer, id, Wish::InAnyCase).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    IfFree,
    InAnyCase,
}

async fn take(
    services: &Services,
    reviewer: &Reviewer,
    id: ApplicationId,
    wish: Wish,
) -> Result<Taken, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    applications::lock(&mut db, id).await?;
    let found = application_queue::find(&mut db, id, reviewer.institution()).await?;
    let Some((application, _)) = found else { return Ok(Taken::NotFound) };
    if !matches!(application.state, ApplicationState::InReview { .. }) {
        return Ok(Taken::NotWaiting);
    }
    let claim = application.claim.as_ref();
    let colleague_has_it = claim.is_some_and(|claim| claim.by != reviewer.id() && claim.in_force(now));
    if colleague_has_it && wish == Wish::IfFree {
        return Ok(Taken::ByColleague);
    }
    if !application_queue::take(&mut db, id, reviewer.id(), claim, now).await? {
        return Err(StorageError::Changed("application"));
    }
    db.commit().await?;
    Ok(Taken::Yes)
}
