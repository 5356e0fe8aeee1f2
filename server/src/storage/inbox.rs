//! What was delivered to a student. The student's own replies are in `replies`.

use domain::entry::EntryState;
use domain::id::{EntryId, StudentId};
use domain::people::Relationship;
use domain::time::TaipeiDay;
use domain::view::{InboxEntry, OpenEntry, Page};

use super::entries::state;
use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError, attachments, programmes, replies};

/// The ids of all books of the student `$1`. In two halves, each with an index of its own, so that an inbox is read from
/// its student's side on both engines, whatever else was delivered.
macro_rules! books {
    () => {
        "(SELECT id FROM book WHERE student_id = $1 AND closed_at IS NULL
          UNION ALL SELECT id FROM book WHERE student_id = $1 AND closed_at IS NOT NULL)"
    };
}

/// A page of the student's inbox: what was not read yet first, then the latest.
pub async fn of_student(
    db: &mut Connection,
    student: StudentId,
    page: u32,
) -> Result<Page<InboxEntry>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(concat!(
        "SELECT e.id, e.title, e.photo_id, e.state, e.delivered_at, p.width, p.height,
                b.relationship, a.name AS family_name
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN account a ON a.id = b.account_id
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.book_id IN ",
        books!(),
        " AND e.answers IS NULL AND e.state IN ('delivered', 'read')
         ORDER BY CASE WHEN e.state = 'delivered' THEN 0 ELSE 1 END, e.delivered_at DESC, e.id DESC
         LIMIT $2 OFFSET $3",
    ))
    .bind(student.to_string())
    .bind(limit)
    .bind(offset)
    .fetch_all(db)
    .await?;
    let items = rows
        .iter()
        .map(|row| {
            let row = Row::of("entry", row);
            Ok(InboxEntry {
                id: row.entry("id")?,
                title: row.text("title")?,
                family_name: row.text("family_name")?,
                relationship: row.parsed("relationship", Relationship::from_name)?,
                photo: row.photo()?,
                delivered_at: row.moment("delivered_at")?,
                is_new: row.text("state")? == "delivered",
            })
        })
        .collect::<Result<_, StorageError>>()?;
    Ok(page_of(page, items))
}

/// How many delivered entries the student has not read yet.
pub async fn unread(db: &mut Connection, student: StudentId) -> Result<u32, StorageError> {
    let row = sqlx::query(concat!(
        "SELECT COUNT(*) AS n FROM entry e WHERE e.book_id IN ",
        books!(),
        " AND e.answers IS NULL AND e.state = 'delivered'"
    ))
    .bind(student.to_string())
    .fetch_one(db)
    .await?;
    Row::of("entry", &row).count("n")
}

/// A delivered entry and the state it is in.
pub async fn open(
    db: &mut Connection,
    entry: EntryId,
    student: StudentId,
    today: TaipeiDay,
) -> Result<Option<(OpenEntry, EntryState)>, StorageError> {
    let row = sqlx::query(
        "SELECT e.id, e.title, e.body, e.photo_id, e.photo_alt, e.state, e.round, e.turn, e.submitted_at, e.decided_at,
                e.delivered_at, e.read_at, e.withdrawn_at, p.width, p.height, b.relationship, b.closed_at,
                a.name AS family_name
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN account a ON a.id = b.account_id
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.id = $1 AND b.student_id = $2 AND e.answers IS NULL AND e.state IN ('delivered', 'read')",
    )
    .bind(entry.to_string())
    .bind(student.to_string())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("entry", &row);
    let delivered_at = row.moment("delivered_at")?;
    let place = (student, delivered_at.micros(), entry);
    let newer = neighbour(
        &mut *db,
        concat!(
            "SELECT e.id FROM entry e WHERE e.book_id IN ",
            books!(),
            " AND e.answers IS NULL AND e.state IN ('delivered', 'read') AND (e.delivered_at, e.id) > ($2, $3)
         ORDER BY e.delivered_at, e.id LIMIT 1"
        ),
        place,
    )
    .await?;
    let older = neighbour(
        &mut *db,
        concat!(
            "SELECT e.id FROM entry e WHERE e.book_id IN ",
            books!(),
            " AND e.answers IS NULL AND e.state IN ('delivered', 'read') AND (e.delivered_at, e.id) < ($2, $3)
         ORDER BY e.delivered_at DESC, e.id DESC LIMIT 1"
        ),
        place,
    )
    .await?;
    let open = OpenEntry {
        id: entry,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.photo()?,
        photo_alt: row.text("photo_alt")?,
        attachments: attachments::of_entry(&mut *db, entry).await?,
        family_name: row.text("family_name")?,
        relationship: row.parsed("relationship", Relationship::from_name)?,
        delivered_at,
        newer,
        older,
        reply: replies::of_letter(&mut *db, entry, student).await?.map(|reply| reply.state),
        may_reply: row.optional_moment("closed_at")?.is_none()
            && programmes::in_force(&mut *db, student, today).await?.is_some(),
    };
    Ok(Some((open, state(&row)?)))
}

async fn neighbour(
    db: &mut Connection,
    query: &'static str,
    (student, delivered_at, entry): (StudentId, i64, EntryId),
) -> Result<Option<EntryId>, StorageError> {
    let row = sqlx::query(query)
        .bind(student.to_string())
        .bind(delivered_at)
        .bind(entry.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Row::of("entry", &row).entry("id")).transpose()
}
