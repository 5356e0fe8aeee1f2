//! Logging in and out, for accounts and for students at the terminal.

use std::net::IpAddr;

use domain::id::InstitutionId;
use domain::people::{EmailAddress, Role};
use domain::student::{CallNumber, Pin};
use domain::time::Moment;

use super::second_factor;
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::accounts::SecondFactor;
use crate::storage::sessions::{NewSession, Owner, Span};
use crate::storage::{Connection, StorageError, accounts, roster, second_factors, sessions, students};
use crate::throttle::{self, LOG_IN, LOG_IN_FROM, Wait};
pub use crate::token::Token;

#[derive(Clone)]
pub struct LoggedIn {
    pub token: Token,
    /// `None` is a student.
    pub role: Option<Role>,
}

/// Where somebody logs in.
#[derive(Clone, Copy, Debug)]
pub struct NewDevice<'a> {
    /// What the browser calls itself; may be empty.
    pub name: &'a str,
    /// The place that it comes from, if that is known.
    pub from: Option<IpAddr>,
}

pub enum LogIn {
    Done(LoggedIn),
    /// The password was right; the second step is still to come, known by this token.
    SecondStep(Token),
    /// No such person, or the wrong secret: the two are not told apart.
    NotKnown,
    TooOften(Wait),
}

/// Seconds without a request, and seconds in all, after which a session ends.
pub(super) const fn lifetime(role: Option<Role>) -> (i64, i64) {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    match role {
        Some(Role::Family) => (14 * 24 * HOUR, 60 * 24 * HOUR),
        Some(_) => (4 * HOUR, 12 * HOUR),
        // The terminal is shared: who goes without logging out must not leave a session to the next.
        None => (3 * MINUTE, 4 * HOUR),
    }
}

/// Family and staff. `email` and `password` are as typed.
pub async fn log_in(
    services: &Services,
    email: &str,
    password: &str,
    device: &NewDevice<'_>,
) -> Result<LogIn, Failure> {
    let address = EmailAddress::parse(email);
    if let Err(wait) = may_try(services, address.as_ref().map(EmailAddress::as_str), device).await? {
        return Ok(LogIn::TooOften(wait));
    }
    let known = match &address {
        Some(email) => accounts::credentials(&mut *services.database.read().await?, email).await?,
        None => None,
    };
    let kept = known.as_ref().map(|known| known.password_hash.as_str());
    let right = services.passwords.check(password, kept).await?;
    let Some(known) = known.filter(|_| right) else { return Ok(LogIn::NotKnown) };
    if known.second_factor == SecondFactor::Required {
        // Forgiven after the code: who knows a password may not try codes for ever.
        let token = Token::new(&services.random);
        let ends_at = services.clock.now().plus_seconds(second_factor::TIME);
        let mut db = services.database.write().await?;
        second_factors::begin(&mut db, &token.hash(), known.account, ends_at).await?;
        db.commit().await?;
        return Ok(LogIn::SecondStep(token));
    }
    if let Some(address) = &address {
        throttle::forgive(services, LOG_IN, address.as_str()).await?;
    }
    let owner = Owner::Account(known.account);
    let mut db = services.database.write().await?;
    let logged_in = begin_session(services, &mut db, owner, Some(known.role), device).await?;
    db.commit().await?;
    Ok(LogIn::Done(logged_in))
}

/// A student at the terminal. All three are as typed. Ten wrong PINs in a row lock the student out, and nobody is told:
/// a locked PIN, one that nobody made yet and a student who left look like a wrong PIN.
pub async fn log_in_student(
    services: &Services,
    institution: &str,
    call_number: &str,
    pin: &str,
    device: &NewDevice<'_>,
) -> Result<LogIn, Failure> {
    let whom = InstitutionId::parse(institution).zip(CallNumber::parse(call_number));
    let who = whom.as_ref().map(|(institution, number)| at_the_terminal(*institution, number));
    let today = services.clock.now().taipei_day();
    if let Err(wait) = may_try(services, who.as_deref(), device).await? {
        return Ok(LogIn::TooOften(wait));
    }
    let known = match &whom {
        Some((institution, call_number)) => {
            let mut db = services.database.read().await?;
            roster::student_credentials(&mut db, *institution, call_number, today).await?
        }
        None => None,
    };
    let pin = Pin::parse(pin);
    let secret = pin.as_ref().map_or("", Pin::reveal);
    let kept = known.as_ref().map(|known| known.pin_hash.as_str());
    let right = services.passwords.check(secret, kept).await?;
    let mut db = services.database.write().await?;
    let Some(known) = known.filter(|_| right) else {
        if let Some((institution, call_number)) = &whom {
            students::count_wrong_pin(&mut db, *institution, call_number).await?;
        }
        db.commit().await?;
        return Ok(LogIn::NotKnown);
    };
    // Others may have tried wrong ones at the same moment, or staff made a new PIN.
    if !students::forgive_wrong_pins(&mut db, known.student, &known.pin_hash, today).await? {
        return Ok(LogIn::NotKnown);
    }
    let logged_in = begin_session(services, &mut db, Owner::Student(known.student), None, device).await?;
    db.commit().await?;
    if let Some(who) = &who {
        throttle::forgive(services, LOG_IN, who).await?;
    }
    Ok(LogIn::Done(logged_in))
}

/// Whose tries are counted: however the number is typed, it is the same student.
pub(super) fn at_the_terminal(institution: InstitutionId, call_number: &CallNumber) -> String {
    format!("{institution} {}", call_number.as_str())
}

/// `who` is `None` when what was typed can be nobody: that counts for the place alone, or the slips of strangers would
/// add up.
async fn may_try(
    services: &Services,
    who: Option<&str>,
    device: &NewDevice<'_>,
) -> Result<Result<(), Wait>, StorageError> {
    let place = device.from.map(throttle::place);
    let mut tries: Vec<_> = who.map(|who| (LOG_IN, who)).into_iter().collect();
    tries.extend(place.as_deref().map(|place| (LOG_IN_FROM, place)));
    throttle::count(services, &tries).await
}

/// Ends a session; a token that is none ends nothing.
pub async fn log_out(services: &Services, token: &Token) -> Result<(), StorageError> {
    let mut db = services.database.write().await?;
    sessions::end(&mut db, &token.hash()).await?;
    db.commit().await
}

/// A session of its own, with a new token.
pub(super) async fn begin_session(
    services: &Services,
    db: &mut Connection,
    owner: Owner,
    role: Option<Role>,
    device: &NewDevice<'_>,
) -> Result<LoggedIn, StorageError> {
    let token = Token::new(&services.random);
    let now = services.clock.now();
    let new = NewSession {
        id: &services.random.uuid(now).to_string(),
        token_hash: &token.hash(),
        owner,
        device: device.name,
        span: span(role, now),
    };
    sessions::add(db, &new, now).await?;
    Ok(LoggedIn { token, role })
}

fn span(role: Option<Role>, now: Moment) -> Span {
    let (idle, whole) = lifetime(role);
    Span { idle_until: now.plus_seconds(idle), ends_at: now.plus_seconds(whole) }
}
