//! One student of the roster, for the staff of the institution.

use domain::time::TaipeiDay;
use domain::view::{Institution, RosterStudent};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::{LeavingRefusal, StudentRefusal};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneStudent {
    pub student: RosterStudent,
    pub institution: Institution,
    pub today: TaipeiDay,
    /// Restrictions are for those who review.
    pub may_restrict: bool,
    /// Special approvals are for the head.
    pub may_approve_specially: bool,
    /// A PIN that was just made, to be shown this once.
    pub new_pin: Option<String>,
    pub refused: Option<StudentRefusal>,
    pub leaving_refused: Option<LeavingRefusal>,
}

#[server(name = LoadStudent, endpoint = "student")]
pub async fn student(id: String) -> Result<OneStudent, PageError> {
    use domain::id::StudentId;
    use server::storage::{StorageError, roster, students};

    use crate::context::{NewPin, failed, not_found, staff, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let staff = staff(&visit)?;
    let (institution, may_restrict) = (staff.institution(), staff.role().may_review());
    let may_approve_specially = staff.head().is_some();
    let id = StudentId::parse(&id).ok_or_else(not_found)?;
    let load = async {
        let mut db = visit.services.database.read().await?;
        let student = students::find(&mut db, id, institution).await?;
        Ok::<_, StorageError>(student.zip(roster::institution(&mut db, institution).await?))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (student, institution) = found.ok_or_else(not_found)?;
    let (refused, leaving_refused) = match &visit.refusal {
        Some(Refusal::Student(refusal)) => (Some(refusal.clone()), None),
        Some(Refusal::Leaving(refusal)) => (None, Some(refusal.clone())),
        _ => (None, None),
    };
    let today = visit.services.clock.now().taipei_day();
    let new_pin = use_context::<NewPin>().map(|pin| pin.0);
    Ok(OneStudent {
        student,
        institution,
        today,
        may_restrict,
        may_approve_specially,
        new_pin,
        refused,
        leaving_refused,
    })
}
