//! A family takes back a request for a contact book, whether it waits or was returned.

use domain::application::{ApplicationState, StepNotAllowed};
use domain::id::ApplicationId;
use domain::mail::MailKind;
use thiserror::Error;

use crate::actor::Family;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, applications};

#[derive(Debug, Error)]
pub enum WithdrawApplicationError {
    #[error("there is no such request")]
    NotFound,
    /// Staff were faster, or it was never sent.
    #[error(transparent)]
    NotAllowed(#[from] StepNotAllowed),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Withdrawing what is withdrawn changes nothing and succeeds.
pub async fn withdraw_application(
    services: &Services,
    family: &Family,
    id: ApplicationId,
) -> Result<(), WithdrawApplicationError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    // Staff may be deciding about it at this moment.
    applications::lock(&mut db, id).await?;
    let found = applications::find_own(&mut db, id, family.id()).await?;
    let found = found.ok_or(WithdrawApplicationError::NotFound)?;
    if matches!(found.state, ApplicationState::Withdrawn { .. }) {
        return Ok(());
    }
    applications::set_state(&mut db, id, found.state, found.state.withdraw(now)?).await?;
    let to = Recipient::Account(family.id());
    mail::write(services, &mut db, MailKind::ApplicationWithdrawn, to, About::Application(id), now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(())
}
