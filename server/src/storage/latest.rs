//! The latest moment at which anything was written, to tell a clock that stands wrong.

use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

/// None where nothing was ever written.
pub async fn moment(db: &mut Connection) -> Result<Option<Moment>, StorageError> {
    let row = sqlx::query(
        "SELECT MAX(at) AS at FROM (
            SELECT MAX(at) AS at FROM audit
            UNION ALL SELECT MAX(last_seen_at) FROM session
            UNION ALL SELECT MAX(created_at) FROM account
            UNION ALL SELECT MAX(edited_at) FROM entry
            UNION ALL SELECT MAX(created_at) FROM outbox
         ) AS latest",
    )
    .fetch_one(db)
    .await?;
    Row::of("latest", &row).optional_moment("at")
}

/// Really takes the right to write, and writes nothing: the one row that appending to the audit begins with.
pub async fn lock_without_writing(db: &mut Connection) -> Result<(), StorageError> {
    sqlx::query("UPDATE audit_head SET number = number WHERE id = 1").execute(db).await?;
    Ok(())
}
