//! Staff take up what was delivered and not read yet, to print it for students who cannot come to a terminal.

use std::collections::BTreeSet;

use domain::audit::AuditAction;
use domain::id::{PrintRunId, StudentId};
use serde_json::json;
use thiserror::Error;

use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, print_runs, restrictions, students};

/// Whose letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Everyone,
    /// In the order in which they are locked.
    These(BTreeSet<StudentId>),
}

#[derive(Debug, Error)]
pub enum MakePrintRunError {
    /// A student, or the run of this id, is of another institution.
    #[error("there is no such student or run here")]
    NotFound,
    /// Nothing waits for those who were chosen.
    #[error("there is nothing new to print")]
    Nothing,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The form brings the id, so that one sent twice makes one run. Nothing counts as read yet.
pub async fn make_print_run(
    services: &Services,
    reviewer: &Reviewer,
    id: PrintRunId,
    whose: Whose,
) -> Result<(), MakePrintRunError> {
    let now = services.clock.now();
    let (institution, today) = (reviewer.institution(), now.taipei_day());
    let mut db = services.database.write().await?;
    if !print_runs::add(&mut db, id, institution, reviewer.id(), now).await? {
        let known = print_runs::find(&mut db, id, institution).await?;
        return known.map(|_| ()).ok_or(MakePrintRunError::NotFound);
    }
    let whose = match whose {
        Whose::These(students) => students,
        Whose::Everyone => {
            let waiting = print_runs::waiting(&mut db, institution, now).await?;
            waiting.into_iter().map(|one| one.student).collect()
        }
    };
    let mut taken = Vec::new();
    for student in whose {
        // From here on nobody restricts the student.
        if !students::lock(&mut db, student, institution).await? {
            return Err(MakePrintRunError::NotFound);
        }
        if !restrictions::in_force(&mut db, student, now).await?.is_empty() {
            continue;
        }
        let letters = print_runs::add_student(&mut db, id, student, today).await?;
        if letters > 0 {
            taken.push((student, letters));
        }
    }
    if taken.is_empty() {
        return Err(MakePrintRunError::Nothing);
    }
    let who = Who::Account(reviewer.id());
    for (student, letters) in taken {
        let details = json!({ "print_run": id.to_string(), "letters": letters });
        let subject = Subject::Student(student);
        audit::write(&mut db, Some(institution), who, AuditAction::PrintRunMade, subject, details, now)
            .await?;
    }
    db.commit().await?;
    Ok(())
}
