//! Restrictions on students (part 一 of the regulation), and what is held because of them.

use domain::id::{AccountId, BookId, EntryId, InstitutionId, RestrictionBatchId, RestrictionId, StudentId};
use domain::restriction::{self, NewRestriction, RestrictionKind, Span};
use domain::time::{Moment, TaipeiDay};
use domain::view::Restriction;
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError};

/// A condition: a restriction is in force for the student `$student` at `$now`. It is `Span::in_force` for queries that
/// only show; what workflows decide by is [`in_force`].
macro_rules! restricted {
    ($student:literal, $now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM restriction WHERE restriction.student_id = ",
            $student,
            " AND restriction.begins_at <= ",
            $now,
            " AND (restriction.until_at IS NULL OR restriction.until_at > ",
            $now,
            ") AND (restriction.ended_at IS NULL OR restriction.ended_at > ",
            $now,
            "))"
        )
    };
}
pub(super) use restricted;

/// Name and call number of a student of this institution.
pub async fn student(
    db: &mut Connection,
    student: StudentId,
    institution: InstitutionId,
) -> Result<Option<(String, String)>, StorageError> {
    let row = sqlx::query("SELECT name, call_number FROM student WHERE id = $1 AND institution_id = $2")
        .bind(student.to_string())
        .bind(institution.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let row = Row::of("student", &row);
        Ok((row.text("name")?, row.text("call_number")?))
    })
    .transpose()
}

/// Locks the student of this book.
pub async fn lock_of_book(db: &mut Connection, book: BookId) -> Result<Option<StudentId>, StorageError> {
    let row = sqlx::query(
        "UPDATE student SET name = name WHERE id = (SELECT student_id FROM book WHERE id = $1) RETURNING id",
    )
    .bind(book.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| Row::of("student", &row).student("id")).transpose()
}

/// The kinds in force for a student. To decide by it, lock the student first.
pub async fn in_force(
    db: &mut Connection,
    student: StudentId,
    now: Moment,
) -> Result<Vec<RestrictionKind>, StorageError> {
    let rows = sqlx::query(
        "SELECT kind, begins_at, until_at, ended_at FROM restriction WHERE student_id = $1
         ORDER BY begins_at, id",
    )
    .bind(student.to_string())
    .fetch_all(db)
    .await?;
    let all = rows
        .iter()
        .map(|row| {
            let row = Row::of("restriction", row);
            Ok((row.parsed("kind", RestrictionKind::from_name)?, span(&row)?))
        })
        .collect::<Result<Vec<_>, StorageError>>()?;
    Ok(restriction::in_force(all, now))
}

/// All of a student of this institution that there ever were, the latest first.
pub async fn of_student(
    db: &mut Connection,
    student: StudentId,
    institution: InstitutionId,
) -> Result<Vec<Restriction>, StorageError> {
    let rows = sqlx::query(
        "SELECT r.id, r.kind, r.begins_at, r.until_at, r.note, r.made_at, r.ended_at, r.batch_id,
                m.name AS made_by, e.name AS ended_by
         FROM restriction r
         JOIN student s ON s.id = r.student_id
         JOIN account m ON m.id = r.made_by
         LEFT JOIN account e ON e.id = r.ended_by
         WHERE r.student_id = $1 AND s.institution_id = $2
         ORDER BY r.begins_at DESC, r.id DESC",
    )
    .bind(student.to_string())
    .bind(institution.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(restriction).collect()
}

/// One restriction on this student.
pub async fn find(
    db: &mut Connection,
    id: RestrictionId,
    student: StudentId,
) -> Result<Option<(RestrictionKind, Span)>, StorageError> {
    let row = sqlx::query(
        "SELECT kind, begins_at, until_at, ended_at FROM restriction WHERE id = $1 AND student_id = $2",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("restriction", &row);
        Ok((row.parsed("kind", RestrictionKind::from_name)?, span(&row)?))
    })
    .transpose()
}

/// False when there is one of this id already. Lock the student first.
pub async fn add(
    db: &mut Connection,
    id: RestrictionId,
    student: StudentId,
    new: &NewRestriction,
    made_by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let span = new.span();
    let done = sqlx::query(
        "INSERT INTO restriction (id, student_id, kind, begins_at, until_at, note, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .bind(new.kind().name())
    .bind(span.begins_at.micros())
    .bind(span.until.map(Moment::micros))
    .bind(new.note())
    .bind(made_by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends one that is not over. False when it is (by now).
pub async fn end(
    db: &mut Connection,
    id: RestrictionId,
    student: StudentId,
    ended_by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE restriction SET ended_by = $1, ended_at = $2
         WHERE id = $3 AND student_id = $4 AND ended_at IS NULL AND (until_at IS NULL OR until_at > $2)",
    )
    .bind(ended_by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .bind(student.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Approved entries whose student is not restricted (any more) and is there to read them, the earliest approved first. A
/// reply is read by the family, also when its student has left.
pub async fn to_deliver(
    db: &mut Connection,
    now: Moment,
    today: TaipeiDay,
) -> Result<Vec<EntryId>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT e.id FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.state = 'approved' AND (e.answers IS NOT NULL OR s.left_on IS NULL OR s.left_on > $1) AND NOT ",
        restricted!("s.id", "$2"),
        " ORDER BY e.decided_at, e.id"
    ))
    .bind(today.number())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("entry", row).entry("id")).collect()
}

/// Those of them that this student is to read.
pub async fn to_deliver_to(
    db: &mut Connection,
    student: StudentId,
    now: Moment,
) -> Result<Vec<EntryId>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT e.id FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.state = 'approved' AND e.answers IS NULL AND s.id = $1 AND (s.left_on IS NULL OR s.left_on > $2)
           AND NOT ",
        restricted!("s.id", "$3"),
        " ORDER BY e.decided_at, e.id"
    ))
    .bind(student.to_string())
    .bind(now.taipei_day().number())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("entry", row).entry("id")).collect()
}

fn restriction(row: &AnyRow) -> Result<Restriction, StorageError> {
    let row = Row::of("restriction", row);
    Ok(Restriction {
        id: row.parsed("id", RestrictionId::parse)?,
        kind: row.parsed("kind", RestrictionKind::from_name)?,
        span: span(&row)?,
        note: row.text("note")?,
        made_by: row.text("made_by")?,
        made_at: row.moment("made_at")?,
        ended_by: row.optional_text("ended_by")?,
        batch: row.optional_parsed("batch_id", RestrictionBatchId::parse)?,
    })
}

fn span(row: &Row<'_>) -> Result<Span, StorageError> {
    Ok(Span {
        begins_at: row.moment("begins_at")?,
        until: row.optional_moment("until_at")?,
        ended_at: row.optional_moment("ended_at")?,
    })
}
