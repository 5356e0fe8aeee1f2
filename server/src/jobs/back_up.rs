//! Makes a backup every so many hours, and keeps the newest.

use std::path::PathBuf;
use std::time::Duration;

use domain::job::Job;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::watch::Watch;
use crate::backup::make::{Source, back_up};
use crate::backup::{BackupError, shelf};
use crate::services::Services;
use crate::settings::BackupSettings;

#[derive(Debug, Error)]
pub enum ShelfError {
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the folder {folder} cannot be used: {source} (setting CONTACT_BOOK_BACKUP_DIR)")]
    Folder { folder: PathBuf, source: std::io::Error },
}

/// Every ten minutes it looks whether one is due, so a restart neither skips nor doubles one. A stop breaks a backup off;
/// the next start makes it anew.
pub async fn run(services: Services, settings: Option<BackupSettings>, mut stop: watch::Receiver<bool>) {
    let mut watch = Watch::of(services.clone(), Job::Backup);
    let Some(settings) = settings else {
        watch.not_set_up().await;
        return;
    };
    let mut ticks = interval(Duration::from_mins(10));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = services.asked_for(Job::Backup).notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        watch.begin();
        let done = tokio::select! {
            done = back_up_when_due(&services, &settings) => done,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        watch.end(done.map(|made| u32::from(made.is_some()))).await;
    }
}

/// How many old ones were removed after a new one was made and read back; `None` when none was due.
pub async fn back_up_when_due(
    services: &Services,
    settings: &BackupSettings,
) -> Result<Option<usize>, ShelfError> {
    let failed = |source| ShelfError::Folder { folder: settings.folder.clone(), source };
    let now = services.clock.now();
    let kept = shelf::kept(&settings.folder).map_err(failed)?;
    if !shelf::is_due(&kept, settings.hours, now) {
        return Ok(None);
    }
    let source = Source {
        database: &services.database,
        files: &services.vault.sealed_files(),
        keys: services.keyring.ids(),
        key: None,
        demo: false,
        now,
    };
    let manifest = back_up(source, &settings.folder.join(shelf::name(now))).await?;
    if !manifest.missing.is_empty() {
        tracing::warn!(job.name = "back_up", job.missing = manifest.missing.len(), "files were not there");
    }
    let removed = shelf::clear(&settings.folder, settings.keep, now).map_err(failed)?;
    Ok(Some(removed))
}
