//! Families that may not publish for a month (part 二(五)).

use domain::id::{AccountId, BookId, SuspensionId};
use domain::restriction::Span;
use domain::suspension;
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

/// How many of the family's entries in the book `$book` came back since its last suspension ended; `$now` is the present moment.
macro_rules! strikes {
    ($book:literal, $now:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM review WHERE review.book_id = ",
            $book,
            " AND review.decision = 'returned' AND review.of_reply = 0 AND review.decided_at >= COALESCE(
                (SELECT MAX(COALESCE(suspension.ended_at, suspension.until_at)) FROM suspension
                 WHERE suspension.book_id = ",
            $book,
            " AND COALESCE(suspension.ended_at, suspension.until_at) <= ",
            $now,
            "), 0))"
        )
    };
}
pub(super) use strikes;

/// The end of the suspension that is in force for the book `$book` at `$now`, NULL when there is none. It is
/// [`in_force`] for queries that only show.
macro_rules! suspended_until {
    ($book:literal, $now:literal) => {
        concat!(
            "(SELECT MAX(COALESCE(suspension.ended_at, suspension.until_at)) FROM suspension
              WHERE suspension.book_id = ",
            $book,
            " AND suspension.begins_at <= ",
            $now,
            " AND COALESCE(suspension.ended_at, suspension.until_at) > ",
            $now,
            ")"
        )
    };
}
pub(super) use suspended_until;

/// Suspends a book's family. Lock the book first.
pub async fn add(
    db: &mut Connection,
    id: SuspensionId,
    book: BookId,
    span: Span,
    reason: &str,
    by: AccountId,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO suspension (id, book_id, begins_at, until_at, reason, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $3)",
    )
    .bind(id.to_string())
    .bind(book.to_string())
    .bind(span.begins_at.micros())
    .bind(span.until.map(Moment::micros))
    .bind(reason)
    .bind(by.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Until when the family of this book may not publish. To decide by it, lock the book first.
pub async fn in_force(
    db: &mut Connection,
    book: BookId,
    now: Moment,
) -> Result<Option<Moment>, StorageError> {
    let rows = sqlx::query("SELECT begins_at, until_at, ended_at FROM suspension WHERE book_id = $1")
        .bind(book.to_string())
        .fetch_all(db)
        .await?;
    let spans = rows
        .iter()
        .map(|row| {
            let row = Row::of("suspension", row);
            Ok(Span {
                begins_at: row.moment("begins_at")?,
                until: Some(row.moment("until_at")?),
                ended_at: row.optional_moment("ended_at")?,
            })
        })
        .collect::<Result<Vec<_>, StorageError>>()?;
    Ok(suspension::in_force(spans, now))
}

/// How many entries of this book came back since its last suspension ended.
pub async fn strikes_of(db: &mut Connection, book: BookId, now: Moment) -> Result<u32, StorageError> {
    let row = sqlx::query(concat!("SELECT ", strikes!("$1", "$2"), " AS strikes"))
        .bind(book.to_string())
        .bind(now.micros())
        .fetch_one(db)
        .await?;
    Row::of("review", &row).count("strikes")
}
