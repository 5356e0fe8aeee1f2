//! For how long things are kept, and forgetting those whose time is over.

use domain::retention::Retention;
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

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

/// What hangs on a draft, and the draft.
const DRAFT: [&str; 4] = [
    "DELETE FROM attachment_page WHERE attachment_id IN (SELECT id FROM attachment WHERE entry_id = $1)",
    "DELETE FROM attachment WHERE entry_id = $1",
    "DELETE FROM photo WHERE entry_id = $1",
    "DELETE FROM entry WHERE id = $1 AND state = 'draft'",
];

/// What hangs on a request that was never sent, and the request.
const REQUEST: [&str; 3] = [
    "DELETE FROM document_page WHERE document_id IN (SELECT id FROM document WHERE application_id = $1)",
    "DELETE FROM document WHERE application_id = $1",
    "DELETE FROM application WHERE id = $1 AND state = 'draft'",
];

/// At most `most` entries and replies that were never sent and not changed since; how many. Their files follow in the
/// sweep. Each is locked first: who goes on writing one waits, and then writes another.
pub async fn forget_drafts(db: &mut Connection, before: Moment, most: u32) -> Result<u32, StorageError> {
    let rows = sqlx::query(
        "UPDATE entry SET state = 'draft'
         WHERE id IN (SELECT id FROM entry WHERE state = 'draft' AND edited_at <= $1 ORDER BY edited_at, id LIMIT $2)
           AND state = 'draft' AND edited_at <= $1
         RETURNING id",
    )
    .bind(before.micros())
    .bind(i64::from(most))
    .fetch_all(&mut *db)
    .await?;
    forget(db, &DRAFT, "entry", &rows).await
}

/// At most `most` requests that were never sent and not changed since, with their documents; how many. Files follow in the
/// sweep.
pub async fn forget_requests(db: &mut Connection, before: Moment, most: u32) -> Result<u32, StorageError> {
    let rows = sqlx::query(
        "UPDATE application SET state = 'draft'
         WHERE id IN (SELECT id FROM application WHERE state = 'draft' AND edited_at <= $1
                      ORDER BY edited_at, id LIMIT $2)
           AND state = 'draft' AND edited_at <= $1
         RETURNING id",
    )
    .bind(before.micros())
    .bind(i64::from(most))
    .fetch_all(&mut *db)
    .await?;
    forget(db, &REQUEST, "application", &rows).await
}

/// Deletes what each of the locked rows names; how many they were.
async fn forget(
    db: &mut Connection,
    statements: &[&'static str],
    table: &'static str,
    locked: &[AnyRow],
) -> Result<u32, StorageError> {
    for row in locked {
        let id = Row::of(table, row).text("id")?;
        for statement in statements {
            sqlx::query(AssertSqlSafe(*statement)).bind(&id).execute(&mut *db).await?;
        }
    }
    Ok(u32::try_from(locked.len()).unwrap_or(u32::MAX))
}

/// Takes the name out of the accounts that were closed before this; how many.
pub async fn forget_names(db: &mut Connection, before: Moment) -> Result<u32, StorageError> {
    let done =
        sqlx::query("UPDATE account SET name = $2 WHERE state = 'closed' AND ended_at <= $1 AND name <> $2")
            .bind(before.micros())
            .bind(NO_NAME)
            .execute(db)
            .await?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}
