//! Suspensions from their proposal on (part 二(五)), as staff and the family see them.

use domain::id::{AccountId, BookId, InstitutionId, SuspensionId};
use domain::restriction::Span;
use domain::strikes::STRIKES_FOR_SUSPENSION;
use domain::suspension::{
    Answer, Case, CaseFilter, Evidence, FamilySuspension, Outcome, Standing, Suspended, SuspensionGlance,
};
use domain::time::Moment;
use domain::view::{Page, Whose};
use sqlx::any::AnyRow;

use super::held_books::whose;
use super::paging::{page as page_of, window};
use super::reviews::notice;
use super::row::Row;
use super::suspensions::{in_force, strikes, strikes_of, suspended_until};
use super::{Connection, StorageError};

/// The columns that `case` reads, of the institution `$1`.
macro_rules! cases_where {
    ($which:expr) => {
        concat!(
            "SELECT p.id, p.book_id, p.reason AS note, p.proposed_at, p.decided_at, p.refusal,
                    m.name AS proposed_by, d.name AS decided_by, b.relationship, b.closed_at,
                    f.name AS family_name, s.id AS student_id, s.name AS student_name, s.call_number,
                    u.begins_at, u.until_at, u.ended_at, u.reason AS told, u.answer, u.answered_at,
                    u.answer_seen_at, l.name AS lifted_by
             FROM suspension_proposal p
             JOIN book b ON b.id = p.book_id
             JOIN student s ON s.id = b.student_id
             JOIN account f ON f.id = b.account_id
             JOIN account m ON m.id = p.proposed_by
             LEFT JOIN account d ON d.id = p.decided_by
             LEFT JOIN suspension u ON u.id = p.id
             LEFT JOIN account l ON l.id = u.ended_by
             WHERE s.institution_id = $1 AND ",
            $which
        )
    };
}

/// A page of the cases of an institution, the latest first.
pub async fn list(
    db: &mut Connection,
    institution: InstitutionId,
    filter: CaseFilter,
    page: u32,
    now: Moment,
) -> Result<Page<Case>, StorageError> {
    let query = match filter {
        CaseFilter::Proposed => cases_where!(
            "p.decided_at IS NULL AND b.closed_at IS NULL AND p.proposed_at <= $2
             ORDER BY p.proposed_at, p.id LIMIT $3 OFFSET $4"
        ),
        CaseFilter::InForce => cases_where!(
            "u.begins_at <= $2 AND COALESCE(u.ended_at, u.until_at) > $2 AND b.closed_at IS NULL
             ORDER BY u.begins_at DESC, p.id LIMIT $3 OFFSET $4"
        ),
        CaseFilter::Answers => cases_where!(
            "u.answered_at <= $2 AND u.answer_seen_at IS NULL ORDER BY u.answered_at, p.id LIMIT $3 OFFSET $4"
        ),
        CaseFilter::Over => cases_where!(
            "(COALESCE(u.ended_at, u.until_at) <= $2 OR p.refusal IS NOT NULL OR b.closed_at IS NOT NULL)
             ORDER BY p.proposed_at DESC, p.id LIMIT $3 OFFSET $4"
        ),
    };
    let (limit, offset) = window(page);
    let rows = sqlx::query(query)
        .bind(institution.to_string())
        .bind(now.micros())
        .bind(limit)
        .bind(offset)
        .fetch_all(db)
        .await?;
    let items = rows.iter().map(case).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

/// How many cases wait for the head: as many as [`list`] shows of each.
pub async fn glance(
    db: &mut Connection,
    institution: InstitutionId,
    now: Moment,
) -> Result<SuspensionGlance, StorageError> {
    let row = sqlx::query(
        "SELECT CAST(COALESCE(SUM(CASE WHEN p.decided_at IS NULL AND b.closed_at IS NULL AND p.proposed_at <= $2
                                  THEN 1 ELSE 0 END), 0) AS BIGINT) AS proposed,
                CAST(COALESCE(SUM(CASE WHEN u.answered_at <= $2 AND u.answer_seen_at IS NULL
                                  THEN 1 ELSE 0 END), 0) AS BIGINT) AS unread
         FROM suspension_proposal p
         JOIN book b ON b.id = p.book_id
         JOIN student s ON s.id = b.student_id
         LEFT JOIN suspension u ON u.id = p.id
         WHERE s.institution_id = $1",
    )
    .bind(institution.to_string())
    .bind(now.micros())
    .fetch_one(db)
    .await?;
    let row = Row::of("suspension_proposal", &row);
    Ok(SuspensionGlance { proposed: row.count("proposed")?, unread_answers: row.count("unread")? })
}

/// One case of an institution. To decide by it, lock its book first.
pub async fn find(
    db: &mut Connection,
    id: SuspensionId,
    institution: InstitutionId,
) -> Result<Option<Case>, StorageError> {
    let row = sqlx::query(cases_where!("p.id = $2"))
        .bind(institution.to_string())
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(case).transpose()
}

