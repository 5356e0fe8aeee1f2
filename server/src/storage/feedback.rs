//! 意見回饋: what families and staff say about the site.

use domain::feedback::{Feedback, FeedbackFilter, FeedbackText};
use domain::id::{AccountId, FeedbackId, InstitutionId};
use domain::people::Role;
use domain::time::Moment;
use domain::view::Page;
use sqlx::any::AnyRow;

use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

pub struct NewFeedback<'a> {
    pub id: FeedbackId,
    pub institution: InstitutionId,
    pub account: AccountId,
    /// A path without ids; empty when it is not known.
    pub page: &'a str,
    pub text: &'a FeedbackText,
}

/// One of this id that is there already stays as it is.
pub async fn add(db: &mut Connection, new: &NewFeedback<'_>, now: Moment) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO feedback (id, institution_id, account_id, page, text, at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
    )
    .bind(new.id.to_string())
    .bind(new.institution.to_string())
    .bind(new.account.to_string())
    .bind(new.page)
    .bind(new.text.as_str())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// Did this account say it already?
pub async fn is_said(db: &mut Connection, id: FeedbackId, account: AccountId) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM feedback WHERE id = $1 AND account_id = $2")
        .bind(id.to_string())
        .bind(account.to_string())
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

/// SQL for the id of the institution to which an account belongs: staff's own; a family's is that of its newest open book,
/// else of its newest book, else of its newest request.
macro_rules! belongs_to {
    ($account:literal) => {
        concat!(
            "COALESCE(",
            $account,
            ".institution_id,
             (SELECT s.institution_id FROM book b JOIN student s ON s.id = b.student_id
              WHERE b.account_id = ",
            $account,
            ".id
              ORDER BY CASE WHEN b.closed_at IS NULL THEN 0 ELSE 1 END, b.opened_at DESC, b.id DESC LIMIT 1),
             (SELECT p.institution_id FROM application p
              WHERE p.account_id = ",
            $account,
            ".id AND p.institution_id IS NOT NULL
              ORDER BY p.created_at DESC, p.id DESC LIMIT 1))"
        )
    };
}
pub(super) use belongs_to;

/// Whose admin reads what this account says.
pub async fn institution_of(
    db: &mut Connection,
    account: AccountId,
) -> Result<Option<InstitutionId>, StorageError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        belongs_to!("a"),
        " AS institution_id FROM account a WHERE a.id = $1"
    ))
    .bind(account.to_string())
    .fetch_one(db)
    .await?;
    Row::of("account", &row).optional_parsed("institution_id", InstitutionId::parse)
}

/// The columns that `feedback` reads, of the institution `$1`, or of none when that is empty.
macro_rules! feedback_where {
    ($which:literal) => {
        concat!(
            "SELECT f.id, f.at, f.page, f.text, f.done_at, a.role, d.name AS done_by,
                    CASE WHEN a.role <> 'family' THEN a.name END AS name
             FROM feedback f
             JOIN account a ON a.id = f.account_id
             LEFT JOIN account d ON d.id = f.done_by
             WHERE f.institution_id = $1 AND ",
            $which,
            " ORDER BY f.at DESC, f.id DESC LIMIT $2 OFFSET $3"
        )
    };
}

/// A page of what was said, the latest first.
pub async fn list(
    db: &mut Connection,
    institution: InstitutionId,
    filter: FeedbackFilter,
    page: u32,
) -> Result<Page<Feedback>, StorageError> {
    let query = match filter {
        FeedbackFilter::Open => feedback_where!("f.done_at IS NULL"),
        FeedbackFilter::Done => feedback_where!("f.done_at IS NOT NULL"),
    };
    let (limit, offset) = window(page);
    let rows =
        sqlx::query(query).bind(institution.to_string()).bind(limit).bind(offset).fetch_all(db).await?;
    let items = rows.iter().map(feedback).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

/// How many nobody has dealt with.
pub async fn open_count(db: &mut Connection, institution: InstitutionId) -> Result<u32, StorageError> {
    let row = sqlx::query(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM feedback
         WHERE institution_id = $1 AND done_at IS NULL",
    )
    .bind(institution.to_string())
    .fetch_one(db)
    .await?;
    Row::of("feedback", &row).count("n")
}

/// Is there one of this id, dealt with or not?
pub async fn is_of(
    db: &mut Connection,
    id: FeedbackId,
    institution: InstitutionId,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT id FROM feedback
         WHERE id = $2 AND institution_id = $1",
    )
    .bind(institution.to_string())
    .bind(id.to_string())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Somebody dealt with it; who did so first stays.
pub async fn set_done(
    db: &mut Connection,
    id: FeedbackId,
    by: AccountId,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE feedback SET done_at = $1, done_by = $2 WHERE id = $3 AND done_at IS NULL")
        .bind(now.micros())
        .bind(by.to_string())
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// It is to be dealt with after all.
pub async fn reopen(db: &mut Connection, id: FeedbackId) -> Result<(), StorageError> {
    sqlx::query("UPDATE feedback SET done_at = NULL, done_by = NULL WHERE id = $1 AND done_at IS NOT NULL")
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Everything that an account said, the latest first: when, about which page, and what.
pub async fn of_account(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<(Moment, String, String)>, StorageError> {
    let rows =
        sqlx::query("SELECT at, page, text FROM feedback WHERE account_id = $1 ORDER BY at DESC, id DESC")
            .bind(account.to_string())
            .fetch_all(db)
            .await?;
    let said = |row| {
        let row = Row::of("feedback", row);
        Ok((row.moment("at")?, row.text("page")?, row.text("text")?))
    };
    rows.iter().map(said).collect()
}

fn feedback(row: &AnyRow) -> Result<Feedback, StorageError> {
    let row = Row::of("feedback", row);
    Ok(Feedback {
        id: row.parsed("id", FeedbackId::parse)?,
        at: row.moment("at")?,
        role: row.parsed("role", Role::from_name)?,
        name: row.optional_text("name")?,
        page: row.text("page")?,
        text: row.text("text")?,
        done: row.optional_text("done_by")?.zip(row.optional_moment("done_at")?),
    })
}
