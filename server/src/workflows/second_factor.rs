//! The second step of the staff's log-in: a code of RFC 6238 from a program on their phone, or a recovery code.

use domain::time::Moment;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::log_in::{LoggedIn, NewDevice, begin_session};
use crate::failure::Failure;
use crate::qr;
use crate::services::Services;
use crate::storage::second_factors::{self, Pending};
use crate::storage::sessions::Owner;
use crate::throttle::{self, CODE, LOG_IN, Wait};
use crate::token::Token;

/// Seconds from the right password to the right code: time to install a program on the phone.
pub(super) const TIME: i64 = 15 * 60;
/// Wrong codes, then the password is asked for again.
const MOST_TRIES: u32 = 5;
const RECOVERY_CODES: usize = 10;
const ISSUER: &str = "愛在雲端";

/// Where somebody stands whose password was right.
pub enum Stage {
    Over,
    Code,
    SetUp(SetUp),
}

/// What a program that makes codes needs to know.
pub struct SetUp {
    /// Base32 in groups of four.
    pub secret: String,
    pub uri: String,
    /// Modules on a side, with the quiet zone of four.
    pub qr_size: u32,
    /// The dark modules as the `d` of an SVG path.
    pub qr_path: String,
}

pub enum Step {
    Done(LoggedIn),
    /// The account has its second factor now; the codes are shown this once.
    SetUpDone(LoggedIn, Vec<String>),
    Wrong,
    TooOften(Wait),
    Over,
}

/// Which of the two forms comes next; makes the secret that is to be set up when there is none.
pub async fn stage(services: &Services, token: &Token) -> Result<Stage, Failure> {
    let Some(pending) = find(services, token).await? else { return Ok(Stage::Over) };
    if pending.secret.is_some() {
        return Ok(Stage::Code);
    }
    if pending.new_secret.is_none() {
        let secret = services.random.bytes::<20>();
        let sealed = services.keyring.seal_text(&services.random, &set_up_context(&pending), &secret)?;
        let mut db = services.database.write().await?;
        second_factors::propose(&mut db, &token.hash(), &sealed).await?;
        db.commit().await?;
    }
    // Another tab may have been first, so that what counts is what is kept.
    let Some(pending) = find(services, token).await? else { return Ok(Stage::Over) };
    let Some(secret) = proposed(services, &pending)? else { return Ok(Stage::Over) };
    Ok(Stage::SetUp(set_up(&pending.email, &secret)?))
}

/// Has whoever stands between the steps a program that makes codes? None when nobody does.
pub async fn has_program(services: &Services, token: &Token) -> Result<Option<bool>, Failure> {
    Ok(find(services, token).await?.map(|pending| pending.secret.is_some()))
}

/// A code, or a recovery code, of an account that has its second factor.
pub async fn check_code(
    services: &Services,
    token: &Token,
    code: &str,
    device: &NewDevice<'_>,
) -> Result<Step, Failure> {
    let Some(pending) = find_counting(services, token).await? else { return Ok(Step::Over) };
    let Some(sealed) = &pending.secret else { return Ok(Step::Over) };
    let who = pending.account.to_string();
    if let Err(wait) = throttle::count(services, &[(CODE, &who)]).await? {
        return Ok(Step::TooOften(wait));
    }
    let secret = services.keyring.unseal_text(&secret_context(&pending), sealed)?;
    let (now, code) = (services.clock.now(), plain(code));
    let step = totp(&pending.email, &secret).and_then(|totp| totp.check(&code, seconds(now)));

    let mut db = services.database.write().await?;
    let right = if let Some(step) = step {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        second_factors::use_step(&mut db, pending.account, step).await?
    } else {
        let hash = hash(services, &who, &code);
        second_factors::use_recovery_code(&mut db, pending.account, &hash, now).await?
    };
    if !right {
        return Ok(Step::Wrong);
    }
    second_factors::end(&mut db, &token.hash()).await?;
    let logged_in = begin(services, &mut db, &pending, device).await?;
    db.commit().await?;
    throttle::forgive(services, CODE, &who).await?;
    throttle::forgive(services, LOG_IN, &pending.email).await?;
    Ok(Step::Done(logged_in))
}

