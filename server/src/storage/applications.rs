//! Requests for a contact book, as their family fills them in and as their state moves.

use domain::application::{ApplicationNotice, ApplicationState, ApplicationStateKind, GivenReason, Service};
use domain::application_form::Filled;
use domain::document::DocumentKind;
use domain::id::{AccountId, ApplicationId, InstitutionId, StudentId};
use domain::people::Relationship;
use domain::roster::masked;
use domain::student::CallNumber;
use domain::time::{Moment, TaipeiDay};
use domain::view::{FamilyApplication, FamilyDecision, Institution, Page};
use sqlx::any::AnyRow;

use super::paging::{PAGE, page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError, settings};

/// A request as a workflow loads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredApplication {
    pub id: ApplicationId,
    pub account: AccountId,
    pub filled: Filled,
    /// Whom the look-up found, confirmed or not.
    pub found: Option<StudentId>,
    pub state: ApplicationState,
}

/// A student by institution and call number, with what decides whether a family may apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub student: StudentId,
    pub left_on: Option<TaipeiDay>,
    /// Whose the student's active book is.
    pub book_of: Option<AccountId>,
    /// A request of the asking family for the same student that is not decided, or was returned.
    pub asked: Option<ApplicationId>,
}

/// An empty draft. False when there is a request of this id already.
pub async fn add_draft(
    db: &mut Connection,
    id: ApplicationId,
    account: AccountId,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "INSERT INTO application (id, account_id, state, created_at, edited_at)
         VALUES ($1, $2, 'draft', $3, $3) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what is filled in, but for the documents, which have rows of their own. Lock it first.
pub async fn fill_in(
    db: &mut Connection,
    id: ApplicationId,
    filled: &Filled,
    found: Option<StudentId>,
    now: Moment,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE application SET institution_id = $1, call_number = $2, relationship = $3, found_id = $4,
                student_id = $5, service = $6, edited_at = $7
         WHERE id = $8 AND state IN ('draft', 'returned')",
    )
    .bind(filled.institution.map(|id| id.to_string()))
    .bind(&filled.call_number)
    .bind(filled.relationship.map(Relationship::name))
    .bind(found.map(|id| id.to_string()))
    .bind(filled.student.map(|id| id.to_string()))
    .bind(filled.service.map(Service::name))
    .bind(now.micros())
    .bind(id.to_string())
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("application")) }
}

/// Locks a request until the transaction ends: nobody else fills it in, sends it or decides about it meanwhile. Lock it
/// after its family's account and before its student. There need not be such a request.
pub async fn lock(db: &mut Connection, id: ApplicationId) -> Result<(), StorageError> {
    sqlx::query("UPDATE application SET round = round WHERE id = $1")
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// A request of this family.
pub async fn find_own(
    db: &mut Connection,
    id: ApplicationId,
    account: AccountId,
) -> Result<Option<StoredApplication>, StorageError> {
    let row = sqlx::query(
        "SELECT id, account_id, institution_id, call_number, relationship, found_id, student_id, service, state,
                round, submitted_at, due_on, decided_at, withdrawn_at
         FROM application WHERE id = $1 AND account_id = $2",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let documents = latest_documents(db, id).await?;
    let row = Row::of("application", &row);
    Ok(Some(StoredApplication {
        id,
        account,
        filled: Filled {
            institution: row.optional_parsed("institution_id", InstitutionId::parse)?,
            call_number: row.text("call_number")?,
            relationship: row.optional_parsed("relationship", Relationship::from_name)?,
            student: row.optional_parsed("student_id", StudentId::parse)?,
            service: row.optional_parsed("service", Service::from_name)?,
            documents,
        },
        found: row.optional_parsed("found_id", StudentId::parse)?,
        state: state(&row)?,
    }))
}

/// Each kind of document that counts, with the time of its latest one.
async fn latest_documents(
    db: &mut Connection,
    id: ApplicationId,
) -> Result<Vec<(DocumentKind, Moment)>, StorageError> {
    let rows = sqlx::query(
        "SELECT kind, MAX(created_at) AS latest FROM document
         WHERE application_id = $1 AND replaced_in IS NULL AND deleted_at IS NULL
         GROUP BY kind ORDER BY kind",
    )
    .bind(id.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("document", row);
            Ok((row.parsed("kind", DocumentKind::from_name)?, row.moment("latest")?))
        })
        .collect()
}

/// The columns that `read_candidate` reads: `$1` is the asking family, `$2` its request, `$which` names the student.
macro_rules! candidate_where {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.left_on, b.account_id AS book_of,
                (SELECT a.id FROM application a
                 WHERE a.account_id = $1 AND a.student_id = s.id AND a.id <> $2
                       AND a.state IN ('in_review', 'returned')
                 ORDER BY a.state, a.id LIMIT 1) AS asked
         FROM student s LEFT JOIN book b ON b.student_id = s.id AND b.closed_at IS NULL
         WHERE ",
            $which
        )
    };
}

