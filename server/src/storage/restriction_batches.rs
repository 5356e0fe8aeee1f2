//! Restrictions that were made for many students together (part 一).

use domain::id::{AccountId, InstitutionId, RestrictionBatchId, RestrictionId, StudentId};
use domain::restriction::{NewRestriction, RestrictionKind, Span};
use domain::restriction_batch::{InBatch, RestrictionBatch};
use domain::time::Moment;
use domain::view::Page;
use sqlx::any::AnyRow;

use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

/// False when there is one of this id already, here or elsewhere.
pub async fn add(
    db: &mut Connection,
    id: RestrictionBatchId,
    institution: InstitutionId,
    new: &NewRestriction,
    (by, now): (AccountId, Moment),
) -> Result<bool, StorageError> {
    let span = new.span();
    let done = sqlx::query(
        "INSERT INTO restriction_batch (id, institution_id, kind, begins_at, until_at, note, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .bind(new.kind().name())
    .bind(span.begins_at.micros())
    .bind(span.until.map(Moment::micros))
    .bind(new.note())
    .bind(by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes the restriction `restriction` on a student, as the batch says. Lock the student first.
pub async fn add_student(
    db: &mut Connection,
    id: RestrictionBatchId,
    restriction: RestrictionId,
    student: StudentId,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "INSERT INTO restriction (id, student_id, kind, begins_at, until_at, note, made_by, made_at, batch_id)
         SELECT CAST($1 AS TEXT), s.id, b.kind, b.begins_at, b.until_at, b.note, b.made_by, b.made_at, b.id
         FROM restriction_batch b JOIN student s ON s.institution_id = b.institution_id
         WHERE b.id = $2 AND s.id = $3",
    )
    .bind(restriction.to_string())
    .bind(id.to_string())
    .bind(student.to_string())
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("a restriction for many")) }
}

/// The kind of one of this institution.
pub async fn kind(
    db: &mut Connection,
    id: RestrictionBatchId,
    institution: InstitutionId,
) -> Result<Option<RestrictionKind>, StorageError> {
    let row = sqlx::query("SELECT kind FROM restriction_batch WHERE id = $1 AND institution_id = $2")
        .bind(id.to_string())
        .bind(institution.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Row::of("restriction_batch", &row).parsed("kind", RestrictionKind::from_name)).transpose()
}

/// Whom it was made for, in the order in which they are locked, with the restriction of each.
pub async fn restrictions_of(
    db: &mut Connection,
    id: RestrictionBatchId,
) -> Result<Vec<(StudentId, RestrictionId)>, StorageError> {
    let rows = sqlx::query("SELECT id, student_id FROM restriction WHERE batch_id = $1 ORDER BY student_id")
        .bind(id.to_string())
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("restriction", row);
            Ok((row.student("student_id")?, row.parsed("id", RestrictionId::parse)?))
        })
        .collect()
}

/// The columns that `batch` reads, of the institution `$1` at the moment `$2`.
macro_rules! batches_where {
    ($which:literal) => {
        concat!(
            "SELECT b.id, b.kind, b.begins_at, b.until_at, b.note, b.made_at, b.ended_at, m.name AS made_by,
                    e.name AS ended_by,
                    (SELECT COUNT(*) FROM restriction r WHERE r.batch_id = b.id) AS students,
                    (SELECT COUNT(*) FROM restriction r WHERE r.batch_id = b.id AND r.ended_at IS NULL
                        AND (r.until_at IS NULL OR r.until_at > $2)) AS not_over
             FROM restriction_batch b
             JOIN account m ON m.id = b.made_by
             LEFT JOIN account e ON e.id = b.ended_by
             WHERE b.institution_id = $1 ",
            $which
        )
    };
}

/// A page of an institution's, the latest first.
pub async fn list(
    db: &mut Connection,
    institution: InstitutionId,
    now: Moment,
    page: u32,
) -> Result<Page<RestrictionBatch>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(batches_where!("ORDER BY b.made_at DESC, b.id DESC LIMIT $3 OFFSET $4"))
        .bind(institution.to_string())
        .bind(now.micros())
        .bind(limit)
        .bind(offset)
        .fetch_all(db)
        .await?;
    let items = rows.iter().map(batch).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

pub async fn find(
    db: &mut Connection,
    id: RestrictionBatchId,
    institution: InstitutionId,
    now: Moment,
) -> Result<Option<RestrictionBatch>, StorageError> {
    let row = sqlx::query(batches_where!("AND b.id = $3"))
        .bind(institution.to_string())
        .bind(now.micros())
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(batch).transpose()
}

/// Whom one of this institution is on, by call number.
pub async fn students(
    db: &mut Connection,
    id: RestrictionBatchId,
    institution: InstitutionId,
) -> Result<Vec<InBatch>, StorageError> {
    let rows = sqlx::query(
        "SELECT s.id, s.name, s.call_number, r.begins_at, r.until_at, r.ended_at, e.name AS ended_by
         FROM restriction r
         JOIN student s ON s.id = r.student_id
         LEFT JOIN account e ON e.id = r.ended_by
         WHERE r.batch_id = $1 AND s.institution_id = $2 ORDER BY s.call_number",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("restriction", row);
            Ok(InBatch {
                student: row.student("id")?,
                name: row.text("name")?,
                call_number: row.text("call_number")?,
                span: Span {
                    begins_at: row.moment("begins_at")?,
                    until: row.optional_moment("until_at")?,
                    ended_at: row.optional_moment("ended_at")?,
                },
                ended_by: row.optional_text("ended_by")?,
            })
        })
        .collect()
}

/// Writes down who ended what was not over of it. Lock its students first.
pub async fn end(
    db: &mut Connection,
    id: RestrictionBatchId,
    by: AccountId,
    now: Moment,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE restriction_batch SET ended_by = $1, ended_at = $2 WHERE id = $3 AND ended_at IS NULL",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("a restriction for many")) }
}

fn batch(row: &AnyRow) -> Result<RestrictionBatch, StorageError> {
    let row = Row::of("restriction_batch", row);
    let ended_at = row.optional_moment("ended_at")?;
    Ok(RestrictionBatch {
        id: row.parsed("id", RestrictionBatchId::parse)?,
        kind: row.parsed("kind", RestrictionKind::from_name)?,
        span: Span { begins_at: row.moment("begins_at")?, until: row.optional_moment("until_at")?, ended_at },
        note: row.text("note")?,
        made_by: row.text("made_by")?,
        made_at: row.moment("made_at")?,
        ended: row.optional_text("ended_by")?.zip(ended_at),
        students: row.count("students")?,
        left: row.count("not_over")?,
    })
}
