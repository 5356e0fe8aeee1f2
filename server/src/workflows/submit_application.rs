//! A family sends its request for a contact book, for the first time or corrected. Part 二(一) and 六(二) of the
//! regulation.

use domain::application::{ApplicationProblems, ApplicationState, StepNotAllowed};
use domain::id::ApplicationId;
use domain::mail::MailKind;
use domain::report::Counted;
use thiserror::Error;

use super::eligible::{Ineligible, eligible};
use crate::actor::Family;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, accounts, applications, tallies};

#[derive(Debug, Error)]
pub enum SubmitApplicationError {
    #[error("there is no such request")]
    NotFound,
    #[error("the request cannot be sent as it is")]
    Refused(ApplicationProblems),
    #[error("the student cannot be applied for: {0:?}")]
    Ineligible(Ineligible),
    /// It was decided or withdrawn.
    #[error(transparent)]
    NotAllowed(#[from] StepNotAllowed),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Sends the request as it is saved. Sending what already waits changes nothing and succeeds.
pub async fn submit_application(
    services: &Services,
    family: &Family,
    id: ApplicationId,
) -> Result<(), SubmitApplicationError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    // One after the other, so that a family asks once for a student.
    accounts::lock(&mut db, family.id()).await?;
    // What is judged is what is sent: from here on nobody else changes the request.
    applications::lock(&mut db, id).await?;
    let found = applications::find_own(&mut db, id, family.id()).await?;
    let found = found.ok_or(SubmitApplicationError::NotFound)?;
    if matches!(found.state, ApplicationState::InReview { .. }) {
        return Ok(());
    }
    let next = found.state.submit(now)?;
    let problems = match (found.state, applications::latest_return(&mut db, id).await?) {
        (ApplicationState::Returned { .. }, Some((notice, returned_at))) => {
            found.filled.problems_after(&notice, returned_at)
        }
        _ => found.filled.problems(),
    };
    let Some(student) = found.filled.student.filter(|_| problems.is_empty()) else {
        return Err(SubmitApplicationError::Refused(problems));
    };
    let candidate = applications::candidate_again(&mut db, family.id(), id, student).await?;
    eligible(candidate, family.id(), now.taipei_day()).map_err(SubmitApplicationError::Ineligible)?;

    applications::set_state(&mut db, id, found.state, next).await?;
    let to = Recipient::Account(family.id());
    mail::write(services, &mut db, MailKind::ApplicationReceived, to, About::Application(id), now).await?;
    if let Some(institution) = found.filled.institution {
        tallies::count(&mut db, institution, Counted::RequestReceived, 0, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(())
}
