//! 專案 (part 二(四)): wider limits for one book for a while.

use domain::id::{AccountId, BookId, SpecialApprovalId};
use domain::limits::{EntryLimits, Wider};
use domain::restriction::Span;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

pub async fn add(
    db: &mut Connection,
    id: SpecialApprovalId,
    book: BookId,
    wider: &Wider,
    span: Span,
    reason: &str,
    (by, now): (AccountId, Moment),
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO special_approval (id, book_id, days_between_uses, body, photos, photo_bytes, begins_at,
                                       until_at, reason, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id.to_string())
    .bind(book.to_string())
    .bind(wider.days_between_uses.map(i64::from))
    .bind(wider.body.map(i64::from))
    .bind(wider.photos.map(i64::from))
    .bind(wider.photo_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)))
    .bind(span.begins_at.micros())
    .bind(span.until.map(Moment::micros))
    .bind(reason)
    .bind(by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// The limits of a book, as far as an approval that is in force widens them.
pub async fn widen(
    db: &mut Connection,
    book: BookId,
    limits: EntryLimits,
    now: Moment,
) -> Result<EntryLimits, StorageError> {
    let rows = sqlx::query(
        "SELECT days_between_uses, body, photos, photo_bytes FROM special_approval
         WHERE book_id = $1 AND begins_at <= $2 AND COALESCE(ended_at, until_at) > $2",
    )
    .bind(book.to_string())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter().try_fold(limits, |limits, row| {
        let row = Row::of("special_approval", row);
        let whole =
            |column| Ok::<_, StorageError>(row.optional_number(column)?.and_then(|n| u32::try_from(n).ok()));
        Ok(limits.widened_by(&Wider {
            days_between_uses: whole("days_between_uses")?,
            body: whole("body")?,
            photos: whole("photos")?,
            photo_bytes: row.optional_number("photo_bytes")?.and_then(|bytes| u64::try_from(bytes).ok()),
        }))
    })
}
