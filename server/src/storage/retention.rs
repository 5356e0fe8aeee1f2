//! For how long things are kept, and forgetting those whose time is over.

use domain::retention::Retention;
use domain::time::Moment;
use sqlx::AssertSqlSafe;

use super::row::Row;
use super::{Connection, StorageError};

/// What stands where the name of a closed account was.
pub const NO_NAME: &str = "—";

/// The days, and a number that is another one after each change.
pub async fn find(db: &mut Connection) -> Result<(Retention, i64), StorageError> {
    let row = sqlx::query("SELECT version, drafts, requests, mail, accounts FROM retention")
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok((Retention::USUAL, 0)) };
    let row = Row::of("retention", &row);
    let days = Retention {
        drafts: row.count("drafts")?,
        requests: row.count("requests")?,
        mail: row.count("mail")?,
        accounts: row.count("accounts")?,
    };
    Ok((days, row.number("version")?))
}

/// Writes the days, if they are still the ones of `version`.
pub async fn save(db: &mut Connection, version: i64, days: &Retention) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO retention (id, version, drafts, requests, mail, accounts) VALUES (1, 1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET version = retention.version + 1, drafts = $2, requests = $3, mail = $4,
            accounts = $5
         WHERE retention.version = $1",
    )
    .bind(version)
    .bind(i64::from(days.drafts))
    .bind(i64::from(days.requests))
    .bind(i64::from(days.mail))
    .bind(i64::from(days.accounts))
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The drafts that nobody has changed since `$1`. They are locked first: who goes on writing one waits, and then writes
/// another.
macro_rules! old {
    ($table:literal, $before:literal, $after:literal) => {
        concat!($before, " (SELECT id FROM ", $table, " WHERE state = 'draft' AND edited_at <= $1)", $after)
    };
}

const OLD_DRAFTS: [&str; 5] = [
    "UPDATE entry SET state = 'draft' WHERE state = 'draft' AND edited_at <= $1",
    old!(
        "entry",
        "DELETE FROM attachment_page WHERE attachment_id IN (SELECT id FROM attachment WHERE entry_id IN",
        ")"
    ),
    old!("entry", "DELETE FROM attachment WHERE entry_id IN", ""),
    old!("entry", "DELETE FROM photo WHERE entry_id IN", ""),
    "DELETE FROM entry WHERE state = 'draft' AND edited_at <= $1",
];

const OLD_REQUESTS: [&str; 4] = [
    "UPDATE application SET state = 'draft' WHERE state = 'draft' AND edited_at <= $1",
    old!(
        "application",
        "DELETE FROM document_page WHERE document_id IN (SELECT id FROM document WHERE application_id IN",
        ")"
    ),
    old!("application", "DELETE FROM document WHERE application_id IN", ""),
    "DELETE FROM application WHERE state = 'draft' AND edited_at <= $1",
];

/// Entries and replies that were never sent and not changed since; how many. Their files follow in the sweep.
pub async fn forget_drafts(db: &mut Connection, before: Moment) -> Result<u64, StorageError> {
    forget(db, &OLD_DRAFTS, before).await
}

/// Requests that were never sent and not changed since, with their documents; how many. Files follow in the sweep.
pub async fn forget_requests(db: &mut Connection, before: Moment) -> Result<u64, StorageError> {
    forget(db, &OLD_REQUESTS, before).await
}

/// How many rows the last statement met.
async fn forget(
    db: &mut Connection,
    statements: &[&'static str],
    before: Moment,
) -> Result<u64, StorageError> {
    let mut met = 0;
    for statement in statements {
        met = sqlx::query(AssertSqlSafe(*statement))
            .bind(before.micros())
            .execute(&mut *db)
            .await?
            .rows_affected();
    }
    Ok(met)
}

/// Takes the name out of the accounts that were closed before this; how many.
pub async fn forget_names(db: &mut Connection, before: Moment) -> Result<u64, StorageError> {
    let done =
        sqlx::query("UPDATE account SET name = $2 WHERE state = 'closed' AND ended_at <= $1 AND name <> $2")
            .bind(before.micros())
            .bind(NO_NAME)
            .execute(db)
            .await?;
    Ok(done.rows_affected())
}
