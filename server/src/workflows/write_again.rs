//! A family uses the words of an entry that it took back once more: they become a new draft, with copies of the photo and
//! the files.

use domain::entry::{EntryState, NotAllowed};
use domain::id::{AttachmentId, EntryId, PageId, PhotoId};
use domain::view::{DocumentPage, FamilyEntry};
use thiserror::Error;
use uuid::Uuid;

use crate::actor::Family;
use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::attachments::NewAttachment;
use crate::storage::entries::Words;
use crate::storage::{StorageError, attachments, books, entries, photos};

#[derive(Debug, Error)]
pub enum WriteAgainError {
    #[error("there is no such entry")]
    NotFound,
    /// What was never taken back goes on by itself.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("the files could not be copied: {0}")]
    Vault(#[from] VaultError),
}

/// `draft` is the id that the page made up for the new draft, so that pressing twice makes one. What was copied before
/// something went wrong is left to the sweep.
pub async fn write_again(
    services: &Services,
    family: &Family,
    id: EntryId,
    draft: Option<EntryId>,
) -> Result<EntryId, WriteAgainError> {
    let now = services.clock.now();
    let draft = draft.unwrap_or_else(|| EntryId::new(services.random.uuid(now)));
    let (entry, taken, sizes) = {
        let mut db = services.database.read().await?;
        let entry = entries::one_of_family(&mut db, id, family.id()).await?;
        let entry = entry.ok_or(WriteAgainError::NotFound)?;
        if !matches!(entry.state, EntryState::Withdrawn { .. }) {
            return Err(NotAllowed { from: entry.state.kind() }.into());
        }
        if entries::find_own(&mut db, draft, family.id()).await?.is_some() {
            return Ok(draft);
        }
        let sizes = attachments::sizes(&mut db, id).await?;
        (entry, attachments::taken(&mut db, id).await?, sizes)
    };
    let files = copy_files(services, &entry).await?;
    let mut db = services.database.write().await?;
    // A book that was closed meanwhile is chosen anew.
    let book = match entry.book {
        Some(book) if books::belongs(&mut db, book, family.id()).await? => Some(book),
        _ => None,
    };
    let words = Words { book, title: &entry.title, body: &entry.body, photo_alt: &entry.photo_alt };
    if !entries::add_draft(&mut db, draft, family.id(), &words, now).await? {
        // Pressed twice at once: the other one made it. Nobody else's entry is told of.
        let own = entries::find_own(&mut db, draft, family.id()).await?;
        return own.map(|own| own.id).ok_or(WriteAgainError::NotFound);
    }
    if let (Some(photo), Some(copy)) = (entry.photo, files.photo) {
        let bytes = taken.photo.unwrap_or_default();
        photos::add(&mut db, copy, draft, (photo.width, photo.height), bytes, now).await?;
        entries::set_photo(&mut db, draft, Some(copy), now).await?;
    }
    for (one, pages) in entry.attachments.iter().zip(&files.attachments) {
        // All its pictures are lost.
        if pages.is_empty() {
            continue;
        }
        let bytes = sizes.iter().find(|(id, _)| *id == one.id).map(|(_, bytes)| *bytes);
        let attachment = NewAttachment {
            id: AttachmentId::new(services.random.uuid(now)),
            entry: draft,
            name: &one.name,
            format: one.format,
            bytes: bytes.unwrap_or_default(),
            given_in: 1,
        };
        attachments::add(&mut db, &attachment, pages, now).await?;
    }
    db.commit().await?;
    Ok(draft)
}

/// The copies of an entry's files, which no row names yet.
struct Copies {
    photo: Option<PhotoId>,
    /// The pages of each attachment, in its order.
    attachments: Vec<Vec<DocumentPage>>,
}

async fn copy_files(services: &Services, entry: &FamilyEntry) -> Result<Copies, VaultError> {
    let photo = match entry.photo {
        Some(photo) => copy(services, photo.id.uuid()).await?.map(PhotoId::new),
        None => None,
    };
    let mut attachments = Vec::new();
    for attachment in &entry.attachments {
        let mut pages = Vec::new();
        for page in &attachment.pages {
            if let Some(id) = copy(services, page.id.uuid()).await? {
                pages.push(DocumentPage { id: PageId::new(id), ..*page });
            }
        }
        attachments.push(pages);
    }
    Ok(Copies { photo, attachments })
}

/// `None` when the picture is lost.
async fn copy(services: &Services, id: Uuid) -> Result<Option<Uuid>, VaultError> {
    let copy = services.random.uuid(services.clock.now());
    let Some(whole) = services.vault.get(FileName::Whole(id)).await? else { return Ok(None) };
    let Some(thumbnail) = services.vault.get(FileName::Thumbnail(id)).await? else { return Ok(None) };
    services.vault.put(FileName::Whole(copy), &whole).await?;
    services.vault.put(FileName::Thumbnail(copy), &thumbnail).await?;
    Ok(Some(copy))
}
