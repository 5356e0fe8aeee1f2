//! Staff restrict a student, and end a restriction early. Part 一 of the regulation.

use domain::audit::AuditAction;
use domain::id::{RestrictionId, StudentId};
use domain::restriction::NewRestriction;
use serde_json::json;

use super::deliver_entry::deliver_what_was_held;
use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, restrictions, students};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restricted {
    Yes,
    /// The student is not of this institution, or has no such restriction.
    NotFound,
}

/// `id` came with the form, so that a form sent twice makes one restriction.
pub async fn restrict_student(
    services: &Services,
    reviewer: &Reviewer,
    student: StudentId,
    id: RestrictionId,
    new: &NewRestriction,
) -> Result<Restricted, StorageError> {
    let institution = reviewer.institution();
    let mut db = services.database.write().await?;
    // From here on nobody sends or delivers an entry for this student.
    if !students::lock(&mut db, student, institution).await? {
        return Ok(Restricted::NotFound);
    }
    let now = services.clock.now();
    if !restrictions::add(&mut db, id, student, new, reviewer.id(), now).await? {
        let theirs = restrictions::find(&mut db, id, student).await?;
        return Ok(if theirs.is_some() { Restricted::Yes } else { Restricted::NotFound });
    }
    let details = json!({ "restriction": id.to_string(), "kind": new.kind().name() });
    let who = Who::Account(reviewer.id());
    let subject = Subject::Student(student);
    audit::write(&mut db, Some(institution), who, AuditAction::RestrictionMade, subject, details, now)
        .await?;
    db.commit().await?;
    Ok(Restricted::Yes)
}

/// Ends a restriction before its time, or one that has not begun. Ending what is over changes nothing and succeeds.
pub async fn end_restriction(
    services: &Services,
    reviewer: &Reviewer,
    student: StudentId,
    id: RestrictionId,
) -> Result<Restricted, StorageError> {
    let institution = reviewer.institution();
    let mut db = services.database.write().await?;
    if !students::lock(&mut db, student, institution).await? {
        return Ok(Restricted::NotFound);
    }
    let now = services.clock.now();
    let Some((kind, _)) = restrictions::find(&mut db, id, student).await? else {
        return Ok(Restricted::NotFound);
    };
    if !restrictions::end(&mut db, id, student, reviewer.id(), now).await? {
        return Ok(Restricted::Yes);
    }
    let details = json!({ "restriction": id.to_string(), "kind": kind.name() });
    let who = Who::Account(reviewer.id());
    let subject = Subject::Student(student);
    audit::write(&mut db, Some(institution), who, AuditAction::RestrictionEnded, subject, details, now)
        .await?;
    db.commit().await?;
    deliver_what_was_held(services).await;
    Ok(Restricted::Yes)
}
