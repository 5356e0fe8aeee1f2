//! Lets decisions leave when the time to undo them is over.

use std::time::Duration;

use tokio::sync::watch;

use crate::services::Services;
use crate::storage::{StorageError, verdicts};
use crate::workflows::decide_entry::let_decisions_leave;

/// The longest that it sleeps: what another server wrote down is found then.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Carries out what is due until `stop` turns true. What a killed server left is due at the start.
pub async fn run(services: Services, mut stop: watch::Receiver<bool>) {
    loop {
        let wait = match act(&services).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(job.name = "carry_out_decisions", error = %error, "failed; it is tried again");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = services.verdict_given.notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Says how long nothing is due.
async fn act(services: &Services) -> Result<Duration, StorageError> {
    let left = let_decisions_leave(services).await?;
    if left > 0 {
        tracing::info!(job.name = "carry_out_decisions", job.left = left, "done");
    }
    let next = verdicts::next(&mut *services.database.read().await?).await?;
    let now = services.clock.now();
    let micros = next.map_or(i64::MAX, |next| next.micros().saturating_sub(now.micros()).max(0));
    // A little later than due, since clocks of machine and database count in different steps.
    let wait =
        Duration::from_micros(u64::try_from(micros).unwrap_or(0)).saturating_add(Duration::from_millis(20));
    Ok(wait.min(LOOK_EVERY))
}
