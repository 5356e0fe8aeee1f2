//! Suspensions (part 二(五)), for reviewers and the head.

use domain::suspension::{Case, CaseFilter, Evidence, ProposeProblem};
use domain::time::Moment;
use domain::view::{Page, Whose};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::{SuspensionProposalRefusal, SuspensionRefusal};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspensions {
    pub filter: CaseFilter,
    pub now: Moment,
    pub page: Page<Case>,
    /// Families who could be proposed, with their returns; beside what waits for the head.
    pub possible: Vec<(Whose, u32)>,
}

/// The form that proposes a suspension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposing {
    pub whose: Whose,
    /// The id that the proposal will have, so that a form sent twice makes one.
    pub form: domain::id::SuspensionId,
    pub evidence: Vec<Evidence>,
    /// Why none can be proposed now.
    pub problem: Option<ProposeProblem>,
    pub refused: Option<SuspensionProposalRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneCase {
    pub case: Case,
    pub evidence: Vec<Evidence>,
    pub now: Moment,
    /// The viewer is the head.
    pub may_decide: bool,
    pub refused: Option<SuspensionRefusal>,
}

#[server(name = LoadSuspensions, endpoint = "suspensions")]
pub async fn suspensions(filter: String, page: u32) -> Result<Suspensions, PageError> {
    use server::storage::{StorageError, suspension_cases};

    use crate::context::{failed, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let filter = CaseFilter::from_name(&filter).unwrap_or_default();
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let possible = match filter {
            CaseFilter::Proposed => suspension_cases::possible(&mut db, institution, now).await?,
            CaseFilter::InForce | CaseFilter::Answers | CaseFilter::Over => Vec::new(),
        };
        let page = suspension_cases::list(&mut db, institution, filter, page.clamp(1, 100_000), now).await?;
        Ok::<_, StorageError>((page, possible))
    };
    let (page, possible) = load.await.map_err(|error| failed(&visit, &error))?;
    Ok(Suspensions { filter, now, page, possible })
}

/// `student` is the one whose family is to be suspended.
#[server(name = LoadProposing, endpoint = "proposing")]
pub async fn proposing(student: String) -> Result<Proposing, PageError> {
    use domain::id::{StudentId, SuspensionId};
    use server::storage::{StorageError, held_books, suspension_cases};

    use crate::context::{failed, not_found, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let student = StudentId::parse(&student).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let found = held_books::of_student(&mut db, student, institution).await?;
        let Some((book, whose)) = found else { return Ok(None) };
        let evidence = suspension_cases::evidence(&mut db, book, now).await?;
        let problem = suspension_cases::standing(&mut db, book, now).await?.judge().err();
        Ok::<_, StorageError>(Some((whose, evidence, problem)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (whose, evidence, problem) = found.ok_or_else(not_found)?;
    let refused = match &visit.refusal {
        Some(Refusal::SuspensionProposal(refused)) => Some(refused.clone()),
        _ => None,
    };
    let form = match &refused {
        Some(refused) => refused.id,
        None => SuspensionId::new(visit.services.random.uuid(now)),
    };
    Ok(Proposing { whose, form, evidence, problem, refused })
}

/// When the head opens it, what the family answered counts as read.
#[server(name = LoadSuspension, endpoint = "suspension")]
pub async fn suspension(id: String) -> Result<OneCase, PageError> {
    use domain::id::SuspensionId;
    use domain::suspension::Outcome;
    use server::storage::{StorageError, suspension_cases};
    use server::workflows::answer_suspension::read_answer;

    use crate::context::{failed, not_found, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let id = SuspensionId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let Some(case) = suspension_cases::find(&mut db, id, institution).await? else { return Ok(None) };
        let Some((book, _)) = suspension_cases::book_of(&mut db, id, institution).await? else {
            return Ok(None);
        };
        let until = match &case.outcome {
            Outcome::Waiting => now,
            Outcome::Refused { at, .. } => *at,
            Outcome::Suspended(suspended) => suspended.span.begins_at,
        };
        let evidence = suspension_cases::evidence(&mut db, book, until).await?;
        Ok::<_, StorageError>(Some((case, evidence)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (case, evidence) = found.ok_or_else(not_found)?;
    let unread = matches!(&case.outcome, Outcome::Suspended(suspended) if suspended.answer_unread());
    if let (true, Some(head)) = (unread, visit.actor.head()) {
        read_answer(&visit.services, &head, id).await.map_err(|error| failed(&visit, &error))?;
    }
    let refused = match &visit.refusal {
        Some(Refusal::Suspension(refused)) => Some(refused.clone()),
        _ => None,
    };
    Ok(OneCase { case, evidence, now, may_decide: visit.actor.head().is_some(), refused })
}
