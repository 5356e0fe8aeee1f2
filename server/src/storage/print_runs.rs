//! Letters on paper for students who cannot come to a terminal.

use domain::id::{AccountId, EntryId, InstitutionId, PrintRunId, StudentId};
use domain::people::Relationship;
use domain::print_run::{PrintRun, PrintedLetter, PrintedSheet, PrintedStudent, WaitingStudent};
use domain::time::{Moment, TaipeiDay};
use domain::view::Page;
use sqlx::any::AnyRow;

use super::paging::{page as page_of, window};
use super::restrictions::restricted;
use super::row::Row;
use super::{Connection, StorageError, attachments};

/// The students of an institution with letters that a run would take up, by call number. Who left or is restricted is not
/// among them.
pub async fn waiting(
    db: &mut Connection,
    institution: InstitutionId,
    now: Moment,
) -> Result<Vec<WaitingStudent>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT s.id, s.name, s.call_number, COUNT(*) AS letters
         FROM student s
         JOIN book b ON b.student_id = s.id
         JOIN entry e ON e.book_id = b.id
         WHERE s.institution_id = $1 AND e.state = 'delivered' AND e.answers IS NULL
           AND (s.left_on IS NULL OR s.left_on > $2)
           AND NOT EXISTS (SELECT 1 FROM print_run_entry t WHERE t.entry_id = e.id)
           AND NOT ",
        restricted!("s.id", "$3"),
        " GROUP BY s.id, s.name, s.call_number ORDER BY s.call_number, s.id"
    ))
    .bind(institution.to_string())
    .bind(now.taipei_day().number())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("student", row);
            Ok(WaitingStudent {
                student: row.student("id")?,
                name: row.text("name")?,
                call_number: row.text("call_number")?,
                letters: row.count("letters")?,
            })
        })
        .collect()
}

/// False when there is one of this id already, here or elsewhere.
pub async fn add(
    db: &mut Connection,
    id: PrintRunId,
    institution: InstitutionId,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO print_run (id, institution_id, made_by, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .bind(by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes up what waits for a student, and says how many letters that is; what another run took meanwhile is left to it.
/// Lock the student first.
pub async fn add_student(
    db: &mut Connection,
    id: PrintRunId,
    student: StudentId,
    today: TaipeiDay,
) -> Result<u64, StorageError> {
    let taken = sqlx::query(
        "INSERT INTO print_run_entry (entry_id, print_run_id, student_id)
         SELECT e.id, CAST($1 AS TEXT), s.id
         FROM student s JOIN book b ON b.student_id = s.id JOIN entry e ON e.book_id = b.id
         WHERE s.id = $2 AND e.state = 'delivered' AND e.answers IS NULL
           AND (s.left_on IS NULL OR s.left_on > $3)
         ON CONFLICT (entry_id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .bind(today.number())
    .execute(&mut *db)
    .await?
    .rows_affected();
    if taken > 0 {
        sqlx::query("INSERT INTO print_run_student (print_run_id, student_id) VALUES ($1, $2)")
            .bind(id.to_string())
            .bind(student.to_string())
            .execute(db)
            .await?;
    }
    Ok(taken)
}

/// The columns that `run` reads, of the institution `$1`.
macro_rules! runs_where {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.made_at, a.name AS made_by,
                    (SELECT COUNT(*) FROM print_run_entry e WHERE e.print_run_id = r.id) AS letters,
                    (SELECT COUNT(*) FROM print_run_student t WHERE t.print_run_id = r.id) AS students,
                    (SELECT COUNT(*) FROM print_run_student t
                     WHERE t.print_run_id = r.id AND t.handed_at IS NOT NULL) AS handed
             FROM print_run r JOIN account a ON a.id = r.made_by
             WHERE r.institution_id = $1 ",
            $which
        )
    };
}

/// A page of an institution's runs, the latest first.
pub async fn list(
    db: &mut Connection,
    institution: InstitutionId,
    page: u32,
) -> Result<Page<PrintRun>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(runs_where!("ORDER BY r.made_at DESC, r.id DESC LIMIT $2 OFFSET $3"))
        .bind(institution.to_string())
        .bind(limit)
        .bind(offset)
        .fetch_all(db)
        .await?;
    let items = rows.iter().map(run).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

pub async fn find(
    db: &mut Connection,
    id: PrintRunId,
    institution: InstitutionId,
) -> Result<Option<PrintRun>, StorageError> {
    let row = sqlx::query(runs_where!("AND r.id = $2"))
        .bind(institution.to_string())
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(run).transpose()
}

/// Whose letters a run holds, by call number.
pub async fn students(
    db: &mut Connection,
    id: PrintRunId,
    now: Moment,
) -> Result<Vec<PrintedStudent>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT s.id, s.name, s.call_number, t.handed_at, a.name AS handed_by,
                (SELECT COUNT(*) FROM print_run_entry p
                 WHERE p.print_run_id = t.print_run_id AND p.student_id = s.id) AS letters,
                (SELECT COUNT(*) FROM print_run_entry p JOIN entry e ON e.id = p.entry_id
                 WHERE p.print_run_id = t.print_run_id AND p.student_id = s.id AND e.state = 'read') AS has_read,
                CASE WHEN ",
        restricted!("s.id", "$2"),
        " THEN 1 ELSE 0 END AS is_restricted
         FROM print_run_student t
         JOIN student s ON s.id = t.student_id
         LEFT JOIN account a ON a.id = t.handed_by
         WHERE t.print_run_id = $1 ORDER BY s.call_number, s.id"
    ))
    .bind(id.to_string())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("print_run_student", row);
            Ok(PrintedStudent {
                student: row.student("id")?,
                name: row.text("name")?,
                call_number: row.text("call_number")?,
                letters: row.count("letters")?,
                read: row.count("has_read")?,
                restricted: row.number("is_restricted")? == 1,
                handed: row.optional_text("handed_by")?.zip(row.optional_moment("handed_at")?),
            })
        })
        .collect()
}

