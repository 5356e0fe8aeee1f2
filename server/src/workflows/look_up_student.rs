//! 查詢: whom the call number of a draft names. Part 六(二) of the regulation.
//!
//! The answer shows a student's masked name to whoever guesses a number, so it is throttled and audited, and all that
//! cannot be applied for gets one answer, after the same work.

use domain::application::ApplicationState;
use domain::application_form::Filled;
use domain::audit::AuditAction;
use domain::id::ApplicationId;
use domain::student::CallNumber;
use serde_json::json;
use thiserror::Error;

pub use super::eligible::Ineligible;
use super::eligible::eligible;
use crate::actor::Family;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, applications};
use crate::throttle::{self, LOOK_UP, Wait};

#[derive(Debug, Error)]
pub enum LookUpError {
    #[error("there is no such draft")]
    NotFound,
    #[error("nobody here can be applied for: {0:?}")]
    Ineligible(Ineligible),
    #[error("too many look-ups: {} minutes to wait", .0.minutes)]
    TooOften(Wait),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Looks up whom the draft names, and keeps it there for the family to confirm.
pub async fn look_up_student(
    services: &Services,
    family: &Family,
    id: ApplicationId,
) -> Result<(), LookUpError> {
    if let Err(wait) = throttle::count(services, &[(LOOK_UP, &family.id().to_string())]).await? {
        return Err(LookUpError::TooOften(wait));
    }
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    applications::lock(&mut db, id).await?;
    let draft = applications::find_own(&mut db, id, family.id()).await?;
    let draft = draft.filter(|found| found.state == ApplicationState::Draft).ok_or(LookUpError::NotFound)?;
    let candidate = match (draft.filled.institution, CallNumber::parse(&draft.filled.call_number)) {
        (Some(institution), Some(number)) => {
            applications::candidate(&mut db, family.id(), id, institution, &number).await?
        }
        _ => None,
    };
    let verdict = eligible(candidate, family.id(), now.taipei_day());
    let filled = Filled { student: None, ..draft.filled };
    applications::fill_in(&mut db, id, &filled, verdict.ok(), now).await?;
    let subject = candidate.map_or(Subject::Application(id), |found| Subject::Student(found.student));
    let details = json!({ "application": id, "found": verdict.is_ok() });
    let who = Who::Account(family.id());
    audit::write(&mut db, filled.institution, who, AuditAction::StudentLookedUp, subject, details, now)
        .await?;
    db.commit().await?;
    verdict.map(|_| ()).map_err(LookUpError::Ineligible)
}
