//! The institutions as the operator sees and changes them, and the authority's own place among them.

use domain::id::InstitutionId;
use domain::institution::{InstitutionOverview, InstitutionRecord};
use domain::time::{Moment, TaipeiDay};
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError};

/// Another institution has the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameTaken;

/// The columns that `overview` reads; `$1` is today.
macro_rules! overviews {
    ($which:literal) => {
        concat!(
            "SELECT i.id, i.name, i.phone, i.closed_at,
                (SELECT COUNT(*) FROM student s WHERE s.institution_id = i.id
                    AND (s.left_on IS NULL OR s.left_on > $1)) AS students,
                (SELECT COUNT(*) FROM book b JOIN student s ON s.id = b.student_id
                 WHERE s.institution_id = i.id AND b.closed_at IS NULL) AS open_books,
                (SELECT COUNT(*) FROM account a WHERE a.institution_id = i.id AND a.role = 'admin'
                    AND a.state IN ('invited', 'active')) AS admins
             FROM institution i WHERE i.authority = 0 ",
            $which
        )
    };
}

/// All of them by name; those that are closed come last.
pub async fn all(db: &mut Connection, today: TaipeiDay) -> Result<Vec<InstitutionOverview>, StorageError> {
    let rows = sqlx::query(overviews!("ORDER BY CASE WHEN i.closed_at IS NULL THEN 0 ELSE 1 END, i.name"))
        .bind(today.number())
        .fetch_all(db)
        .await?;
    rows.iter().map(overview).collect()
}

pub async fn find(
    db: &mut Connection,
    id: InstitutionId,
    today: TaipeiDay,
) -> Result<Option<InstitutionOverview>, StorageError> {
    let row = sqlx::query(overviews!("AND i.id = $2"))
        .bind(today.number())
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(overview).transpose()
}

fn overview(row: &AnyRow) -> Result<InstitutionOverview, StorageError> {
    let row = Row::of("institution", row);
    Ok(InstitutionOverview {
        id: row.institution("id")?,
        name: row.text("name")?,
        phone: row.text("phone")?,
        closed_at: row.optional_moment("closed_at")?,
        students: row.count("students")?,
        open_books: row.count("open_books")?,
        admins: row.count("admins")?,
    })
}

pub async fn add(
    db: &mut Connection,
    id: InstitutionId,
    record: &InstitutionRecord,
    now: Moment,
) -> Result<Result<(), NameTaken>, StorageError> {
    let done = sqlx::query(
        "INSERT INTO institution (id, name, phone, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(id.to_string())
    .bind(&record.name)
    .bind(&record.phone)
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(if done.rows_affected() == 1 { Ok(()) } else { Err(NameTaken) })
}

/// Another institution than this one of that name.
pub async fn has_name(db: &mut Connection, name: &str, but: InstitutionId) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM institution WHERE name = $1 AND id <> $2")
        .bind(name)
        .bind(but.to_string())
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

/// Gives it another name and telephone. The settings count it as a change, since the telephone is among them.
pub async fn change(
    db: &mut Connection,
    id: InstitutionId,
    record: &InstitutionRecord,
) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE institution SET name = $1, phone = $2, settings_version = settings_version + 1
         WHERE id = $3 AND authority = 0",
    )
    .bind(&record.name)
    .bind(&record.phone)
    .bind(id.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// `closed_at` is `None` to open it again.
pub async fn set_closed(
    db: &mut Connection,
    id: InstitutionId,
    closed_at: Option<Moment>,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE institution SET closed_at = $1 WHERE id = $2 AND authority = 0")
        .bind(closed_at.map(Moment::micros))
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Locks the roster of an institution until the transaction ends; false when it takes nobody any more.
pub async fn lock_roster(db: &mut Connection, id: InstitutionId) -> Result<bool, StorageError> {
    let done = sqlx::query("UPDATE institution SET name = name WHERE id = $1 AND closed_at IS NULL")
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn is_closed(db: &mut Connection, id: InstitutionId) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM institution WHERE id = $1 AND closed_at IS NOT NULL")
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

/// Where operators' accounts belong; `new` is its id if it is made now. It has no name, so that it stands in the way of no
/// institution's.
pub async fn authority(
    db: &mut Connection,
    new: InstitutionId,
    now: Moment,
) -> Result<InstitutionId, StorageError> {
    sqlx::query(
        "INSERT INTO institution (id, name, phone, created_at, authority) VALUES ($1, '', '', $2, 1)
         ON CONFLICT DO NOTHING",
    )
    .bind(new.to_string())
    .bind(now.micros())
    .execute(&mut *db)
    .await?;
    find_authority(db).await?.ok_or(StorageError::Changed("the authority"))
}

pub async fn find_authority(db: &mut Connection) -> Result<Option<InstitutionId>, StorageError> {
    let row = sqlx::query("SELECT id FROM institution WHERE authority = 1").fetch_optional(db).await?;
    row.map(|row| Row::of("institution", &row).institution("id")).transpose()
}
