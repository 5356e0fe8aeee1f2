//! What waits for staff, what they decided, and the history that is kept for ever.

use domain::id::{AccountId, EntryId, InstitutionId, ReviewId};
use domain::people::Relationship;
use domain::review::ReturnNotice;
use domain::time::Moment;
use domain::view::{Decision, Glance, Page, Parties, ReviewedEntry, Version, WaitingEntry};
use sqlx::any::AnyRow;

use super::entries::{StoredEntry, state};
use super::paging::{page as page_of, window};
use super::restrictions::restricted;
use super::row::Row;
use super::{Connection, StorageError};

/// What was decided.
#[derive(Clone, Debug)]
pub enum Verdict {
    Approved,
    Returned(ReturnNotice),
}

/// Keeps a decision with the words and the photo it was about.
pub async fn add(
    db: &mut Connection,
    id: ReviewId,
    entry: &StoredEntry,
    (round, submitted_at): (u32, Moment),
    verdict: &Verdict,
    decided_by: AccountId,
    now: Moment,
) -> Result<(), StorageError> {
    let (decision, reasons, suggestion) = match verdict {
        Verdict::Approved => ("approved", String::new(), None),
        Verdict::Returned(notice) => {
            let reasons: Vec<_> = notice.reasons().iter().map(|reason| reason.name()).collect();
            ("returned", reasons.join(","), notice.suggestion())
        }
    };
    sqlx::query(
        "INSERT INTO review (id, entry_id, book_id, round, title, body, photo_id, submitted_at, decision,
                             reasons, suggestion, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(id.to_string())
    .bind(entry.id.to_string())
    .bind(entry.book.map(|book| book.to_string()))
    .bind(i64::from(round))
    .bind(&entry.title)
    .bind(&entry.body)
    .bind(entry.photo.map(|photo| photo.to_string()))
    .bind(submitted_at.micros())
    .bind(decision)
    .bind(reasons)
    .bind(suggestion)
    .bind(decided_by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// The columns `reasons` and `suggestion`.
pub(super) fn notice(row: &Row<'_>) -> Result<ReturnNotice, StorageError> {
    let reasons = row.text("reasons")?;
    let suggestion = row.optional_text("suggestion")?.unwrap_or_default();
    ReturnNotice::parse(reasons.split(',').filter(|reason| !reason.is_empty()), &suggestion)
        .map_err(|error| StorageError::Row { table: "review", what: error.to_string() })
}

/// A page of what waits in this institution, oldest first.
pub async fn waiting(
    db: &mut Connection,
    institution: InstitutionId,
    page: u32,
    now: Moment,
) -> Result<Page<WaitingEntry>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(concat!(
        "SELECT e.id, e.round, e.title, e.body, e.photo_id, e.submitted_at, p.width, p.height,
                b.student_id, b.relationship, s.name AS student_name, s.call_number, a.name AS family_name,
                (SELECT COUNT(*) FROM review r WHERE r.book_id = b.id AND r.decision = 'returned') AS strikes,
                CASE WHEN ",
        restricted!("s.id", "$4"),
        " THEN 1 ELSE 0 END AS restricted
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         JOIN account a ON a.id = b.account_id
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.state = 'in_review' AND s.institution_id = $1
         ORDER BY e.submitted_at, e.id
         LIMIT $2 OFFSET $3"
    ))
    .bind(institution.to_string())
    .bind(limit)
    .bind(offset)
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    let items = rows
        .iter()
        .map(|row| {
            let row = Row::of("entry", row);
            Ok(WaitingEntry { id: row.entry("id")?, parties: parties(&row)?, version: version(&row)? })
        })
        .collect::<Result<_, StorageError>>()?;
    Ok(page_of(page, items))
}

/// An entry with its history, if it was ever sent to review in this institution.
pub async fn reviewed(
    db: &mut Connection,
    entry: EntryId,
    institution: InstitutionId,
    now: Moment,
) -> Result<Option<ReviewedEntry>, StorageError> {
    let row = sqlx::query(concat!(
        "SELECT e.id, e.round, e.turn, e.state, e.title, e.body, e.photo_id, e.submitted_at, e.decided_at,
                e.delivered_at, e.read_at, e.withdrawn_at, p.width, p.height,
                b.student_id, b.relationship, s.name AS student_name, s.call_number, a.name AS family_name,
                (SELECT COUNT(*) FROM review r WHERE r.book_id = b.id AND r.decision = 'returned') AS strikes,
                CASE WHEN ",
        restricted!("s.id", "$3"),
        " THEN 1 ELSE 0 END AS restricted
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         JOIN account a ON a.id = b.account_id
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.id = $1 AND s.institution_id = $2
           AND (e.state = 'in_review' OR EXISTS (SELECT 1 FROM review r WHERE r.entry_id = e.id))"
    ))
    .bind(entry.to_string())
    .bind(institution.to_string())
    .bind(now.micros())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("entry", &row);
    let state = state(&row)?;
    Ok(Some(ReviewedEntry {
        id: entry,
        parties: parties(&row)?,
        state,
        waiting: matches!(state, domain::entry::EntryState::InReview { .. })
            .then(|| version(&row))
            .transpose()?,
        history: history(db, entry).await?,
    }))
}

async fn history(db: &mut Connection, entry: EntryId) -> Result<Vec<Decision>, StorageError> {
    let rows = sqlx::query(
        "SELECT r.round, r.title, r.body, r.photo_id, r.submitted_at, r.decision, r.reasons, r.suggestion,
                r.decided_at, p.width, p.height, a.name AS decided_by
         FROM review r
         JOIN account a ON a.id = r.decided_by
         LEFT JOIN photo p ON p.id = r.photo_id
         WHERE r.entry_id = $1 ORDER BY r.round DESC",
    )
    .bind(entry.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(decision).collect()
}

fn decision(row: &AnyRow) -> Result<Decision, StorageError> {
    let row = Row::of("review", row);
    let returned = if row.text("decision")? == "returned" { Some(notice(&row)?) } else { None };
    Ok(Decision {
        version: version(&row)?,
        decided_at: row.moment("decided_at")?,
        decided_by: row.text("decided_by")?,
        returned,
    })
}

fn version(row: &Row<'_>) -> Result<Version, StorageError> {
    Ok(Version {
        round: row.count("round")?,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.photo()?,
        submitted_at: row.moment("submitted_at")?,
    })
}

fn parties(row: &Row<'_>) -> Result<Parties, StorageError> {
    Ok(Parties {
        student: row.student("student_id")?,
        student_name: row.text("student_name")?,
        call_number: row.text("call_number")?,
        family_name: row.text("family_name")?,
        relationship: row.parsed("relationship", Relationship::from_name)?,
        strikes: row.count("strikes")?,
        restricted: row.number("restricted")? == 1,
    })
}

/// How the day stands in this institution. `today_from` is 00:00 in Taipei.
pub async fn glance(
    db: &mut Connection,
    institution: InstitutionId,
    today_from: Moment,
) -> Result<Glance, StorageError> {
    let waiting = sqlx::query(
        "SELECT COUNT(*) AS waiting, MIN(e.submitted_at) AS oldest
         FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.state = 'in_review' AND s.institution_id = $1",
    )
    .bind(institution.to_string())
    .fetch_one(&mut *db)
    .await?;
    let decided = sqlx::query(
        "SELECT COUNT(*) AS decided
         FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id
         WHERE s.institution_id = $1 AND r.decided_at >= $2",
    )
    .bind(institution.to_string())
    .bind(today_from.micros())
    .fetch_one(&mut *db)
    .await?;
    let held = sqlx::query(
        "SELECT COUNT(*) AS held
         FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.state = 'approved' AND s.institution_id = $1 AND (s.left_on IS NULL OR s.left_on > $2)",
    )
    .bind(institution.to_string())
    .bind(today_from.taipei_day().number())
    .fetch_one(db)
    .await?;
    let waiting = Row::of("entry", &waiting);
    Ok(Glance {
        waiting: waiting.count("waiting")?,
        oldest: waiting.optional_moment("oldest")?,
        decided_today: Row::of("review", &decided).count("decided")?,
        held: Row::of("entry", &held).count("held")?,
    })
}
