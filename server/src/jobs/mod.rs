//! What the server does by itself.

pub mod sweep;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::services::Services;

/// Runs the jobs every ten minutes until `stop` turns true. A job that runs is finished first.
pub async fn run(services: Services, mut stop: watch::Receiver<bool>) {
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
