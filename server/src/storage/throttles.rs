//! How often something was tried, as the moment at which nothing is owed any more.

use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

/// Adds `cost` seconds to what `who` owes. `Err` with the moment at which all is paid, and nothing added, when
/// that lies after `most` already.
pub async fn add(
    db: &mut Connection,
    who: &str,
    now: Moment,
    most: Moment,
    cost: i64,
) -> Result<Result<(), Moment>, StorageError> {
    let done = sqlx::query(
        "INSERT INTO throttle (who, clear_at) VALUES ($1, $2 + $3)
         ON CONFLICT (who) DO UPDATE
         SET clear_at = CASE WHEN throttle.clear_at > $2 THEN throttle.clear_at ELSE $2 END + $3
         WHERE throttle.clear_at <= $4",
    )
    .bind(who)
    .bind(now.micros())
    .bind(cost * 1_000_000)
    .bind(most.micros())
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(Ok(()));
    }
    let row = sqlx::query("SELECT clear_at FROM throttle WHERE who = $1").bind(who).fetch_one(db).await?;
    Ok(Err(Row::of("throttle", &row).moment("clear_at")?))
}

pub async fn remove(db: &mut Connection, who: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM throttle WHERE who = $1").bind(who).execute(db).await?;
    Ok(())
}

/// Removes who owes nothing any more.
pub async fn sweep(db: &mut Connection, now: Moment) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM throttle WHERE clear_at <= $1").bind(now.micros()).execute(db).await?;
    Ok(())
}
