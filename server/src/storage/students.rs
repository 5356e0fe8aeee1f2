//! The students of an institution, as its staff see and change them.

use domain::id::{InstitutionId, StudentId};
use domain::roster::{Leaving, Show, StudentRecord};
use domain::search::LookedFor;
use domain::student::{CallNumber, PinState, WRONG_PINS};
use domain::time::{Moment, TaipeiDay};
use domain::view::{Page, RosterStudent};
use sqlx::any::AnyRow;

use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

/// What a list is asked for: a part of a name or the beginning of a call number.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    pub text: &'a LookedFor,
    pub show: Show,
    pub today: TaipeiDay,
}

/// Another student of the institution has the call number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberTaken;

/// The columns that `student` reads.
macro_rules! students_where {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.call_number, s.name, s.admitted_on, s.expected_release_on, s.leaving, s.left_on,
                CASE WHEN s.pin_hash = '' THEN 0 ELSE 1 END AS has_pin, s.pin_failures,
                CASE WHEN EXISTS (SELECT 1 FROM book b WHERE b.student_id = s.id AND b.closed_at IS NULL)
                    THEN 1 ELSE 0 END AS has_book
             FROM student s WHERE ",
            $which
        )
    };
}

/// The students that a search finds. `$6` is 1 for those who left, 0 for those who are here, -1 for both.
macro_rules! found {
    () => {
        "s.institution_id = $1
         AND ($2 = '' OR s.call_number LIKE $3 ESCAPE '!' OR LOWER(s.name) LIKE $4 ESCAPE '!')
         AND ($6 = -1 OR $6 = CASE WHEN s.left_on IS NOT NULL AND s.left_on <= $5 THEN 1 ELSE 0 END)"
    };
}

/// A page of those whom the search finds, by call number, and how many there are in all. Pages count from 1.
pub async fn search(
    db: &mut Connection,
    institution: InstitutionId,
    search: Search<'_>,
    page: u32,
) -> Result<(Page<RosterStudent>, u32), StorageError> {
    let (items, found) = some_found(db, institution, search, window(page)).await?;
    Ok((page_of(page, items), found))
}

/// How many students a form that chooses some of them lists at most.
const CHOICES: i64 = 100;

/// The first of those whom the search finds, by call number, and how many there are in all.
pub async fn first_found(
    db: &mut Connection,
    institution: InstitutionId,
    search: Search<'_>,
) -> Result<(Vec<RosterStudent>, u32), StorageError> {
    some_found(db, institution, search, (CHOICES, 0)).await
}

async fn some_found(
    db: &mut Connection,
    institution: InstitutionId,
    search: Search<'_>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<RosterStudent>, u32), StorageError> {
    let text = search.text.as_str();
    let (number, name) = patterns(search.text);
    let show = match search.show {
        Show::Here => 0_i64,
        Show::Left => 1,
        Show::All => -1,
    };
    let rows = sqlx::query(concat!(
        students_where!(""),
        found!(),
        " ORDER BY s.call_number, s.id LIMIT $7 OFFSET $8"
    ))
    .bind(institution.to_string())
    .bind(text)
    .bind(&number)
    .bind(&name)
    .bind(search.today.number())
    .bind(show)
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    let items = rows.iter().map(student).collect::<Result<_, _>>()?;
    let count = sqlx::query(concat!("SELECT COUNT(*) AS found FROM student s WHERE ", found!()))
        .bind(institution.to_string())
        .bind(text)
        .bind(&number)
        .bind(&name)
        .bind(search.today.number())
        .bind(show)
        .fetch_one(db)
        .await?;
    Ok((items, Row::of("student", &count).count("found")?))
}

