//! A page of a family's entries.

use domain::view::{FamilyEntry, Page};
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadEntries, endpoint = "entries")]
pub async fn entries(page: u32) -> Result<Page<FamilyEntry>, PageError> {
    use server::storage::entries;

    use crate::context::{failed, family, visit};

    let visit = visit()?;
    let family = family(&visit)?;
    let load =
        async { entries::of_family(&mut *visit.services.database.read().await?, family.id(), page).await };
    load.await.map_err(|error| failed(&visit, &error))
}
