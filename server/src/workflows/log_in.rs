//! Logging in and out, for accounts and for students at the terminal.

use domain::id::InstitutionId;
use domain::people::{EmailAddress, Role};
use domain::student::{CallNumber, Pin};
use domain::time::Moment;
use thiserror::Error;

use crate::passwords::PasswordError;
use crate::services::Services;
use crate::storage::sessions::{Owner, Span};
use crate::storage::{StorageError, accounts, roster, sessions};
pub use crate::token::Token;

#[derive(Clone)]
pub struct LoggedIn {
    pub token: Token,
    /// `None` is a student.
    pub role: Option<Role>,
}

#[derive(Debug, Error)]
pub enum LogInError {
    /// No such person, or the wrong secret: the two are not told apart.
    #[error("these are not known")]
    NotKnown,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Seconds without a request, and seconds in all, after which a session ends.
pub(super) const fn lifetime(role: Option<Role>) -> (i64, i64) {
    const HOUR: i64 = 3600;
    match role {
        Some(Role::Family) => (14 * 24 * HOUR, 60 * 24 * HOUR),
        Some(_) => (4 * HOUR, 12 * HOUR),
        None => (HOUR / 4, 4 * HOUR),
    }
}

/// Family and staff. `email` and `password` are as typed.
pub async fn log_in(services: &Services, email: &str, password: &str) -> Result<LoggedIn, LogInError> {
    let known = match EmailAddress::parse(email) {
        Some(email) => accounts::credentials(&mut *services.database.read().await?, &email).await?,
        None => None,
    };
    let kept = known.as_ref().map(|known| known.password_hash.as_str());
    let right = services.passwords.check(password, kept).await?;
    match known {
        Some(known) if right => begin(services, Owner::Account(known.account), Some(known.role)).await,
        _ => Err(LogInError::NotKnown),
    }
}

/// A student at the terminal. All three are as typed.
pub async fn log_in_student(
    services: &Services,
    institution: &str,
    call_number: &str,
    pin: &str,
) -> Result<LoggedIn, LogInError> {
    let known = match (InstitutionId::parse(institution), CallNumber::parse(call_number)) {
        (Some(institution), Some(call_number)) => {
            let mut db = services.database.read().await?;
            roster::student_credentials(&mut db, institution, &call_number).await?
        }
        _ => None,
    };
    let pin = Pin::parse(pin);
    let secret = pin.as_ref().map_or("", Pin::reveal);
    let kept = known.as_ref().map(|known| known.pin_hash.as_str());
    let right = services.passwords.check(secret, kept).await?;
    match known {
        Some(known) if right => begin(services, Owner::Student(known.student), None).await,
        _ => Err(LogInError::NotKnown),
    }
}

/// Ends a session; a token that is none ends nothing.
pub async fn log_out(services: &Services, token: &Token) -> Result<(), StorageError> {
    let mut db = services.database.write().await?;
    sessions::end(&mut db, &token.hash()).await?;
    db.commit().await
}

async fn begin(services: &Services, owner: Owner, role: Option<Role>) -> Result<LoggedIn, LogInError> {
    let token = Token::new(&services.random);
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    sessions::add(&mut db, &token.hash(), owner, span(role, now), now).await?;
    db.commit().await?;
    Ok(LoggedIn { token, role })
}

fn span(role: Option<Role>, now: Moment) -> Span {
    let (idle, whole) = lifetime(role);
    Span { idle_until: now.plus_seconds(idle), ends_at: now.plus_seconds(whole) }
}
