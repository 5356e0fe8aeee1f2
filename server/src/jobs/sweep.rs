//! Removes sessions and links that are over, and files that no row names.

use domain::id::{PageId, PhotoId};
use domain::time::Moment;
use thiserror::Error;

use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::{
    StorageError, attachments, documents, links, photos, registrations, second_factors, sessions, throttles,
};

/// A file is written before its row, so a young one without a row may still be about to get it. Seconds.
const LEAVE_FOR: i64 = 3600;

#[derive(Debug, Error)]
pub enum SweepError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// A registration that nobody verified is forgotten after seven days. Seconds.
const KEEP_REGISTRATION: i64 = 7 * 24 * 3600;

/// How many files were removed.
pub async fn sweep(services: &Services) -> Result<u32, SweepError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    sessions::sweep(&mut db, now).await?;
    second_factors::sweep(&mut db, now).await?;
    throttles::sweep(&mut db, now).await?;
    registrations::sweep(&mut db, now.plus_seconds(-KEEP_REGISTRATION)).await?;
    links::sweep(&mut db, now).await?;
    db.commit().await?;

    let mut removed = 0;
    for file in services.vault.names().await? {
        let old = Moment::from_micros(file.put_at).plus_seconds(LEAVE_FOR) < services.clock.of_files();
        if old && !has_row(services, file.name).await? {
            services.vault.delete(file.name).await?;
            removed += 1;
        }
    }
    Ok(removed)
}

async fn has_row(services: &Services, file: FileName) -> Result<bool, StorageError> {
    let mut db = services.database.read().await?;
    Ok(photos::exists(&mut db, PhotoId::new(file.id())).await?
        || documents::keeps(&mut db, PageId::new(file.id())).await?
        || attachments::keeps(&mut db, PageId::new(file.id())).await?)
}
