//! A family adds a document to its request. Part 六(二): 身份證明文件, 關係證明文件, together at most 20 MB.

use std::fs::File;

use domain::document::{DocumentKind, DocumentLimits, DocumentProblem, shown_name};
use domain::id::{ApplicationId, DocumentId, PageId};
use domain::time::Moment;
use domain::view::{Document, DocumentPage};
use thiserror::Error;

use crate::actor::Family;
use crate::files::document::CleanDocument;
use crate::files::key::SealError;
use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::documents::{NewDocument, Together, context};
use crate::storage::{StorageError, documents};

#[derive(Debug, Error)]
pub enum TakeDocumentError {
    #[error("there is no such request")]
    NotFound,
    /// It was sent already, or decided, or withdrawn.
    #[error("the request cannot be changed any more")]
    NotEditable,
    #[error(transparent)]
    Refused(#[from] DocumentProblem),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("the pages could not be kept: {0}")]
    Vault(#[from] VaultError),
    #[error("the upload could not be read back: {0}")]
    Upload(#[from] std::io::Error),
}

/// `file_name` as the browser told it; `file` as it was uploaded, on disk without a name.
pub async fn take_document(
    services: &Services,
    family: &Family,
    application: ApplicationId,
    kind: DocumentKind,
    file_name: &str,
    file: File,
) -> Result<DocumentId, TakeDocumentError> {
    let limits = DocumentLimits::REGULATION;
    let bytes = file.metadata()?.len();
    // Before the work: what cannot be taken anyway is not looked at.
    check_editable(services, family, application).await?;
    let mut db = services.database.read().await?;
    has_room(documents::together(&mut db, application).await?, bytes, &limits)?;
    drop(db);
    let clean = services.documents.clean(file, limits).await??;
    let now = services.clock.now();
    let pages = keep_files(services, clean, now).await?;
    let id = DocumentId::new(services.random.uuid(now));
    let name = shown_name(file_name);
    let name = services.keyring.seal_text(&services.random, &context(id), name.as_bytes())?;
    // The files are there before any row names them. What goes wrong from here on leaves them to the sweep.
    let mut db = services.database.write().await?;
    let found = documents::lock_own(&mut db, application, family.id(), now).await?;
    let (state, round) = found.ok_or(TakeDocumentError::NotFound)?;
    if !state.is_editable() {
        return Err(TakeDocumentError::NotEditable);
    }
    // Others may have come in meanwhile.
    has_room(documents::together(&mut db, application).await?, bytes, &limits)?;
    let given_in = round.saturating_add(1);
    let document = NewDocument { id, application, kind, name: &name, bytes, given_in };
    documents::add(&mut db, &document, &pages, now).await?;
    db.commit().await?;
    Ok(id)
}

/// May this family add documents to this request now?
pub async fn check_editable(
    services: &Services,
    family: &Family,
    application: ApplicationId,
) -> Result<(), TakeDocumentError> {
    let mut db = services.database.read().await?;
    match documents::find_own(&mut db, application, family.id()).await? {
        Some((state, _)) if state.is_editable() => Ok(()),
        Some(_) => Err(TakeDocumentError::NotEditable),
        None => Err(TakeDocumentError::NotFound),
    }
}

/// A document as its family sees it.
pub async fn find_document(
    services: &Services,
    family: &Family,
    application: ApplicationId,
    id: DocumentId,
) -> Result<Document, TakeDocumentError> {
    let mut db = services.database.read().await?;
    let all = documents::of_application(&mut db, &services.keyring, application, family.id()).await?;
    all.into_iter().find(|document| document.id == id).ok_or(TakeDocumentError::NotFound)
}

/// 合計限制 20 MB.
fn has_room(now: Together, bytes: u64, limits: &DocumentLimits) -> Result<(), DocumentProblem> {
    if now.files >= limits.files {
        return Err(DocumentProblem::TooMany(limits.files));
    }
    if now.bytes.saturating_add(bytes) > limits.total_bytes {
        return Err(DocumentProblem::TooLarge(limits.total_bytes));
    }
    Ok(())
}

/// One page after the other, and then the next document may be worked on.
pub(super) async fn keep_files(
    services: &Services,
    clean: CleanDocument,
    now: Moment,
) -> Result<Vec<DocumentPage>, VaultError> {
    let mut pages = Vec::with_capacity(clean.pages.len());
    for page in &clean.pages {
        let id = PageId::new(services.random.uuid(now));
        services.vault.put(FileName::Whole(id.uuid()), &page.jpeg).await?;
        services.vault.put(FileName::Thumbnail(id.uuid()), &page.thumbnail).await?;
        pages.push(DocumentPage { id, width: page.width, height: page.height });
    }
    Ok(pages)
}