/// The student of this call number, if there is one, as it stands towards this family and its request.
pub async fn candidate(
    db: &mut Connection,
    account: AccountId,
    application: ApplicationId,
    institution: InstitutionId,
    call_number: &CallNumber,
) -> Result<Option<Candidate>, StorageError> {
    let row = sqlx::query(candidate_where!("s.institution_id = $3 AND s.call_number = $4"))
        .bind(account.to_string())
        .bind(application.to_string())
        .bind(institution.to_string())
        .bind(call_number.as_str())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(read_candidate).transpose()
}

/// The student whom the family has confirmed, as it stands now.
pub async fn candidate_again(
    db: &mut Connection,
    account: AccountId,
    application: ApplicationId,
    student: StudentId,
) -> Result<Option<Candidate>, StorageError> {
    let row = sqlx::query(candidate_where!("s.id = $3"))
        .bind(account.to_string())
        .bind(application.to_string())
        .bind(student.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(read_candidate).transpose()
}

fn read_candidate(row: &AnyRow) -> Result<Candidate, StorageError> {
    let row = Row::of("student", row);
    Ok(Candidate {
        student: row.student("id")?,
        left_on: row.optional_day("left_on")?,
        book_of: row.optional_parsed("book_of", AccountId::parse)?,
        asked: row.optional_parsed("asked", ApplicationId::parse)?,
    })
}

/// Moves a request from one state to the next, if it still stands where it stood. Whoever had it open to decide lets go.
pub async fn set_state(
    db: &mut Connection,
    id: ApplicationId,
    from: ApplicationState,
    to: ApplicationState,
) -> Result<(), StorageError> {
    let to = Columns::of(to);
    let done = sqlx::query(
        "UPDATE application SET state = $1, round = $2, submitted_at = COALESCE($3, submitted_at),
                due_on = COALESCE($4, due_on), decided_at = COALESCE($5, decided_at),
                withdrawn_at = COALESCE($6, withdrawn_at), taken_by = NULL, taken_at = NULL
         WHERE id = $7 AND state = $8 AND round = $9",
    )
    .bind(to.state)
    .bind(to.round)
    .bind(to.submitted_at)
    .bind(to.due_on)
    .bind(to.decided_at)
    .bind(to.withdrawn_at)
    .bind(id.to_string())
    .bind(from.kind().name())
    .bind(i64::from(from.round()))
    .execute(db)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("application")) }
}

