//! What was decided about requests, kept for ever.

use domain::application::ApplicationNotice;
use domain::application_queue::ApplicationDecision;
use domain::id::{AccountId, ApplicationId, ReviewId};
use domain::people::Relationship;
use domain::time::Moment;

use super::application_queue::StoredApplication;
use super::applications::notice;
use super::row::Row;
use super::{Connection, StorageError};

/// What was decided.
#[derive(Clone, Debug)]
pub enum ApplicationVerdict {
    Approved,
    Returned(ApplicationNotice),
}

/// Keeps a decision with what it was about.
pub async fn add(
    db: &mut Connection,
    id: ReviewId,
    application: &StoredApplication,
    (round, submitted_at): (u32, Moment),
    verdict: &ApplicationVerdict,
    decided_by: AccountId,
    now: Moment,
) -> Result<(), StorageError> {
    let (decision, reasons, suggestion) = match verdict {
        ApplicationVerdict::Approved => ("approved", "[]".to_owned(), None),
        ApplicationVerdict::Returned(notice) => {
            let reasons = serde_json::to_string(notice.reasons()).map_err(|error| wrong(&error))?;
            ("returned", reasons, notice.suggestion())
        }
    };
    sqlx::query(
        "INSERT INTO application_review (id, application_id, round, relationship, submitted_at, decision, reasons,
                                         suggestion, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id.to_string())
    .bind(application.id.to_string())
    .bind(i64::from(round))
    .bind(application.relationship.name())
    .bind(submitted_at.micros())
    .bind(decision)
    .bind(reasons)
    .bind(suggestion)
    .bind(decided_by.to_string())
    .bind(now.micros())
    .execute(db)
    .await?;
    Ok(())
}

/// All that was decided about a request, latest first.
pub async fn history(
    db: &mut Connection,
    application: ApplicationId,
) -> Result<Vec<ApplicationDecision>, StorageError> {
    let rows = sqlx::query(
        "SELECT r.round, r.relationship, r.submitted_at, r.decision, r.reasons, r.suggestion, r.decided_at,
                a.name AS decided_by
         FROM application_review r JOIN account a ON a.id = r.decided_by
         WHERE r.application_id = $1 ORDER BY r.round DESC",
    )
    .bind(application.to_string())
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("application_review", row);
            let returned = if row.text("decision")? == "returned" { Some(notice(&row)?) } else { None };
            Ok(ApplicationDecision {
                round: row.count("round")?,
                relationship: row.parsed("relationship", Relationship::from_name)?,
                submitted_at: row.moment("submitted_at")?,
                decided_at: row.moment("decided_at")?,
                decided_by: row.text("decided_by")?,
                returned,
            })
        })
        .collect()
}

fn wrong(error: &serde_json::Error) -> StorageError {
    StorageError::Row { table: "application_review", what: format!("reasons: {error}") }
}
