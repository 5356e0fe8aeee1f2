//! Staff say that a student leaves, and from which day on. On that day the book closes by itself; when the day is not
//! in the future, at once. A student who stays after all, or comes back, is here again, but a closed book stays closed.

use domain::audit::AuditAction;
use domain::id::StudentId;
use domain::roster::{Leaving, LeavingForm, LeavingProblem};
use domain::time::TaipeiDay;
use serde_json::json;

use super::close_book::{close, lock_to_leave, write_down};
use crate::actor::Staff;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, institutions, students};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Yes,
    /// There is no such student here.
    NotFound,
    Refused(LeavingProblem),
}

/// Saying what is known already changes nothing.
pub async fn leave_student(
    services: &Services,
    staff: &Staff,
    id: StudentId,
    form: &LeavingForm,
) -> Result<Left, StorageError> {
    let now = services.clock.now();
    let institution = staff.institution();
    if students::find(&mut *services.database.read().await?, id, institution).await?.is_none() {
        return Ok(Left::NotFound);
    }
    let mut db = lock_to_leave(services, id, institution).await?;
    let Some(known) = students::find(&mut db, id, institution).await? else { return Ok(Left::NotFound) };
    let leaving = match form.judge(known.admitted) {
        Ok(leaving) => leaving,
        Err(problem) => return Ok(Left::Refused(problem)),
    };
    if leaving == known.leaving {
        return Ok(Left::Yes);
    }
    let is_here = leaving.is_none_or(|(_, day)| day > now.taipei_day());
    if is_here && institutions::is_closed(&mut db, institution).await? {
        return Ok(Left::Refused(LeavingProblem::Closed));
    }
    students::set_leaving(&mut db, id, leaving).await?;
    let closed = match leaving {
        Some((how, day)) if day <= now.taipei_day() => {
            close(services, &mut db, id, how, now).await?.map(|book| (book, how))
        }
        _ => None,
    };
    let (who, subject) = (Who::Account(staff.id()), Subject::Student(id));
    let (action, details) = written_down(leaving);
    audit::write(&mut db, Some(institution), who, action, subject, details, now).await?;
    if let Some((book, how)) = closed {
        write_down(&mut db, institution, who, book, how, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Left::Yes)
}

pub(super) fn written_down(leaving: Option<(Leaving, TaipeiDay)>) -> (AuditAction, serde_json::Value) {
    match leaving {
        Some((how, day)) => {
            (AuditAction::StudentLeft, json!({ "leaving": how.name(), "day": day.to_string() }))
        }
        None => (AuditAction::StudentChanged, json!({ "fields": ["leaving"] })),
    }
}
