//! STAND-IN
use domain::id::AccountId;
use domain::mail::LinkPurpose;
use domain::time::Moment;

use super::{Connection, StorageError};

pub struct Link {
    pub account: Option<AccountId>,
    pub registration: Option<String>,
    pub email: Option<String>,
    pub ends_at: Moment,
    pub used_at: Option<Moment>,
}

pub async fn find(
    _db: &mut Connection,
    _purpose: LinkPurpose,
    _token_hash: &str,
) -> Result<Option<Link>, StorageError> {
    Ok(None)
}

pub async fn spend(_db: &mut Connection, _token_hash: &str, _now: Moment) -> Result<bool, StorageError> {
    Ok(false)
}

/// The address that an account wants to move to and has not confirmed yet.
pub async fn new_address(
    db: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Option<String>, StorageError> {
    let row = sqlx::query(
        "SELECT email FROM link WHERE purpose = $1 AND account_id = $2 AND used_at IS NULL AND ends_at > $3
         ORDER BY created_at DESC LIMIT 1",
    )
    .bind(LinkPurpose::NewAddress.name())
    .bind(account.to_string())
    .bind(now.micros())
    .fetch_optional(db)
    .await?;
    match row {
        Some(row) => super::row::Row::of("link", &row).optional_text("email"),
        None => Ok(None),
    }
}
