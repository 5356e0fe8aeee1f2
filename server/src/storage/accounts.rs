//! Accounts of families and staff.

use domain::id::{AccountId, InstitutionId};
use domain::language::Language;
use domain::people::{AccountState, EmailAddress, Role};
use domain::time::Moment;
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError};
use crate::files::key::Sealed;

/// What a new account is made of.
pub struct NewAccount<'a> {
    pub id: AccountId,
    pub role: Role,
    pub institution: Option<InstitutionId>,
    pub email: &'a EmailAddress,
    pub name: &'a str,
    /// Empty for staff who were invited and have none yet: it matches no password.
    pub password_hash: &'a str,
    pub language: Language,
    pub state: AccountState,
    pub second_factor: SecondFactor,
    /// Sealed details and the keyed hash of the identification, of families.
    pub details: Option<(&'a Sealed, &'a str)>,
}

/// Does logging in take a second step?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Families.
    None,
    /// Staff.
    Required,
    /// The demo's own staff.
    Waived,
}

impl SecondFactor {
    const ALL: [Self; 3] = [Self::None, Self::Required, Self::Waived];

    const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Required => "required",
            Self::Waived => "waived",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.name() == name)
    }
}

/// What log-in needs to know of an account.
pub struct Credentials {
    pub account: AccountId,
    pub role: Role,
    pub password_hash: String,
    pub second_factor: SecondFactor,
}

/// An account as a workflow loads it.
pub struct StoredAccount {
    pub id: AccountId,
    pub role: Role,
    pub institution: Option<InstitutionId>,
    pub email: String,
    pub name: String,
    pub language: Language,
    pub state: AccountState,
    pub password_hash: String,
    /// Sealed.
    pub details: Option<String>,
    /// Does a family want mail when the student has read?
    pub mail_when_read: bool,
}

/// What of a new account another one has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Email,
    IdNumber,
}

/// Adds an account, unless its address or identification is known.
pub async fn add(
    db: &mut Connection,
    account: &NewAccount<'_>,
    now: Moment,
) -> Result<Result<(), Known>, StorageError> {
    let (details, id_number_hash) = account.details.unzip();
    let done = sqlx::query(
        "INSERT INTO account (id, role, institution_id, email, name, password_hash, language, created_at,
                              state, second_factor, details, details_key, id_number_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
    )
    .bind(account.id.to_string())
    .bind(account.role.name())
    .bind(account.institution.map(|id| id.to_string()))
    .bind(account.email.as_str())
    .bind(account.name)
    .bind(account.password_hash)
    .bind(account.language.tag())
    .bind(now.micros())
    .bind(account.state.name())
    .bind(account.second_factor.name())
    .bind(details.map(|details| details.text.as_str()))
    .bind(details.map(|details| details.key.as_str()))
    .bind(id_number_hash)
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(Ok(()));
    }
    let same_email = sqlx::query("SELECT id FROM account WHERE email = $1")
        .bind(account.email.as_str())
        .fetch_optional(db)
        .await?;
    Ok(Err(if same_email.is_some() { Known::Email } else { Known::IdNumber }))
}

/// For log-in: an account that may be used now.
pub async fn credentials(
    db: &mut Connection,
    email: &EmailAddress,
) -> Result<Option<Credentials>, StorageError> {
    let row = sqlx::query(
        "SELECT id, role, password_hash, second_factor FROM account WHERE email = $1 AND state = 'active'",
    )
    .bind(email.as_str())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("account", &row);
        Ok(Credentials {
            account: row.account("id")?,
            role: row.parsed("role", Role::from_name)?,
            password_hash: row.text("password_hash")?,
            second_factor: row.parsed("second_factor", SecondFactor::from_name)?,
        })
    })
    .transpose()
}

pub async fn find(db: &mut Connection, id: AccountId) -> Result<Option<StoredAccount>, StorageError> {
    let row = sqlx::query(
        "SELECT id, role, institution_id, email, name, language, state, password_hash, details, mail_when_read
         FROM account WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| stored(&row)).transpose()
}

fn stored(row: &AnyRow) -> Result<StoredAccount, StorageError> {
    let row = Row::of("account", row);
    Ok(StoredAccount {
        id: row.account("id")?,
        role: row.parsed("role", Role::from_name)?,
        institution: row.optional_parsed("institution_id", InstitutionId::parse)?,
        email: row.text("email")?,
        name: row.text("name")?,
        language: row.parsed("language", Language::from_tag)?,
        state: row.parsed("state", AccountState::from_name)?,
        password_hash: row.text("password_hash")?,
        details: row.optional_text("details")?,
        mail_when_read: row.number("mail_when_read")? == 1,
    })
}

