//! 其他家庭支持活動方案 (part 二(二)): who may reply, and when.

use domain::id::{AccountId, InstitutionId, ProgrammeId, StudentId};
use domain::programme::{Days, Programme, TakingPart};
use domain::time::{Moment, TaipeiDay};
use domain::view::Page;
use sqlx::any::AnyRow;

use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

/// False when there is one of this id already.
pub async fn add(
    db: &mut Connection,
    id: ProgrammeId,
    institution: InstitutionId,
    title: &str,
    days: Days,
    (by, now): (AccountId, Moment),
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO programme (id, institution_id, title, begins_on, ends_on, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .bind(title)
    .bind(days.first.number())
    .bind(days.last.number())
    .bind(by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// False when the student is not of the programme's institution.
pub async fn add_student(
    db: &mut Connection,
    id: ProgrammeId,
    student: StudentId,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO programme_student (programme_id, student_id)
         SELECT p.id, s.id FROM programme p JOIN student s ON s.institution_id = p.institution_id
         WHERE p.id = $1 AND s.id = $2",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The title of the programme in which the student may reply on this day, if there is one; of several the one that lasts
/// longest. To decide by it, lock the student first.
pub async fn in_force(
    db: &mut Connection,
    student: StudentId,
    today: TaipeiDay,
) -> Result<Option<String>, StorageError> {
    let rows = sqlx::query(
        "SELECT p.title, p.begins_on, p.ends_on FROM programme_student t JOIN programme p ON p.id = t.programme_id
         WHERE t.student_id = $1 AND p.ended_at IS NULL ORDER BY p.ends_on DESC, p.id",
    )
    .bind(student.to_string())
    .fetch_all(db)
    .await?;
    for row in &rows {
        let row = Row::of("programme", row);
        if days(&row)?.include(today) {
            return row.text("title").map(Some);
        }
    }
    Ok(None)
}

/// As long as a student's session can last at most, in seconds.
const AFTER_ITS_END: i64 = 4 * 3600;

/// May the student begin a reply: inside a programme, or a little after one, on a page that was opened before its end?
pub async fn may_begin(db: &mut Connection, student: StudentId, now: Moment) -> Result<bool, StorageError> {
    let before = now.plus_seconds(-AFTER_ITS_END);
    let row = sqlx::query(
        "SELECT p.id FROM programme_student t JOIN programme p ON p.id = t.programme_id
         WHERE t.student_id = $1 AND p.begins_on <= $2 AND p.ends_on >= $3
           AND (p.ended_at IS NULL OR p.ended_at >= $4) LIMIT 1",
    )
    .bind(student.to_string())
    .bind(now.taipei_day().number())
    .bind(before.taipei_day().number())
    .bind(before.micros())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// The columns that `programme` reads, of the institution `$1`.
macro_rules! programmes_where {
    ($which:literal) => {
        concat!(
            "SELECT p.id, p.title, p.begins_on, p.ends_on, p.made_at, p.ended_at, m.name AS made_by,
                    e.name AS ended_by,
                    (SELECT COUNT(*) FROM programme_student t WHERE t.programme_id = p.id) AS students
             FROM programme p
             JOIN account m ON m.id = p.made_by
             LEFT JOIN account e ON e.id = p.ended_by
             WHERE p.institution_id = $1 ",
            $which
        )
    };
}

/// A page of an institution's programmes, the one that lasts longest first.
pub async fn list(
    db: &mut Connection,
    institution: InstitutionId,
    page: u32,
) -> Result<Page<Programme>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(programmes_where!("ORDER BY p.ends_on DESC, p.id LIMIT $2 OFFSET $3"))
        .bind(institution.to_string())
        .bind(limit)
        .bind(offset)
        .fetch_all(db)
        .await?;
    let items = rows.iter().map(programme).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

pub async fn find(
    db: &mut Connection,
    id: ProgrammeId,
    institution: InstitutionId,
) -> Result<Option<Programme>, StorageError> {
    let row = sqlx::query(programmes_where!("AND p.id = $2"))
        .bind(institution.to_string())
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(programme).transpose()
}

pub async fn title(
    db: &mut Connection,
    id: ProgrammeId,
    institution: InstitutionId,
) -> Result<Option<String>, StorageError> {
    let row = sqlx::query("SELECT title FROM programme WHERE id = $1 AND institution_id = $2")
        .bind(id.to_string())
        .bind(institution.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Row::of("programme", &row).text("title")).transpose()
}

/// Locks a programme of this institution until the transaction ends. False when there is none.
pub async fn lock(
    db: &mut Connection,
    id: ProgrammeId,
    institution: InstitutionId,
) -> Result<bool, StorageError> {
    let done = sqlx::query("UPDATE programme SET title = title WHERE id = $1 AND institution_id = $2")
        .bind(id.to_string())
        .bind(institution.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Who takes part, in the order in which they are locked.
pub async fn students_of(db: &mut Connection, id: ProgrammeId) -> Result<Vec<StudentId>, StorageError> {
    let rows =
        sqlx::query("SELECT student_id FROM programme_student WHERE programme_id = $1 ORDER BY student_id")
            .bind(id.to_string())
            .fetch_all(db)
            .await?;
    rows.iter().map(|row| Row::of("programme_student", row).student("student_id")).collect()
}

/// Who takes part, by call number, with the replies that were begun while it lasted, and with what is half-written.
pub async fn taking_part(
    db: &mut Connection,
    id: ProgrammeId,
    days: Days,
) -> Result<Vec<TakingPart>, StorageError> {
    let rows = sqlx::query(
        "SELECT s.id, s.name, s.call_number,
                CAST(COALESCE(SUM(CASE WHEN e.state = 'in_review' THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
                CAST(COALESCE(SUM(CASE WHEN e.state IN ('approved', 'delivered', 'read') THEN 1 ELSE 0 END), 0)
                     AS BIGINT) AS passed,
                CAST(COALESCE(SUM(CASE WHEN e.state = 'returned' THEN 1 ELSE 0 END), 0) AS BIGINT) AS returned,
                CAST(COALESCE(SUM(CASE WHEN e.state = 'draft' THEN 1 ELSE 0 END), 0) AS BIGINT) AS half_written
         FROM programme_student t
         JOIN student s ON s.id = t.student_id
         LEFT JOIN entry e ON e.written_by = s.id AND e.answers IS NOT NULL
              AND (e.state = 'draft' OR (e.created_at >= $2 AND e.created_at < $3))
         WHERE t.programme_id = $1
         GROUP BY s.id, s.name, s.call_number ORDER BY s.call_number",
    )
    .bind(id.to_string())
    .bind(days.first.starts_at().micros())
    .bind(days.last.plus_days(1).starts_at().micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("programme_student", row);
            Ok(TakingPart {
                student: row.student("id")?,
                name: row.text("name")?,
                call_number: row.text("call_number")?,
                waiting: row.count("waiting")?,
                passed: row.count("passed")?,
                returned: row.count("returned")?,
                half_written: row.count("half_written")?,
            })
        })
        .collect()
}

/// Who takes part in one of this institution, has not left and has a half-written reply; by call number.
pub async fn with_something_half_written(
    db: &mut Connection,
    id: ProgrammeId,
    institution: InstitutionId,
    today: TaipeiDay,
) -> Result<Vec<StudentId>, StorageError> {
    let rows = sqlx::query(
        "SELECT s.id FROM programme_student t JOIN student s ON s.id = t.student_id
         WHERE t.programme_id = $1 AND s.institution_id = $2 AND (s.left_on IS NULL OR s.left_on > $3)
           AND EXISTS (SELECT 1 FROM entry e
                       WHERE e.written_by = s.id AND e.answers IS NOT NULL AND e.state = 'draft')
         ORDER BY s.call_number",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .bind(today.number())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("student", row).student("id")).collect()
}

/// A later last day. False when it changed meanwhile or was ended. Lock the programme first.
pub async fn extend(
    db: &mut Connection,
    id: ProgrammeId,
    (from, to): (TaipeiDay, TaipeiDay),
) -> Result<bool, StorageError> {
    let done =
        sqlx::query("UPDATE programme SET ends_on = $1 WHERE id = $2 AND ends_on = $3 AND ended_at IS NULL")
            .bind(to.number())
            .bind(id.to_string())
            .bind(from.number())
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends one that is not over. False when it is. Lock its students first, then the programme.
pub async fn end(
    db: &mut Connection,
    id: ProgrammeId,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE programme SET ended_by = $1, ended_at = $2 WHERE id = $3 AND ended_at IS NULL AND ends_on >= $4",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .bind(now.taipei_day().number())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn days(row: &Row<'_>) -> Result<Days, StorageError> {
    let day = |column| Ok::<_, StorageError>(TaipeiDay::from_number(row.number(column)?));
    Ok(Days { first: day("begins_on")?, last: day("ends_on")? })
}

fn programme(row: &AnyRow) -> Result<Programme, StorageError> {
    let row = Row::of("programme", row);
    Ok(Programme {
        id: row.parsed("id", ProgrammeId::parse)?,
        title: row.text("title")?,
        days: days(&row)?,
        made_by: row.text("made_by")?,
        made_at: row.moment("made_at")?,
        ended: row.optional_text("ended_by")?.zip(row.optional_moment("ended_at")?),
        students: row.count("students")?,
    })
}
