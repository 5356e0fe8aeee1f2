//! An entry with its review history, for staff.

use domain::id::AccountId;
use domain::time::Moment;
use domain::view::ReviewedEntry;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::offered::EntryReasons;
use crate::error::PageError;
use crate::refusal::ReviewRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryToReview {
    pub now: Moment,
    /// Who looks.
    pub reviewer: AccountId,
    pub entry: ReviewedEntry,
    /// 留意詞 of the institution.
    pub watch_words: Vec<String>,
    pub reasons: EntryReasons,
    pub refused: Option<ReviewRefusal>,
}

/// Looking at an entry that waits and that nobody has open takes it.
#[server(name = LoadReviewedEntry, endpoint = "reviewed-entry")]
pub async fn reviewed_entry(id: String) -> Result<EntryToReview, PageError> {
    use domain::id::EntryId;
    use server::storage::{StorageError, reviews, settings};
    use server::workflows::take_entry::open_waiting_entry;

    use crate::context::{failed, not_found, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let reviewer = reviewer(&visit)?;
    let id = EntryId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        open_waiting_entry(&visit.services, &reviewer, id).await?;
        let mut db = visit.services.database.read().await?;
        let who = (reviewer.id(), reviewer.institution());
        let Some(entry) = reviews::reviewed(&mut db, id, who, now).await? else { return Ok(None) };
        let settings = settings::of(&mut db, reviewer.institution()).await?;
        Ok::<_, StorageError>(Some((entry, settings)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (entry, settings) = found.ok_or_else(not_found)?;
    let refused = match &visit.refusal {
        Some(Refusal::Review(refused)) if refused.entry == id => Some(refused.clone()),
        _ => None,
    };
    Ok(EntryToReview {
        now,
        reviewer: reviewer.id(),
        reasons: EntryReasons::of(visit.language, entry.parties.writer_language, &settings.letter_reasons()),
        watch_words: settings.watch_words,
        entry,
        refused,
    })
}
