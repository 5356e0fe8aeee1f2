//! Sends the mail that waits, as soon as it is written, and tries again what was not taken.

use std::future::ready;
use std::time::Duration;

use domain::job::Job;
use domain::time::Moment;
use futures_util::{StreamExt, stream};
use tokio::sync::watch;
use tokio::time::sleep;

use super::watch::Watch;
use crate::mail::prepare::prepare;
use crate::mail::{Compose, MailTransport, OutgoingMail};
use crate::services::Services;
use crate::storage::StorageError;
use crate::storage::outbox::{self, Claimed, Due};

/// How many mails are looked at together, and how many are sent at once, so that one that hangs stops no other.
const MOST: u32 = 20;
const AT_ONCE: usize = 4;

/// What another server wrote, or what is to be tried again, is found after so long.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Seconds for which a mail is ours, far more than a sending takes. Who was killed meanwhile lets go of it then.
const CLAIMED_FOR: i64 = 300;

/// Tries after which a mail is given up, some 42 hours after the first.
const TRIES: u32 = 12;

/// Sends mail until `stop` turns true. Sendings that are open are finished, no new ones are begun.
pub async fn run(
    services: Services,
    transport: MailTransport,
    compose: Compose,
    mut stop: watch::Receiver<bool>,
) {
    let mut watch = Watch::of(services.clone(), Job::Mail);
    if matches!(transport, MailTransport::None) {
        watch.not_set_up().await;
        return;
    }
    let stopping = stop.clone();
    loop {
        let going_on = || !*stopping.borrow();
        watch.begin();
        let outcome = deliver_while(&services, &transport, &compose, going_on).await;
        // More may wait. Where none could be taken, as on a full disk, asking again at once would find the same.
        let more = matches!(outcome, Ok(1..)) && going_on();
        watch.end(outcome).await;
        if more {
            continue;
        }
        tokio::select! {
            () = services.mail_waiting.notified() => {}
            () = sleep(LOOK_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Tries the mails whose time has come, once each and at most twenty, and says how many of them it took.
pub async fn deliver_due(
    services: &Services,
    transport: &MailTransport,
    compose: &Compose,
) -> Result<u32, StorageError> {
    deliver_while(services, transport, compose, || true).await
}

async fn deliver_while(
    services: &Services,
    transport: &MailTransport,
    compose: &Compose,
    going_on: impl Fn() -> bool,
) -> Result<u32, StorageError> {
    if matches!(transport, MailTransport::None) {
        return Ok(0);
    }
    let now = services.clock.now();
    let due = outbox::due(&mut *services.database.read().await?, now, MOST).await?;
    let taken = stream::iter(due)
        .map(|due| {
            let begin = going_on();
            async move { begin && deliver(services, transport, compose, due).await }
        })
        .buffer_unordered(AT_ONCE)
        .fold(0, |taken, one| ready(taken + u32::from(one)))
        .await;
    Ok(taken)
}

/// One mail; false when it could not be taken. What goes wrong is logged here, so that the others go on.
async fn deliver(services: &Services, transport: &MailTransport, compose: &Compose, due: Due) -> bool {
    let (claimed, mail) = match take(services, &due).await {
        Ok(Some((claimed, Some(mail)))) => (claimed, mail),
        Ok(taken) => return taken.is_some(),
        Err(error) => {
            tracing::error!(mail.id = %due.id, error = %error, "a mail could not be prepared");
            return set_aside(services, &due).await;
        }
    };
    let letter = compose(&mail);
    let sent = transport.send(&mail, &letter, services.clock.now()).await;
    let (outcome, reason) = match sent {
        Ok(()) => (Outcome::Sent, String::new()),
        Err(error) if error.permanent || claimed.tries + 1 >= TRIES => (Outcome::GivenUp, error.reason),
        Err(error) => (Outcome::Later, error.reason),
    };
    match outcome {
        Outcome::Sent => tracing::info!(mail.id = %claimed.id, "a mail was sent"),
        Outcome::Later => {
            tracing::warn!(mail.id = %claimed.id, mail.reason = %reason, "a mail was not taken");
        }
        Outcome::GivenUp => {
            tracing::error!(mail.id = %claimed.id, mail.reason = %reason, "a mail was given up");
        }
    }
    // The claim keeps it ours for a while, so the database is asked again before it would be sent twice.
    for last in [false, false, false, true] {
        match settle(services, &claimed, outcome, &reason).await {
            Ok(()) => break,
            Err(error) if last || matches!(error, StorageError::Changed(_)) => {
                tracing::error!(mail.id = %claimed.id, error = %error, "what became of a mail is not written down");
                break;
            }
            Err(_) => sleep(Duration::from_secs(1)).await,
        }
    }
    true
}

#[derive(Clone, Copy)]
enum Outcome {
    Sent,
    Later,
    GivenUp,
}

/// Claims a mail and decides what it says, in one transaction. `None` when another server has it; without a letter when
/// there is nobody to write to.
async fn take(
    services: &Services,
    due: &Due,
) -> Result<Option<(Claimed, Option<OutgoingMail>)>, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let Some(claimed) = outbox::claim(&mut db, due, now.plus_seconds(CLAIMED_FOR)).await? else {
        return Ok(None);
    };
    let mail = prepare(services, &mut db, claimed.id, now).await?;
    if mail.is_none() {
        outbox::void(&mut db, &claimed).await?;
    }
    db.commit().await?;
    Ok(Some((claimed, mail)))
}

/// A mail that cannot even be prepared is tried again as late as one that was not taken: it may not stand before the
/// others for ever. False when not even that is possible.
async fn set_aside(services: &Services, due: &Due) -> bool {
    let aside = async {
        let until = services.clock.now().plus_seconds(CLAIMED_FOR);
        let mut db = services.database.write().await?;
        let claimed = outbox::claim(&mut db, due, until).await?;
        db.commit().await?;
        let Some(claimed) = claimed else { return Ok(false) };
        let outcome = if claimed.tries + 1 >= TRIES { Outcome::GivenUp } else { Outcome::Later };
        settle(services, &claimed, outcome, "not prepared").await?;
        Ok(true)
    };
    let aside: Result<bool, StorageError> = aside.await;
    aside.unwrap_or_else(|error| {
        tracing::error!(mail.id = %due.id, error = %error, "a mail could not be set aside");
        false
    })
}

async fn settle(
    services: &Services,
    mail: &Claimed,
    outcome: Outcome,
    reason: &str,
) -> Result<(), StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    match outcome {
        Outcome::Sent => outbox::sent(&mut db, mail, now).await?,
        Outcome::Later => outbox::failed_once(&mut db, mail, next_try(mail.tries, now), reason).await?,
        Outcome::GivenUp => outbox::given_up(&mut db, mail, reason).await?,
    }
    db.commit().await
}

/// A minute after the first try, twice as long after each, six hours at most.
fn next_try(tries: u32, now: Moment) -> Moment {
    let minutes = 2_i64.saturating_pow(tries).min(6 * 60);
    now.plus_seconds(60 * minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_six_hours() {
        let now = Moment::from_micros(0);
        let minutes = |tries| next_try(tries, now).micros() / 60_000_000;
        assert_eq!([0, 1, 2, 8, 9, 11, u32::MAX].map(minutes), [1, 2, 4, 256, 360, 360, 360]);
    }
}
