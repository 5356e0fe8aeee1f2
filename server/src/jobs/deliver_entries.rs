//! Delivers entries that were held, once the restriction on the student is over.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::services::Services;
use crate::workflows::deliver_entry::deliver_held;

/// Restrictions end on a minute.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// Looks again and again until `stop` turns true.
pub async fn run(services: Services, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        match deliver_held(&services).await {
            Ok(0) => {}
            Ok(delivered) => {
                tracing::info!(job.name = "deliver_entries", job.delivered = delivered, "done");
            }
            Err(error) => {
                tracing::error!(job.name = "deliver_entries", error = %error, "failed; it is tried again");
            }
        }
    }
}
