//! Accounts of families and staff.

use domain::id::{AccountId, InstitutionId};
use domain::language::Language;
use domain::people::{EmailAddress, Role};
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

/// What a new account is made of.
pub struct NewAccount<'a> {
    pub id: AccountId,
    pub role: Role,
    pub institution: Option<InstitutionId>,
    pub email: &'a EmailAddress,
    pub name: &'a str,
    pub password_hash: &'a str,
    pub language: Language,
}

/// What log-in needs to know of an account.
pub struct Credentials {
    pub account: AccountId,
    pub role: Role,
    pub password_hash: String,
}

pub async fn add(db: &mut Connection, account: &NewAccount<'_>, now: Moment) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO account (id, role, institution_id, email, name, password_hash, language, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(account.id.to_string())
    .bind(account.role.name())
    .bind(account.institution.map(|id| id.to_string()))
    .bind(account.email.as_str())
    .bind(account.name)
    .bind(account.password_hash)
    .bind(account.language.tag())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

pub async fn credentials(
    db: &mut Connection,
    email: &EmailAddress,
) -> Result<Option<Credentials>, StorageError> {
    let row = sqlx::query("SELECT id, role, password_hash FROM account WHERE email = $1")
        .bind(email.as_str())
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let row = Row::of("account", &row);
        Ok(Credentials {
            account: row.account("id")?,
            role: row.parsed("role", Role::from_name)?,
            password_hash: row.text("password_hash")?,
        })
    })
    .transpose()
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
