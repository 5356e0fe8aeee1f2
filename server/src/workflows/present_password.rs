//! The present password, asked for again where much is at stake.

use crate::actor::Holder;
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::accounts::{self, StoredAccount};
use crate::throttle::{self, PRESENT_PASSWORD, Wait};

pub enum Present {
    Right(StoredAccount),
    Wrong,
    TooOften(Wait),
}

/// `password` is as typed.
pub(super) async fn check(services: &Services, holder: &Holder, password: &str) -> Result<Present, Failure> {
    let who = holder.id().to_string();
    if let Err(wait) = throttle::count(services, &[(PRESENT_PASSWORD, &who)]).await? {
        return Ok(Present::TooOften(wait));
    }
    let account = accounts::find(&mut *services.database.read().await?, holder.id()).await?;
    let kept = account.as_ref().map(|account| account.password_hash.as_str());
    let right = services.passwords.check(password, kept).await?;
    match account {
        Some(account) if right => {
            throttle::forgive(services, PRESENT_PASSWORD, &who).await?;
            Ok(Present::Right(account))
        }
        _ => Ok(Present::Wrong),
    }
}
