//! Lets decisions leave when the time to undo them is over.

use std::time::Duration;

use domain::job::Job;
use domain::time::Moment;
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
    let began = services.clock.now();
    let left = let_decisions_leave(services).await?;
    let next = verdicts::next(&mut *services.database.read().await?).await?;
    Ok((left, pause(next, began, services.clock.now())))
}

/// How long nothing is due, when the next decision leaves at `next`.
fn pause(next: Option<Moment>, began: Moment, now: Moment) -> Duration {
    let Some(next) = next else { return LOOK_EVERY };
    // It should have left just now, and could not.
    if next <= began {
        return LOOK_EVERY;
    }
    let micros = next.micros().saturating_sub(now.micros());
    // A little later than due, since clocks of machine and database count in different steps.
    let wait =
        Duration::from_micros(u64::try_from(micros).unwrap_or(0)).saturating_add(Duration::from_millis(20));
    wait.min(LOOK_EVERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_decision_is_waited_for_and_one_that_cannot_leave_is_not_tried_without_end() {
        let at = |millis: i64| Moment::from_micros(millis * 1000);
        let (began, now) = (at(5000), at(5100));
        for (next, millis) in [
            (None, 10_000),
            (Some(at(4000)), 10_000),
            (Some(began), 10_000),
            // It became due while the others left.
            (Some(at(5050)), 20),
            (Some(at(6100)), 1020),
            (Some(at(60_000)), 10_000),
        ] {
            assert_eq!(pause(next, began, now), Duration::from_millis(millis), "{next:?}");
        }
    }
}