pub async fn find(
    db: &mut Connection,
    id: StudentId,
    institution: InstitutionId,
) -> Result<Option<RosterStudent>, StorageError> {
    let row = sqlx::query(students_where!("s.id = $1 AND s.institution_id = $2"))
        .bind(id.to_string())
        .bind(institution.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(student).transpose()
}

/// Everybody in the roster, by call number.
pub async fn all(
    db: &mut Connection,
    institution: InstitutionId,
) -> Result<Vec<RosterStudent>, StorageError> {
    let rows = sqlx::query(students_where!("s.institution_id = $1 ORDER BY s.call_number"))
        .bind(institution.to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(student).collect()
}

/// Locks a student of this institution until the transaction ends: nobody else can restrict them, let them go or open
/// a book for them. False when there is none. In the order of locks the student comes after entries and requests, and
/// before the book.
pub async fn lock(
    db: &mut Connection,
    id: StudentId,
    institution: InstitutionId,
) -> Result<bool, StorageError> {
    let done = sqlx::query("UPDATE student SET name = name WHERE id = $1 AND institution_id = $2")
        .bind(id.to_string())
        .bind(institution.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds a student without a PIN.
pub async fn add(
    db: &mut Connection,
    id: StudentId,
    institution: InstitutionId,
    record: &StudentRecord,
    now: Moment,
) -> Result<Result<(), NumberTaken>, StorageError> {
    let done = sqlx::query(
        "INSERT INTO student (id, institution_id, call_number, name, pin_hash, admitted_on, expected_release_on,
                              created_at)
         VALUES ($1, $2, $3, $4, '', $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .bind(record.call_number.as_str())
    .bind(record.name.as_str())
    .bind(record.admitted.map(TaipeiDay::number))
    .bind(record.expected_release.map(TaipeiDay::number))
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(if done.rows_affected() == 1 { Ok(()) } else { Err(NumberTaken) })
}

/// Changes name and days. Lock the student first.
pub async fn change(
    db: &mut Connection,
    id: StudentId,
    name: &str,
    admitted: Option<TaipeiDay>,
    expected_release: Option<TaipeiDay>,
) -> Result<(), StorageError> {
    let done =
        sqlx::query("UPDATE student SET name = $1, admitted_on = $2, expected_release_on = $3 WHERE id = $4")
            .bind(name)
            .bind(admitted.map(TaipeiDay::number))
            .bind(expected_release.map(TaipeiDay::number))
            .bind(id.to_string())
            .execute(db)
            .await?;
    only_one(done.rows_affected())
}

/// Sets or clears how and when a student leaves. Lock the student first.
pub async fn set_leaving(
    db: &mut Connection,
    id: StudentId,
    leaving: Option<(Leaving, TaipeiDay)>,
) -> Result<(), StorageError> {
    let done = sqlx::query("UPDATE student SET leaving = $1, left_on = $2 WHERE id = $3")
        .bind(leaving.map(|(how, _)| how.name()))
        .bind(leaving.map(|(_, day)| day.number()))
        .bind(id.to_string())
        .execute(db)
        .await?;
    only_one(done.rows_affected())
}

/// A student who left, and whose book is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    pub student: StudentId,
    pub institution: InstitutionId,
}

/// Students whose day has come and whose book is still open.
pub async fn gone_with_a_book(db: &mut Connection, today: TaipeiDay) -> Result<Vec<Gone>, StorageError> {
    let rows = sqlx::query(
        "SELECT s.id, s.institution_id FROM book b JOIN student s ON s.id = b.student_id
         WHERE b.closed_at IS NULL AND s.left_on <= $1 ORDER BY s.id",
    )
    .bind(today.number())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("student", row);
            Ok(Gone { student: row.student("id")?, institution: row.institution("institution_id")? })
        })
        .collect()
}

/// A new PIN; the wrong ones are forgotten.
pub async fn set_pin(
    db: &mut Connection,
    id: StudentId,
    institution: InstitutionId,
    pin_hash: &str,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE student SET pin_hash = $1, pin_failures = 0 WHERE id = $2 AND institution_id = $3",
    )
    .bind(pin_hash)
    .bind(id.to_string())
    .bind(institution.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts a wrong PIN, if there is such a student.
pub async fn count_wrong_pin(
    db: &mut Connection,
    institution: InstitutionId,
    call_number: &CallNumber,
) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE student SET pin_failures = pin_failures + 1
         WHERE institution_id = $1 AND call_number = $2 AND pin_failures < $3",
    )
    .bind(institution.to_string())
    .bind(call_number.as_str())
    .bind(i64::from(WRONG_PINS))
    .execute(db)
    .await?;
    Ok(())
}

/// The PIN was right: wrong ones are forgotten. False when it was locked, changed, or the student left meanwhile.
pub async fn forgive_wrong_pins(
    db: &mut Connection,
    id: StudentId,
    pin_hash: &str,
    today: TaipeiDay,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE student SET pin_failures = 0
         WHERE id = $1 AND pin_hash = $2 AND pin_failures < $3 AND (left_on IS NULL OR left_on > $4)",
    )
    .bind(id.to_string())
    .bind(pin_hash)
    .bind(i64::from(WRONG_PINS))
    .bind(today.number())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What `LIKE` is given for the beginning of a call number, and for a part of a name.
pub(super) fn patterns(text: &LookedFor) -> (String, String) {
    let text = text.as_str();
    let number: String = text.chars().map(domain::student::narrow).collect();
    let number = format!("{}%", escaped(&number.to_ascii_uppercase()));
    (number, format!("%{}%", escaped(&text.to_lowercase())))
}

/// `!` is what `LIKE` is told to escape with.
fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn student(row: &AnyRow) -> Result<RosterStudent, StorageError> {
    let row = Row::of("student", row);
    let leaving = match (row.optional_parsed("leaving", Leaving::from_name)?, row.optional_day("left_on")?) {
        (Some(how), Some(day)) => Some((how, day)),
        _ => None,
    };
    let pin = match (row.count("has_pin")?, row.count("pin_failures")?) {
        (0, _) => PinState::Missing,
        (_, failures) if failures >= WRONG_PINS => PinState::Locked,
        _ => PinState::Works,
    };
    Ok(RosterStudent {
        id: row.student("id")?,
        call_number: row.text("call_number")?,
        name: row.text("name")?,
        admitted: row.optional_day("admitted_on")?,
        expected_release: row.optional_day("expected_release_on")?,
        leaving,
        pin,
        has_book: row.count("has_book")? == 1,
    })
}

fn only_one(rows: u64) -> Result<(), StorageError> {
    if rows == 1 { Ok(()) } else { Err(StorageError::Changed("student")) }
}
