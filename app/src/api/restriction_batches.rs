//! Restrictions that were made for many students together, for reviewers.

use domain::id::RestrictionBatchId;
use domain::restriction::{RestrictionForm, RestrictionKind, Span};
use domain::restriction_batch::{BatchProblems, InBatch, RestrictionBatch};
use domain::time::Moment;
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::student_choice::StudentChoice;
use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionBatches {
    pub now: Moment,
    pub page: Page<RestrictionBatch>,
}

/// One of them with its students.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneRestrictionBatch {
    pub now: Moment,
    pub batch: RestrictionBatch,
    /// By call number.
    pub students: Vec<InBatch>,
}

/// The form of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRestrictionBatch {
    /// The id that it will have, so that a form sent twice makes one.
    pub id: RestrictionBatchId,
    pub form: RestrictionForm,
    pub problems: BatchProblems,
    pub choice: StudentChoice,
    /// What is to be confirmed, when nothing is wrong and nothing is made yet.
    pub to_confirm: Option<(RestrictionKind, Span)>,
}

#[server(name = LoadRestrictionBatches, endpoint = "restriction-batches")]
pub async fn restriction_batches(page: u32) -> Result<RestrictionBatches, PageError> {
    use server::storage::{StorageError, restriction_batches};

    use crate::context::{failed, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        restriction_batches::list(&mut db, institution, now, page.clamp(1, 100_000)).await
    };
    let page = load.await.map_err(|error: StorageError| failed(&visit, &error))?;
    Ok(RestrictionBatches { now, page })
}

#[server(name = LoadRestrictionBatch, endpoint = "restriction-batch")]
pub async fn restriction_batch(id: String) -> Result<OneRestrictionBatch, PageError> {
    use server::storage::{StorageError, restriction_batches};

    use crate::context::{failed, not_found, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let id = RestrictionBatchId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let batch = restriction_batches::find(&mut db, id, institution, now).await?;
        let students = restriction_batches::students(&mut db, id, institution).await?;
        Ok::<_, StorageError>(batch.map(|batch| OneRestrictionBatch { now, batch, students }))
    };
    load.await.map_err(|error| failed(&visit, &error))?.ok_or_else(not_found)
}

#[server(name = LoadNewRestrictionBatch, endpoint = "new-restriction-batch")]
pub async fn new_restriction_batch() -> Result<NewRestrictionBatch, PageError> {
    use domain::restriction::NewRestriction;
    use domain::restriction_batch::BatchForm;
    use server::storage::StorageError;

    use crate::context::{failed, reviewer, visit};
    use crate::refusal::{Refusal, RestrictionBatchRefusal};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let now = visit.services.clock.now();
    let refusal = if let Some(Refusal::RestrictionBatch(refusal)) = &visit.refusal {
        refusal.clone()
    } else {
        let restriction = RestrictionForm { begins_at: now.to_field(), ..RestrictionForm::default() };
        RestrictionBatchRefusal {
            id: RestrictionBatchId::new(visit.services.random.uuid(now)),
            form: BatchForm { restriction, ..BatchForm::default() },
            problems: BatchProblems::default(),
            confirm: false,
        }
    };
    let RestrictionBatchRefusal { id, form, problems, confirm } = refusal;
    let load = async {
        let mut db = visit.services.database.read().await?;
        StudentChoice::load(&mut db, institution, now.taipei_day(), (&form.students, &form.search)).await
    };
    let choice = load.await.map_err(|error: StorageError| failed(&visit, &error))?;
    let form = form.restriction;
    let new = if confirm { NewRestriction::parse(&form, now).ok() } else { None };
    let to_confirm = new.map(|new| (new.kind(), new.span()));
    Ok(NewRestrictionBatch { id, form, problems, choice, to_confirm })
}