/// A state spread over its columns.
#[derive(Default)]
struct Columns {
    state: &'static str,
    round: i64,
    submitted_at: Option<i64>,
    due_on: Option<i64>,
    decided_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

impl Columns {
    fn of(state: ApplicationState) -> Self {
        let common = Self { state: state.kind().name(), round: state.round().into(), ..Self::default() };
        match state {
            ApplicationState::Draft => common,
            ApplicationState::InReview { submitted_at, due_on, .. } => {
                Self { submitted_at: Some(submitted_at.micros()), due_on: Some(due_on.number()), ..common }
            }
            ApplicationState::Returned { returned_at: at, .. }
            | ApplicationState::Approved { approved_at: at, .. } => {
                Self { decided_at: Some(at.micros()), ..common }
            }
            ApplicationState::Withdrawn { withdrawn_at, .. } => {
                Self { withdrawn_at: Some(withdrawn_at.micros()), ..common }
            }
        }
    }
}

/// Reads the columns `state`, `round`, `submitted_at`, `due_on`, `decided_at` and `withdrawn_at`.
pub(super) fn state(row: &Row<'_>) -> Result<ApplicationState, StorageError> {
    let moment = |column| row.optional_moment(column)?.ok_or_else(|| row.missing(column));
    let round = row.count("round")?;
    Ok(match row.parsed("state", ApplicationStateKind::from_name)? {
        ApplicationStateKind::Draft => ApplicationState::Draft,
        ApplicationStateKind::InReview => ApplicationState::InReview {
            round,
            submitted_at: moment("submitted_at")?,
            due_on: row.optional_day("due_on")?.ok_or_else(|| row.missing("due_on"))?,
        },
        ApplicationStateKind::Returned => {
            ApplicationState::Returned { round, returned_at: moment("decided_at")? }
        }
        ApplicationStateKind::Approved => {
            ApplicationState::Approved { round, approved_at: moment("decided_at")? }
        }
        ApplicationStateKind::Withdrawn => {
            ApplicationState::Withdrawn { round, withdrawn_at: moment("withdrawn_at")? }
        }
    })
}

/// Throws away a draft with its documents. Files follow in the sweep. False when there is no such draft (any more).
pub async fn discard_draft(
    db: &mut Connection,
    id: ApplicationId,
    account: AccountId,
) -> Result<bool, StorageError> {
    lock(&mut *db, id).await?;
    sqlx::query(
        "DELETE FROM document_page WHERE document_id IN
            (SELECT d.id FROM document d JOIN application a ON a.id = d.application_id
             WHERE a.id = $1 AND a.account_id = $2 AND a.state = 'draft')",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "DELETE FROM document WHERE application_id IN
            (SELECT id FROM application WHERE id = $1 AND account_id = $2 AND state = 'draft')",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .execute(&mut *db)
    .await?;
    let done = sqlx::query("DELETE FROM application WHERE id = $1 AND account_id = $2 AND state = 'draft'")
        .bind(id.to_string())
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Every draft of a family that closes its account; their documents go before.
pub async fn remove_drafts(db: &mut Connection, account: AccountId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM application WHERE account_id = $1 AND state = 'draft'")
        .bind(account.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// The columns that `family_application` reads, of the requests that `$which` names.
macro_rules! family_applications {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.institution_id, a.call_number, a.relationship, a.student_id, a.service, a.state, a.round,
                a.submitted_at, a.due_on, a.decided_at, a.withdrawn_at, a.edited_at,
                i.name AS institution_name, i.phone, i.settings, s.name AS student_name
         FROM application a
         LEFT JOIN institution i ON i.id = a.institution_id
         LEFT JOIN student s ON s.id = a.found_id
         ",
            $which
        )
    };
}

/// A page of what a family has sent, the latest first. Pages count from 1.
pub async fn of_family(
    db: &mut Connection,
    account: AccountId,
    page: u32,
) -> Result<Page<FamilyApplication>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(family_applications!(
        "WHERE a.account_id = $1 AND a.state <> 'draft'
         ORDER BY a.submitted_at DESC, a.id DESC LIMIT $2 OFFSET $3"
    ))
    .bind(account.to_string())
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    Ok(page_of(page, read_all(db, &rows).await?))
}

/// What a family has begun and not sent, the latest first.
pub async fn drafts(db: &mut Connection, account: AccountId) -> Result<Vec<FamilyApplication>, StorageError> {
    let rows = sqlx::query(family_applications!(
        "WHERE a.account_id = $1 AND a.state = 'draft' ORDER BY a.edited_at DESC, a.id DESC LIMIT $2"
    ))
    .bind(account.to_string())
    .bind(i64::from(PAGE))
    .fetch_all(&mut *db)
    .await?;
    read_all(db, &rows).await
}

/// What is not over yet: returned first, then what waits, then drafts.
pub async fn under_way(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<FamilyApplication>, StorageError> {
    let rows = sqlx::query(family_applications!(
        "WHERE a.account_id = $1 AND a.state IN ('draft', 'in_review', 'returned')
         ORDER BY a.state DESC, a.edited_at DESC, a.id DESC LIMIT $2"
    ))
    .bind(account.to_string())
    .bind(i64::from(PAGE))
    .fetch_all(&mut *db)
    .await?;
    read_all(db, &rows).await
}

/// One request as its family sees it.
pub async fn one_of_family(
    db: &mut Connection,
    id: ApplicationId,
    account: AccountId,
) -> Result<Option<FamilyApplication>, StorageError> {
    let row = sqlx::query(family_applications!("WHERE a.id = $1 AND a.account_id = $2"))
        .bind(id.to_string())
        .bind(account.to_string())
        .fetch_optional(&mut *db)
        .await?;
    match row {
        Some(row) => Ok(Some(family_application(db, &row).await?)),
        None => Ok(None),
    }
}

/// What of a family waits or came back: it is withdrawn when the account is closed.
pub async fn undecided_of(
    db: &mut Connection,
    account: AccountId,
) -> Result<Vec<ApplicationId>, StorageError> {
    let rows = sqlx::query(
        "SELECT id FROM application WHERE account_id = $1 AND state IN ('in_review', 'returned') ORDER BY id",
    )
    .bind(account.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("application", row).parsed("id", ApplicationId::parse)).collect()
}

async fn read_all(db: &mut Connection, rows: &[AnyRow]) -> Result<Vec<FamilyApplication>, StorageError> {
    let mut items = Vec::new();
    for row in rows {
        items.push(family_application(&mut *db, row).await?);
    }
    Ok(items)
}

async fn family_application(db: &mut Connection, row: &AnyRow) -> Result<FamilyApplication, StorageError> {
    let row = Row::of("application", row);
    let id = row.parsed("id", ApplicationId::parse)?;
    // Most requests were not decided yet, so the history is asked for only where there can be one.
    let decisions =
        if row.optional_number("decided_at")?.is_some() { decisions(db, id).await? } else { Vec::new() };
    let institution = match row.optional_parsed("institution_id", InstitutionId::parse)? {
        Some(id) => Some(Institution {
            id,
            name: row.text("institution_name")?,
            phone: row.text("phone")?,
            contact_person: settings::read(&row)?.contact_person,
        }),
        None => None,
    };
    Ok(FamilyApplication {
        id,
        institution,
        call_number: row.text("call_number")?,
        relationship: row.optional_parsed("relationship", Relationship::from_name)?,
        masked_name: row.optional_text("student_name")?.map(|name| masked(&name)),
        confirmed: row.optional_text("student_id")?.is_some(),
        service: row.optional_parsed("service", Service::from_name)?,
        state: state(&row)?,
        submitted_at: row.optional_moment("submitted_at")?,
        edited_at: row.moment("edited_at")?,
        decisions,
    })
}

/// What was decided about a request, oldest first.
async fn decisions(db: &mut Connection, id: ApplicationId) -> Result<Vec<FamilyDecision>, StorageError> {
    let rows = sqlx::query(
        "SELECT submitted_at, decision, reasons, suggestion, decided_at FROM application_review
         WHERE application_id = $1 ORDER BY round",
    )
    .bind(id.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("application_review", row);
            let returned = (row.text("decision")? == "returned").then(|| notice(&row)).transpose()?;
            Ok(FamilyDecision {
                submitted_at: row.moment("submitted_at")?,
                decided_at: row.moment("decided_at")?,
                returned,
            })
        })
        .collect()
}

/// Reads the columns `reasons` and `suggestion`.
pub(super) fn notice(row: &Row<'_>) -> Result<ApplicationNotice, StorageError> {
    let reasons = row.parsed("reasons", |text| serde_json::from_str::<Vec<GivenReason>>(text).ok())?;
    Ok(ApplicationNotice::stored(reasons, row.optional_text("suggestion")?))
}

/// The latest return of a request: what it said, and when.
pub async fn latest_return(
    db: &mut Connection,
    id: ApplicationId,
) -> Result<Option<(ApplicationNotice, Moment)>, StorageError> {
    let row = sqlx::query(
        "SELECT reasons, suggestion, decided_at FROM application_review
         WHERE application_id = $1 AND decision = 'returned' ORDER BY round DESC LIMIT 1",
    )
    .bind(id.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("application_review", &row);
        Ok((notice(&row)?, row.moment("decided_at")?))
    })
    .transpose()
}
