//! An entry with its review history, for staff.

use domain::time::Moment;
use domain::view::ReviewedEntry;
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadReviewedEntry, endpoint = "reviewed-entry")]
pub async fn reviewed_entry(id: String) -> Result<(ReviewedEntry, Moment), PageError> {
    use domain::id::EntryId;
    use server::storage::reviews;

    use crate::context::{failed, not_found, reviewer, visit};

    let visit = visit()?;
    let reviewer = reviewer(&visit)?;
    let id = EntryId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        reviews::reviewed(&mut db, id, reviewer.institution(), now).await
    };
    let entry = load.await.map_err(|error| failed(&visit, &error))?.ok_or_else(not_found)?;
    Ok((entry, now))
}
