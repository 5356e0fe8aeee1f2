//! Replies of students to what they have read (part 二(二)). A reply is an entry that answers another one; of each there is
//! one at most.

use domain::id::{EntryId, StudentId};
use domain::people::Relationship;
use domain::time::Moment;
use domain::view::{Reply, StudentReply};

use super::entries::{Words, latest_return, state};
use super::row::Row;
use super::{Connection, StorageError};

/// A letter that a student has, and what came back of it so far.
pub struct Answered {
    pub title: String,
    pub family_name: String,
    pub relationship: Relationship,
    pub book: domain::id::BookId,
    /// The book takes nothing any more.
    pub closed: bool,
    pub reply: Option<StudentReply>,
}

/// The letter, if it was delivered to this student.
pub async fn answered(
    db: &mut Connection,
    letter: EntryId,
    student: StudentId,
) -> Result<Option<Answered>, StorageError> {
    let row = sqlx::query(
        "SELECT e.title, e.book_id, b.relationship, b.closed_at, a.name AS family_name
         FROM entry e JOIN book b ON b.id = e.book_id JOIN account a ON a.id = b.account_id
         WHERE e.id = $1 AND b.student_id = $2 AND e.answers IS NULL AND e.state IN ('delivered', 'read')",
    )
    .bind(letter.to_string())
    .bind(student.to_string())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("entry", &row);
    Ok(Some(Answered {
        title: row.text("title")?,
        family_name: row.text("family_name")?,
        relationship: row.parsed("relationship", Relationship::from_name)?,
        book: row.book("book_id")?,
        closed: row.optional_moment("closed_at")?.is_some(),
        reply: of_letter(db, letter, student).await?,
    }))
}

/// Begins a reply to a letter that was delivered to this student. False when there is one already, or no such letter.
pub async fn add_draft(
    db: &mut Connection,
    id: EntryId,
    (letter, student): (EntryId, StudentId),
    words: &Words<'_>,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO entry (id, account_id, written_by, book_id, answers, title, body, photo_alt, revision, state,
                            created_at, edited_at)
         SELECT $1, e.account_id, b.student_id, e.book_id, e.id, $4, $5, $6, 1, 'draft', $7, $7
         FROM entry e JOIN book b ON b.id = e.book_id
         WHERE e.id = $2 AND b.student_id = $3 AND e.answers IS NULL AND e.state IN ('delivered', 'read')
         ON CONFLICT DO NOTHING",
    )
    .bind(id.to_string())
    .bind(letter.to_string())
    .bind(student.to_string())
    .bind(words.title)
    .bind(words.body)
    .bind(words.photo_alt)
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The student's reply to a letter.
pub async fn of_letter(
    db: &mut Connection,
    letter: EntryId,
    student: StudentId,
) -> Result<Option<StudentReply>, StorageError> {
    let row = sqlx::query(
        "SELECT e.id, e.title, e.body, e.photo_id, e.photo_alt, e.revision, e.state, e.round, e.turn, e.submitted_at,
                e.decided_at, e.delivered_at, e.read_at, e.withdrawn_at, e.edited_at, p.width, p.height
         FROM entry e LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.answers = $1 AND e.written_by = $2",
    )
    .bind(letter.to_string())
    .bind(student.to_string())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("entry", &row);
    let id = row.entry("id")?;
    Ok(Some(StudentReply {
        id,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.photo()?,
        photo_alt: row.text("photo_alt")?,
        revision: row.number("revision")?,
        state: state(&row)?,
        edited_at: row.moment("edited_at")?,
        returned: latest_return(db, id).await?,
    }))
}

/// What came back to a family's entry, once it passed review.
pub async fn to_family(db: &mut Connection, letter: EntryId) -> Result<Option<Reply>, StorageError> {
    let row = sqlx::query(
        "SELECT e.id, e.title, e.body, e.photo_id, e.photo_alt, e.delivered_at, e.read_at, p.width, p.height
         FROM entry e LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.answers = $1 AND e.state IN ('delivered', 'read')",
    )
    .bind(letter.to_string())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("entry", &row);
    Ok(Some(Reply {
        id: row.entry("id")?,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.photo()?,
        photo_alt: row.text("photo_alt")?,
        delivered_at: row.moment("delivered_at")?,
        read_at: row.optional_moment("read_at")?,
    }))
}
