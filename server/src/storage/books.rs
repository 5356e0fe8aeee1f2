//! Contact books, and the turns that were taken in them.

use domain::id::{AccountId, BookId, EntryId, InstitutionId, StudentId};
use domain::limits::EntryLimits;
use domain::people::Relationship;
use domain::roster::Leaving;
use domain::time::{Moment, TaipeiDay};
use domain::turn::next_turn;
use domain::view::{Book, ClosedBook};

use super::restrictions::restricted;
use super::row::Row;
use super::suspensions::suspended_until;
use super::{Connection, StorageError, settings, special_approvals};

pub async fn open(
    db: &mut Connection,
    id: BookId,
    student: StudentId,
    account: AccountId,
    relationship: Relationship,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO book (id, student_id, account_id, relationship, opened_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .bind(account.to_string())
    .bind(relationship.name())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// Opens a book for a student who has no active one (part 二(一)). False when there is one.
pub async fn open_first(
    db: &mut Connection,
    id: BookId,
    student: StudentId,
    account: AccountId,
    relationship: Relationship,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO book (id, student_id, account_id, relationship, opened_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (student_id) WHERE closed_at IS NULL DO NOTHING",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .bind(account.to_string())
    .bind(relationship.name())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The limits in force for a book: the regulation's, tightened by the institution, widened by a special approval.
pub async fn limits(db: &mut Connection, book: BookId, now: Moment) -> Result<EntryLimits, StorageError> {
    let usual = usual_limits(&mut *db, book).await?;
    special_approvals::widen(db, book, usual, now).await
}

/// The same without a special approval.
pub async fn usual_limits(db: &mut Connection, book: BookId) -> Result<EntryLimits, StorageError> {
    let row = sqlx::query(
        "SELECT i.settings FROM book b
         JOIN student s ON s.id = b.student_id JOIN institution i ON i.id = s.institution_id
         WHERE b.id = $1",
    )
    .bind(book.to_string())
    .fetch_optional(db)
    .await?;
    match row {
        Some(row) => Ok(settings::read(&Row::of("institution", &row))?.entry_limits()),
        None => Ok(EntryLimits::REGULATION),
    }
}

/// The active books of a family, oldest first.
pub async fn of_family(
    db: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Book>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT b.id, b.relationship, s.name AS student_name, i.name AS institution_name, i.settings,
                (SELECT MAX(e.turn) FROM entry e WHERE e.book_id = b.id AND e.answers IS NULL) AS last_turn,
                CASE WHEN ",
        restricted!("s.id", "$2"),
        " THEN 1 ELSE 0 END AS paused, ",
        suspended_until!("b.id", "$2"),
        " AS suspended_until
         FROM book b
         JOIN student s ON s.id = b.student_id
         JOIN institution i ON i.id = s.institution_id
         WHERE b.account_id = $1 AND b.closed_at IS NULL
         ORDER BY b.opened_at, b.id"
    ))
    .bind(account.to_string())
    .bind(now.micros())
    .fetch_all(&mut *db)
    .await?;
    let today = now.taipei_day();
    let mut books = Vec::new();
    for row in &rows {
        let row = Row::of("book", row);
        let id = row.book("id")?;
        let settings = settings::read(&row)?;
        let allowed = special_approvals::in_force(&mut *db, id, now).await?;
        let limits = allowed.iter().fold(settings.entry_limits(), |all, one| all.widened_by(&one.wider));
        let next_turn = next_turn(row.optional_day("last_turn")?, today, limits.days_between_uses);
        books.push(Book {
            id,
            student_name: row.text("student_name")?,
            institution_name: row.text("institution_name")?,
            relationship: row.parsed("relationship", Relationship::from_name)?,
            next_turn,
            may_send_today: next_turn <= today,
            paused: row.number("paused")? == 1,
            suspended_until: row.optional_moment("suspended_until")?.map(Moment::taipei_day),
            allowed: allowed.first().copied(),
            limits,
            guide: settings.guide,
        });
    }
    Ok(books)
}

/// The institution of the student to whom an entry is written.
pub async fn institution(db: &mut Connection, entry: EntryId) -> Result<Option<InstitutionId>, StorageError> {
    let row = sqlx::query(
        "SELECT s.institution_id FROM entry e JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id WHERE e.id = $1",
    )
    .bind(entry.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| Row::of("student", &row).institution("institution_id")).transpose()
}

/// Is this an active book of this family?
pub async fn belongs(db: &mut Connection, book: BookId, account: AccountId) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM book WHERE id = $1 AND account_id = $2 AND closed_at IS NULL")
        .bind(book.to_string())
        .bind(account.to_string())
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

/// Locks an active book of this family until the transaction ends. False when there is none.
pub async fn lock(db: &mut Connection, book: BookId, account: AccountId) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE book SET uses = uses + 1 WHERE id = $1 AND account_id = $2 AND closed_at IS NULL",
    )
    .bind(book.to_string())
    .bind(account.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Locks an active book of a student of this institution until the transaction ends. False when there is none.
pub async fn lock_for_staff(
    db: &mut Connection,
    book: BookId,
    institution: InstitutionId,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE book SET uses = uses + 1 WHERE id = $1 AND closed_at IS NULL
         AND student_id IN (SELECT id FROM student WHERE institution_id = $2)",
    )
    .bind(book.to_string())
    .bind(institution.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A book and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub book: BookId,
    pub account: AccountId,
}

/// Locks the active book of a student until the transaction ends, and says whose it is.
pub async fn lock_of_student(db: &mut Connection, student: StudentId) -> Result<Option<Held>, StorageError> {
    let row = sqlx::query(
        "UPDATE book SET uses = uses + 1 WHERE student_id = $1 AND closed_at IS NULL RETURNING id, account_id",
    )
    .bind(student.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("book", &row);
        Ok(Held { book: row.book("id")?, account: row.account("account_id")? })
    })
    .transpose()
}

/// Closes a book because its student leaves. Lock it first.
pub async fn close(
    db: &mut Connection,
    book: BookId,
    because: Leaving,
    now: Moment,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE book SET closed_at = $1, closed_because = $2 WHERE id = $3 AND closed_at IS NULL",
    )
    .bind(now.micros())
    .bind(because.name())
    .bind(book.to_string())
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("book")) }
}

