//! The form in which an entry is written, new or again.

use domain::draft::EntryProblems;
use domain::id::{BookId, EntryId};
use domain::limits::EntryLimits;
use domain::time::Moment;
use domain::view::{Attachment, Book, Photo, Return};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryForm {
    /// The entry being written. A new one has its id before it exists, so that a form sent twice makes one.
    pub id: EntryId,
    pub saved_at: Option<Moment>,
    pub books: Vec<Book>,
    pub book: Option<BookId>,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    pub photo_alt: String,
    pub attachments: Vec<Attachment>,
    /// Of the save that is shown; 0 before the first.
    pub revision: i64,
    pub returned: Option<Return>,
    pub problems: EntryProblems,
    /// Of the chosen book.
    pub limits: EntryLimits,
    /// On a new form: drafts that wait to be continued.
    pub drafts: Vec<(EntryId, String)>,
}

/// `id` is empty for a new entry; `book` is the one to write to, if one was chosen already.
#[server(name = LoadEntryForm, endpoint = "entry-form")]
pub async fn entry_form(id: String, book: String) -> Result<EntryForm, PageError> {
    use domain::entry::EntryState;
    use server::storage::{StorageError, books, entries};

    use crate::context::{failed, family, not_found, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let family = family(&visit)?;
    let services = &visit.services;
    let now = services.clock.now();
    let (refused, problems) = match &visit.refusal {
        Some(Refusal::Entry { entry, problems }) => (Some(*entry), problems.clone()),
        _ => (None, EntryProblems::default()),
    };
    let existing = match refused {
        Some(id) => Some(id),
        None if id.is_empty() => None,
        None => Some(EntryId::parse(&id).ok_or_else(not_found)?),
    };
    let load = async {
        let mut db = services.database.read().await?;
        let books = books::of_family(&mut db, family.id(), now).await?;
        let (entry, drafts) = match existing {
            Some(id) => (entries::one_of_family(&mut db, id, family.id()).await?, Vec::new()),
            None => (None, entries::unfinished(&mut db, family.id()).await?),
        };
        Ok::<_, StorageError>((books, entry, drafts))
    };
    let (books, entry, drafts) = load.await.map_err(|error| failed(&visit, &error))?;
    let limits = |book: Option<BookId>| {
        let book = books.iter().find(|one| Some(one.id) == book);
        book.map_or(EntryLimits::REGULATION, |book| book.limits)
    };
    match (existing, entry) {
        (Some(_), None) => Err(not_found()),
        (_, Some(entry)) if !entry.state.is_editable() => {
            leptos_axum::redirect(&format!("/entries/{}", entry.id));
            Err(PageError::NotFound)
        }
        (_, Some(entry)) => Ok(EntryForm {
            id: entry.id,
            saved_at: Some(entry.edited_at),
            limits: limits(entry.book),
            books,
            book: entry.book,
            title: entry.title,
            body: entry.body,
            photo: entry.photo,
            photo_alt: entry.photo_alt,
            attachments: entry.attachments,
            revision: entry.revision,
            returned: entry.returned,
            problems,
            drafts: Vec::new(),
        }),
        (None, None) => {
            let chosen = BookId::parse(&book).filter(|chosen| books.iter().any(|book| book.id == *chosen));
            let only = if let [only] = books.as_slice() { Some(only.id) } else { None };
            let drafts = drafts
                .into_iter()
                .filter(|entry| entry.state == EntryState::Draft)
                .map(|entry| (entry.id, entry.title))
                .collect();
            Ok(EntryForm {
                id: EntryId::new(services.random.uuid(now)),
                saved_at: None,
                book: chosen.or(only),
                limits: limits(chosen.or(only)),
                books,
                title: String::new(),
                body: String::new(),
                photo: None,
                photo_alt: String::new(),
                attachments: Vec::new(),
                revision: 0,
                returned: None,
                problems,
                drafts,
            })
        }
    }
}