/// The book that a case of this institution is about, and whose it is.
pub async fn book_of(
    db: &mut Connection,
    id: SuspensionId,
    institution: InstitutionId,
) -> Result<Option<(BookId, AccountId)>, StorageError> {
    let row = sqlx::query(
        "SELECT b.id, b.account_id FROM suspension_proposal p JOIN book b ON b.id = p.book_id
         JOIN student s ON s.id = b.student_id WHERE p.id = $1 AND s.institution_id = $2",
    )
    .bind(id.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("book", &row);
        Ok((row.book("id")?, row.account("account_id")?))
    })
    .transpose()
}

/// The columns `proposed` and `refused` of a [`Standing`], of the book `$book`.
macro_rules! proposals {
    ($book:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM suspension_proposal w WHERE w.book_id = ",
            $book,
            " AND w.decided_at IS NULL) AS proposed,
             (SELECT COUNT(*) FROM suspension_proposal w
              WHERE w.book_id = ",
            $book,
            " AND w.refusal IS NOT NULL AND w.decided_at >= COALESCE(
                 (SELECT MAX(r.decided_at) FROM review r
                  WHERE r.book_id = ",
            $book,
            " AND r.decision = 'returned' AND r.of_reply = 0), 0)) AS refused"
        )
    };
}

/// The books of an institution in which a suspension could be proposed now, by call number, with their returns.
pub async fn possible(
    db: &mut Connection,
    institution: InstitutionId,
    now: Moment,
) -> Result<Vec<(Whose, u32)>, StorageError> {
    let rows = sqlx::query(concat!(
        "SELECT b.relationship, f.name AS family_name, s.id AS student_id, s.name AS student_name, s.call_number, ",
        strikes!("b.id", "$2"),
        " AS strikes, ",
        suspended_until!("b.id", "$2"),
        " AS suspended_until, ",
        proposals!("b.id"),
        "
         FROM book b JOIN student s ON s.id = b.student_id JOIN account f ON f.id = b.account_id
         WHERE s.institution_id = $1 AND b.closed_at IS NULL AND ",
        strikes!("b.id", "$2"),
        " >= $3 ORDER BY s.call_number"
    ))
    .bind(institution.to_string())
    .bind(now.micros())
    .bind(i64::from(STRIKES_FOR_SUSPENSION))
    .fetch_all(db)
    .await?;
    let mut possible = Vec::new();
    for row in &rows {
        let row = Row::of("book", row);
        let strikes = row.count("strikes")?;
        let standing = read_standing(&row, strikes, row.optional_moment("suspended_until")?)?;
        if standing.judge().is_ok() {
            possible.push((whose(&row)?, strikes));
        }
    }
    Ok(possible)
}

/// How a book stands. To decide by it, lock the book first.
pub async fn standing(db: &mut Connection, book: BookId, now: Moment) -> Result<Standing, StorageError> {
    let strikes = strikes_of(&mut *db, book, now).await?;
    let suspended_until = in_force(&mut *db, book, now).await?;
    let row = sqlx::query(concat!("SELECT ", proposals!("$1"))).bind(book.to_string()).fetch_one(db).await?;
    read_standing(&Row::of("suspension_proposal", &row), strikes, suspended_until)
}

fn read_standing(
    row: &Row<'_>,
    strikes: u32,
    suspended_until: Option<Moment>,
) -> Result<Standing, StorageError> {
    Ok(Standing {
        strikes,
        suspended_until,
        proposed: row.count("proposed")? > 0,
        refused: row.count("refused")? > 0,
    })
}

/// What came back in a book up to `until`, since the suspension before that ended; the latest first.
pub async fn evidence(
    db: &mut Connection,
    book: BookId,
    until: Moment,
) -> Result<Vec<Evidence>, StorageError> {
    let rows = sqlx::query(
        "SELECT entry_id, title, body, submitted_at, decided_at, reasons, suggestion FROM review
         WHERE book_id = $1 AND decision = 'returned' AND of_reply = 0 AND decided_at <= $2 AND decided_at >= COALESCE(
            (SELECT MAX(COALESCE(u.ended_at, u.until_at)) FROM suspension u
             WHERE u.book_id = $1 AND COALESCE(u.ended_at, u.until_at) <= $2), 0)
         ORDER BY decided_at DESC, id DESC",
    )
    .bind(book.to_string())
    .bind(until.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("review", row);
            Ok(Evidence {
                entry: row.entry("entry_id")?,
                title: row.text("title")?,
                body: row.text("body")?,
                submitted_at: row.moment("submitted_at")?,
                returned_at: row.moment("decided_at")?,
                notice: notice(&row)?,
            })
        })
        .collect()
}

