//! 附件 of entries and their pages. The pictures themselves lie in the file vault, under the ids of pages.

use std::collections::HashMap;

use domain::attachment::Taken;
use domain::document::DocumentFormat;
use domain::id::{AccountId, AttachmentId, EntryId, InstitutionId, PageId, StudentId};
use domain::time::Moment;
use domain::view::{Attachment, DocumentPage};

use super::restrictions::restricted;
use super::row::Row;
use super::several::about_all;
use super::{Connection, StorageError};

/// An attachment about to be added.
pub struct NewAttachment<'a> {
    pub id: AttachmentId,
    pub entry: EntryId,
    pub name: &'a str,
    pub format: DocumentFormat,
    /// Of the file as it was sent.
    pub bytes: u64,
    /// The round with which it is sent for the first time.
    pub given_in: u32,
}

pub async fn add(
    db: &mut Connection,
    attachment: &NewAttachment<'_>,
    pages: &[DocumentPage],
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO attachment (id, entry_id, name, format, bytes, created_at, given_in)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(attachment.id.to_string())
    .bind(attachment.entry.to_string())
    .bind(attachment.name)
    .bind(attachment.format.name())
    .bind(i64::try_from(attachment.bytes).unwrap_or(i64::MAX))
    .bind(now.micros())
    .bind(i64::from(attachment.given_in))
    .execute(&mut *db)
    .await?;
    for (number, page) in (1_i64..).zip(pages) {
        sqlx::query(
            "INSERT INTO attachment_page (id, attachment_id, number, width, height) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(page.id.to_string())
        .bind(attachment.id.to_string())
        .bind(number)
        .bind(i64::from(page.width))
        .bind(i64::from(page.height))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The files that an entry has now, as they were sent.
pub async fn taken(db: &mut Connection, entry: EntryId) -> Result<Taken, StorageError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes,
                (SELECT p.bytes FROM photo p JOIN entry e ON e.photo_id = p.id WHERE e.id = $1) AS photo_bytes
         FROM attachment WHERE entry_id = $1 AND replaced_in IS NULL",
    )
    .bind(entry.to_string())
    .fetch_one(db)
    .await?;
    let row = Row::of("attachment", &row);
    let photo = row.optional_number("photo_bytes")?.map(|bytes| u64::try_from(bytes).unwrap_or_default());
    Ok(Taken { photo, files: row.count("files")?, bytes: row.size("bytes")? })
}

/// The bytes of each file that an entry has now, as it was sent.
pub async fn sizes(db: &mut Connection, entry: EntryId) -> Result<Vec<(AttachmentId, u64)>, StorageError> {
    let rows = sqlx::query("SELECT id, bytes FROM attachment WHERE entry_id = $1 AND replaced_in IS NULL")
        .bind(entry.to_string())
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("attachment", row);
            Ok((row.parsed("id", AttachmentId::parse)?, row.size("bytes")?))
        })
        .collect()
}

/// The attachments that an entry has now.
pub async fn of_entry(db: &mut Connection, entry: EntryId) -> Result<Vec<Attachment>, StorageError> {
    of_round(db, entry, i64::MAX).await
}

/// Those that were sent with a round.
pub async fn of_round(
    db: &mut Connection,
    entry: EntryId,
    round: i64,
) -> Result<Vec<Attachment>, StorageError> {
    let rows = sqlx::query(
        "SELECT a.id, a.name, a.format, p.id AS page_id, p.width, p.height
         FROM attachment a JOIN attachment_page p ON p.attachment_id = a.id
         WHERE a.entry_id = $1 AND a.given_in <= $2 AND (a.replaced_in IS NULL OR a.replaced_in > $2)
         ORDER BY a.created_at, a.id, p.number",
    )
    .bind(entry.to_string())
    .bind(round)
    .fetch_all(db)
    .await?;
    let mut attachments = Vec::new();
    for row in &rows {
        add_page(&mut attachments, &Row::of("attachment", row))?;
    }
    Ok(attachments)
}

/// Those of several entries that wait, as they wait now.
pub async fn of_waiting(
    db: &mut Connection,
    entries: &[EntryId],
) -> Result<HashMap<EntryId, Vec<Attachment>>, StorageError> {
    let mut attachments: HashMap<EntryId, Vec<Attachment>> = HashMap::new();
    if entries.is_empty() {
        return Ok(attachments);
    }
    let rows = about_all(
        "SELECT a.entry_id, a.id, a.name, a.format, p.id AS page_id, p.width, p.height
         FROM entry e JOIN attachment a ON a.entry_id = e.id JOIN attachment_page p ON p.attachment_id = a.id
         WHERE e.id IN",
        entries,
        "AND a.given_in <= e.round AND (a.replaced_in IS NULL OR a.replaced_in > e.round)
         ORDER BY a.entry_id, a.created_at, a.id, p.number",
    )
    .fetch_all(db)
    .await?;
    for row in &rows {
        let row = Row::of("attachment", row);
        add_page(attachments.entry(row.entry("entry_id")?).or_default(), &row)?;
    }
    Ok(attachments)
}

