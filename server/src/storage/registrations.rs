//! Accounts that wait for their mail address to be verified.

use domain::language::Language;
use domain::people::EmailAddress;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};
use crate::files::key::Sealed;

pub struct NewRegistration<'a> {
    pub id: &'a str,
    pub email: &'a EmailAddress,
    pub name: &'a str,
    pub language: Language,
    pub password_hash: &'a str,
    pub details: &'a Sealed,
    pub id_number_hash: &'a str,
    pub notice_version: &'a str,
    pub agreed_at: Moment,
}

pub struct Registration {
    pub id: String,
    pub email: String,
    pub name: String,
    pub language: Language,
    pub password_hash: String,
    /// Sealed.
    pub details: String,
    pub id_number_hash: String,
    pub notice_version: String,
    pub agreed_at: Moment,
}

pub async fn add(db: &mut Connection, new: &NewRegistration<'_>, now: Moment) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO registration (id, email, name, language, password_hash, details, details_key,
                                   id_number_hash, notice_version, agreed_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.id)
    .bind(new.email.as_str())
    .bind(new.name)
    .bind(new.language.tag())
    .bind(new.password_hash)
    .bind(&new.details.text)
    .bind(&new.details.key)
    .bind(new.id_number_hash)
    .bind(new.notice_version)
    .bind(new.agreed_at.micros())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

pub async fn find(db: &mut Connection, id: &str) -> Result<Option<Registration>, StorageError> {
    let row = sqlx::query(
        "SELECT id, email, name, language, password_hash, details, id_number_hash, notice_version, agreed_at
         FROM registration WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("registration", &row);
        Ok(Registration {
            id: row.text("id")?,
            email: row.text("email")?,
            name: row.text("name")?,
            language: row.parsed("language", Language::from_tag)?,
            password_hash: row.text("password_hash")?,
            details: row.text("details")?,
            id_number_hash: row.text("id_number_hash")?,
            notice_version: row.text("notice_version")?,
            agreed_at: row.moment("agreed_at")?,
        })
    })
    .transpose()
}

/// The latest one that waits under this address.
pub async fn latest(db: &mut Connection, email: &EmailAddress) -> Result<Option<String>, StorageError> {
    let row =
        sqlx::query("SELECT id FROM registration WHERE email = $1 ORDER BY created_at DESC, id DESC LIMIT 1")
            .bind(email.as_str())
            .fetch_optional(db)
            .await?;
    row.map(|row| Row::of("registration", &row).text("id")).transpose()
}

/// All that waits under this address goes: it has an account now.
pub async fn remove_all(db: &mut Connection, email: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM registration WHERE email = $1").bind(email).execute(db).await?;
    Ok(())
}

/// Removes what nobody verified since `before`.
pub async fn sweep(db: &mut Connection, before: Moment) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM registration WHERE created_at < $1").bind(before.micros()).execute(db).await?;
    Ok(())
}

/// Registrations sealed under another key than this one: id and details.
pub async fn sealed_under_others(
    db: &mut Connection,
    key: &str,
    most: u32,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows =
        sqlx::query("SELECT id, details FROM registration WHERE details_key <> $1 ORDER BY id LIMIT $2")
            .bind(key)
            .bind(i64::from(most))
            .fetch_all(db)
            .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("registration", row);
            Ok((row.text("id")?, row.text("details")?))
        })
        .collect()
}

/// The same details, sealed anew.
pub async fn reseal(db: &mut Connection, id: &str, sealed: &Sealed) -> Result<(), StorageError> {
    sqlx::query("UPDATE registration SET details = $1, details_key = $2 WHERE id = $3")
        .bind(&sealed.text)
        .bind(&sealed.key)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
