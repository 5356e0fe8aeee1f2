//! What waits for review, oldest first.

use domain::time::Moment;
use domain::view::{Page, WaitingEntry};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::ReviewRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewQueue {
    pub now: Moment,
    pub total: u32,
    pub page: Page<WaitingEntry>,
    pub refused: Option<ReviewRefusal>,
}

#[server(name = LoadReviewQueue, endpoint = "review-queue")]
pub async fn review_queue(page: u32) -> Result<ReviewQueue, PageError> {
    use server::storage::{StorageError, reviews};

    use crate::context::{failed, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let reviewer = reviewer(&visit)?;
    let now = visit.services.clock.now();
    let institution = reviewer.institution();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let page = reviews::waiting(&mut db, institution, page, now).await?;
        let glance = reviews::glance(&mut db, institution, now).await?;
        Ok::<_, StorageError>((page, glance.waiting))
    };
    let (page, total) = load.await.map_err(|error| failed(&visit, &error))?;
    let refused = match visit.refusal {
        Some(Refusal::Review(refused)) => Some(refused),
        _ => None,
    };
    Ok(ReviewQueue { now, total, page, refused })
}