/// The first code of the program that was just set up.
pub async fn finish_set_up(
    services: &Services,
    token: &Token,
    code: &str,
    device: &NewDevice<'_>,
) -> Result<Step, Failure> {
    let Some(pending) = find_counting(services, token).await? else { return Ok(Step::Over) };
    let Some(secret) = proposed(services, &pending)? else { return Ok(Step::Over) };
    let code = plain(code);
    let step =
        totp(&pending.email, &secret).and_then(|totp| totp.check(&code, seconds(services.clock.now())));
    let Some(step) = step else { return Ok(Step::Wrong) };

    let sealed = services.keyring.seal_text(&services.random, &secret_context(&pending), &secret)?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(services)).collect();
    let mut db = services.database.write().await?;
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    if !second_factors::set_secret(&mut db, pending.account, &sealed, step).await? {
        return Ok(Step::Over);
    }
    for code in &codes {
        let hash = hash(services, &pending.account.to_string(), &plain(code));
        second_factors::add_recovery_code(&mut db, pending.account, &hash).await?;
    }
    second_factors::end(&mut db, &token.hash()).await?;
    let logged_in = begin(services, &mut db, &pending, device).await?;
    db.commit().await?;
    throttle::forgive(services, LOG_IN, &pending.email).await?;
    Ok(Step::SetUpDone(logged_in, codes))
}

async fn begin(
    services: &Services,
    db: &mut crate::storage::Connection,
    pending: &Pending,
    device: &NewDevice<'_>,
) -> Result<LoggedIn, Failure> {
    Ok(begin_session(services, db, Owner::Account(pending.account), Some(pending.role), device).await?)
}

async fn find(services: &Services, token: &Token) -> Result<Option<Pending>, Failure> {
    let mut db = services.database.read().await?;
    Ok(second_factors::find(&mut db, &token.hash(), services.clock.now()).await?)
}

/// Counts the try before it is judged, so that many at once are no more than many one after the other.
async fn find_counting(services: &Services, token: &Token) -> Result<Option<Pending>, Failure> {
    let mut db = services.database.write().await?;
    if !second_factors::count_try(&mut db, &token.hash(), MOST_TRIES).await? {
        return Ok(None);
    }
    let pending = second_factors::find(&mut db, &token.hash(), services.clock.now()).await?;
    db.commit().await?;
    Ok(pending)
}

fn proposed(services: &Services, pending: &Pending) -> Result<Option<Vec<u8>>, Failure> {
    let Some(sealed) = &pending.new_secret else { return Ok(None) };
    Ok(Some(services.keyring.unseal_text(&set_up_context(pending), sealed)?))
}

fn set_up_context(pending: &Pending) -> String {
    format!("second factor being set up {}", pending.account)
}

fn secret_context(pending: &Pending) -> String {
    context(&pending.account.to_string())
}

/// Binds a sealed secret to its account.
pub(super) fn context(account: &str) -> String {
    format!("second factor {account}")
}

/// SHA-1, six digits, 30 seconds, one step of tolerance: what every program can do.
fn totp(email: &str, secret: &[u8]) -> Option<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(Secret::new(secret.into()))
        .with_account_name(email)
        .with_issuer(Some(ISSUER))
        .build()
        .ok()
}

fn set_up(email: &str, secret: &[u8]) -> Result<SetUp, Failure> {
    let broken = || Failure::Archive("a second factor could not be prepared".to_owned());
    let totp = totp(email, secret).ok_or_else(broken)?;
    let uri = totp.to_url().map_err(|_| broken())?;
    let qr = qr::draw(&uri).ok_or_else(broken)?;
    let base32 = totp.secret().to_base32();
    let groups: Vec<&str> =
        base32.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    Ok(SetUp { secret: groups.join(" "), uri, qr_size: qr.size, qr_path: qr.path })
}

fn seconds(now: Moment) -> u64 {
    u64::try_from(now.micros() / 1_000_000).unwrap_or(0)
}

/// 80 bits as four groups of four letters and digits; what looks alike is left out.
fn recovery_code(services: &Services) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let letters: Vec<char> = services
        .random
        .bytes::<16>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// As typed: with spaces, hyphens or capitals, or not.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(32).collect::<String>().to_ascii_lowercase()
}

/// Keyed, so that who reads the database cannot try codes against it.
fn hash(services: &Services, account: &str, code: &str) -> String {
    services.keyring.index("recovery code", &format!("{account} {code}"))
}