/// Locks an account until the transaction ends.
pub async fn lock(db: &mut Connection, id: AccountId) -> Result<(), StorageError> {
    sqlx::query("UPDATE account SET state = state WHERE id = $1").bind(id.to_string()).execute(db).await?;
    Ok(())
}

pub async fn set_language(
    db: &mut Connection,
    account: AccountId,
    language: Language,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE account SET language = $1 WHERE id = $2")
        .bind(language.tag())
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// A new password for an account that may be used, or may be from now on.
pub async fn set_password(
    db: &mut Connection,
    account: AccountId,
    from: AccountState,
    password_hash: &str,
) -> Result<bool, StorageError> {
    let done =
        sqlx::query("UPDATE account SET password_hash = $1, state = 'active' WHERE id = $2 AND state = $3")
            .bind(password_hash)
            .bind(account.to_string())
            .bind(from.name())
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// The consent is kept with the account for as long as it exists.
pub async fn add_consent(
    db: &mut Connection,
    account: AccountId,
    version: &str,
    agreed_at: Moment,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO consent (account_id, notice_version, agreed_at) VALUES ($1, $2, $3)")
        .bind(account.to_string())
        .bind(version)
        .bind(agreed_at.micros())
        .execute(db)
        .await?;
    Ok(())
}

/// Which notices were agreed to and when, the latest first.
pub async fn consents(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<(String, Moment)>, StorageError> {
    let rows = sqlx::query(
        "SELECT notice_version, agreed_at FROM consent WHERE account_id = $1 ORDER BY agreed_at DESC",
    )
    .bind(account.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("consent", row);
            Ok((row.text("notice_version")?, row.moment("agreed_at")?))
        })
        .collect()
}

pub async fn set_name(db: &mut Connection, account: AccountId, name: &str) -> Result<bool, StorageError> {
    let done = sqlx::query("UPDATE account SET name = $1 WHERE id = $2 AND state = 'active'")
        .bind(name)
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn set_mail_when_read(
    db: &mut Connection,
    account: AccountId,
    wanted: bool,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE account SET mail_when_read = $1 WHERE id = $2")
        .bind(i64::from(wanted))
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Details sealed anew; `before` is what they were.
pub async fn set_details(
    db: &mut Connection,
    account: AccountId,
    before: &str,
    sealed: &Sealed,
) -> Result<bool, StorageError> {
    let done =
        sqlx::query("UPDATE account SET details = $1, details_key = $2 WHERE id = $3 AND details = $4")
            .bind(&sealed.text)
            .bind(&sealed.key)
            .bind(account.to_string())
            .bind(before)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves an account to another address, unless that one is known.
pub async fn set_email(
    db: &mut Connection,
    account: AccountId,
    email: &EmailAddress,
) -> Result<Result<bool, Known>, StorageError> {
    let done = sqlx::query("UPDATE account SET email = $1 WHERE id = $2 AND state = 'active'")
        .bind(email.as_str())
        .bind(account.to_string())
        .execute(db)
        .await;
    match done {
        Ok(done) => Ok(Ok(done.rows_affected() == 1)),
        Err(error) if is_known(&error) => Ok(Err(Known::Email)),
        Err(error) => Err(error.into()),
    }
}

/// The one thing of this statement that only one account may have is known.
fn is_known(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Takes everything personal out of an account that is closed for good. Its row stays, because letters that
/// were decided name it; its address is free for a new account.
pub async fn close(db: &mut Connection, account: AccountId, now: Moment) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE account SET state = 'closed', ended_at = $1, email = 'closed:' || id, password_hash = '',
                details = NULL, details_key = NULL, id_number_hash = NULL
         WHERE id = $2 AND state = 'active' AND role = 'family'",
    )
    .bind(now.micros())
    .bind(account.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Accounts whose details or second factor are sealed under another key than this one: id, details, secret.
pub async fn sealed_under_others(
    db: &mut Connection,
    key: &str,
    most: u32,
) -> Result<Vec<(AccountId, Option<String>, Option<String>)>, StorageError> {
    let rows = sqlx::query(
        "SELECT id, CASE WHEN details_key <> $1 THEN details END AS details,
                CASE WHEN totp_key <> $1 THEN totp_secret END AS totp_secret
         FROM account WHERE details_key <> $1 OR totp_key <> $1 ORDER BY id LIMIT $2",
    )
    .bind(key)
    .bind(i64::from(most))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("account", row);
            Ok((row.account("id")?, row.optional_text("details")?, row.optional_text("totp_secret")?))
        })
        .collect()
}