/// A row is a page; those of one attachment follow each other.
fn add_page(attachments: &mut Vec<Attachment>, row: &Row<'_>) -> Result<(), StorageError> {
    let id = row.parsed("id", AttachmentId::parse)?;
    let page = DocumentPage {
        id: row.parsed("page_id", PageId::parse)?,
        width: row.count("width")?,
        height: row.count("height")?,
    };
    match attachments.last_mut() {
        Some(last) if last.id == id => last.pages.push(page),
        _ => attachments.push(Attachment {
            id,
            name: row.text("name")?,
            format: row.parsed("format", DocumentFormat::from_name)?,
            pages: vec![page],
        }),
    }
    Ok(())
}

/// Takes one out of an entry of `round` that may be changed: what was never sent is forgotten, what was sent only counts
/// no longer. False when there is no such one. The sweep removes files.
pub async fn remove(
    db: &mut Connection,
    entry: EntryId,
    id: AttachmentId,
    round: u32,
) -> Result<bool, StorageError> {
    sqlx::query(
        "DELETE FROM attachment_page WHERE attachment_id IN
            (SELECT id FROM attachment WHERE id = $1 AND entry_id = $2 AND given_in > $3)",
    )
    .bind(id.to_string())
    .bind(entry.to_string())
    .bind(i64::from(round))
    .execute(&mut *db)
    .await?;
    let gone = sqlx::query("DELETE FROM attachment WHERE id = $1 AND entry_id = $2 AND given_in > $3")
        .bind(id.to_string())
        .bind(entry.to_string())
        .bind(i64::from(round))
        .execute(&mut *db)
        .await?;
    if gone.rows_affected() == 1 {
        return Ok(true);
    }
    let done = sqlx::query(
        "UPDATE attachment SET replaced_in = $1 WHERE id = $2 AND entry_id = $3 AND replaced_in IS NULL",
    )
    .bind(i64::from(round.saturating_add(1)))
    .bind(id.to_string())
    .bind(entry.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Is a file of this name and size attached now?
pub async fn is_there(
    db: &mut Connection,
    entry: EntryId,
    name: &str,
    bytes: u64,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT id FROM attachment WHERE entry_id = $1 AND name = $2 AND bytes = $3 AND replaced_in IS NULL",
    )
    .bind(entry.to_string())
    .bind(name)
    .bind(i64::try_from(bytes).unwrap_or(i64::MAX))
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Of drafts of this family that are about to be removed: `entry` names one, `None` means all.
pub async fn remove_of_drafts(
    db: &mut Connection,
    account: AccountId,
    entry: Option<EntryId>,
) -> Result<(), StorageError> {
    let entry = entry.map(|entry| entry.to_string()).unwrap_or_default();
    sqlx::query(
        "DELETE FROM attachment_page WHERE attachment_id IN
            (SELECT a.id FROM attachment a JOIN entry e ON e.id = a.entry_id
             WHERE e.written_by = $1 AND e.state = 'draft' AND ($2 = '' OR e.id = $2))",
    )
    .bind(account.to_string())
    .bind(&entry)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "DELETE FROM attachment WHERE entry_id IN
            (SELECT id FROM entry WHERE written_by = $1 AND state = 'draft' AND ($2 = '' OR id = $2))",
    )
    .bind(account.to_string())
    .bind(&entry)
    .execute(db)
    .await?;
    Ok(())
}

/// May the family see the page? Their own, in every state.
pub async fn family_may_see(
    db: &mut Connection,
    page: PageId,
    account: AccountId,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT p.id FROM attachment_page p JOIN attachment a ON a.id = p.attachment_id
         JOIN entry e ON e.id = a.entry_id WHERE p.id = $1 AND e.written_by = $2",
    )
    .bind(page.to_string())
    .bind(account.to_string())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// May staff of this institution see it? What waits for review and what was decided, never what is still being written.
pub async fn staff_may_see(
    db: &mut Connection,
    page: PageId,
    institution: InstitutionId,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT p.id FROM attachment_page p
         JOIN attachment a ON a.id = p.attachment_id
         JOIN entry e ON e.id = a.entry_id
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         WHERE p.id = $1 AND s.institution_id = $2 AND a.given_in <= e.round
           AND (e.state = 'in_review' OR EXISTS (SELECT 1 FROM review r WHERE r.entry_id = e.id))",
    )
    .bind(page.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// May the student see it? Only with an entry that was delivered, and not while the inbox is closed (part 一).
pub async fn student_may_see(
    db: &mut Connection,
    page: PageId,
    student: StudentId,
    now: Moment,
) -> Result<bool, StorageError> {
    let row = sqlx::query(concat!(
        "SELECT p.id FROM attachment_page p
         JOIN attachment a ON a.id = p.attachment_id
         JOIN entry e ON e.id = a.entry_id
         JOIN book b ON b.id = e.book_id
         WHERE p.id = $1 AND b.student_id = $2 AND e.state IN ('delivered', 'read') AND a.replaced_in IS NULL
           AND NOT ",
        restricted!("b.student_id", "$3")
    ))
    .bind(page.to_string())
    .bind(student.to_string())
    .bind(now.micros())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}
