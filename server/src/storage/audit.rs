//! The audit's rows and their chain. Rows are only added: no statement here or elsewhere changes or removes one.

use std::time::Duration;

use domain::audit::AuditAction;
use domain::id::InstitutionId;
use domain::time::Moment;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError};
use crate::audit::{Subject, Who};

/// How many rows are in memory while the chain is followed.
const AT_ONCE: i64 = 1000;
/// How long somebody waits for the chain on a page.
const SOON: Duration = Duration::from_secs(20);

/// A chain that holds from its first row to its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub rows: i64,
    /// The last row's. Who notes it down can tell later that nothing up to it was written anew.
    pub hash: String,
}

/// The first row, by its number, at which the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It does not say what was written.
    Changed(i64),
    /// It is gone, though later ones were written.
    Missing(i64),
    /// It was never appended.
    Added(i64),
    /// What was noted of the last row is gone.
    Headless,
}

pub async fn append(
    db: &mut Connection,
    institution: Option<InstitutionId>,
    who: Who,
    action: AuditAction,
    subject: Subject,
    details: &str,
    now: Moment,
) -> Result<(), StorageError> {
    // From here on nobody else appends.
    let head = sqlx::query("UPDATE audit_head SET number = number + 1 WHERE id = 1 RETURNING number, hash")
        .fetch_one(&mut *db)
        .await?;
    let head = Row::of("audit_head", &head);
    let row = AuditRow {
        number: head.number("number")?,
        at: now.micros(),
        institution: institution.map(|id| id.to_string()),
        actor_kind: who.kind().to_owned(),
        actor: who.id(),
        action: action.name().to_owned(),
        subject_kind: subject.kind().to_owned(),
        subject: subject.id(),
        details: details.to_owned(),
    };
    let hash = row.hash(&head.text("hash")?);
    sqlx::query(
        "INSERT INTO audit (number, at, institution_id, actor_kind, actor_id, action, subject_kind, subject_id,
                            details, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(row.number)
    .bind(row.at)
    .bind(row.institution)
    .bind(row.actor_kind)
    .bind(row.actor)
    .bind(row.action)
    .bind(row.subject_kind)
    .bind(row.subject)
    .bind(row.details)
    .bind(&hash)
    .execute(&mut *db)
    .await?;
    sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 1").bind(hash).execute(db).await?;
    Ok(())
}

/// Follows the chain from its first row. Others may append meanwhile.
pub async fn verify(db: &mut Connection) -> Result<Result<Whole, Broken>, StorageError> {
    let (mut rows, mut hash) = (0, String::new());
    loop {
        // Asked before the rows, so all up to its number are there.
        let Some(head) = Head::read(db).await? else { return Ok(Err(Broken::Headless)) };
        if let Some(first) = head.first.filter(|first| *first < 1) {
            return Ok(Err(Broken::Added(first)));
        }
        let batch = sqlx::query(
            "SELECT number, at, institution_id, actor_kind, actor_id, action, subject_kind, subject_id, details, hash
             FROM audit WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3",
        )
        .bind(rows)
        .bind(head.number)
        .bind(AT_ONCE)
        .fetch_all(&mut *db)
        .await?;
        if batch.is_empty() {
            return Ok(head.ends(rows, hash));
        }
        for row in &batch {
            let next = rows + 1;
            let Ok((row, kept)) = AuditRow::read(row) else { return Ok(Err(Broken::Changed(next))) };
            if row.number != next {
                return Ok(Err(Broken::Missing(next)));
            }
            if row.hash(&hash) != kept {
                return Ok(Err(Broken::Changed(next)));
            }
            (rows, hash) = (next, kept);
        }
    }
}

/// The same, given up after a time that is shorter than a request may take.
pub async fn verify_soon(db: &mut Connection) -> Result<Option<Result<Whole, Broken>>, StorageError> {
    tokio::time::timeout(SOON, verify(db)).await.ok().transpose()
}

/// Number and hash of the last row; `None` when nothing was written yet.
pub async fn head(db: &mut Connection) -> Result<Option<(i64, String)>, StorageError> {
    let head = Head::read(db).await?.filter(|head| head.number > 0);
    Ok(head.map(|head| (head.number, head.hash)))
}

/// The hash that stands beside a row; `None` when there is no such row.
pub async fn hash_of(db: &mut Connection, number: i64) -> Result<Option<String>, StorageError> {
    let row = sqlx::query("SELECT hash FROM audit WHERE number = $1").bind(number).fetch_optional(db).await?;
    row.map(|row| Row::of("audit", &row).text("hash")).transpose()
}

/// What is noted of the last row, and between which numbers the rows lie.
struct Head {
    number: i64,
    hash: String,
    first: Option<i64>,
    last: Option<i64>,
}

impl Head {
    /// One statement, so that nothing is appended between its parts.
    async fn read(db: &mut Connection) -> Result<Option<Self>, StorageError> {
        let row = sqlx::query(
            "SELECT number, hash, (SELECT MIN(number) FROM audit) AS first_number,
                    (SELECT MAX(number) FROM audit) AS last_number
             FROM audit_head WHERE id = 1",
        )
        .fetch_optional(db)
        .await?;
        row.map(|row| {
            let row = Row::of("audit_head", &row);
            Ok(Self {
                number: row.number("number")?,
                hash: row.text("hash")?,
                first: row.optional_number("first_number")?,
                last: row.optional_number("last_number")?,
            })
        })
        .transpose()
    }

    /// There are so many rows up to this head, and the last has this hash.
    fn ends(self, rows: i64, hash: String) -> Result<Whole, Broken> {
        if rows < self.number {
            return Err(Broken::Missing(rows + 1));
        }
        if self.last.is_some_and(|last| last > self.number) {
            return Err(Broken::Added(self.number + 1));
        }
        if hash != self.hash {
            return Err(if rows == 0 { Broken::Headless } else { Broken::Changed(rows) });
        }
        Ok(Whole { rows, hash })
    }
}

/// What a row says, without its hash.
struct AuditRow {
    number: i64,
    at: i64,
    institution: Option<String>,
    actor_kind: String,
    actor: Option<String>,
    action: String,
    subject_kind: String,
    subject: String,
    details: String,
}

impl AuditRow {
    /// A row with the hash that stands beside it.
    fn read(row: &AnyRow) -> Result<(Self, String), StorageError> {
        let row = Row::of("audit", row);
        let read = Self {
            number: row.number("number")?,
            at: row.number("at")?,
            institution: row.optional_text("institution_id")?,
            actor_kind: row.text("actor_kind")?,
            actor: row.optional_text("actor_id")?,
            action: row.text("action")?,
            subject_kind: row.text("subject_kind")?,
            subject: row.text("subject_id")?,
            details: row.text("details")?,
        };
        Ok((read, row.text("hash")?))
    }

    /// SHA-256 of the hash before and all that the row says, each part with its length in front of it; nothing has a
    /// length that no text has.
    fn hash(&self, before: &str) -> String {
        let (number, at) = (self.number.to_string(), self.at.to_string());
        let parts = [
            Some(before),
            Some(&number),
            Some(&at),
            self.institution.as_deref(),
            Some(&self.actor_kind),
            self.actor.as_deref(),
            Some(&self.action),
            Some(&self.subject_kind),
            Some(&self.subject),
            Some(&self.details),
        ];
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
            hasher.update(part.unwrap_or_default());
        }
        hex::encode(hasher.finalize())
    }
}
