//! 專案 (part 二(四)): wider limits for one book for a while.

use domain::id::{AccountId, BookId, InstitutionId, SpecialApprovalId};
use domain::limits::{EntryLimits, Wider};
use domain::restriction::Span;
use domain::special_approval::{Allowed, Approval, ApprovalFilter, NewApproval};
use domain::suspension::last_day;
use domain::time::Moment;
use domain::view::Page;
use sqlx::any::AnyRow;

use super::held_books::whose;
use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

/// False when there is one of this id already. Lock the book first.
pub async fn add(
    db: &mut Connection,
    id: SpecialApprovalId,
    book: BookId,
    new: &NewApproval,
    (by, now): (AccountId, Moment),
) -> Result<bool, StorageError> {
    let (wider, span) = (new.wider(), new.span());
    let done = sqlx::query(
        "INSERT INTO special_approval (id, book_id, days_between_uses, body, photos, photo_bytes, begins_at,
                                       until_at, reason, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(book.to_string())
    .bind(wider.days_between_uses.map(i64::from))
    .bind(wider.body.map(i64::from))
    .bind(wider.photos.map(i64::from))
    .bind(wider.photo_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)))
    .bind(span.begins_at.micros())
    .bind(span.until.map(Moment::micros))
    .bind(new.reason())
    .bind(by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The limits of a book, as far as an approval that is in force widens them.
pub async fn widen(
    db: &mut Connection,
    book: BookId,
    limits: EntryLimits,
    now: Moment,
) -> Result<EntryLimits, StorageError> {
    let all = in_force(db, book, now).await?;
    Ok(all.iter().fold(limits, |limits, allowed| limits.widened_by(&allowed.wider)))
}

/// What is allowed in a book at present; one at most, unless it was given before overlaps were refused.
pub async fn in_force(db: &mut Connection, book: BookId, now: Moment) -> Result<Vec<Allowed>, StorageError> {
    let rows = sqlx::query(
        "SELECT days_between_uses, body, photos, photo_bytes, begins_at, until_at, ended_at FROM special_approval
         WHERE book_id = $1 AND begins_at <= $2 AND COALESCE(ended_at, until_at) > $2 ORDER BY until_at, id",
    )
    .bind(book.to_string())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("special_approval", row);
            let span = span(&row)?;
            let last = last_day(&span).ok_or_else(|| row.missing("until_at"))?;
            Ok(Allowed { wider: wider(&row)?, last })
        })
        .collect()
}

/// When the one holds that was given last; `None` when it is over.
pub async fn newest(db: &mut Connection, book: BookId, now: Moment) -> Result<Option<Span>, StorageError> {
    let row = sqlx::query(
        "SELECT begins_at, until_at, ended_at FROM special_approval WHERE book_id = $1
         ORDER BY made_at DESC, id DESC LIMIT 1",
    )
    .bind(book.to_string())
    .fetch_optional(db)
    .await?;
    let span = row.map(|row| span(&Row::of("special_approval", &row))).transpose()?;
    Ok(span.filter(|span| span.end().is_some_and(|end| end > now)))
}

/// One that would be in force at the same time, from `now` on: what is past overlaps nothing. Lock the book first.
pub async fn overlapping(
    db: &mut Connection,
    book: BookId,
    new: Span,
    now: Moment,
) -> Result<Option<Span>, StorageError> {
    let row = sqlx::query(
        "SELECT begins_at, until_at, ended_at FROM special_approval
         WHERE book_id = $1 AND begins_at < $3 AND COALESCE(ended_at, until_at) > $2
           AND COALESCE(ended_at, until_at) > begins_at
         ORDER BY begins_at, id LIMIT 1",
    )
    .bind(book.to_string())
    .bind(new.begins_at.max(now).micros())
    .bind(new.end().map_or(i64::MAX, Moment::micros))
    .fetch_optional(db)
    .await?;
    row.map(|row| span(&Row::of("special_approval", &row))).transpose()
}

