//! Removes sessions and links that are over, and files that no row names.

use std::time::Duration;

use domain::job::Job;
use domain::time::Moment;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::watch::Watch;
use crate::files::vault::VaultError;
use crate::services::Services;
use crate::storage::{StorageError, kept, links, registrations, second_factors, sessions, throttles};

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

/// A store may hold a hundred thousand files, so all of them are looked at once a day. Seconds.
const FILES_EVERY: i64 = 24 * 3600;

/// What is over is removed every so often; files at the start, once a day, and when somebody asks for it.
pub async fn run(services: Services, pause: Duration, mut stop: watch::Receiver<bool>) {
    let mut watch = Watch::of(services.clone(), Job::Sweep);
    let mut ticks = interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut files_from = services.clock.now();
    loop {
        let asked = tokio::select! {
            _ = ticks.tick() => false,
            () = services.asked_for(Job::Sweep).notified() => true,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        watch.begin();
        let now = services.clock.now();
        let outcome = if asked || now >= files_from {
            let removed = sweep(&services).await;
            // What failed is tried again the next time.
            if removed.is_ok() {
                files_from = now.plus_seconds(FILES_EVERY);
            }
            removed
        } else {
            sweep_rows(&services).await.map(|()| 0).map_err(Into::into)
        };
        watch.end(outcome).await;
    }
}

/// Everything, the files too. How many files were removed.
pub async fn sweep(services: &Services) -> Result<u32, SweepError> {
    sweep_rows(services).await?;
    sweep_files(services).await
}

async fn sweep_rows(services: &Services) -> Result<(), StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    sessions::sweep(&mut db, now).await?;
    second_factors::sweep(&mut db, now).await?;
    throttles::sweep(&mut db, now).await?;
    registrations::sweep(&mut db, now.plus_seconds(-KEEP_REGISTRATION)).await?;
    links::sweep(&mut db, now).await?;
    db.commit().await
}

async fn sweep_files(services: &Services) -> Result<u32, SweepError> {
    let now = services.clock.of_files();
    let mut old = services.vault.names().await?;
    old.retain(|file| Moment::from_micros(file.put_at).plus_seconds(LEAVE_FOR) < now);
    let mut removed = 0;
    for some in old.chunks(kept::AT_ONCE) {
        let ids: Vec<_> = some.iter().map(|file| file.name.id()).collect();
        let kept = kept::of(&mut *services.database.read().await?, &ids).await?;
        for file in some.iter().filter(|file| !kept.contains(&file.name.id())) {
            services.vault.delete(file.name).await?;
            removed += 1;
        }
    }
    Ok(removed)
}
