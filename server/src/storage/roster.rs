//! Institutions and their students.

use domain::id::{InstitutionId, StudentId};
use domain::student::{CallNumber, WRONG_PINS};
use domain::time::{Moment, TaipeiDay};
use domain::view::Institution;
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError, settings};

/// What the terminal needs to know of a student.
pub struct StudentCredentials {
    pub student: StudentId,
    pub pin_hash: String,
}

pub struct NewStudent<'a> {
    pub id: StudentId,
    pub institution: InstitutionId,
    pub call_number: &'a CallNumber,
    pub name: &'a str,
    pub pin_hash: &'a str,
}

/// Those that are open, by name.
pub async fn institutions(db: &mut Connection) -> Result<Vec<Institution>, StorageError> {
    let rows = sqlx::query(
        "SELECT id, name, phone, settings FROM institution
             WHERE authority = 0 AND closed_at IS NULL ORDER BY name",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(read_institution).collect()
}

fn read_institution(row: &AnyRow) -> Result<Institution, StorageError> {
    let row = Row::of("institution", row);
    Ok(Institution {
        id: row.institution("id")?,
        name: row.text("name")?,
        phone: row.text("phone")?,
        contact_person: settings::read(&row)?.contact_person,
    })
}

pub async fn institution(
    db: &mut Connection,
    id: InstitutionId,
) -> Result<Option<Institution>, StorageError> {
    let row = sqlx::query("SELECT id, name, phone, settings FROM institution WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(read_institution).transpose()
}

pub async fn add_student(
    db: &mut Connection,
    student: &NewStudent<'_>,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO student (id, institution_id, call_number, name, pin_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(student.id.to_string())
    .bind(student.institution.to_string())
    .bind(student.call_number.as_str())
    .bind(student.name)
    .bind(student.pin_hash)
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// Of a student who may log in: here on this day, with a PIN that is not locked.
pub async fn student_credentials(
    db: &mut Connection,
    institution: InstitutionId,
    call_number: &CallNumber,
    today: TaipeiDay,
) -> Result<Option<StudentCredentials>, StorageError> {
    let row = sqlx::query(
        "SELECT id, pin_hash FROM student
         WHERE institution_id = $1 AND call_number = $2 AND pin_hash <> '' AND pin_failures < $3
           AND (left_on IS NULL OR left_on > $4)",
    )
    .bind(institution.to_string())
    .bind(call_number.as_str())
    .bind(i64::from(WRONG_PINS))
    .bind(today.number())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("student", &row);
        Ok(StudentCredentials { student: row.student("id")?, pin_hash: row.text("pin_hash")? })
    })
    .transpose()
}
