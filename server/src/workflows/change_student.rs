//! Staff change what the roster says of a student. The call number stays: it is what the student is known by.

use domain::audit::AuditAction;
use domain::id::StudentId;
use domain::roster::{StudentForm, StudentProblems};
use serde_json::json;

use crate::actor::Staff;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, students};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    Yes,
    /// There is no such student here.
    NotFound,
    Refused(StudentProblems),
}

/// Saying what is known already changes nothing. The call number in the form is not looked at.
pub async fn change_student(
    services: &Services,
    staff: &Staff,
    id: StudentId,
    form: StudentForm,
) -> Result<Changed, StorageError> {
    let now = services.clock.now();
    let institution = staff.institution();
    let mut db = services.database.write().await?;
    students::lock(&mut db, id, institution).await?;
    let Some(known) = students::find(&mut db, id, institution).await? else { return Ok(Changed::NotFound) };
    let record = match (StudentForm { call_number: known.call_number, ..form }).judge() {
        Ok(record) => record,
        Err(problems) => return Ok(Changed::Refused(problems)),
    };
    let fields: Vec<&str> = [
        ("name", record.name.as_str() != known.name),
        ("admitted", record.admitted != known.admitted),
        ("expected_release", record.expected_release != known.expected_release),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect();
    if fields.is_empty() {
        return Ok(Changed::Yes);
    }
    students::change(&mut db, id, record.name.as_str(), record.admitted, record.expected_release).await?;
    let (who, subject) = (Who::Account(staff.id()), Subject::Student(id));
    let details = json!({ "fields": fields });
    audit::write(&mut db, Some(institution), who, AuditAction::StudentChanged, subject, details, now).await?;
    db.commit().await?;
    Ok(Changed::Yes)
}
