//! The roster of an institution, a page at a time.

use domain::roster::Show;
use domain::time::TaipeiDay;
use domain::view::{Page, RosterStudent};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::StudentRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Students {
    pub institution: String,
    pub today: TaipeiDay,
    /// What was asked for.
    pub text: String,
    pub show: Show,
    /// How many were found, on all pages.
    pub found: u32,
    pub page: Page<RosterStudent>,
    /// Restrictions are for those who review.
    pub may_restrict: bool,
    /// The form that adds a student.
    pub refused: Option<StudentRefusal>,
}

#[server(name = LoadStudents, endpoint = "students")]
pub async fn students(text: String, show: Show, page: u32) -> Result<Students, PageError> {
    use domain::search::LookedFor;
    use server::storage::students::{Search, search};
    use server::storage::{StorageError, roster};

    use crate::context::{failed, staff, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let staff = staff(&visit)?;
    let (institution, may_restrict) = (staff.institution(), staff.role().may_review());
    let today = visit.services.clock.now().taipei_day();
    let text = LookedFor::parse(&text);
    let load = async {
        let mut db = visit.services.database.read().await?;
        let name = roster::institution(&mut db, institution).await?.map(|one| one.name);
        let search_for = Search { text: &text, show, today };
        let (page, found) = search(&mut db, institution, search_for, page).await?;
        Ok::<_, StorageError>((name.unwrap_or_default(), page, found))
    };
    let (institution, page, found) = load.await.map_err(|error| failed(&visit, &error))?;
    let refused = match &visit.refusal {
        Some(Refusal::Student(refusal)) => Some(refusal.clone()),
        _ => None,
    };
    Ok(Students {
        institution,
        today,
        text: text.as_str().to_owned(),
        show,
        found,
        page,
        may_restrict,
        refused,
    })
}
