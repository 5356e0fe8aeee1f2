//! What waits for staff to read it, oldest first. What was decided and can still be undone waits no more.

use domain::claim::Claim;
use domain::id::{AccountId, EntryId, InstitutionId};
use domain::review_queue::ReviewFilter;
use domain::search::LookedFor;
use domain::strikes::STRIKES_FOR_SUSPENSION;
use domain::time::Moment;
use domain::view::{Page, WaitingEntry};

use super::application_queue::pattern;
use super::paging::{page as page_of, window};
use super::restrictions::restricted;
use super::reviews::{earlier, parties, version};
use super::row::Row;
use super::suspensions::strikes;
use super::{Connection, StorageError, attachments};

/// What is looked for in the queue.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub filter: ReviewFilter,
    /// Part of a call number, or of the student's or the family's name.
    pub search: LookedFor,
}

/// What a query of the queue reads and from where: the institution is `$1`, the present moment `$2`, the filter `$3`
/// and `$4`, the search `$5`.
macro_rules! queue {
    ($select:literal) => {
        concat!(
            $select,
            " FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         JOIN account a ON a.id = b.account_id
         LEFT JOIN entry o ON o.id = e.answers
         LEFT JOIN account t ON t.id = e.taken_by
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.state = 'in_review' AND s.institution_id = $1
           AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.entry_id = e.id)
           AND ($3 = 'all' OR ($3 = 'new' AND e.round = 1) OR ($3 = 'corrected' AND e.round > 1)
                OR ($3 = 'strikes' AND e.answers IS NULL AND ",
            strikes!("b.id", "$2"),
            " >= $4) OR ($3 = 'restricted' AND ",
            restricted!("s.id", "$2"),
            ") OR ($3 = 'overdue' AND e.submitted_at < $2 - 172800000000)
                OR ($3 = 'replies' AND e.answers IS NOT NULL))
           AND (LOWER(s.call_number) LIKE $5 ESCAPE '!' OR LOWER(s.name) LIKE $5 ESCAPE '!'
                OR LOWER(a.name) LIKE $5 ESCAPE '!')"
        )
    };
}

/// A page of what waits in this institution, oldest first.
pub async fn waiting(
    db: &mut Connection,
    institution: InstitutionId,
    wanted: &Wanted,
    page: u32,
    now: Moment,
) -> Result<Page<WaitingEntry>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(concat!(
        "SELECT e.id, e.round, e.title, e.body, e.photo_id, e.photo_alt, e.submitted_at, e.taken_by,
                e.taken_at, t.name AS taken_name, p.width, p.height,
                b.student_id, b.relationship, s.name AS student_name, s.call_number, a.name AS family_name,
                a.language AS family_language, o.title AS answered, ",
        strikes!("b.id", "$2"),
        " AS strikes, CASE WHEN ",
        restricted!("s.id", "$2"),
        queue!(" THEN 1 ELSE 0 END AS restricted"),
        " ORDER BY e.submitted_at, e.id LIMIT $6 OFFSET $7"
    ))
    .bind(institution.to_string())
    .bind(now.micros())
    .bind(wanted.filter.name())
    .bind(i64::from(STRIKES_FOR_SUSPENSION))
    .bind(pattern(&wanted.search))
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    let items: Result<Vec<_>, StorageError> = rows.iter().map(|row| entry(&Row::of("entry", row))).collect();
    let mut page = page_of(page, items?);
    let ids: Vec<_> = page.items.iter().map(|entry| entry.id).collect();
    let mut attachments = attachments::of_waiting(&mut *db, &ids).await?;
    let mut earlier = earlier(&mut *db, &ids).await?;
    for entry in &mut page.items {
        entry.version.attachments = attachments.remove(&entry.id).unwrap_or_default();
        entry.earlier = earlier.remove(&entry.id).unwrap_or_default();
    }
    Ok(page)
}

/// Without what stands in other tables' rows.
fn entry(row: &Row<'_>) -> Result<WaitingEntry, StorageError> {
    Ok(WaitingEntry {
        id: row.entry("id")?,
        parties: parties(row)?,
        version: version(row)?,
        claim: row.claim()?,
        earlier: Vec::new(),
    })
}

/// How much of what is looked for waits.
pub async fn count(
    db: &mut Connection,
    institution: InstitutionId,
    wanted: &Wanted,
    now: Moment,
) -> Result<u32, StorageError> {
    let row = sqlx::query(queue!("SELECT COUNT(*) AS waiting"))
        .bind(institution.to_string())
        .bind(now.micros())
        .bind(wanted.filter.name())
        .bind(i64::from(STRIKES_FOR_SUSPENSION))
        .bind(pattern(&wanted.search))
        .fetch_one(db)
        .await?;
    Row::of("entry", &row).count("waiting")
}

/// Who has an entry open that waits in this institution; the outer `None` when none waits there. Lock the entry first.
pub async fn claim(
    db: &mut Connection,
    id: EntryId,
    institution: InstitutionId,
) -> Result<Option<Option<Claim>>, StorageError> {
    let row = sqlx::query(
        "SELECT e.taken_by, e.taken_at, t.name AS taken_name
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         LEFT JOIN account t ON t.id = e.taken_by
         WHERE e.id = $1 AND s.institution_id = $2 AND e.state = 'in_review'",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| Row::of("entry", &row).claim()).transpose()
}

/// Writes down who has an entry open. Lock it first.
pub async fn take(db: &mut Connection, id: EntryId, by: AccountId, now: Moment) -> Result<(), StorageError> {
    let done =
        sqlx::query("UPDATE entry SET taken_by = $1, taken_at = $2 WHERE id = $3 AND state = 'in_review'")
            .bind(by.to_string())
            .bind(now.micros())
            .bind(id.to_string())
            .execute(db)
            .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("entry")) }
}
