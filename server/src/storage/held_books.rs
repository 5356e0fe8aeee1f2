//! The active books of an institution and whose they are, for its staff.

use domain::id::{BookId, InstitutionId, StudentId};
use domain::people::Relationship;
use domain::search::LookedFor;
use domain::view::Whose;

use super::row::Row;
use super::students::patterns;
use super::{Connection, StorageError};

/// The active book of a student of this institution, and whose it is.
pub async fn of_student(
    db: &mut Connection,
    student: StudentId,
    institution: InstitutionId,
) -> Result<Option<(BookId, Whose)>, StorageError> {
    let row = sqlx::query(
        "SELECT b.id, b.relationship, f.name AS family_name, s.id AS student_id, s.name AS student_name, s.call_number
         FROM book b JOIN student s ON s.id = b.student_id JOIN account f ON f.id = b.account_id
         WHERE s.id = $1 AND s.institution_id = $2 AND b.closed_at IS NULL",
    )
    .bind(student.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("book", &row);
        Ok((row.book("id")?, whose(&row)?))
    })
    .transpose()
}

/// The active books of an institution that a call number's beginning or a part of a student's name finds; a few.
pub async fn look_up(
    db: &mut Connection,
    institution: InstitutionId,
    text: &LookedFor,
) -> Result<Vec<Whose>, StorageError> {
    let (number, name) = patterns(text);
    let rows = sqlx::query(
        "SELECT b.relationship, f.name AS family_name, s.id AS student_id, s.name AS student_name, s.call_number
         FROM book b JOIN student s ON s.id = b.student_id JOIN account f ON f.id = b.account_id
         WHERE s.institution_id = $1 AND b.closed_at IS NULL
           AND (s.call_number LIKE $2 ESCAPE '!' OR LOWER(s.name) LIKE $3 ESCAPE '!')
         ORDER BY s.call_number LIMIT 20",
    )
    .bind(institution.to_string())
    .bind(number)
    .bind(name)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| whose(&Row::of("book", row))).collect()
}

/// The columns `student_id`, `student_name`, `call_number`, `family_name` and `relationship`.
pub(super) fn whose(row: &Row<'_>) -> Result<Whose, StorageError> {
    Ok(Whose {
        student: row.student("student_id")?,
        student_name: row.text("student_name")?,
        call_number: row.text("call_number")?,
        family_name: row.text("family_name")?,
        relationship: row.parsed("relationship", Relationship::from_name)?,
    })
}
