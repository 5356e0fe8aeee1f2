//! Entries, as their family writes them and as their state moves.

use domain::entry::{EntryFilter, EntryState, EntryStateKind};
use domain::id::{AccountId, BookId, EntryId, InstitutionId, PhotoId, StudentId};
use domain::people::Relationship;
use domain::review::ReturnNotice;
use domain::time::Moment;
use domain::view::{FamilyEntry, Page, Return};
use sqlx::any::AnyRow;

use super::paging::{PAGE, page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError, attachments, replies, reviews};

/// Whoever writes an entry and alone may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    Family(AccountId),
    /// Inside a programme, in reply (part 二(二)).
    Student(StudentId),
}

impl Writer {
    /// The column `written_by`.
    pub(super) fn key(self) -> String {
        match self {
            Self::Family(account) => account.to_string(),
            Self::Student(student) => student.to_string(),
        }
    }
}

impl From<AccountId> for Writer {
    fn from(account: AccountId) -> Self {
        Self::Family(account)
    }
}

impl From<StudentId> for Writer {
    fn from(student: StudentId) -> Self {
        Self::Student(student)
    }
}

/// An entry as a workflow loads it.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    pub id: EntryId,
    /// The family that writes it; of a reply, the one that it goes to.
    pub account: AccountId,
    pub book: Option<BookId>,
    /// The entry to which this one is a student's reply.
    pub answers: Option<EntryId>,
    pub title: String,
    pub body: String,
    pub photo: Option<PhotoId>,
    pub photo_alt: String,
    /// One more with each save.
    pub revision: i64,
    pub state: EntryState,
}

/// Words as they were typed, to be kept before they are judged.
pub struct Words<'a> {
    pub book: Option<BookId>,
    pub title: &'a str,
    pub body: &'a str,
    pub photo_alt: &'a str,
}

/// False when there is an entry of this id already.
pub async fn add_draft(
    db: &mut Connection,
    id: EntryId,
    account: AccountId,
    words: &Words<'_>,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO entry (id, account_id, written_by, book_id, title, body, photo_alt, revision, state, created_at,
                            edited_at)
         VALUES ($1, $2, $2, $3, $4, $5, $6, 1, 'draft', $7, $7) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .bind(words.book.map(|book| book.to_string()))
    .bind(words.title)
    .bind(words.body)
    .bind(words.photo_alt)
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes new words into an entry that may still be changed, if it is still the one that the page knew: `revision` is
/// `None` for whoever knows none. False when it may not (any more), or was saved meanwhile.
pub async fn rewrite(
    db: &mut Connection,
    id: EntryId,
    writer: impl Into<Writer>,
    words: &Words<'_>,
    revision: Option<i64>,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE entry SET title = $1, body = $2, photo_alt = $3, edited_at = $4, revision = revision + 1,
                book_id = CASE WHEN state = 'draft' THEN $5 ELSE book_id END
         WHERE id = $6 AND written_by = $7 AND state IN ('draft', 'returned')
           AND ($8 < 0 OR revision = $8)",
    )
    .bind(words.title)
    .bind(words.body)
    .bind(words.photo_alt)
    .bind(now.micros())
    .bind(words.book.map(|book| book.to_string()))
    .bind(id.to_string())
    .bind(writer.into().key())
    .bind(revision.unwrap_or(-1))
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn set_photo(
    db: &mut Connection,
    id: EntryId,
    photo: Option<PhotoId>,
    now: Moment,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE entry SET photo_id = $1, edited_at = $2 WHERE id = $3 AND state IN ('draft', 'returned')",
    )
    .bind(photo.map(|photo| photo.to_string()))
    .bind(now.micros())
    .bind(id.to_string())
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("entry")) }
}

