//! The head approves a family-support programme: inside it its students may reply (part 二(二)).

use domain::audit::AuditAction;
use domain::id::{ProgrammeId, StudentId};
use domain::programme::{Days, DaysProblem, check_days, check_title};
use domain::text::TextProblem;
use serde_json::json;
use thiserror::Error;

use crate::actor::Head;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, programmes};

#[derive(Debug, Error)]
pub enum StartProgrammeError {
    #[error(transparent)]
    Title(TextProblem),
    #[error(transparent)]
    Days(#[from] DaysProblem),
    #[error("no student takes part")]
    NoStudents,
    #[error("there is no such student here")]
    NotFound,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `id` came with the form, so that a form sent twice makes one programme.
pub async fn start_programme(
    services: &Services,
    head: &Head,
    id: ProgrammeId,
    title: &str,
    days: Days,
    students: &[StudentId],
) -> Result<(), StartProgrammeError> {
    let title = check_title(title).map_err(StartProgrammeError::Title)?;
    let now = services.clock.now();
    check_days(days, now.taipei_day())?;
    if students.is_empty() {
        return Err(StartProgrammeError::NoStudents);
    }
    let institution = head.institution();
    let mut db = services.database.write().await?;
    if !programmes::add(&mut db, id, institution, &title, days, (head.id(), now)).await? {
        return Ok(());
    }
    for student in students {
        if !programmes::add_student(&mut db, id, *student).await? {
            return Err(StartProgrammeError::NotFound);
        }
    }
    let who = Who::Account(head.id());
    for student in students {
        let details = json!({
            "programme": id.to_string(),
            "first": days.first.number(),
            "last": days.last.number(),
        });
        let subject = Subject::Student(*student);
        audit::write(&mut db, Some(institution), who, AuditAction::ProgrammeStarted, subject, details, now)
            .await?;
    }
    db.commit().await?;
    Ok(())
}
