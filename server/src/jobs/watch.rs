//! Running a job again and again, and writing down how it fares.

use std::error::Error;
use std::time::Duration;

use domain::job::{Cause, Job};
use domain::time::Moment;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::back_up::ShelfError;
use super::sweep::SweepError;
use crate::backup::BackupError;
use crate::services::Services;
use crate::storage::{StorageError, job_runs};

/// A run that did nothing is written down at most so often. Seconds.
const WRITE_EVERY: i64 = 60;

/// Runs `work` each time that the job's pause is over, and at once when somebody asks for it, until `stop` turns true.
/// `work` says how much it did.
pub async fn regularly<E, Done>(
    (services, stop): (&Services, &watch::Receiver<bool>),
    job: Job,
    work: impl Fn(Services) -> Done,
) where
    E: Caused,
    Done: Future<Output = Result<u32, E>>,
{
    let (mut watch, mut stop) = (Watch::of(services.clone(), job), stop.clone());
    let mut ticks = interval(Duration::from_secs(job.pause().into()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = services.asked_for(job).notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        watch.begin();
        let outcome = work(services.clone()).await;
        watch.end(outcome).await;
    }
}

/// What is known of a job that runs.
pub struct Watch {
    services: Services,
    job: Job,
    began_at: Moment,
    /// When it was last written down, and whether it went well then.
    written: Option<(Moment, bool)>,
}

impl Watch {
    pub fn of(services: Services, job: Job) -> Self {
        let began_at = services.clock.now();
        Self { services, job, began_at, written: None }
    }

    pub fn begin(&mut self) {
        self.began_at = self.services.clock.now();
    }

    /// Logs and writes down how it went.
    pub async fn end<E: Caused>(&mut self, outcome: Result<u32, E>) {
        let (name, now) = (self.job.name(), self.services.clock.now());
        let written = match outcome {
            Ok(done) => {
                if done > 0 {
                    tracing::info!(job.name = name, job.done = done, "done");
                }
                let lately = |(at, well): (Moment, bool)| well && now < at.plus_seconds(WRITE_EVERY);
                if done == 0 && self.written.is_some_and(lately) {
                    return;
                }
                self.write(Ok(done), now).await
            }
            Err(error) => {
                tracing::error!(job.name = name, error = %error, "failed; it is tried again");
                self.write(Err(error.kind()), now).await
            }
        };
        // Of a database that cannot be used the log has told.
        self.written = written.ok().map(|well| (now, well));
    }

    /// It broke off in the middle, for the program is wrong somewhere.
    pub async fn panicked(&self) {
        tracing::error!(job.name = self.job.name(), "panicked; it is begun anew");
        // Of a database that cannot be used the log has told.
        let _ = self.write(Err(Cause::Other), self.services.clock.now()).await;
    }

    /// It cannot run here, for a setting is missing.
    pub async fn not_set_up(&self) {
        // The page is silent about it then.
        let _ = self.write(Err(Cause::NotSetUp), self.services.clock.now()).await;
    }

    async fn write(&self, outcome: Result<u32, Cause>, now: Moment) -> Result<bool, StorageError> {
        let mut db = self.services.database.write().await?;
        match outcome {
            Ok(done) => job_runs::went_well(&mut db, self.job, self.began_at, done, now).await?,
            Err(cause) => job_runs::failed(&mut db, self.job, self.began_at, cause, now).await?,
        }
        db.commit().await?;
        Ok(outcome.is_ok())
    }
}

/// A failure of a job, of which the kind alone is kept.
pub trait Caused: Error {
    fn kind(&self) -> Cause;
}

impl Caused for StorageError {
    fn kind(&self) -> Cause {
        Cause::Database
    }
}

impl Caused for SweepError {
    fn kind(&self) -> Cause {
        match self {
            Self::Storage(error) => error.kind(),
            Self::Vault(_) => Cause::Files,
        }
    }
}

impl Caused for ShelfError {
    fn kind(&self) -> Cause {
        match self {
            Self::Backup(BackupError::Storage(error)) => error.kind(),
            Self::Backup(BackupError::Open(_)) => Cause::Database,
            Self::Backup(BackupError::Vault(_) | BackupError::Write { .. }) | Self::Folder { .. } => {
                Cause::Files
            }
            Self::Backup(_) => Cause::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_a_kind_and_no_words() {
        let row = || StorageError::Row { table: "account", what: "林美惠".to_owned() };
        assert_eq!(row().kind(), Cause::Database);
        assert_eq!(SweepError::Storage(row()).kind(), Cause::Database);
        let folder = ShelfError::Folder { folder: "/x".into(), source: std::io::Error::other("no room") };
        assert_eq!(folder.kind(), Cause::Files);
    }
}
