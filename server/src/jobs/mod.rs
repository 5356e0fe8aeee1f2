//! What the server does by itself.

pub mod delete_documents;
pub mod close_books;
pub mod deliver_mail;
pub mod deliver_entries;
pub mod carry_out_decisions;
pub mod sweep;
pub mod back_up;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::mail::{Compose, MailTransport};
use crate::services::Services;
use crate::settings::BackupSettings;

/// Runs the jobs until `stop` turns true. What they have begun is finished first.
pub async fn run(
    services: Services,
    transport: MailTransport,
    compose: Compose,
    backups: Option<BackupSettings>,
    stop: watch::Receiver<bool>,
) {
    tokio::join!(
        sweep_regularly(services.clone(), stop.clone()),
        delete_documents_daily(services.clone(), stop.clone()),
        deliver_entries::run(services.clone(), stop.clone()),
        carry_out_decisions::run(services.clone(), stop.clone()),
        close_books_in_time(services.clone(), stop.clone()),
        back_up::run(services.clone(), backups, stop.clone()),
        deliver_mail::run(services, transport, compose, stop)
    );
}

/// Every minute, so that a book closes soon after midnight.
async fn close_books_in_time(services: Services, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(Duration::from_mins(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        match close_books::close_due(&services).await {
            Ok(0) => {}
            Ok(closed) => tracing::info!(job.name = "close_books", job.closed = closed, "done"),
            Err(error) => {
                tracing::error!(job.name = "close_books", error = %error, "failed; it is tried again");
            }
        }
    }
}

/// Every ten minutes.
async fn sweep_regularly(services: Services, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(Duration::from_mins(10));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        match sweep::sweep(&services).await {
            Ok(removed) => tracing::info!(job.name = "sweep", job.removed = removed, "done"),
            Err(error) => tracing::error!(job.name = "sweep", error = %error, "failed; it is tried again"),
        }
    }
}

/// At the start and once a day.
async fn delete_documents_daily(services: Services, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(Duration::from_hours(24));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        match delete_documents::delete_documents(&services).await {
            Ok(done) => tracing::info!(job.name = "delete_documents", job.requests = done, "done"),
            Err(error) => {
                tracing::error!(job.name = "delete_documents", error = %error, "failed; it is tried again");
            }
        }
    }
}
