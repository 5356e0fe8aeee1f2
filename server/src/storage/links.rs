//! Links in mails, found by the hash of their token. Each works once, until its time is over.

use domain::id::{AccountId, MailId};
use domain::mail::LinkPurpose;
use domain::people::EmailAddress;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

/// Seconds that a link is remembered after its end, so that its page can say what became of it.
const REMEMBERED: i64 = 24 * 3600;

pub struct NewLink<'a> {
    pub token_hash: &'a str,
    pub purpose: LinkPurpose,
    pub mail: MailId,
    pub account: Option<AccountId>,
    pub registration: Option<&'a str>,
    /// The new address, for a link that confirms one.
    pub email: Option<&'a EmailAddress>,
    pub ends_at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub account: Option<AccountId>,
    pub registration: Option<String>,
    pub email: Option<String>,
    pub ends_at: Moment,
    pub used_at: Option<Moment>,
}

/// Adds the link of a mail. Those of the same purpose that went out before are removed: only the latest letter counts.
pub async fn add(db: &mut Connection, link: &NewLink<'_>, now: Moment) -> Result<(), StorageError> {
    sqlx::query(
        "DELETE FROM link WHERE mail_id = $1 OR (used_at IS NULL AND purpose = $2
            AND (account_id = $3 OR registration_id = $4))",
    )
    .bind(link.mail.to_string())
    .bind(link.purpose.name())
    .bind(link.account.map(|id| id.to_string()))
    .bind(link.registration)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "INSERT INTO link (token_hash, purpose, mail_id, account_id, registration_id, email, created_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(link.token_hash)
    .bind(link.purpose.name())
    .bind(link.mail.to_string())
    .bind(link.account.map(|id| id.to_string()))
    .bind(link.registration)
    .bind(link.email.map(EmailAddress::as_str))
    .bind(now.micros())
    .bind(link.ends_at.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// A link of this purpose, whether it still works or not.
pub async fn find(
    db: &mut Connection,
    purpose: LinkPurpose,
    token_hash: &str,
) -> Result<Option<Link>, StorageError> {
    let row = sqlx::query(
        "SELECT account_id, registration_id, email, ends_at, used_at
         FROM link WHERE token_hash = $1 AND purpose = $2",
    )
    .bind(token_hash)
    .bind(purpose.name())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("link", &row);
        Ok(Link {
            account: row.optional_parsed("account_id", AccountId::parse)?,
            registration: row.optional_text("registration_id")?,
            email: row.optional_text("email")?,
            ends_at: row.moment("ends_at")?,
            used_at: row.optional_moment("used_at")?,
        })
    })
    .transpose()
}

/// Uses a link up. False when it was used before, is over, or never was.
pub async fn spend(db: &mut Connection, token_hash: &str, now: Moment) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL AND ends_at > $1",
    )
    .bind(now.micros())
    .bind(token_hash)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A new password or address makes every link void that went out before.
pub async fn end_of_account(db: &mut Connection, account: AccountId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM link WHERE account_id = $1 AND used_at IS NULL")
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Removes what ended a day ago.
pub async fn sweep(db: &mut Connection, now: Moment) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM link WHERE ends_at <= $1")
        .bind(now.plus_seconds(-REMEMBERED).micros())
        .execute(db)
        .await?;
    Ok(())
}
