//! The requests of an institution, for its reviewers.

use domain::application_queue::{QueueCounts, QueueFilter, QueuedApplication};
use domain::time::Moment;
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationQueue {
    pub now: Moment,
    pub filter: QueueFilter,
    pub search: String,
    pub counts: QueueCounts,
    /// What stands on the page, and whether its reviewer has it open.
    pub page: Page<(QueuedApplication, Taken)>,
}

/// Who has a request open at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taken {
    ByNobody,
    ByOneself,
    ByColleague,
}

/// `filter` and `search` are as they stand in the address.
#[server(name = LoadApplicationQueue, endpoint = "application-queue")]
pub async fn application_queue(
    filter: String,
    search: String,
    page: u32,
) -> Result<ApplicationQueue, PageError> {
    use domain::search::LookedFor;
    use server::storage::StorageError;
    use server::storage::application_queue::{self, Wanted};

    use crate::context::{failed, reviewer, visit};

    let visit = visit()?;
    let reviewer = reviewer(&visit)?;
    let now = visit.services.clock.now();
    let (institution, today) = (reviewer.institution(), now.taipei_day());
    let filter = QueueFilter::from_name(&filter).unwrap_or_default();
    // Full-width letters, as people type them, are those of a call number.
    let narrow: String = search.chars().map(domain::student::narrow).collect();
    let wanted = Wanted { filter, search: LookedFor::parse(&narrow) };
    let load = async {
        let mut db = visit.services.database.read().await?;
        let page = application_queue::queue(&mut db, institution, &wanted, today, page).await?;
        let counts = application_queue::counts(&mut db, institution, today).await?;
        Ok::<_, StorageError>((page, counts))
    };
    let (page, counts) = load.await.map_err(|error| failed(&visit, &error))?;
    let items = page.items.into_iter().map(|item| {
        let taken = match &item.claim {
            Some(claim) if claim.in_force(now) && claim.by == reviewer.id() => Taken::ByOneself,
            Some(claim) if claim.in_force(now) => Taken::ByColleague,
            _ => Taken::ByNobody,
        };
        (item, taken)
    });
    let page = Page { items: items.collect(), number: page.number, has_next: page.has_next };
    Ok(ApplicationQueue { now, filter, search: wanted.search.as_str().to_owned(), counts, page })
}
