//! The head makes a programme last longer, or ends it before its time (part 二(二)).

use domain::audit::AuditAction;
use domain::id::ProgrammeId;
use domain::programme::{DaysProblem, extended};
use domain::time::TaipeiDay;
use serde_json::json;
use thiserror::Error;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, programmes, students};

#[derive(Debug, Error)]
pub enum ExtendError {
    #[error("there is no such programme here")]
    NotFound,
    /// The head ended it: another one is needed.
    #[error("it was ended early")]
    Ended,
    #[error(transparent)]
    Days(#[from] DaysProblem),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `last` counts. One whose last day is over goes on with it; what was half-written can then be sent.
pub async fn extend_programme(
    services: &Services,
    head: &Head,
    id: ProgrammeId,
    last: TaipeiDay,
) -> Result<(), ExtendError> {
    let institution = head.institution();
    let mut db = services.database.write().await?;
    if !programmes::lock(&mut db, id, institution).await? {
        return Err(ExtendError::NotFound);
    }
    let found = programmes::find(&mut db, id, institution).await?.ok_or(ExtendError::NotFound)?;
    if found.ended.is_some() {
        return Err(ExtendError::Ended);
    }
    let now = services.clock.now();
    let days = extended(found.days, last, now.taipei_day())?;
    if !programmes::extend(&mut db, id, (found.days.last, days.last)).await? {
        return Err(StorageError::Changed("a programme").into());
    }
    let who = Who::Account(head.id());
    for student in programmes::students_of(&mut db, id).await? {
        let details = json!({
            "programme": id.to_string(),
            "from": found.days.last.number(),
            "last": days.last.number(),
        });
        let subject = Subject::Student(student);
        audit::write(&mut db, Some(institution), who, AuditAction::ProgrammeExtended, subject, details, now)
            .await?;
    }
    db.commit().await?;
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Yes,
    /// It is over; nothing has changed.
    Over,
    NotFound,
}

/// From now on nobody replies in it; what was sent before is read as ever.
pub async fn end_programme(services: &Services, head: &Head, id: ProgrammeId) -> Result<Ended, StorageError> {
    let institution = head.institution();
    let mut db = services.database.write().await?;
    if programmes::find(&mut db, id, institution).await?.is_none() {
        return Ok(Ended::NotFound);
    }
    // Who is just sending a reply sends it before this, or not at all.
    let all = programmes::students_of(&mut db, id).await?;
    for student in &all {
        students::lock(&mut db, *student, institution).await?;
    }
    let now = services.clock.now();
    if !programmes::end(&mut db, id, head.id(), now).await? {
        return Ok(Ended::Over);
    }
    let who = Who::Account(head.id());
    for student in all {
        let (details, subject) = (json!({ "programme": id.to_string() }), Subject::Student(student));
        audit::write(&mut db, Some(institution), who, AuditAction::ProgrammeEnded, subject, details, now)
            .await?;
    }
    db.commit().await?;
    Ok(Ended::Yes)
}
