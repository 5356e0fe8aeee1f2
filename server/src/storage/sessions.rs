//! Sessions, found by the hash of their token.

use domain::id::{AccountId, StudentId};
use domain::language::Language;
use domain::people::Role;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};
use crate::actor::{Actor, Family, Staff, Student};

/// Whose a new session is.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    Account(AccountId),
    Student(StudentId),
}

/// How long a new session lasts.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub idle_until: Moment,
    pub ends_at: Moment,
}

/// A session in force.
pub struct Found {
    pub actor: Actor,
    pub last_seen_at: Moment,
}

pub async fn add(
    db: &mut Connection,
    token_hash: &str,
    owner: Owner,
    span: Span,
    now: Moment,
) -> Result<(), StorageError> {
    let (account, student) = match owner {
        Owner::Account(id) => (Some(id.to_string()), None),
        Owner::Student(id) => (None, Some(id.to_string())),
    };
    sqlx::query(
        "INSERT INTO session (token_hash, account_id, student_id, created_at, last_seen_at, idle_until, ends_at)
         VALUES ($1, $2, $3, $4, $4, $5, $6)",
    )
    .bind(token_hash)
    .bind(account)
    .bind(student)
    .bind(now.micros())
    .bind(span.idle_until.micros())
    .bind(span.ends_at.micros())
    .execute(db)
    .await?;
    Ok(())
}

pub async fn find(db: &mut Connection, token_hash: &str, now: Moment) -> Result<Option<Found>, StorageError> {
    let row = sqlx::query(
        "SELECT s.last_seen_at, a.id AS account_id, a.role, a.name AS account_name, a.language,
                a.institution_id AS staff_institution_id,
                st.id AS student_id, st.name AS student_name, st.institution_id AS student_institution_id
         FROM session s
         LEFT JOIN account a ON a.id = s.account_id
         LEFT JOIN student st ON st.id = s.student_id
         WHERE s.token_hash = $1 AND s.idle_until > $2 AND s.ends_at > $2",
    )
    .bind(token_hash)
    .bind(now.micros())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("session", &row);
    let actor = if row.optional_text("student_id")?.is_some() {
        Actor::Student(Student::new(
            row.student("student_id")?,
            row.institution("student_institution_id")?,
            row.text("student_name")?,
        ))
    } else {
        let (id, name) = (row.account("account_id")?, row.text("account_name")?);
        let language = row.parsed("language", Language::from_tag)?;
        match row.parsed("role", Role::from_name)? {
            Role::Family => Actor::Family(Family::new(id, name, language)),
            role => {
                Actor::Staff(Staff::new(id, name, language, role, row.institution("staff_institution_id")?))
            }
        }
    };
    Ok(Some(Found { actor, last_seen_at: row.moment("last_seen_at")? }))
}

pub async fn seen(
    db: &mut Connection,
    token_hash: &str,
    idle_until: Moment,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE session SET last_seen_at = $1, idle_until = $2 WHERE token_hash = $3")
        .bind(now.micros())
        .bind(idle_until.micros())
        .bind(token_hash)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn end(db: &mut Connection, token_hash: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash).execute(db).await?;
    Ok(())
}

/// Removes what is over.
pub async fn sweep(db: &mut Connection, now: Moment) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM session WHERE idle_until <= $1 OR ends_at <= $1")
        .bind(now.micros())
        .execute(db)
        .await?;
    Ok(())
}

/// Moves every session on by so many seconds, so that nobody is logged out when the demo's clock jumps.
pub async fn move_on(db: &mut Connection, seconds: i64) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE session SET last_seen_at = last_seen_at + $1, idle_until = idle_until + $1, ends_at = ends_at + $1",
    )
    .bind(seconds.saturating_mul(1_000_000))
    .execute(db)
    .await?;
    Ok(())
}
