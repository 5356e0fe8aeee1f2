//! A page of a family's entries.

use domain::entry::{EntryFilter, EntryStateKind};
use domain::view::{FamilyEntry, Page};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    pub filter: EntryFilter,
    pub counts: Vec<(EntryStateKind, u32)>,
    pub page: Page<FamilyEntry>,
}

impl Entries {
    pub fn count(&self, filter: EntryFilter) -> u32 {
        self.counts.iter().filter(|(kind, _)| filter.shows(*kind)).map(|(_, count)| count).sum()
    }
}

/// `filter` is the name of an [`EntryFilter`]; anything else is all.
#[server(name = LoadEntries, endpoint = "entries")]
pub async fn entries(page: u32, filter: String) -> Result<Entries, PageError> {
    use server::storage::{StorageError, entries};

    use crate::context::{failed, family, visit};

    let visit = visit()?;
    let family = family(&visit)?;
    let filter = EntryFilter::from_name(&filter).unwrap_or_default();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let page = entries::of_family(&mut db, family.id(), filter, page).await?;
        let counts = entries::counts(&mut db, family.id()).await?;
        Ok::<_, StorageError>(Entries { filter, counts, page })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