/// What is printed, a sheet a student. Nothing of who is restricted by now (part 一).
pub async fn sheets(
    db: &mut Connection,
    id: PrintRunId,
    now: Moment,
) -> Result<Vec<PrintedSheet>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT s.id AS student_id, s.name, s.call_number, e.id, e.title, e.body, e.photo_id, e.photo_alt,
                e.delivered_at, p.width, p.height, b.relationship
         FROM print_run_entry t
         JOIN student s ON s.id = t.student_id
         JOIN entry e ON e.id = t.entry_id
         JOIN book b ON b.id = e.book_id
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE t.print_run_id = $1 AND NOT ",
        restricted!("s.id", "$2"),
        " ORDER BY s.call_number, s.id, e.delivered_at, e.id"
    ))
    .bind(id.to_string())
    .bind(now.micros())
    .fetch_all(&mut *db)
    .await?;
    let mut sheets: Vec<PrintedSheet> = Vec::new();
    for row in &rows {
        let row = Row::of("print_run_entry", row);
        let student = row.student("student_id")?;
        let letter = PrintedLetter {
            title: row.text("title")?,
            body: row.text("body")?,
            photo: row.photo()?,
            photo_alt: row.text("photo_alt")?,
            attachments: attachments::of_entry(&mut *db, row.entry("id")?).await?,
            relationship: row.parsed("relationship", Relationship::from_name)?,
            delivered_at: row.moment("delivered_at")?,
        };
        match sheets.last_mut() {
            Some(last) if last.student == student => last.letters.push(letter),
            _ => sheets.push(PrintedSheet {
                student,
                name: row.text("name")?,
                call_number: row.text("call_number")?,
                letters: vec![letter],
            }),
        }
    }
    Ok(sheets)
}

/// The students of a run to whom it was not handed over yet, in the order in which they are locked.
pub async fn not_handed(db: &mut Connection, id: PrintRunId) -> Result<Vec<StudentId>, StorageError> {
    let rows = sqlx::query(
        "SELECT student_id FROM print_run_student WHERE print_run_id = $1 AND handed_at IS NULL
         ORDER BY student_id",
    )
    .bind(id.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("print_run_student", row).student("student_id")).collect()
}

/// Is there anything of this student in the run?
pub async fn holds(db: &mut Connection, id: PrintRunId, student: StudentId) -> Result<bool, StorageError> {
    let row =
        sqlx::query("SELECT student_id FROM print_run_student WHERE print_run_id = $1 AND student_id = $2")
            .bind(id.to_string())
            .bind(student.to_string())
            .fetch_optional(db)
            .await?;
    Ok(row.is_some())
}

/// A student's letters of a run, in the order in which they are locked.
pub async fn letters_of(
    db: &mut Connection,
    id: PrintRunId,
    student: StudentId,
) -> Result<Vec<EntryId>, StorageError> {
    let rows = sqlx::query(
        "SELECT entry_id FROM print_run_entry WHERE print_run_id = $1 AND student_id = $2 ORDER BY entry_id",
    )
    .bind(id.to_string())
    .bind(student.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("print_run_entry", row).entry("entry_id")).collect()
}

/// False when it was handed over before.
pub async fn hand(
    db: &mut Connection,
    id: PrintRunId,
    student: StudentId,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE print_run_student SET handed_by = $1, handed_at = $2
         WHERE print_run_id = $3 AND student_id = $4 AND handed_at IS NULL",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .bind(student.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn run(row: &AnyRow) -> Result<PrintRun, StorageError> {
    let row = Row::of("print_run", row);
    Ok(PrintRun {
        id: row.parsed("id", PrintRunId::parse)?,
        made_by: row.text("made_by")?,
        made_at: row.moment("made_at")?,
        letters: row.count("letters")?,
        students: row.count("students")?,
        handed: row.count("handed")?,
    })
}
