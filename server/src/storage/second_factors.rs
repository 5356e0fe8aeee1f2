//! The second step of the staff's log-in: secrets, recovery codes, and who is between the two steps.

use domain::id::AccountId;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};
use crate::files::key::Sealed;

/// Somebody whose password was right.
pub struct Pending {
    pub account: AccountId,
    pub email: String,
    pub role: domain::people::Role,
    /// Sealed; `None` while the account has no program that makes codes.
    pub secret: Option<String>,
    /// Sealed: a secret that is being set up.
    pub new_secret: Option<String>,
    /// The last time step whose code was used.
    pub step: i64,
}

pub async fn begin(
    db: &mut Connection,
    token_hash: &str,
    account: AccountId,
    ends_at: Moment,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO second_step (token_hash, account_id, ends_at) VALUES ($1, $2, $3)")
        .bind(token_hash)
        .bind(account.to_string())
        .bind(ends_at.micros())
        .execute(db)
        .await?;
    Ok(())
}

/// Who stands between the steps, if it was not too long ago.
pub async fn find(
    db: &mut Connection,
    token_hash: &str,
    now: Moment,
) -> Result<Option<Pending>, StorageError> {
    let row = sqlx::query(
        "SELECT p.account_id, p.new_secret, a.email, a.role, a.totp_secret, a.totp_step
         FROM second_step p JOIN account a ON a.id = p.account_id
         WHERE p.token_hash = $1 AND p.ends_at > $2 AND a.state = 'active'",
    )
    .bind(token_hash)
    .bind(now.micros())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("second_step", &row);
        Ok(Pending {
            account: row.account("account_id")?,
            email: row.text("email")?,
            role: row.parsed("role", domain::people::Role::from_name)?,
            secret: row.optional_text("totp_secret")?,
            new_secret: row.optional_text("new_secret")?,
            step: row.number("totp_step")?,
        })
    })
    .transpose()
}

/// False when it was tried that often before, or there is no such step.
pub async fn count_try(db: &mut Connection, token_hash: &str, most: u32) -> Result<bool, StorageError> {
    let done = sqlx::query("UPDATE second_step SET tries = tries + 1 WHERE token_hash = $1 AND tries < $2")
        .bind(token_hash)
        .bind(i64::from(most))
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the secret that is being set up; one that is there already stays.
pub async fn propose(db: &mut Connection, token_hash: &str, secret: &Sealed) -> Result<(), StorageError> {
    sqlx::query("UPDATE second_step SET new_secret = $1 WHERE token_hash = $2 AND new_secret IS NULL")
        .bind(&secret.text)
        .bind(token_hash)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn end(db: &mut Connection, token_hash: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM second_step WHERE token_hash = $1").bind(token_hash).execute(db).await?;
    Ok(())
}

pub async fn end_of_account(db: &mut Connection, account: AccountId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM second_step WHERE account_id = $1")
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Removes who never came back.
pub async fn sweep(db: &mut Connection, now: Moment) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM second_step WHERE ends_at <= $1").bind(now.micros()).execute(db).await?;
    Ok(())
}

/// Marks a time step as used. False when it, or a later one, was used before.
pub async fn use_step(db: &mut Connection, account: AccountId, step: i64) -> Result<bool, StorageError> {
    let done = sqlx::query("UPDATE account SET totp_step = $1 WHERE id = $2 AND totp_step < $1")
        .bind(step)
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The first secret of an account. False when it has one.
pub async fn set_secret(
    db: &mut Connection,
    account: AccountId,
    secret: &Sealed,
    step: i64,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE account SET totp_secret = $1, totp_key = $2, totp_step = $3 WHERE id = $4 AND totp_secret IS NULL",
    )
    .bind(&secret.text)
    .bind(&secret.key)
    .bind(step)
    .bind(account.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The same secret, sealed anew.
pub async fn reseal(
    db: &mut Connection,
    account: AccountId,
    before: &str,
    secret: &Sealed,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE account SET totp_secret = $1, totp_key = $2 WHERE id = $3 AND totp_secret = $4")
        .bind(&secret.text)
        .bind(&secret.key)
        .bind(account.to_string())
        .bind(before)
        .execute(db)
        .await?;
    Ok(())
}

/// The phone was lost: the account sets up another one at its next log-in.
pub async fn remove(db: &mut Connection, account: AccountId) -> Result<(), StorageError> {
    let id = account.to_string();
    sqlx::query("UPDATE account SET totp_secret = NULL, totp_key = NULL WHERE id = $1")
        .bind(&id)
        .execute(&mut *db)
        .await?;
    sqlx::query("DELETE FROM recovery_code WHERE account_id = $1").bind(&id).execute(db).await?;
    Ok(())
}

pub async fn add_recovery_code(
    db: &mut Connection,
    account: AccountId,
    code_hash: &str,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)")
        .bind(account.to_string())
        .bind(code_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// False when there is no such code, or it was used before.
pub async fn use_recovery_code(
    db: &mut Connection,
    account: AccountId,
    code_hash: &str,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE recovery_code SET used_at = $1 WHERE account_id = $2 AND code_hash = $3 AND used_at IS NULL",
    )
    .bind(now.micros())
    .bind(account.to_string())
    .bind(code_hash)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
