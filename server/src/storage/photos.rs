//! Whose photos are whose. The pictures themselves lie in the file vault.

use domain::id::{AccountId, EntryId, InstitutionId, PhotoId, StudentId};
use domain::time::Moment;

use super::restrictions::restricted;
use super::{Connection, StorageError};

pub async fn add(
    db: &mut Connection,
    id: PhotoId,
    entry: EntryId,
    (width, height): (u32, u32),
    bytes: u64,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO photo (id, entry_id, width, height, created_at, bytes) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.to_string())
    .bind(entry.to_string())
    .bind(i64::from(width))
    .bind(i64::from(height))
    .bind(now.micros())
    .bind(i64::try_from(bytes).unwrap_or(i64::MAX))
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a photo that was replaced, unless it was part of something decided. The sweep removes the file.
pub async fn forget_unless_reviewed(db: &mut Connection, id: PhotoId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM photo WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM review WHERE photo_id = $1)")
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// May the family see it? Their own, in every state, and of a reply what was delivered.
pub async fn family_may_see(
    db: &mut Connection,
    id: PhotoId,
    account: AccountId,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT p.id FROM photo p JOIN entry e ON e.id = p.entry_id
         WHERE p.id = $1 AND (e.written_by = $2
            OR (e.account_id = $2 AND e.photo_id = p.id AND e.state IN ('delivered', 'read')))",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// May staff of this institution see it? What waits for review and what was decided, never a draft.
pub async fn staff_may_see(
    db: &mut Connection,
    id: PhotoId,
    institution: InstitutionId,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT p.id FROM photo p
         JOIN entry e ON e.id = p.entry_id
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         WHERE p.id = $1 AND s.institution_id = $2
           AND ((e.photo_id = p.id AND e.state = 'in_review')
                OR EXISTS (SELECT 1 FROM review r WHERE r.photo_id = p.id))",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// May the student see it? Only with an entry that was delivered or with a reply of their own, and not while the inbox is
/// closed (part 一).
pub async fn student_may_see(
    db: &mut Connection,
    id: PhotoId,
    student: StudentId,
    now: Moment,
) -> Result<bool, StorageError> {
    let row = sqlx::query(concat!(
        "SELECT p.id FROM photo p
         JOIN entry e ON e.id = p.entry_id AND e.photo_id = p.id
         JOIN book b ON b.id = e.book_id
         WHERE p.id = $1 AND b.student_id = $2 AND (e.written_by = $2 OR e.state IN ('delivered', 'read')) AND NOT ",
        restricted!("b.student_id", "$3")
    ))
    .bind(id.to_string())
    .bind(student.to_string())
    .bind(now.micros())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}