/// The book of one that was given in this institution.
pub async fn book_of(
    db: &mut Connection,
    id: SpecialApprovalId,
    institution: InstitutionId,
) -> Result<Option<BookId>, StorageError> {
    let row = sqlx::query(
        "SELECT a.book_id FROM special_approval a JOIN book b ON b.id = a.book_id
         JOIN student s ON s.id = b.student_id WHERE a.id = $1 AND s.institution_id = $2",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| Row::of("special_approval", &row).book("book_id")).transpose()
}

/// Ends one that is not over. False when it is. Lock the book first.
pub async fn end(
    db: &mut Connection,
    id: SpecialApprovalId,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE special_approval SET ended_by = $1, ended_at = $2
         WHERE id = $3 AND ended_at IS NULL AND until_at > $2",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The columns that `approval` reads, of the institution `$1` at `$2`.
macro_rules! approvals_where {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.days_between_uses, a.body, a.photos, a.photo_bytes, a.begins_at, a.until_at, a.ended_at,
                    a.reason, a.made_at, m.name AS made_by, e.name AS ended_by, b.relationship,
                    f.name AS family_name, s.id AS student_id, s.name AS student_name, s.call_number
             FROM special_approval a
             JOIN book b ON b.id = a.book_id
             JOIN student s ON s.id = b.student_id
             JOIN account f ON f.id = b.account_id
             JOIN account m ON m.id = a.made_by
             LEFT JOIN account e ON e.id = a.ended_by
             WHERE s.institution_id = $1 AND ",
            $which
        )
    };
}

/// A page of what was approved in an institution.
pub async fn list(
    db: &mut Connection,
    institution: InstitutionId,
    filter: ApprovalFilter,
    page: u32,
    now: Moment,
) -> Result<Page<Approval>, StorageError> {
    let query = match filter {
        ApprovalFilter::InForce => approvals_where!(
            "a.begins_at <= $2 AND COALESCE(a.ended_at, a.until_at) > $2 AND b.closed_at IS NULL
             ORDER BY a.until_at, a.id LIMIT $3 OFFSET $4"
        ),
        ApprovalFilter::Coming => approvals_where!(
            "a.begins_at > $2 AND a.ended_at IS NULL AND b.closed_at IS NULL
             ORDER BY a.begins_at, a.id LIMIT $3 OFFSET $4"
        ),
        ApprovalFilter::Over => approvals_where!(
            "(COALESCE(a.ended_at, a.until_at) <= $2 OR b.closed_at IS NOT NULL)
             ORDER BY a.begins_at DESC, a.id LIMIT $3 OFFSET $4"
        ),
    };
    let (limit, offset) = window(page);
    let rows = sqlx::query(query)
        .bind(institution.to_string())
        .bind(now.micros())
        .bind(limit)
        .bind(offset)
        .fetch_all(db)
        .await?;
    let items = rows.iter().map(approval).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

fn approval(row: &AnyRow) -> Result<Approval, StorageError> {
    let row = Row::of("special_approval", row);
    Ok(Approval {
        id: row.parsed("id", SpecialApprovalId::parse)?,
        whose: whose(&row)?,
        span: span(&row)?,
        wider: wider(&row)?,
        reason: row.text("reason")?,
        made_by: row.text("made_by")?,
        made_at: row.moment("made_at")?,
        ended_by: row.optional_text("ended_by")?,
    })
}

fn wider(row: &Row<'_>) -> Result<Wider, StorageError> {
    let whole =
        |column| Ok::<_, StorageError>(row.optional_number(column)?.and_then(|n| u32::try_from(n).ok()));
    Ok(Wider {
        days_between_uses: whole("days_between_uses")?,
        body: whole("body")?,
        photos: whole("photos")?,
        photo_bytes: row.optional_number("photo_bytes")?.and_then(|bytes| u64::try_from(bytes).ok()),
    })
}

fn span(row: &Row<'_>) -> Result<Span, StorageError> {
    Ok(Span {
        begins_at: row.moment("begins_at")?,
        until: Some(row.moment("until_at")?),
        ended_at: row.optional_moment("ended_at")?,
    })
}
