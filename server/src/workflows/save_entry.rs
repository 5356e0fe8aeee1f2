//! A family saves what it has written, before anybody judges it.

use std::fs::File;
use std::sync::Arc;

use bytes::Bytes;
use domain::attachment::{Taken, check_files};
use domain::entry::EntryState;
use domain::id::{BookId, EntryId, PhotoId};
use domain::limits::EntryLimits;
use domain::photo::PhotoProblem;
use domain::text::with_plain_line_ends;
use domain::time::Moment;
use thiserror::Error;

use crate::actor::Family;
use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::entries::{Words, Writer};
use crate::storage::{StorageError, attachments, books, entries, photos};

/// What came with the form, as typed.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub book: Option<BookId>,
    pub title: String,
    pub body: String,
    pub photo: PhotoChange,
    /// What the photo shows.
    pub photo_alt: String,
    /// The save that the page knew; `None` when it knew none, and then it is not asked whether another came between.
    pub revision: Option<i64>,
    /// What the page had sent already and heard nothing of yet when it sent this, because it was being closed.
    pub under_way: Option<UnderWay>,
}

/// The words of a save whose answer is still awaited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnderWay {
    pub title: String,
    pub body: String,
    pub photo_alt: String,
}

#[derive(Clone, Debug, Default)]
pub enum PhotoChange {
    #[default]
    Keep,
    Remove,
    /// A picture at hand.
    Put(Bytes),
    /// The file as it was uploaded, on disk without a name.
    PutFile(Arc<File>),
    /// An upload that was refused on the way.
    Refused(PhotoProblem),
}

/// What was saved. The words always are; the photo may have been refused.
#[derive(Clone, Debug)]
pub struct Saved {
    pub entry: EntryId,
    pub book: Option<BookId>,
    /// As kept.
    pub title: String,
    /// As kept.
    pub body: String,
    /// As kept.
    pub photo_alt: String,
    /// Of this save.
    pub revision: i64,
    pub saved_at: Moment,
    /// The book in the form is not this family's, so the entry has none (yet).
    pub book_refused: bool,
    pub photo_problem: Option<PhotoProblem>,
    /// What may be sent in its book.
    pub limits: EntryLimits,
}

#[derive(Debug, Error)]
pub enum SaveError {
    #[error("there is no such entry")]
    NotFound,
    /// It was sent already, or withdrawn.
    #[error("the entry cannot be changed any more")]
    NotEditable,
    /// It was saved from elsewhere since the page was opened: another tab, another device.
    #[error("the entry was saved from elsewhere meanwhile")]
    Overtaken,
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("the upload could not be read back: {0}")]
    Upload(#[from] std::io::Error),
}

/// Where words go.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// A new entry. The form carries the id it will have, so that a form sent twice saves into one entry.
    New(Option<EntryId>),
    Existing(EntryId),
}

pub async fn save_entry(
    services: &Services,
    family: &Family,
    target: Target,
    written: Written,
) -> Result<Saved, SaveError> {
    let (saved, has_photo) = save_words(services, family, target, &written).await?;
    save_photo(services, family.id().into(), saved, has_photo, written.photo).await
}

/// The words are saved; now what came of the photo. `has_photo` says whether there was one before.
pub(super) async fn save_photo(
    services: &Services,
    writer: Writer,
    mut saved: Saved,
    has_photo: bool,
    change: PhotoChange,
) -> Result<Saved, SaveError> {
    let entry = saved.entry;
    let mut bytes = 0;
    let cleaned = match change {
        PhotoChange::Keep => {
            if has_photo {
                let taken = attachments::taken(&mut *services.database.read().await?, entry).await?;
                saved.photo_problem = check_files(taken, &saved.limits).photo;
            }
            return Ok(saved);
        }
        PhotoChange::Remove => {
            put_photo(services, writer, &saved, None).await?;
            return Ok(saved);
        }
        PhotoChange::Refused(problem) => Err(problem),
        PhotoChange::Put(picture) => {
            bytes = picture.len() as u64;
            services.photos.clean(picture, saved.limits.photo).await
        }
        PhotoChange::PutFile(file) => {
            bytes = file.metadata()?.len();
            services.photos.clean_file(file.try_clone()?, saved.limits.photo).await?
        }
    };
    match cleaned {
        Ok(clean) => {
            let id = PhotoId::new(services.random.uuid(services.clock.now()));
            services.vault.put(FileName::Whole(id.uuid()), &clean.jpeg).await?;
            services.vault.put(FileName::Thumbnail(id.uuid()), &clean.thumbnail).await?;
            let photo = NewPhoto { id, size: (clean.width, clean.height), bytes };
            saved.photo_problem = put_photo(services, writer, &saved, Some(photo)).await?;
        }
        Err(problem) => saved.photo_problem = Some(problem),
    }
    Ok(saved)
}