pub async fn discard_draft(
    db: &mut Connection,
    id: EntryId,
    account: AccountId,
) -> Result<bool, StorageError> {
    lock(&mut *db, id).await?;
    attachments::remove_of_drafts(&mut *db, account, Some(id)).await?;
    sqlx::query(
        "DELETE FROM photo WHERE entry_id IN
            (SELECT id FROM entry WHERE id = $1 AND written_by = $2 AND state = 'draft')",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .execute(&mut *db)
    .await?;
    let done = sqlx::query("DELETE FROM entry WHERE id = $1 AND written_by = $2 AND state = 'draft'")
        .bind(id.to_string())
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Every draft of a family that closes its account, with its photo. Files follow in the sweep.
pub async fn remove_drafts(db: &mut Connection, account: AccountId) -> Result<(), StorageError> {
    attachments::remove_of_drafts(&mut *db, account, None).await?;
    sqlx::query(
        "DELETE FROM photo WHERE entry_id IN (SELECT id FROM entry WHERE written_by = $1 AND state = 'draft')",
    )
    .bind(account.to_string())
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM entry WHERE written_by = $1 AND state = 'draft'")
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// What waits for review from a family or to it.
pub async fn waiting_of(db: &mut Connection, account: AccountId) -> Result<Vec<EntryId>, StorageError> {
    let rows = sqlx::query("SELECT id FROM entry WHERE account_id = $1 AND state = 'in_review' ORDER BY id")
        .bind(account.to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Row::of("entry", row).entry("id")).collect()
}

/// The entries to a student, and the student's replies, that wait for review.
pub async fn waiting_for(db: &mut Connection, student: StudentId) -> Result<Vec<EntryId>, StorageError> {
    let rows = sqlx::query(
        "SELECT entry.id FROM entry JOIN book ON book.id = entry.book_id
         WHERE book.student_id = $1 AND book.closed_at IS NULL AND entry.state = 'in_review' ORDER BY entry.id",
    )
    .bind(student.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("entry", row).entry("id")).collect()
}

/// Locks an entry until the transaction ends: nobody else writes it, sends it or decides about it meanwhile.
/// Lock it before its student and its book. There need not be such an entry.
pub async fn lock(db: &mut Connection, id: EntryId) -> Result<(), StorageError> {
    sqlx::query("UPDATE entry SET round = round WHERE id = $1").bind(id.to_string()).execute(db).await?;
    Ok(())
}

/// An entry of this writer.
pub async fn find_own(
    db: &mut Connection,
    id: EntryId,
    writer: impl Into<Writer>,
) -> Result<Option<StoredEntry>, StorageError> {
    let row = sqlx::query(
        "SELECT id, account_id, book_id, answers, title, body, photo_id, photo_alt, revision, state, round, turn, submitted_at, decided_at,
                delivered_at, read_at, withdrawn_at
         FROM entry WHERE id = $1 AND written_by = $2",
    )
    .bind(id.to_string())
    .bind(writer.into().key())
    .fetch_optional(db)
    .await?;
    row.map(|row| stored(&row)).transpose()
}

/// An entry, for what the server does by itself.
pub async fn find(db: &mut Connection, id: EntryId) -> Result<Option<StoredEntry>, StorageError> {
    let row = sqlx::query(
        "SELECT id, account_id, book_id, answers, title, body, photo_id, photo_alt, revision, state, round, turn, submitted_at, decided_at,
                delivered_at, read_at, withdrawn_at
         FROM entry WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| stored(&row)).transpose()
}

/// An entry that was sent to review in this institution.
pub async fn find_for_staff(
    db: &mut Connection,
    id: EntryId,
    institution: InstitutionId,
) -> Result<Option<StoredEntry>, StorageError> {
    let row = sqlx::query(
        "SELECT e.id, e.account_id, e.book_id, e.answers, e.title, e.body, e.photo_id, e.photo_alt, e.revision, e.state, e.round, e.turn,
                e.submitted_at, e.decided_at, e.delivered_at, e.read_at, e.withdrawn_at
         FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.id = $1 AND s.institution_id = $2 AND e.state <> 'draft'",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| stored(&row)).transpose()
}

fn stored(row: &AnyRow) -> Result<StoredEntry, StorageError> {
    let row = Row::of("entry", row);
    Ok(StoredEntry {
        id: row.entry("id")?,
        account: row.account("account_id")?,
        book: row.optional_parsed("book_id", BookId::parse)?,
        answers: row.optional_parsed("answers", EntryId::parse)?,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.optional_parsed("photo_id", PhotoId::parse)?,
        photo_alt: row.text("photo_alt")?,
        revision: row.number("revision")?,
        state: state(&row)?,
    })
}

/// Moves an entry from one state to the next, if it still stands where it stood. Nobody of the staff has it open then.
pub async fn set_state(
    db: &mut Connection,
    id: EntryId,
    from: EntryState,
    to: EntryState,
) -> Result<(), StorageError> {
    let to = Columns::of(to);
    let from = Columns::of(from);
    let done = sqlx::query(
        "UPDATE entry SET state = $1, turn = $2, round = COALESCE($3, round),
                submitted_at = COALESCE($4, submitted_at), decided_at = COALESCE($5, decided_at),
                delivered_at = COALESCE($6, delivered_at), read_at = COALESCE($7, read_at),
                withdrawn_at = COALESCE($8, withdrawn_at), taken_by = NULL, taken_at = NULL
         WHERE id = $9 AND state = $10 AND round = COALESCE($11, round)",
    )
    .bind(to.state)
    .bind(to.turn)
    .bind(to.round)
    .bind(to.submitted_at)
    .bind(to.decided_at)
    .bind(to.delivered_at)
    .bind(to.read_at)
    .bind(to.withdrawn_at)
    .bind(id.to_string())
    .bind(from.state)
    .bind(from.round)
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("entry")) }
}

/// A state spread over its columns.
#[derive(Default)]
struct Columns {
    state: &'static str,
    round: Option<i64>,
    turn: Option<i64>,
    submitted_at: Option<i64>,
    decided_at: Option<i64>,
    delivered_at: Option<i64>,
    read_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

impl Columns {
    fn of(state: EntryState) -> Self {
        let at = |moment: Moment| Some(moment.micros());
        let common =
            Self { state: state.kind().name(), turn: state.turn().map(i64::from), ..Self::default() };
        match state {
            EntryState::Draft => common,
            EntryState::InReview { round, submitted_at, .. } => {
                Self { round: Some(round.into()), submitted_at: at(submitted_at), ..common }
            }
            EntryState::Returned { round, returned_at, .. } => {
                Self { round: Some(round.into()), decided_at: at(returned_at), ..common }
            }
            EntryState::Withdrawn { withdrawn_at, .. } => Self { withdrawn_at: at(withdrawn_at), ..common },
            EntryState::Approved { approved_at, .. } => Self { decided_at: at(approved_at), ..common },
            EntryState::Delivered { delivered_at, .. } => Self { delivered_at: at(delivered_at), ..common },
            EntryState::Read { delivered_at, read_at, .. } => {
                Self { delivered_at: at(delivered_at), read_at: at(read_at), ..common }
            }
        }
    }
}

pub(super) fn state(row: &Row<'_>) -> Result<EntryState, StorageError> {
    let turn = || row.optional_day("turn")?.ok_or_else(|| row.missing("turn"));
    let moment = |column| row.optional_moment(column)?.ok_or_else(|| row.missing(column));
    Ok(match row.parsed("state", EntryStateKind::from_name)? {
        EntryStateKind::Draft => EntryState::Draft,
        EntryStateKind::InReview => EntryState::InReview {
            turn: turn()?,
            round: row.count("round")?,
            submitted_at: moment("submitted_at")?,
        },
        EntryStateKind::Returned => EntryState::Returned {
            turn: turn()?,
            round: row.count("round")?,
            returned_at: moment("decided_at")?,
        },
        EntryStateKind::Withdrawn => {
            EntryState::Withdrawn { turn: row.optional_day("turn")?, withdrawn_at: moment("withdrawn_at")? }
        }
        EntryStateKind::Approved => {
            EntryState::Approved { turn: turn()?, approved_at: moment("decided_at")? }
        }
        EntryStateKind::Delivered => {
            EntryState::Delivered { turn: turn()?, delivered_at: moment("delivered_at")? }
        }
        EntryStateKind::Read => EntryState::Read {
            turn: turn()?,
            delivered_at: moment("delivered_at")?,
            read_at: moment("read_at")?,
        },
    })
}

/// The columns that `family_entry` reads, of the entries that `$which` names.
macro_rules! family_entries {
    ($which:literal) => {
        concat!(
            "SELECT e.id, e.book_id, e.title, e.body, e.photo_id, e.photo_alt, e.revision, e.state, e.round, e.turn, e.submitted_at,
                e.decided_at, e.delivered_at, e.read_at, e.withdrawn_at, e.edited_at,
                s.name AS student_name, b.relationship, i.name AS institution_name,
                b.closed_at AS book_closed_at, p.width, p.height
         FROM entry e
         LEFT JOIN book b ON b.id = e.book_id
         LEFT JOIN student s ON s.id = b.student_id
         LEFT JOIN institution i ON i.id = s.institution_id
         LEFT JOIN photo p ON p.id = e.photo_id
         ",
            $which
        )
    };
}

/// A page of a family's entries, the latest first. Pages count from 1.
pub async fn of_family(
    db: &mut Connection,
    account: AccountId,
    filter: EntryFilter,
    page: u32,
) -> Result<Page<FamilyEntry>, StorageError> {
    let (limit, offset) = window(page);
    let shown = EntryStateKind::ALL.into_iter().filter(|kind| filter.shows(*kind));
    let shown = shown.map(EntryStateKind::name).collect::<Vec<_>>().join(",");
    let rows = sqlx::query(family_entries!(
        "WHERE e.written_by = $1 AND ',' || $2 || ',' LIKE '%,' || e.state || ',%'
         ORDER BY COALESCE(e.submitted_at, e.edited_at) DESC, e.id DESC
         LIMIT $3 OFFSET $4"
    ))
    .bind(account.to_string())
    .bind(shown)
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    let mut items = Vec::new();
    for row in &rows {
        items.push(family_entry(&mut *db, row).await?);
    }
    Ok(page_of(page, items))
}

/// How many entries of a family are in each state.
pub async fn counts(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<(EntryStateKind, u32)>, StorageError> {
    let rows = sqlx::query("SELECT state, COUNT(*) AS n FROM entry WHERE written_by = $1 GROUP BY state")
        .bind(account.to_string())
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("entry", row);
            Ok((row.parsed("state", EntryStateKind::from_name)?, row.count("n")?))
        })
        .collect()
}

/// What a family has not finished: returned entries first, then drafts, the latest first.
pub async fn unfinished(db: &mut Connection, account: AccountId) -> Result<Vec<FamilyEntry>, StorageError> {
    let rows = sqlx::query(family_entries!(
        "WHERE e.written_by = $1 AND e.state IN ('draft', 'returned') AND b.closed_at IS NULL
         ORDER BY e.state DESC, e.edited_at DESC LIMIT $2"
    ))
    .bind(account.to_string())
    .bind(i64::from(PAGE))
    .fetch_all(&mut *db)
    .await?;
    let mut entries = Vec::new();
    for row in &rows {
        entries.push(family_entry(&mut *db, row).await?);
    }
    Ok(entries)
}

/// Entries whose reply the family has not read yet, the reply that came last first.
pub async fn with_unread_reply(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<FamilyEntry>, StorageError> {
    let rows = sqlx::query(family_entries!(
        "JOIN entry r ON r.answers = e.id AND r.state = 'delivered'
         WHERE e.written_by = $1 ORDER BY r.delivered_at DESC LIMIT $2"
    ))
    .bind(account.to_string())
    .bind(i64::from(PAGE))
    .fetch_all(&mut *db)
    .await?;
    let mut entries = Vec::new();
    for row in &rows {
        entries.push(family_entry(&mut *db, row).await?);
    }
    Ok(entries)
}

/// One entry as its family sees it.
pub async fn one_of_family(
    db: &mut Connection,
    id: EntryId,
    account: AccountId,
) -> Result<Option<FamilyEntry>, StorageError> {
    let row = sqlx::query(family_entries!("WHERE e.id = $1 AND e.written_by = $2"))
        .bind(id.to_string())
        .bind(account.to_string())
        .fetch_optional(&mut *db)
        .await?;
    match row {
        Some(row) => {
            let entry = family_entry(&mut *db, &row).await?;
            Ok(Some(FamilyEntry { attachments: attachments::of_entry(db, id).await?, ..entry }))
        }
        None => Ok(None),
    }
}

async fn family_entry(db: &mut Connection, row: &AnyRow) -> Result<FamilyEntry, StorageError> {
    let row = Row::of("entry", row);
    let id = row.entry("id")?;
    // Most entries were never decided against, so the history is asked for only where there can be one.
    let returned =
        if row.optional_number("decided_at")?.is_some() { latest_return(db, id).await? } else { None };
    Ok(FamilyEntry {
        id,
        book: row.optional_parsed("book_id", BookId::parse)?,
        book_closed: row.optional_number("book_closed_at")?.is_some(),
        student_name: row.optional_text("student_name")?,
        institution_name: row.optional_text("institution_name")?,
        relationship: row
            .optional_text("relationship")?
            .map(|_| row.parsed("relationship", Relationship::from_name))
            .transpose()?,
        decided_at: row.optional_moment("decided_at")?,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.photo()?,
        photo_alt: row.text("photo_alt")?,
        attachments: Vec::new(),
        revision: row.number("revision")?,
        state: state(&row)?,
        submitted_at: row.optional_moment("submitted_at")?,
        edited_at: row.moment("edited_at")?,
        returned,
        reply: if row.optional_number("delivered_at")?.is_some() {
            replies::to_family(db, id).await?
        } else {
            None
        },
    })
}

pub(super) async fn latest_return(
    db: &mut Connection,
    entry: EntryId,
) -> Result<Option<Return>, StorageError> {
    let row = sqlx::query(
        "SELECT reasons, suggestion, decided_at FROM review
         WHERE entry_id = $1 AND decision = 'returned' ORDER BY round DESC LIMIT 1",
    )
    .bind(entry.to_string())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("review", &row);
    let notice: ReturnNotice = reviews::notice(&row)?;
    Ok(Some(Return { notice, returned_at: row.moment("decided_at")? }))
}
