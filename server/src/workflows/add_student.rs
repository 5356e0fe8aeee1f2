//! Staff add a student to the roster.

use domain::audit::AuditAction;
use domain::id::StudentId;
use domain::roster::{CallNumberProblem, StudentForm, StudentProblems};
use serde_json::json;

use crate::actor::Staff;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, institutions, students};

/// There is no PIN yet, so the student cannot log in.
pub async fn add_student(
    services: &Services,
    staff: &Staff,
    form: &StudentForm,
) -> Result<Result<StudentId, StudentProblems>, StorageError> {
    let record = match form.judge() {
        Ok(record) => record,
        Err(problems) => return Ok(Err(problems)),
    };
    let now = services.clock.now();
    let (id, institution) = (StudentId::new(services.random.uuid(now)), staff.institution());
    let mut db = services.database.write().await?;
    if !institutions::lock_roster(&mut db, institution).await? {
        let call_number = Some(CallNumberProblem::Closed);
        return Ok(Err(StudentProblems { call_number, ..StudentProblems::default() }));
    }
    if students::add(&mut db, id, institution, &record, now).await?.is_err() {
        let call_number = Some(CallNumberProblem::Taken);
        return Ok(Err(StudentProblems { call_number, ..StudentProblems::default() }));
    }
    let (who, subject) = (Who::Account(staff.id()), Subject::Student(id));
    audit::write(&mut db, Some(institution), who, AuditAction::StudentAdded, subject, json!({}), now).await?;
    db.commit().await?;
    Ok(Ok(id))
}