/// Also tells whether the entry had a photo before.
async fn save_words(
    services: &Services,
    family: &Family,
    target: Target,
    written: &Written,
) -> Result<(Saved, bool), SaveError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let book = match written.book {
        Some(book) if books::belongs(&mut db, book, family.id()).await? => Some(book),
        _ => None,
    };
    let book_refused = book.is_none() && written.book.is_some();
    let (title, body) = (storable(&written.title), storable(&written.body));
    let photo_alt = storable(&written.photo_alt);
    let words = Words { book, title: &title, body: &body, photo_alt: &photo_alt };
    let revision = written.revision;
    let (id, may_be_new) = match target {
        Target::New(id) => (id.unwrap_or_else(|| EntryId::new(services.random.uuid(now))), true),
        Target::Existing(id) => (id, false),
    };
    let saved = entries::rewrite(&mut db, id, family.id(), &words, revision, now).await?
        || (may_be_new && entries::add_draft(&mut db, id, family.id(), &words, now).await?)
        // The same form, sent twice at once, made the draft in between.
        || (may_be_new && entries::rewrite(&mut db, id, family.id(), &words, revision, now).await?);
    if !saved {
        let Some(mine) = entries::find_own(&mut db, id, family.id()).await? else {
            return Err(SaveError::NotFound);
        };
        let again = (mine.revision, &*mine.title, &*mine.body, &*mine.photo_alt);
        let same_book = matches!(mine.state, EntryState::Returned { .. }) || mine.book == words.book;
        if !mine.state.is_editable() {
            return Err(SaveError::NotEditable);
        }
        let said = same_book && is_said_again(again, &words, revision);
        let said = said
            || comes_after_its_own(again, written)
                && entries::rewrite(&mut db, id, family.id(), &words, Some(mine.revision), now).await?;
        if !said {
            return Err(SaveError::Overtaken);
        }
    }
    // What the entry has now: a returned one keeps its book, whatever the form says.
    let entry = entries::find_own(&mut db, id, family.id()).await?.ok_or(SaveError::NotFound)?;
    let limits = match entry.book {
        Some(book) => books::limits(&mut db, book, now).await?,
        None => EntryLimits::REGULATION,
    };
    db.commit().await?;
    let saved = Saved {
        entry: id,
        book: entry.book,
        title,
        body,
        photo_alt,
        revision: entry.revision,
        saved_at: now,
        book_refused: book_refused && entry.book.is_none(),
        photo_problem: None,
        limits,
    };
    Ok((saved, entry.photo.is_some()))
}

/// The save before this one brought the same words and was done, but its answer was lost on the way: then the page says
/// it again, naming the save that it knows. `kept` is the revision, the title, the body and the words about the photo.
pub(super) fn is_said_again(kept: (i64, &str, &str, &str), words: &Words<'_>, revision: Option<i64>) -> bool {
    revision.is_some_and(|known| kept == (known.saturating_add(1), words.title, words.body, words.photo_alt))
}

/// A page that is being closed sends its last words while the save before them is on its way, and knows not which of the
/// two arrives first. If what is kept is what that save brought, it is the page's own, and these words follow it.
pub(super) fn comes_after_its_own(kept: (i64, &str, &str, &str), written: &Written) -> bool {
    written.under_way.as_ref().is_some_and(|own| {
        let (title, body, photo_alt) = (storable(&own.title), storable(&own.body), storable(&own.photo_alt));
        let own = Words { book: None, title: &title, body: &body, photo_alt: &photo_alt };
        is_said_again(kept, &own, written.revision)
    })
}

/// A clean photo that lies in the vault.
struct NewPhoto {
    id: PhotoId,
    /// Width and height in pixels.
    size: (u32, u32),
    /// Of the file as it was sent.
    bytes: u64,
}

/// What is wrong with the photo. One that is too large with what is attached is not taken, and its pictures are left to the
/// sweep; one that the institution does not take is kept, since nothing is lost that was uploaded, but cannot be sent.
async fn put_photo(
    services: &Services,
    writer: Writer,
    saved: &Saved,
    photo: Option<NewPhoto>,
) -> Result<Option<PhotoProblem>, SaveError> {
    let (now, id) = (services.clock.now(), saved.entry);
    let mut db = services.database.write().await?;
    // From here on nobody else attaches anything.
    entries::lock(&mut db, id).await?;
    let entry = entries::find_own(&mut db, id, writer).await?.ok_or(SaveError::NotFound)?;
    if !entry.state.is_editable() {
        return Err(SaveError::NotEditable);
    }
    let mut problem = None;
    if let Some(photo) = &photo {
        let attached = attachments::taken(&mut db, id).await?;
        problem = check_files(Taken { photo: Some(photo.bytes), ..attached }, &saved.limits).of_photo();
        if problem == Some(PhotoProblem::TooLargeTogether) {
            return Ok(problem);
        }
        photos::add(&mut db, photo.id, id, photo.size, photo.bytes, now).await?;
    }
    entries::set_photo(&mut db, id, photo.map(|photo| photo.id), now).await?;
    if let Some(old) = entry.photo {
        photos::forget_unless_reviewed(&mut db, old).await?;
    }
    db.commit().await?;
    Ok(problem)
}

/// As typed, but for what cannot be kept so: line ends are LF, as they are counted and shown, and NUL, which no
/// database text can hold, becomes U+FFFD, which the judgement refuses.
pub(super) fn storable(text: &str) -> String {
    with_plain_line_ends(text).replace('\0', "\u{FFFD}")
}
