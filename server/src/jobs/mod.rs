//! What the server does by itself.

pub mod forget;
pub mod delete_documents;
pub mod close_books;
pub mod deliver_mail;
pub mod carry_out_decisions;
pub mod sweep;
pub mod back_up;
pub mod watch;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::job::Job;
use futures_util::FutureExt;
use tokio::sync::watch::Receiver;
use tokio::task::JoinSet;
use tokio::time::sleep;

use self::watch::{Watch, regularly};
use crate::mail::{Compose, MailTransport};
use crate::services::Services;
use crate::settings::BackupSettings;
use crate::workflows::deliver_entry::deliver_held;

/// Before a job that panicked is begun anew.
const BEGIN_ANEW_AFTER: Duration = Duration::from_mins(1);

/// Runs the jobs until `stop` turns true, each in a task of its own. What they have begun is finished first.
pub async fn run(
    services: Services,
    transport: MailTransport,
    compose: Compose,
    backups: Option<BackupSettings>,
    stop: Receiver<bool>,
) {
    let mut running = JoinSet::new();
    for job in Job::ALL {
        let (services, stop) = (services.clone(), stop.clone());
        let (transport, compose, backups) = (transport.clone(), compose.clone(), backups.clone());
        running.spawn(async move {
            let start = || one(services.clone(), job, (&transport, &compose, backups.as_ref()), stop.clone());
            keep_running(&services, job, BEGIN_ANEW_AFTER, stop.clone(), start).await;
        });
    }
    running.join_all().await;
}

/// Runs one job until `stop` turns true.
async fn one(
    services: Services,
    job: Job,
    (transport, compose, backups): (&MailTransport, &Compose, Option<&BackupSettings>),
    stop: Receiver<bool>,
) {
    let with = (&services, &stop);
    match job {
        Job::Mail => deliver_mail::run(services, transport.clone(), compose.clone(), stop).await,
        Job::Decisions => carry_out_decisions::run(services, stop).await,
        Job::Backup => back_up::run(services, backups.cloned(), stop).await,
        Job::Deliveries => {
            regularly(with, job, |services| async move { deliver_held(&services).await }).await;
        }
        Job::Books => {
            regularly(with, job, |services| async move { close_books::close_due(&services).await }).await;
        }
        Job::Retention => {
            regularly(with, job, |services| async move { forget::forget(&services).await }).await;
        }
        Job::Sweep => sweep::run(services, Duration::from_secs(job.pause().into()), stop).await,
    }
}

/// Runs what `start` begins until it ends by itself. What panics is written down as a failure and begun anew after
/// `pause`, unless `stop` turns true: no job takes another one down with it.
pub async fn keep_running<Running: Future<Output = ()>>(
    services: &Services,
    job: Job,
    pause: Duration,
    mut stop: Receiver<bool>,
    start: impl Fn() -> Running,
) {
    let mut watch = Watch::of(services.clone(), job);
    loop {
        watch.begin();
        if AssertUnwindSafe(start()).catch_unwind().await.is_ok() {
            return;
        }
        watch.panicked().await;
        tokio::select! {
            () = sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
