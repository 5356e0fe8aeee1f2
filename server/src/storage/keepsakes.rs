//! What a keepsake holds: the letters that came to a student, oldest first, with what the student replied.

use domain::id::{AccountId, BookId, EntryId, InstitutionId, StudentId};
use domain::people::Relationship;
use domain::time::Moment;
use domain::view::{Attachment, Photo, Reply};
use sqlx::Row as _;

use super::row::Row;
use super::{Connection, StorageError, attachments, replies};

/// Who may have it, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One book of this family.
    Family { account: AccountId, book: BookId },
    /// All books of a student of this institution.
    Student { institution: InstitutionId, student: StudentId },
}

/// What stands at its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub student_name: String,
    pub institution_name: String,
    /// Who wrote, in the order of their books.
    pub families: Vec<(String, Relationship)>,
    pub letters: u32,
}

/// A letter that was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLetter {
    pub id: EntryId,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    pub photo_alt: String,
    pub attachments: Vec<Attachment>,
    pub family_name: String,
    pub relationship: Relationship,
    pub delivered_at: Moment,
    pub read_at: Option<Moment>,
    pub reply: Option<Reply>,
}

/// The books: `$1` is a family's book or a student, `$2` the account or the institution. Books that are open and those
/// that are closed are asked for apart, since each has an index of its own.
macro_rules! books {
    (family) => {
        "(SELECT id FROM book WHERE id = $1 AND account_id = $2)"
    };
    (student) => {
        "(SELECT b.id FROM book b JOIN student s ON s.id = b.student_id
          WHERE b.student_id = $1 AND b.closed_at IS NULL AND s.institution_id = $2
          UNION ALL
          SELECT b.id FROM book b JOIN student s ON s.id = b.student_id
          WHERE b.student_id = $1 AND b.closed_at IS NOT NULL AND s.institution_id = $2)"
    };
}

macro_rules! delivered {
    ($whose:tt) => {
        concat!(
            " FROM entry e
              JOIN book b ON b.id = e.book_id
              JOIN account a ON a.id = b.account_id
              LEFT JOIN photo p ON p.id = e.photo_id
              WHERE e.book_id IN ",
            books!($whose),
            " AND e.answers IS NULL AND e.state IN ('delivered', 'read')"
        )
    };
}

macro_rules! letters {
    ($whose:tt) => {
        concat!(
            "SELECT e.id, e.title, e.body, e.photo_id, e.photo_alt, e.delivered_at, e.read_at, p.width, p.height,
                    b.relationship, a.name AS family_name",
            delivered!($whose),
            " ORDER BY e.delivered_at, e.id LIMIT $3 OFFSET $4"
        )
    };
}

macro_rules! writers {
    ($whose:tt) => {
        concat!(
            "SELECT s.name AS student_name, i.name AS institution_name, a.name AS family_name, b.relationship
             FROM book b JOIN student s ON s.id = b.student_id JOIN institution i ON i.id = s.institution_id
             JOIN account a ON a.id = b.account_id WHERE b.id IN ",
            books!($whose),
            " ORDER BY b.opened_at, b.id"
        )
    };
}

impl Whose {
    fn bound(self) -> [String; 2] {
        match self {
            Self::Family { account, book } => [book.to_string(), account.to_string()],
            Self::Student { institution, student } => [student.to_string(), institution.to_string()],
        }
    }
}

/// `None` when there is no such book or student, or it is not theirs.
pub async fn cover(db: &mut Connection, whose: Whose) -> Result<Option<Cover>, StorageError> {
    let [first, second] = whose.bound();
    let (writers, count) = match whose {
        Whose::Family { .. } => (writers!(family), concat!("SELECT COUNT(*) AS letters", delivered!(family))),
        Whose::Student { .. } => {
            (writers!(student), concat!("SELECT COUNT(*) AS letters", delivered!(student)))
        }
    };
    let rows = sqlx::query(writers).bind(&first).bind(&second).fetch_all(&mut *db).await?;
    let mut families = Vec::new();
    for row in &rows {
        let row = Row::of("book", row);
        families.push((row.text("family_name")?, row.parsed("relationship", Relationship::from_name)?));
    }
    families.dedup();
    let names = match (rows.first(), whose) {
        (Some(row), _) => Some((row.try_get("student_name")?, row.try_get("institution_name")?)),
        (None, Whose::Family { .. }) => None,
        (None, Whose::Student { .. }) => {
            let row = sqlx::query(
                "SELECT s.name, i.name AS institution_name FROM student s
                 JOIN institution i ON i.id = s.institution_id WHERE s.id = $1 AND s.institution_id = $2",
            )
            .bind(&first)
            .bind(&second)
            .fetch_optional(&mut *db)
            .await?;
            row.map(|row| Ok::<_, sqlx::Error>((row.try_get("name")?, row.try_get("institution_name")?)))
                .transpose()?
        }
    };
    let Some((student_name, institution_name)) = names else { return Ok(None) };
    let row = sqlx::query(count).bind(first).bind(second).fetch_one(db).await?;
    let letters = Row::of("entry", &row).count("letters")?;
    Ok(Some(Cover { student_name, institution_name, families, letters }))
}

/// So many letters after the first `offset`.
pub async fn letters(
    db: &mut Connection,
    whose: Whose,
    offset: u32,
    limit: u32,
) -> Result<Vec<KeptLetter>, StorageError> {
    let [first, second] = whose.bound();
    let query = match whose {
        Whose::Family { .. } => letters!(family),
        Whose::Student { .. } => letters!(student),
    };
    let rows = sqlx::query(query)
        .bind(first)
        .bind(second)
        .bind(i64::from(limit))
        .bind(i64::from(offset))
        .fetch_all(&mut *db)
        .await?;
    let mut letters = Vec::new();
    for row in &rows {
        let row = Row::of("entry", row);
        let id = row.entry("id")?;
        letters.push(KeptLetter {
            id,
            title: row.text("title")?,
            body: row.text("body")?,
            photo: row.photo()?,
            photo_alt: row.text("photo_alt")?,
            attachments: attachments::of_entry(&mut *db, id).await?,
            family_name: row.text("family_name")?,
            relationship: row.parsed("relationship", Relationship::from_name)?,
            delivered_at: row.moment("delivered_at")?,
            read_at: row.optional_moment("read_at")?,
            reply: replies::to_family(&mut *db, id).await?,
        });
    }
    Ok(letters)
}
