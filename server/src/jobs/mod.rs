//! What the server does by itself.

pub mod forget;
pub mod delete_documents;
pub mod close_books;
pub mod deliver_mail;
pub mod carry_out_decisions;
pub mod sweep;
pub mod back_up;
pub mod watch;

use std::time::Duration;

use domain::job::Job;
use tokio::sync::watch::Receiver;

use self::watch::regularly;
use crate::mail::{Compose, MailTransport};
use crate::services::Services;
use crate::settings::BackupSettings;
use crate::workflows::deliver_entry::deliver_held;

/// Restrictions end on a minute.
const DELIVER_EVERY: Duration = Duration::from_secs(20);
/// So that a book closes soon after midnight.
const CLOSE_EVERY: Duration = Duration::from_mins(1);
const SWEEP_EVERY: Duration = Duration::from_mins(10);
/// At the start, and then.
const DELETE_EVERY: Duration = Duration::from_hours(24);

/// Runs the jobs until `stop` turns true. What they have begun is finished first.
pub async fn run(
    services: Services,
    transport: MailTransport,
    compose: Compose,
    backups: Option<BackupSettings>,
    stop: Receiver<bool>,
) {
    let all = (&services, &stop);
    tokio::join!(
        sweep::run(services.clone(), SWEEP_EVERY, stop.clone()),
        regularly(
            all,
            Job::Retention,
            DELETE_EVERY,
            |services| async move { forget::forget(&services).await }
        ),
        regularly(
            all,
            Job::Deliveries,
            DELIVER_EVERY,
            |services| async move { deliver_held(&services).await }
        ),
        regularly(
            all,
            Job::Books,
            CLOSE_EVERY,
            |services| async move { close_books::close_due(&services).await }
        ),
        carry_out_decisions::run(services.clone(), stop.clone()),
        back_up::run(services.clone(), backups, stop.clone()),
        deliver_mail::run(services.clone(), transport, compose, stop.clone())
    );
}