/// The books of a family that closed because their student left, the latest first.
pub async fn closed_of_family(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<ClosedBook>, StorageError> {
    let rows = sqlx::query(
        "SELECT b.id, b.closed_at, s.name AS student_name, i.name AS institution_name
         FROM book b
         JOIN student s ON s.id = b.student_id
         JOIN institution i ON i.id = s.institution_id
         WHERE b.account_id = $1 AND b.closed_because IN ('released', 'transferred')
         ORDER BY b.closed_at DESC, b.id",
    )
    .bind(account.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("book", row);
            Ok(ClosedBook {
                id: row.book("id")?,
                student_name: row.text("student_name")?,
                institution_name: row.text("institution_name")?,
                closed_on: row.moment("closed_at")?.taipei_day(),
            })
        })
        .collect()
}

/// Closes every book of a family that closes its account.
pub async fn close_all(db: &mut Connection, account: AccountId, now: Moment) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE book SET closed_at = $1, closed_because = 'account_closed'
         WHERE account_id = $2 AND closed_at IS NULL",
    )
    .bind(now.micros())
    .bind(account.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The latest day on which the family took a use in this book. Lock the book first.
pub async fn last_use(db: &mut Connection, book: BookId) -> Result<Option<TaipeiDay>, StorageError> {
    let row = sqlx::query("SELECT MAX(turn) AS last_turn FROM entry WHERE book_id = $1 AND answers IS NULL")
        .bind(book.to_string())
        .fetch_one(db)
        .await?;
    Row::of("entry", &row).optional_day("last_turn")
}
