//! Staff restrict many students at once, such as all of a unit, and end that for all of them. Part 一 of the regulation.

use std::collections::BTreeSet;

use domain::audit::AuditAction;
use domain::id::{InstitutionId, RestrictionBatchId, RestrictionId, StudentId};
use domain::restriction_batch::{ChosenProblem, NewBatch};
use domain::time::TaipeiDay;
use serde_json::json;
use thiserror::Error;

use super::deliver_entry::deliver_what_was_held;
use super::restrict_student::Restricted;
use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{Connection, StorageError, restriction_batches, restrictions, students};

#[derive(Debug, Error)]
pub enum RestrictManyError {
    #[error(transparent)]
    Chosen(ChosenProblem),
    /// What has this id is another institution's.
    #[error("there is no such restriction here")]
    NotFound,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Judges those who are chosen before anybody is asked to confirm them; nothing is written. Gives the id that the
/// restriction will have: another one than the form's, if something was made of that already, so that what somebody
/// changed after going back is not taken for the same form sent twice.
pub async fn look_at_many(
    services: &Services,
    reviewer: &Reviewer,
    id: RestrictionBatchId,
    new: &NewBatch,
) -> Result<RestrictionBatchId, RestrictManyError> {
    let (institution, now) = (reviewer.institution(), services.clock.now());
    let mut db = services.database.read().await?;
    judge(&mut db, institution, new.students(), now.taipei_day()).await?;
    let made = restriction_batches::kind(&mut db, id, institution).await?.is_some();
    Ok(if made { RestrictionBatchId::new(services.random.uuid(now)) } else { id })
}

/// All of them or nobody. `id` came with the form, so that a form sent twice restricts once. Who is restricted already
/// has this restriction besides.
pub async fn restrict_many(
    services: &Services,
    reviewer: &Reviewer,
    id: RestrictionBatchId,
    new: &NewBatch,
) -> Result<(), RestrictManyError> {
    let institution = reviewer.institution();
    let mut db = services.database.write().await?;
    let now = services.clock.now();
    if !restriction_batches::add(&mut db, id, institution, new.restriction(), (reviewer.id(), now)).await? {
        let known = restriction_batches::kind(&mut db, id, institution).await?;
        return known.map(|_| ()).ok_or(RestrictManyError::NotFound);
    }
    for student in new.students() {
        // From here on nobody sends or delivers an entry for this student. Who is not there is told below.
        students::lock(&mut db, *student, institution).await?;
    }
    judge(&mut db, institution, new.students(), now.taipei_day()).await?;
    let mut made = Vec::new();
    for student in new.students() {
        let restriction = RestrictionId::new(services.random.uuid(now));
        restriction_batches::add_student(&mut db, id, restriction, *student).await?;
        made.push((*student, restriction));
    }
    let who = Who::Account(reviewer.id());
    for (student, restriction) in made {
        let details = json!({
            "restriction": restriction.to_string(),
            "kind": new.restriction().kind().name(),
            "batch": id.to_string(),
        });
        let subject = Subject::Student(student);
        audit::write(&mut db, Some(institution), who, AuditAction::RestrictionMade, subject, details, now)
            .await?;
    }
    db.commit().await?;
    Ok(())
}

/// Ends all of it that is not over; what was ended for one student alone stays as it is. Ending it twice changes nothing
/// and succeeds.
pub async fn end_for_all(
    services: &Services,
    reviewer: &Reviewer,
    id: RestrictionBatchId,
) -> Result<Restricted, StorageError> {
    let institution = reviewer.institution();
    let mut db = services.database.write().await?;
    let Some(kind) = restriction_batches::kind(&mut db, id, institution).await? else {
        return Ok(Restricted::NotFound);
    };
    let all = restriction_batches::restrictions_of(&mut db, id).await?;
    for (student, _) in &all {
        students::lock(&mut db, *student, institution).await?;
    }
    let now = services.clock.now();
    let mut ended = Vec::new();
    for (student, restriction) in all {
        if restrictions::end(&mut db, restriction, student, reviewer.id(), now).await? {
            ended.push((student, restriction));
        }
    }
    if ended.is_empty() {
        return Ok(Restricted::Yes);
    }
    restriction_batches::end(&mut db, id, reviewer.id(), now).await?;
    let who = Who::Account(reviewer.id());
    for (student, restriction) in ended {
        let details = json!({
            "restriction": restriction.to_string(),
            "kind": kind.name(),
            "batch": id.to_string(),
        });
        let subject = Subject::Student(student);
        audit::write(&mut db, Some(institution), who, AuditAction::RestrictionEnded, subject, details, now)
            .await?;
    }
    db.commit().await?;
    deliver_what_was_held(services).await;
    Ok(Restricted::Yes)
}

/// Is each of them a student of this institution who has not left? To decide by it, lock them first.
async fn judge(
    db: &mut Connection,
    institution: InstitutionId,
    chosen: &BTreeSet<StudentId>,
    today: TaipeiDay,
) -> Result<(), RestrictManyError> {
    let (mut unknown, mut left) = (0, Vec::new());
    for id in chosen {
        match students::find(&mut *db, *id, institution).await? {
            None => unknown += 1,
            Some(student) if student.leaving.is_some_and(|(_, day)| day <= today) => {
                left.push((student.call_number, student.name));
            }
            Some(_) => {}
        }
    }
    if unknown > 0 {
        return Err(RestrictManyError::Chosen(ChosenProblem::Unknown(unknown)));
    }
    if !left.is_empty() {
        left.sort();
        return Err(RestrictManyError::Chosen(ChosenProblem::Left(left)));
    }
    Ok(())
}
