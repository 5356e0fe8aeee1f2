//! Special approvals (專案, part 二(四)), for the head.

use domain::limits::EntryLimits;
use domain::special_approval::{Approval, ApprovalFilter};
use domain::time::Moment;
use domain::view::{Page, Whose};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::ApprovalRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialApprovals {
    pub filter: ApprovalFilter,
    pub now: Moment,
    pub page: Page<Approval>,
    /// What was looked for among the books, and what was found; `None` when nothing was.
    pub search: String,
    pub found: Option<Vec<Whose>>,
    /// Ending one early came too late.
    pub too_late: bool,
}

/// The form of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approving {
    pub whose: Whose,
    /// The id that it will have, so that a form sent twice makes one.
    pub form: domain::id::SpecialApprovalId,
    pub now: Moment,
    /// What the family may do without one.
    pub usual: EntryLimits,
    pub refused: Option<ApprovalRefusal>,
}

#[server(name = LoadSpecialApprovals, endpoint = "special-approvals")]
pub async fn special_approvals(
    filter: String,
    search: String,
    page: u32,
) -> Result<SpecialApprovals, PageError> {
    use domain::search::LookedFor;
    use server::storage::{StorageError, held_books, special_approvals};

    use crate::context::{failed, head, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = head(&visit)?.institution();
    let filter = ApprovalFilter::from_name(&filter).unwrap_or_default();
    let now = visit.services.clock.now();
    let search = LookedFor::parse(&search);
    let load = async {
        let mut db = visit.services.database.read().await?;
        let found = if search.is_empty() {
            None
        } else {
            Some(held_books::look_up(&mut db, institution, &search).await?)
        };
        let page = special_approvals::list(&mut db, institution, filter, page.clamp(1, 100_000), now).await?;
        Ok::<_, StorageError>((page, found))
    };
    let (page, found) = load.await.map_err(|error| failed(&visit, &error))?;
    let too_late = matches!(&visit.refusal, Some(Refusal::TooLate));
    Ok(SpecialApprovals { filter, now, page, search: search.as_str().to_owned(), found, too_late })
}

/// `student` is the one whose family is to do more.
#[server(name = LoadApproving, endpoint = "approving")]
pub async fn approving(student: String) -> Result<Approving, PageError> {
    use domain::id::{SpecialApprovalId, StudentId};
    use server::storage::{StorageError, books, held_books};

    use crate::context::{failed, head, not_found, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = head(&visit)?.institution();
    let student = StudentId::parse(&student).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let found = held_books::of_student(&mut db, student, institution).await?;
        let Some((book, whose)) = found else { return Ok(None) };
        Ok::<_, StorageError>(Some((whose, books::usual_limits(&mut db, book).await?)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (whose, usual) = found.ok_or_else(not_found)?;
    let refused = match &visit.refusal {
        Some(Refusal::Approval(refused)) => Some(refused.clone()),
        _ => None,
    };
    let form = match &refused {
        Some(refused) => refused.id,
        None => SpecialApprovalId::new(visit.services.random.uuid(now)),
    };
    Ok(Approving { whose, form, now, usual, refused })
}
