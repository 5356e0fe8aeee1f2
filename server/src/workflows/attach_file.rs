//! A family attaches a file to its entry, or takes one out. Part 六(三)2: 附件上傳, with the photo 20 MB in all.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use domain::attachment::{AttachmentProblem, check_attachment};
use domain::document::{DocumentLimits, FIRST_BYTES, shown_name};
use domain::entry::EntryState;
use domain::id::{AttachmentId, EntryId};
use domain::limits::EntryLimits;
use thiserror::Error;

use super::take_document::keep_files;
use crate::actor::Family;
use crate::files::vault::VaultError;
use crate::services::Services;
use crate::storage::attachments::NewAttachment;
use crate::storage::entries::StoredEntry;
use crate::storage::{Connection, StorageError, attachments, books, entries};

#[derive(Debug, Error)]
pub enum AttachError {
    #[error("there is no such entry")]
    NotFound,
    /// It was sent already, or withdrawn.
    #[error("the entry cannot be changed any more")]
    NotEditable,
    #[error(transparent)]
    Refused(#[from] AttachmentProblem),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("the pages could not be kept: {0}")]
    Vault(#[from] VaultError),
    #[error("the upload could not be read back: {0}")]
    Upload(#[from] std::io::Error),
}

/// Attaching what is attached already changes nothing and succeeds. `file_name` as the browser told it; `file` as it was uploaded, on disk without a name.
pub async fn attach_file(
    services: &Services,
    family: &Family,
    entry: EntryId,
    file_name: &str,
    mut file: File,
) -> Result<(), AttachError> {
    let bytes = file.metadata()?.len();
    // It was just written, so it stands at its end.
    file.seek(SeekFrom::Start(0))?;
    let mut beginning = Vec::new();
    file.by_ref().take(FIRST_BYTES as u64).read_to_end(&mut beginning)?;
    file.seek(SeekFrom::Start(0))?;
    let limits = {
        let mut db = services.database.read().await?;
        let own = editable(&mut db, entry, family).await?;
        if attachments::is_there(&mut db, entry, &shown_name(file_name), bytes).await? {
            return Ok(());
        }
        let limits = limits(services, &mut db, &own).await?;
        // Before the work: what cannot be taken anyway is not looked at.
        check_attachment(bytes, &beginning, &limits, attachments::taken(&mut db, entry).await?)?;
        limits
    };
    let most = DocumentLimits { pages: limits.attachments.pages, ..DocumentLimits::REGULATION };
    let clean = services.documents.clean(file, most).await?.map_err(AttachmentProblem::File)?;
    let now = services.clock.now();
    let pages = keep_files(services, clean, now).await?;
    // The files are there before any row names them. What goes wrong from here on leaves them to the sweep.
    let mut db = services.database.write().await?;
    entries::lock(&mut db, entry).await?;
    let own = editable(&mut db, entry, family).await?;
    let name = shown_name(file_name);
    // It came before, and the answer was lost on the way. Its pictures are left to the sweep.
    if attachments::is_there(&mut db, entry, &name, bytes).await? {
        return Ok(());
    }
    // Others may have come in meanwhile.
    let taken = attachments::taken(&mut db, entry).await?;
    let format = check_attachment(bytes, &beginning, &limits, taken)?;
    let id = AttachmentId::new(services.random.uuid(now));
    let given_in = round(own.state).saturating_add(1);
    let attachment = NewAttachment { id, entry, name: &name, format, bytes, given_in };
    attachments::add(&mut db, &attachment, &pages, now).await?;
    db.commit().await?;
    Ok(())
}

/// Taking out what is not there changes nothing and succeeds.
pub async fn detach_file(
    services: &Services,
    family: &Family,
    entry: EntryId,
    attachment: AttachmentId,
) -> Result<(), AttachError> {
    let mut db = services.database.write().await?;
    entries::lock(&mut db, entry).await?;
    let own = editable(&mut db, entry, family).await?;
    attachments::remove(&mut db, entry, attachment, round(own.state)).await?;
    db.commit().await?;
    Ok(())
}

async fn editable(db: &mut Connection, id: EntryId, family: &Family) -> Result<StoredEntry, AttachError> {
    let entry = entries::find_own(db, id, family.id()).await?.ok_or(AttachError::NotFound)?;
    if entry.state.is_editable() { Ok(entry) } else { Err(AttachError::NotEditable) }
}

async fn limits(
    services: &Services,
    db: &mut Connection,
    entry: &StoredEntry,
) -> Result<EntryLimits, StorageError> {
    match entry.book {
        Some(book) => books::limits(db, book, services.clock.now()).await,
        None => Ok(EntryLimits::REGULATION),
    }
}

/// Of what was sent last; 0 before the first time.
const fn round(state: EntryState) -> u32 {
    match state {
        EntryState::Returned { round, .. } => round,
        _ => 0,
    }
}
