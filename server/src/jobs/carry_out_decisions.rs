//! Lets decisions leave when the time to undo them is over.

use std::time::Duration;

use domain::job::Job;
use tokio::sync::watch;

use super::watch::Watch;
use crate::services::Services;
use crate::storage::{StorageError, verdicts};
use crate::workflows::decide_entry::let_decisions_leave;

/// The longest that it sleeps: what another server wrote down is found then.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Carries out what is due until `stop` turns true. What a killed server left is due at the start.
pub async fn run(services: Services, mut stop: watch::Receiver<bool>) {
    let mut watch = Watch::of(services.clone(), Job::Decisions);
    loop {
        watch.begin();
        let (left, wait) = match act(&services).await {
            Ok((left, wait)) => (Ok(left), wait),
            Err(error) => (Err(error), LOOK_EVERY),
        };
        watch.end(left).await;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = services.verdict_given.notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// How many left, and how long nothing is due.
async fn act(services: &Services) -> Result<(u32, Duration), StorageError> {
    let left = let_decisions_leave(services).await?;
    let next = verdicts::next(&mut *services.database.read().await?).await?;
    let now = services.clock.now();
    let micros = next.map_or(i64::MAX, |next| next.micros().saturating_sub(now.micros()).max(0));
    // A little later than due, since clocks of machine and database count in different steps.
    let wait =
        Duration::from_micros(u64::try_from(micros).unwrap_or(0)).saturating_add(Duration::from_millis(20));
    Ok((left, wait.min(LOOK_EVERY)))
}
