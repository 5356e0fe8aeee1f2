//! Requests as the staff of an institution see and decide them. What a family has not sent is not theirs to see.

use domain::application::{ApplicationState, ApplicationStateKind};
use domain::application_queue::{
    ActiveBook, ApplicationGlance, Asking, QueueCounts, QueueFilter, QueuedApplication,
};
use domain::claim::{CLAIM_MINUTES, Claim};
use domain::id::{AccountId, ApplicationId, InstitutionId, StudentId};
use domain::people::Relationship;
use domain::search::LookedFor;
use domain::time::{Moment, TaipeiDay};
use domain::view::Page;
use sqlx::any::AnyRow;

use super::applications::state;
use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

/// A request as a workflow loads it.
#[derive(Clone, Debug)]
pub struct StoredApplication {
    pub id: ApplicationId,
    pub account: AccountId,
    pub student: StudentId,
    pub relationship: Relationship,
    pub state: ApplicationState,
    pub submitted_at: Moment,
    pub claim: Option<Claim>,
}

/// What is looked for in the queue.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub filter: QueueFilter,
    /// Part of a call number, or of the student's or the family's name.
    pub search: LookedFor,
}

/// The columns that `queued` reads. The relationship is the one that was decided about: a correction that the family is
/// still writing is not for staff.
macro_rules! queued {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.account_id, a.student_id, a.state, a.round, a.submitted_at, a.due_on, a.decided_at,
                a.withdrawn_at, a.taken_by, a.taken_at, s.name AS student_name, s.call_number,
                f.name AS family_name, t.name AS taken_name,
                COALESCE((SELECT r.relationship FROM application_review r
                          WHERE r.application_id = a.id AND r.round = a.round), a.relationship) AS relationship
         FROM application a
         JOIN student s ON s.id = a.student_id
         JOIN account f ON f.id = a.account_id
         LEFT JOIN account t ON t.id = a.taken_by
         WHERE a.state <> 'draft' AND a.institution_id = $1 AND s.institution_id = $1
           AND ",
            $which
        )
    };
}

/// A page of the queue: what waits first, by its last day; then what was decided, the latest first.
pub async fn queue(
    db: &mut Connection,
    institution: InstitutionId,
    wanted: &Wanted,
    today: TaipeiDay,
    page: u32,
) -> Result<Page<QueuedApplication>, StorageError> {
    let (limit, offset) = window(page);
    let state = wanted.filter.state().map(ApplicationStateKind::name).unwrap_or_default();
    let overdue = i64::from(wanted.filter == QueueFilter::Overdue);
    let rows = sqlx::query(queued!(
        "($2 = '' OR a.state = $2)
           AND ($3 = 0 OR a.due_on < $4)
           AND (LOWER(s.call_number) LIKE $5 ESCAPE '!' OR LOWER(s.name) LIKE $5 ESCAPE '!'
                OR LOWER(f.name) LIKE $5 ESCAPE '!')
         ORDER BY CASE WHEN a.state = 'in_review' THEN a.due_on ELSE 1000000000 END,
                  CASE WHEN a.state = 'in_review' THEN a.submitted_at
                       ELSE -COALESCE(a.withdrawn_at, a.decided_at, 0) END,
                  a.id
         LIMIT $6 OFFSET $7"
    ))
    .bind(institution.to_string())
    .bind(state)
    .bind(overdue)
    .bind(i64::from(today))
    .bind(pattern(&wanted.search))
    .bind(limit)
    .bind(offset)
    .fetch_all(db)
    .await?;
    let items = rows.iter().map(queued).collect::<Result<_, _>>()?;
    Ok(page_of(page, items))
}

