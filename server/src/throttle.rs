//! How often something may be tried. It is kept in the database, so that a restart forgives nothing.

use std::net::IpAddr;

use domain::time::Moment;

use crate::services::Services;
use crate::storage::{StorageError, throttles};

/// `burst` tries at once, then one every so many seconds.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    what: &'static str,
    burst: i64,
    every: i64,
}

/// Log-ins of one account, or of one student at the terminal. A success forgives.
pub const LOG_IN: Limit = Limit { what: "log-in", burst: 10, every: 60 };
/// Codes of the second step, of one account. A right one forgives.
pub const CODE: Limit = Limit { what: "code", burst: 10, every: 300 };
/// Log-ins from one place; a whole school may share an address.
pub const LOG_IN_FROM: Limit = Limit { what: "log-in from", burst: 60, every: 5 };
/// The present password, asked for where much is at stake.
pub const PRESENT_PASSWORD: Limit = Limit { what: "present password", burst: 10, every: 60 };
/// The password of a registration, asked for when its address is confirmed. The right one ends the registration.
pub const REGISTERED_PASSWORD: Limit = Limit { what: "registered password", burst: 10, every: 60 };
/// Registrations from one place.
pub const REGISTER_FROM: Limit = Limit { what: "register from", burst: 20, every: 180 };
/// Mail that anyone can cause, to one address.
pub const MAIL_TO: Limit = Limit { what: "mail to", burst: 5, every: 300 };
/// Mail that anyone can cause, from one place.
pub const MAIL_FROM: Limit = Limit { what: "mail from", burst: 20, every: 60 };

/// Call numbers that one family looks up.
pub const LOOK_UP: Limit = Limit { what: "look-up", burst: 10, every: 600 };

/// What one account says about the site: ten at once, and ten a day.
pub const FEEDBACK: Limit = Limit { what: "feedback", burst: 10, every: 8640 };

/// Too many tries: so many minutes until the next one, at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    pub minutes: u32,
}

/// Counts a try by each of `who`; refused when one of them tried too often.
pub async fn count(services: &Services, tries: &[(Limit, &str)]) -> Result<Result<(), Wait>, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let mut refused: Option<Wait> = None;
    for (limit, who) in tries {
        let clear_at = throttles::add(
            &mut db,
            &key(services, *limit, who),
            now,
            now.plus_seconds(limit.every * (limit.burst - 1)),
            limit.every,
        )
        .await?;
        if let Err(clear_at) = clear_at {
            let wait = limit.wait(clear_at, now);
            if refused.is_none_or(|before| wait.minutes > before.minutes) {
                refused = Some(wait);
            }
        }
    }
    db.commit().await?;
    Ok(refused.map_or(Ok(()), Err))
}

/// A success: what was tried before is forgiven.
pub async fn forgive(services: &Services, limit: Limit, who: &str) -> Result<(), StorageError> {
    let mut db = services.database.write().await?;
    throttles::remove(&mut db, &key(services, limit, who)).await?;
    db.commit().await
}

/// A place, as it is counted: an IPv6 network of 64 bits is one household, as an IPv4 address is.
pub fn place(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The database learns neither addresses nor names from it.
fn key(services: &Services, limit: Limit, who: &str) -> String {
    services.keyring.index(limit.what, who)
}

impl Limit {
    fn wait(self, clear_at: Moment, now: Moment) -> Wait {
        let seconds = (clear_at.micros() - now.micros()) / 1_000_000 - self.every * (self.burst - 1);
        Wait { minutes: u32::try_from(seconds.max(1)).unwrap_or(u32::MAX).div_ceil(60) }
    }
}
