//! What waits for review, oldest first.

use domain::id::AccountId;
use domain::review_queue::UndoableDecision;
use domain::time::Moment;
use domain::view::{Page, WaitingEntry};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::offered::EntryReasons;
use super::queue_place::QueuePlace;
use crate::error::PageError;
use crate::refusal::ReviewRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewQueue {
    pub now: Moment,
    /// Who looks.
    pub reviewer: AccountId,
    /// What is shown of it.
    pub place: QueuePlace,
    /// How much of what was asked for waits.
    pub total: u32,
    pub page: Page<WaitingEntry>,
    /// What this reviewer decided and can still undo.
    pub undoable: Vec<UndoableDecision>,
    /// 留意詞 of the institution.
    pub watch_words: Vec<String>,
    /// For each language that a family may read.
    pub reasons: Vec<EntryReasons>,
    /// About a letter that has no page any more.
    pub refused: Option<ReviewRefusal>,
}

/// `filter` is the name of a [`ReviewFilter`]; anything else is all.
#[server(name = LoadReviewQueue, endpoint = "review-queue")]
pub async fn review_queue(page: u32, filter: String, search: String) -> Result<ReviewQueue, PageError> {
    use domain::review_queue::ReviewFilter;
    use domain::search::LookedFor;
    use server::storage::review_queue::{Wanted, count, waiting};
    use server::storage::{StorageError, settings, verdicts};

    use crate::context::{failed, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let reviewer = reviewer(&visit)?;
    let now = visit.services.clock.now();
    let institution = reviewer.institution();
    let wanted = Wanted {
        filter: ReviewFilter::from_name(&filter).unwrap_or_default(),
        search: LookedFor::parse(&search),
    };
    let load = async {
        let mut db = visit.services.database.read().await?;
        let page = waiting(&mut db, institution, &wanted, page, now).await?;
        let total = count(&mut db, institution, &wanted, now).await?;
        let undoable = verdicts::undoable(&mut db, reviewer.id(), institution, now).await?;
        let settings = settings::of(&mut db, institution).await?;
        Ok::<_, StorageError>((page, total, undoable, settings))
    };
    let (page, total, undoable, settings) = load.await.map_err(|error| failed(&visit, &error))?;
    let refused = match &visit.refusal {
        Some(Refusal::Review(refused)) => Some(refused.clone()),
        _ => None,
    };
    Ok(ReviewQueue {
        now,
        reviewer: reviewer.id(),
        place: QueuePlace { filter: wanted.filter, search: wanted.search, page: page.number },
        total,
        page,
        undoable,
        reasons: EntryReasons::for_each_language(visit.language, &settings.letter_reasons()),
        watch_words: settings.watch_words,
        refused,
    })
}