/// How many there are of each kind, whatever is searched for.
pub async fn counts(
    db: &mut Connection,
    institution: InstitutionId,
    today: TaipeiDay,
) -> Result<QueueCounts, StorageError> {
    let row = sqlx::query(
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'in_review' THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
                CAST(COALESCE(SUM(CASE WHEN state = 'in_review' AND due_on < $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
                    AS overdue,
                CAST(COALESCE(SUM(CASE WHEN state = 'returned' THEN 1 ELSE 0 END), 0) AS BIGINT) AS returned,
                CAST(COALESCE(SUM(CASE WHEN state = 'approved' THEN 1 ELSE 0 END), 0) AS BIGINT) AS approved,
                CAST(COALESCE(SUM(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT) AS withdrawn
         FROM application WHERE institution_id = $1",
    )
    .bind(institution.to_string())
    .bind(i64::from(today))
    .fetch_one(db)
    .await?;
    let row = Row::of("application", &row);
    Ok(QueueCounts {
        waiting: row.count("waiting")?,
        overdue: row.count("overdue")?,
        returned: row.count("returned")?,
        approved: row.count("approved")?,
        withdrawn: row.count("withdrawn")?,
    })
}

/// How the requests of this institution stand today.
pub async fn glance(
    db: &mut Connection,
    institution: InstitutionId,
    today: TaipeiDay,
) -> Result<ApplicationGlance, StorageError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS waiting, MIN(submitted_at) AS oldest,
                CAST(COALESCE(SUM(CASE WHEN due_on < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue
         FROM application WHERE state = 'in_review' AND institution_id = $1",
    )
    .bind(institution.to_string())
    .bind(i64::from(today))
    .fetch_one(db)
    .await?;
    let row = Row::of("application", &row);
    Ok(ApplicationGlance {
        waiting: row.count("waiting")?,
        overdue: row.count("overdue")?,
        oldest: row.optional_moment("oldest")?,
    })
}

/// The request to decide next: the first that waits and that nobody else has open.
pub async fn next_waiting(
    db: &mut Connection,
    institution: InstitutionId,
    reviewer: AccountId,
    now: Moment,
) -> Result<Option<ApplicationId>, StorageError> {
    let row = sqlx::query(
        "SELECT id FROM application
         WHERE state = 'in_review' AND institution_id = $1
           AND (taken_by IS NULL OR taken_by = $2 OR taken_at <= $3)
         ORDER BY due_on, submitted_at, id LIMIT 1",
    )
    .bind(institution.to_string())
    .bind(reviewer.to_string())
    .bind(now.plus_seconds(-60 * CLAIM_MINUTES).micros())
    .fetch_optional(db)
    .await?;
    row.map(|row| Row::of("application", &row).parsed("id", ApplicationId::parse)).transpose()
}

/// A request that was sent to this institution.
pub async fn find(
    db: &mut Connection,
    id: ApplicationId,
    institution: InstitutionId,
) -> Result<Option<(StoredApplication, Asking)>, StorageError> {
    let row = sqlx::query(queued!("a.id = $2"))
        .bind(institution.to_string())
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let QueuedApplication { id, asking, state, submitted_at, claim } = queued(&row)?;
        let row = Row::of("application", &row);
        let stored = StoredApplication {
            id,
            account: row.account("account_id")?,
            student: row.student("student_id")?,
            relationship: asking.relationship,
            state,
            submitted_at,
            claim,
        };
        Ok((stored, asking))
    })
    .transpose()
}

/// Requests of the same family to this institution, and of others for the same student, the latest first. Beside each:
/// is it the same family's?
pub async fn related(
    db: &mut Connection,
    application: &StoredApplication,
    institution: InstitutionId,
) -> Result<Vec<(QueuedApplication, bool)>, StorageError> {
    let rows = sqlx::query(queued!(
        "a.id <> $2 AND (a.account_id = $3 OR a.student_id = $4)
         ORDER BY a.submitted_at DESC, a.id DESC LIMIT 50"
    ))
    .bind(institution.to_string())
    .bind(application.id.to_string())
    .bind(application.account.to_string())
    .bind(application.student.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let account = Row::of("application", row).account("account_id")?;
            Ok((queued(row)?, account == application.account))
        })
        .collect()
}

/// The student's active book. Lock the student first where something hangs on it.
pub async fn active_book(
    db: &mut Connection,
    application: &StoredApplication,
) -> Result<Option<ActiveBook>, StorageError> {
    let row = sqlx::query(
        "SELECT b.account_id, b.relationship, b.opened_at, a.name
         FROM book b JOIN account a ON a.id = b.account_id
         WHERE b.student_id = $1 AND b.closed_at IS NULL",
    )
    .bind(application.student.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("book", &row);
        Ok(ActiveBook {
            family_name: row.text("name")?,
            relationship: row.parsed("relationship", Relationship::from_name)?,
            opened_at: row.moment("opened_at")?,
            is_theirs: row.account("account_id")? == application.account,
        })
    })
    .transpose()
}

/// Has the student left by today?
pub async fn has_left(
    db: &mut Connection,
    student: StudentId,
    today: TaipeiDay,
) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM student WHERE id = $1 AND left_on <= $2")
        .bind(student.to_string())
        .bind(i64::from(today))
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

/// Writes down who has a request open. False when somebody else took it since `before`, or it does not wait any more.
pub async fn take(
    db: &mut Connection,
    id: ApplicationId,
    by: AccountId,
    before: Option<&Claim>,
    now: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE application SET taken_by = $1, taken_at = $2
         WHERE id = $3 AND state = 'in_review' AND COALESCE(taken_by, '') = $4 AND COALESCE(taken_at, 0) = $5",
    )
    .bind(by.to_string())
    .bind(now.micros())
    .bind(id.to_string())
    .bind(before.map(|claim| claim.by.to_string()).unwrap_or_default())
    .bind(before.map_or(0, |claim| claim.at.micros()))
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn queued(row: &AnyRow) -> Result<QueuedApplication, StorageError> {
    let row = Row::of("application", row);
    Ok(QueuedApplication {
        id: row.parsed("id", ApplicationId::parse)?,
        asking: Asking {
            student_name: row.text("student_name")?,
            call_number: row.text("call_number")?,
            family_name: row.text("family_name")?,
            relationship: row.parsed("relationship", Relationship::from_name)?,
        },
        state: state(&row)?,
        submitted_at: row.moment("submitted_at")?,
        claim: row.claim()?,
    })
}

/// What LIKE looks for: `!` takes the meaning from its own signs.
pub(super) fn pattern(search: &LookedFor) -> String {
    let mut pattern = String::from("%");
    for c in search.as_str().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
