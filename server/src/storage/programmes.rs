//! 其他家庭支持活動方案 (part 二(二)): who may reply, and when.

use domain::id::{AccountId, InstitutionId, ProgrammeId, StudentId};
use domain::programme::Days;
use domain::time::{Moment, TaipeiDay};

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
        let day = |column| Ok::<_, StorageError>(TaipeiDay::from_number(row.number(column)?));
        if (Days { first: day("begins_on")?, last: day("ends_on")? }).include(today) {
            return row.text("title").map(Some);
        }
    }
    Ok(None)
}

/// Was the student ever in a programme that has begun by this day, over or not?
pub async fn has_begun(
    db: &mut Connection,
    student: StudentId,
    today: TaipeiDay,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT p.id FROM programme_student t JOIN programme p ON p.id = t.programme_id
         WHERE t.student_id = $1 AND p.begins_on <= $2 LIMIT 1",
    )
    .bind(student.to_string())
    .bind(today.number())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}
