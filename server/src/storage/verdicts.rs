//! Decisions that were made and have not left yet: they can be undone until they do.

use domain::id::{AccountId, EntryId, InstitutionId};
use domain::review_queue::UndoableDecision;
use domain::time::Moment;
use sqlx::any::AnyRow;

use super::reviews::{self, Verdict};
use super::row::Row;
use super::{Connection, StorageError};

/// A decision about one round of an entry.
#[derive(Clone, Debug)]
pub struct Given {
    pub entry: EntryId,
    pub round: u32,
    pub verdict: Verdict,
    pub by: AccountId,
    pub at: Moment,
    pub leaves_at: Moment,
}

impl Given {
    /// The same reviewer decided the same about the same round.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        (self.entry, self.round, self.by) == (other.entry, other.round, other.by)
            && self.verdict == other.verdict
    }
}

/// False when one was given already. Lock the entry first.
pub async fn add(db: &mut Connection, given: &Given) -> Result<bool, StorageError> {
    let (decision, reasons, suggestion) = given.verdict.columns()?;
    let done = sqlx::query(
        "INSERT INTO verdict (entry_id, round, decision, reasons, suggestion, decided_by, decided_at, leaves_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (entry_id) DO NOTHING",
    )
    .bind(given.entry.to_string())
    .bind(i64::from(given.round))
    .bind(decision)
    .bind(reasons)
    .bind(suggestion)
    .bind(given.by.to_string())
    .bind(given.at.micros())
    .bind(given.leaves_at.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The one about this entry. To act on it, lock the entry first.
pub async fn find(db: &mut Connection, entry: EntryId) -> Result<Option<Given>, StorageError> {
    let row = sqlx::query(
        "SELECT entry_id, round, decision, reasons, suggestion, decided_by, decided_at, leaves_at
         FROM verdict WHERE entry_id = $1",
    )
    .bind(entry.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| given(&row)).transpose()
}

fn given(row: &AnyRow) -> Result<Given, StorageError> {
    let row = Row::of("verdict", row);
    let returned = row.text("decision")? == "returned";
    Ok(Given {
        entry: row.entry("entry_id")?,
        round: row.count("round")?,
        verdict: if returned { Verdict::Returned(reviews::notice(&row)?) } else { Verdict::Approved },
        by: row.account("decided_by")?,
        at: row.moment("decided_at")?,
        leaves_at: row.moment("leaves_at")?,
    })
}

pub async fn remove(db: &mut Connection, entry: EntryId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM verdict WHERE entry_id = $1").bind(entry.to_string()).execute(db).await?;
    Ok(())
}

/// The entries whose decision is to leave now, the earliest first.
pub async fn due(db: &mut Connection, now: Moment) -> Result<Vec<EntryId>, StorageError> {
    let rows = sqlx::query("SELECT entry_id FROM verdict WHERE leaves_at <= $1 ORDER BY leaves_at, entry_id")
        .bind(now.micros())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Row::of("verdict", row).entry("entry_id")).collect()
}

/// When the next decision leaves, if one waits to.
pub async fn next(db: &mut Connection) -> Result<Option<Moment>, StorageError> {
    let row = sqlx::query("SELECT MIN(leaves_at) AS leaves_at FROM verdict").fetch_one(db).await?;
    Row::of("verdict", &row).optional_moment("leaves_at")
}

/// What a reviewer has decided and can still undo, the latest first.
pub async fn undoable(
    db: &mut Connection,
    reviewer: AccountId,
    institution: InstitutionId,
    now: Moment,
) -> Result<Vec<UndoableDecision>, StorageError> {
    let rows = sqlx::query(
        "SELECT v.entry_id, v.decision, v.leaves_at, e.title, s.name AS student_name
         FROM verdict v
         JOIN entry e ON e.id = v.entry_id
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         WHERE v.decided_by = $1 AND s.institution_id = $2 AND v.leaves_at > $3 AND e.state = 'in_review'
         ORDER BY v.leaves_at DESC, v.entry_id",
    )
    .bind(reviewer.to_string())
    .bind(institution.to_string())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("verdict", row);
            Ok(UndoableDecision {
                entry: row.entry("entry_id")?,
                title: row.text("title")?,
                student_name: row.text("student_name")?,
                approved: row.text("decision")? == "approved",
                leaves_at: row.moment("leaves_at")?,
            })
        })
        .collect()
}
