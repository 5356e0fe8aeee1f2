//! Sessions, found by the hash of their token.

use domain::id::{AccountId, SessionId, StudentId};
use domain::language::Language;
use domain::people::Role;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};
use crate::actor::{Actor, Family, Operator, Staff, Student};

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
    /// Names it where it may be shown.
    pub id: String,
    pub actor: Actor,
    pub last_seen_at: Moment,
}

/// A new session.
pub struct NewSession<'a> {
    pub id: &'a str,
    pub token_hash: &'a str,
    pub owner: Owner,
    /// What the browser calls itself; may be empty.
    pub device: &'a str,
    pub span: Span,
}

/// A session as its owner sees it.
pub struct Device {
    pub id: String,
    pub name: String,
    pub began_at: Moment,
    pub last_seen_at: Moment,
}

pub async fn add(db: &mut Connection, new: &NewSession<'_>, now: Moment) -> Result<(), StorageError> {
    let (account, student) = match new.owner {
        Owner::Account(id) => (Some(id.to_string()), None),
        Owner::Student(id) => (None, Some(id.to_string())),
    };
    sqlx::query(
        "INSERT INTO session (token_hash, account_id, student_id, created_at, last_seen_at, idle_until, ends_at,
                              id, device)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)",
    )
    .bind(new.token_hash)
    .bind(account)
    .bind(student)
    .bind(now.micros())
    .bind(new.span.idle_until.micros())
    .bind(new.span.ends_at.micros())
    .bind(new.id)
    .bind(new.device)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn find(db: &mut Connection, token_hash: &str, now: Moment) -> Result<Option<Found>, StorageError> {
    let row = sqlx::query(
        "SELECT s.id, s.last_seen_at, a.id AS account_id, a.role, a.name AS account_name, a.language,
                a.institution_id AS staff_institution_id,
                st.id AS student_id, st.name AS student_name, st.institution_id AS student_institution_id
         FROM session s
         LEFT JOIN account a ON a.id = s.account_id
         LEFT JOIN student st ON st.id = s.student_id
         WHERE s.token_hash = $1 AND s.idle_until > $2 AND s.ends_at > $2
           AND (s.account_id IS NULL OR a.state = 'active')
           AND (st.left_on IS NULL OR st.left_on > $3)",
    )
    .bind(token_hash)
    .bind(now.micros())
    .bind(now.taipei_day().number())
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
            Role::Operator => {
                Actor::Operator(Operator::new(id, name, language, row.institution("staff_institution_id")?))
            }
            role => {
                Actor::Staff(Staff::new(id, name, language, role, row.institution("staff_institution_id")?))
            }
        }
    };
    Ok(Some(Found { id: row.text("id")?, actor, last_seen_at: row.moment("last_seen_at")? }))
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

/// Where an account is logged in, the latest first.
pub async fn of_account(
    db: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Device>, StorageError> {
    let rows = sqlx::query(
        "SELECT id, device, created_at, last_seen_at FROM session
         WHERE account_id = $1 AND idle_until > $2 AND ends_at > $2 ORDER BY last_seen_at DESC, id",
    )
    .bind(account.to_string())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("session", row);
            Ok(Device {
                id: row.text("id")?,
                name: row.text("device")?,
                began_at: row.moment("created_at")?,
                last_seen_at: row.moment("last_seen_at")?,
            })
        })
        .collect()
}

/// Ends one session of an account. False when it has no such one.
pub async fn end_one(db: &mut Connection, account: AccountId, id: SessionId) -> Result<bool, StorageError> {
    let done = sqlx::query("DELETE FROM session WHERE account_id = $1 AND id = $2")
        .bind(account.to_string())
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of an account but the one of this id; an empty id spares none.
pub async fn end_others(db: &mut Connection, account: AccountId, but: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM session WHERE account_id = $1 AND id <> $2")
        .bind(account.to_string())
        .bind(but)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends all sessions of a student.
pub async fn end_of_student(db: &mut Connection, student: StudentId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM session WHERE student_id = $1").bind(student.to_string()).execute(db).await?;
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
