//! One entry as its family sees it, with the reply to it, which asking for it makes read.

use domain::id::EntryId;
use domain::reading_time::ReadingTime;
use domain::time::Moment;
use domain::view::{Book, FamilyEntry};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::StepRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub entry: FamilyEntry,
    /// Its book; `None` while a draft has none, or when the book was closed.
    pub book: Option<Book>,
    /// The first day on which one may write again once this one is sent today.
    pub turn_after: domain::time::TaipeiDay,
    /// Something is still missing or too much, so it cannot be sent as it is.
    pub incomplete: bool,
    pub refused: Option<StepRefusal>,
    pub now: Moment,
    /// How long reading takes these days, while it waits.
    pub reading: Option<ReadingTime>,
    /// Of an entry that was withdrawn: the id that a draft of the same words will have, so that pressing twice makes one.
    pub again: Option<EntryId>,
}

#[server(name = LoadEntry, endpoint = "entry")]
pub async fn entry(id: String) -> Result<Entry, PageError> {
    use domain::draft::EntryProblems;
    use domain::entry::EntryState;
    use domain::limits::EntryLimits;
    use domain::reading_time::since;
    use server::storage::{StorageError, books, entries, reviews};
    use server::workflows::read_reply::read_reply;

    use crate::context::{failed, family, not_found, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let family = family(&visit)?;
    let id = EntryId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let Some(entry) = entries::one_of_family(&mut db, id, family.id()).await? else { return Ok(None) };
        let books = books::of_family(&mut db, family.id(), now).await?;
        let reading = match entry.state {
            EntryState::InReview { .. } => reviews::reading_time_for(&mut db, id, since(now)).await?,
            _ => None,
        };
        Ok::<_, StorageError>(Some((entry, books, reading)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (entry, books, reading) = found.ok_or_else(not_found)?;
    // Looking at it is reading it.
    if let Some(reply) = entry.reply.as_ref().filter(|reply| reply.read_at.is_none()) {
        read_reply(&visit.services, family, reply.id).await.map_err(|error| failed(&visit, &error))?;
    }
    let book = books.into_iter().find(|book| Some(book.id) == entry.book);
    let limits = book.as_ref().map_or(EntryLimits::REGULATION, |book| book.limits);
    let incomplete = book.is_none()
        || !EntryProblems::of_text(&entry.title, &entry.body, &entry.photo_alt, &limits).is_empty();
    let refused = match visit.refusal {
        Some(Refusal::Step(refused)) => Some(refused),
        _ => None,
    };
    let turn_after = now.taipei_day().plus_days(limits.days_between_uses);
    let again = matches!(entry.state, EntryState::Withdrawn { .. })
        .then(|| EntryId::new(visit.services.random.uuid(now)));
    Ok(Entry { entry, book, turn_after, incomplete, refused, now, reading, again })
}
