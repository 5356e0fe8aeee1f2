//! Staff say that printed letters were handed over: only then they count as read.

use domain::audit::AuditAction;
use domain::entry::EntryState;
use domain::id::{PrintRunId, StudentId};
use domain::time::Moment;
use serde_json::json;
use thiserror::Error;

use super::open_entry::tell_family;
use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{Connection, StorageError, entries, print_runs, restrictions, students};

#[derive(Debug, Error)]
pub enum HandOverError {
    #[error("there is no such run here, or nothing of this student in it")]
    NotFound,
    /// Since the run was made a student was restricted (part 一). Nothing has changed.
    #[error("a student is restricted at present")]
    Restricted,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// One student's letters of a run.
pub async fn hand_over(
    services: &Services,
    reviewer: &Reviewer,
    id: PrintRunId,
    student: StudentId,
) -> Result<(), HandOverError> {
    let mut db = services.database.read().await?;
    let known = print_runs::find(&mut db, id, reviewer.institution()).await?.is_some()
        && print_runs::holds(&mut db, id, student).await?;
    drop(db);
    if !known {
        return Err(HandOverError::NotFound);
    }
    hand(services, reviewer, id, vec![student]).await
}

/// All of a run that was not handed over yet; nothing of it when one of the students is restricted.
pub async fn hand_over_all(
    services: &Services,
    reviewer: &Reviewer,
    id: PrintRunId,
) -> Result<(), HandOverError> {
    let mut db = services.database.read().await?;
    if print_runs::find(&mut db, id, reviewer.institution()).await?.is_none() {
        return Err(HandOverError::NotFound);
    }
    let whose = print_runs::not_handed(&mut db, id).await?;
    drop(db);
    hand(services, reviewer, id, whose).await
}

async fn hand(
    services: &Services,
    reviewer: &Reviewer,
    id: PrintRunId,
    whose: Vec<StudentId>,
) -> Result<(), HandOverError> {
    let (now, institution) = (services.clock.now(), reviewer.institution());
    let mut db = services.database.write().await?;
    let mut letters = Vec::new();
    for student in &whose {
        letters.extend(print_runs::letters_of(&mut db, id, *student).await?);
    }
    letters.sort_unstable();
    // Entries before students, as everywhere.
    for letter in &letters {
        entries::lock(&mut db, *letter).await?;
    }
    let mut handed = Vec::new();
    for student in whose {
        students::lock(&mut db, student, institution).await?;
        if !print_runs::hand(&mut db, id, student, reviewer.id(), now).await? {
            continue;
        }
        if !restrictions::in_force(&mut db, student, now).await?.is_empty() {
            return Err(HandOverError::Restricted);
        }
        let read = count_as_read(services, &mut db, id, student, now).await?;
        handed.push((student, read));
    }
    // Last of all, as the audit asks for.
    for (student, read) in &handed {
        let details = json!({ "print_run": id.to_string(), "letters": read });
        let (who, subject) = (Who::Account(reviewer.id()), Subject::Student(*student));
        audit::write(&mut db, Some(institution), who, AuditAction::LettersHandedOver, subject, details, now)
            .await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(())
}

/// What was read at the terminal meanwhile keeps its time. Says how many were not.
async fn count_as_read(
    services: &Services,
    db: &mut Connection,
    id: PrintRunId,
    student: StudentId,
    now: Moment,
) -> Result<u32, StorageError> {
    let mut read = 0;
    for letter in print_runs::letters_of(db, id, student).await? {
        let Some(entry) = entries::find(db, letter).await? else { continue };
        if let (EntryState::Delivered { .. }, Ok(then)) = (entry.state, entry.state.read(now)) {
            entries::set_state(db, letter, entry.state, then).await?;
            tell_family(services, db, letter, now).await?;
            read += 1;
        }
    }
    Ok(read)
}