/// False when there is one of this id already. Lock the book first.
pub async fn propose(
    db: &mut Connection,
    id: SuspensionId,
    book: BookId,
    note: &str,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO suspension_proposal (id, book_id, reason, proposed_by, proposed_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(id.to_string())
    .bind(book.to_string())
    .bind(note)
    .bind(by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The head has suspended (`refusal` is `None`) or refused. False when it was decided already.
pub async fn decide(
    db: &mut Connection,
    id: SuspensionId,
    refusal: Option<&str>,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE suspension_proposal SET decided_by = $1, decided_at = $2, refusal = $3
         WHERE id = $4 AND decided_at IS NULL",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(refusal)
    .bind(id.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends one that is in force. False when it is over. Lock the book first.
pub async fn lift(
    db: &mut Connection,
    id: SuspensionId,
    by: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE suspension SET ended_by = $1, ended_at = $2
         WHERE id = $3 AND ended_at IS NULL AND begins_at <= $2 AND until_at > $2",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what the family answers to one that is in force. False when it answered already, or it is over or not theirs.
pub async fn answer(
    db: &mut Connection,
    id: SuspensionId,
    account: AccountId,
    words: &str,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE suspension SET answer = $1, answered_at = $2
         WHERE id = $3 AND answer IS NULL AND begins_at <= $2 AND COALESCE(ended_at, until_at) > $2
           AND book_id IN (SELECT id FROM book WHERE account_id = $4 AND closed_at IS NULL)",
    )
    .bind(words)
    .bind(now.micros())
    .bind(id.to_string())
    .bind(account.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A head has read what the family answered. False when nothing was answered, or it was read before.
pub async fn answer_read(
    db: &mut Connection,
    id: SuspensionId,
    institution: InstitutionId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE suspension SET answer_seen_at = $1
         WHERE id = $2 AND answer IS NOT NULL AND answer_seen_at IS NULL AND book_id IN (
            SELECT b.id FROM book b JOIN student s ON s.id = b.student_id WHERE s.institution_id = $3)",
    )
    .bind(now.micros())
    .bind(id.to_string())
    .bind(institution.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The book of this family that one of this id is or was about, and its institution.
pub async fn book_of_family(
    db: &mut Connection,
    id: SuspensionId,
    account: AccountId,
) -> Result<Option<(BookId, InstitutionId)>, StorageError> {
    let row = sqlx::query(
        "SELECT b.id, s.institution_id FROM suspension u JOIN book b ON b.id = u.book_id
         JOIN student s ON s.id = b.student_id WHERE u.id = $1 AND b.account_id = $2",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("book", &row);
        Ok((row.book("id")?, row.institution("institution_id")?))
    })
    .transpose()
}

/// Those in force for a family.
pub async fn of_family(
    db: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Vec<FamilySuspension>, StorageError> {
    let rows = sqlx::query(
        "SELECT u.id, u.begins_at, u.until_at, u.ended_at, u.reason AS told, u.answer, u.answered_at,
                s.name AS student_name
         FROM suspension u JOIN book b ON b.id = u.book_id JOIN student s ON s.id = b.student_id
         WHERE b.account_id = $1 AND b.closed_at IS NULL AND u.begins_at <= $2
           AND COALESCE(u.ended_at, u.until_at) > $2
         ORDER BY u.begins_at, u.id",
    )
    .bind(account.to_string())
    .bind(now.micros())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("suspension", row);
            Ok(FamilySuspension {
                id: row.parsed("id", SuspensionId::parse)?,
                student_name: row.text("student_name")?,
                span: span(&row)?,
                told: row.text("told")?,
                answer: read_answer(&row)?,
            })
        })
        .collect()
}

fn case(row: &AnyRow) -> Result<Case, StorageError> {
    let row = Row::of("suspension_proposal", row);
    let decided_by = row.optional_text("decided_by")?;
    let outcome = match (row.optional_moment("decided_at")?, row.optional_text("refusal")?) {
        (None, _) => Outcome::Waiting,
        (Some(at), Some(reason)) => Outcome::Refused { by: decided_by.unwrap_or_default(), at, reason },
        (Some(_), None) => Outcome::Suspended(Suspended {
            by: decided_by.unwrap_or_default(),
            span: span(&row)?,
            told: row.text("told")?,
            answer: read_answer(&row)?,
            answer_read_at: row.optional_moment("answer_seen_at")?,
            lifted_by: row.optional_text("lifted_by")?,
        }),
    };
    Ok(Case {
        id: row.parsed("id", SuspensionId::parse)?,
        whose: whose(&row)?,
        book_closed: row.optional_moment("closed_at")?.is_some(),
        proposed_by: row.text("proposed_by")?,
        proposed_at: row.moment("proposed_at")?,
        note: row.text("note")?,
        outcome,
    })
}

fn span(row: &Row<'_>) -> Result<Span, StorageError> {
    Ok(Span {
        begins_at: row.moment("begins_at")?,
        until: Some(row.moment("until_at")?),
        ended_at: row.optional_moment("ended_at")?,
    })
}

fn read_answer(row: &Row<'_>) -> Result<Option<Answer>, StorageError> {
    let Some(words) = row.optional_text("answer")? else { return Ok(None) };
    Ok(Some(Answer { words, at: row.moment("answered_at")? }))
}
