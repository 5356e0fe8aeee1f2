//! Makes a backup every so many hours, and keeps the newest.

use std::path::PathBuf;
use std::time::Duration;

use domain::job::Job;
use domain::time::Moment;
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

/// Every ten minutes it looks whether one is due, so a restart neither skips nor doubles one; who asks for one gets it. A
/// stop breaks a backup off; the next start makes it anew.
pub async fn run(services: Services, settings: Option<BackupSettings>, mut stop: watch::Receiver<bool>) {
    let mut watch = Watch::of(services.clone(), Job::Backup);
    let Some(settings) = settings else {
        watch.not_set_up().await;
        return;
    };
    let mut ticks = interval(Duration::from_secs(Job::Backup.pause().into()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let asked = tokio::select! {
            _ = ticks.tick() => false,
            () = services.asked_for(Job::Backup).notified() => true,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        watch.begin();
        let work = async {
            if asked {
                return back_up_now(&services, &settings).await.map(|_| 1);
            }
            back_up_when_due(&services, &settings).await.map(|made| u32::from(made.is_some()))
        };
        let done = tokio::select! {
            done = work => done,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        watch.end(done).await;
    }
}

/// How many old ones were removed after a new one was made and read back; `None` when none was due.
pub async fn back_up_when_due(
    services: &Services,
    settings: &BackupSettings,
) -> Result<Option<usize>, ShelfError> {
    let now = services.clock.now();
    let kept = shelf::kept(&settings.folder).map_err(|source| unusable(settings, source))?;
    if !shelf::is_due(&kept, settings.hours, now) {
        return Ok(None);
    }
    back_up_now(services, settings).await.map(Some)
}

/// How many old ones were removed after a new one was made and read back, whether it was due or not.
pub async fn back_up_now(services: &Services, settings: &BackupSettings) -> Result<usize, ShelfError> {
    let now = services.clock.now();
    let source = Source {
        database: &services.database,
        files: &services.vault.sealed_files(),
        keys: services.keyring.ids(),
        key: None,
        demo: false,
        now,
    };
    let manifest = back_up(source, &new_file(settings, now)).await?;
    if !manifest.missing.is_empty() {
        tracing::warn!(
            job.name = Job::Backup.name(),
            job.missing = manifest.missing.len(),
            "files were not there"
        );
    }
    shelf::clear(&settings.folder, settings.keep, now).map_err(|source| unusable(settings, source))
}

/// Names tell seconds, and one of this second may be there: who asks again at once gets the next one's.
fn new_file(settings: &BackupSettings, now: Moment) -> PathBuf {
    let mut taken_at = now;
    loop {
        let file = settings.folder.join(shelf::name(taken_at));
        if !file.exists() {
            return file;
        }
        taken_at = taken_at.plus_seconds(1);
    }
}

fn unusable(settings: &BackupSettings, source: std::io::Error) -> ShelfError {
    ShelfError::Folder { folder: settings.folder.clone(), source }
}
