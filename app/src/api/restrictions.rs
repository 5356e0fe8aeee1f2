//! A student's restrictions, for reviewers.

use domain::id::{RestrictionId, StudentId};
use domain::time::Moment;
use domain::view::Restriction;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::RestrictionRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentRestrictions {
    pub student: StudentId,
    pub student_name: String,
    pub call_number: String,
    pub now: Moment,
    /// The id that the next one will have, so that a form sent twice makes one.
    pub form: RestrictionId,
    /// The latest first.
    pub all: Vec<Restriction>,
    pub refused: Option<RestrictionRefusal>,
}

#[server(name = LoadRestrictions, endpoint = "restrictions")]
pub async fn restrictions(id: String) -> Result<StudentRestrictions, PageError> {
    use server::storage::{StorageError, restrictions};

    use crate::context::{failed, not_found, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let student = StudentId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let whose = restrictions::student(&mut db, student, institution).await?;
        let all = restrictions::of_student(&mut db, student, institution).await?;
        Ok::<_, StorageError>(whose.map(|(name, number)| (name, number, all)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (student_name, call_number, all) = found.ok_or_else(not_found)?;
    let refused = match &visit.refusal {
        Some(Refusal::Restriction(refused)) => Some(refused.clone()),
        _ => None,
    };
    let form = match &refused {
        Some(refused) => refused.id,
        None => RestrictionId::new(visit.services.random.uuid(now)),
    };
    Ok(StudentRestrictions { student, student_name, call_number, now, form, all, refused })
}
