//! A family registers (part 六(一) step 3). Whether its address or number is known decides which mail it gets, when
//! that mail is sent; nobody who registers can tell from the answer or from how long it takes.

use std::net::IpAddr;

use domain::language::Language;
use domain::mail::MailKind;
use domain::password::NewPassword;
use domain::people::EmailAddress;
use domain::registration::Registration;

use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::registrations::{self, NewRegistration};
use crate::throttle::{self, MAIL_FROM, MAIL_TO, REGISTER_FROM, Wait};

/// What was agreed to, and in which language mail is written.
#[derive(Clone, Copy, Debug)]
pub struct Consent<'a> {
    pub notice_version: &'a str,
    pub language: Language,
}

/// `from` is the place it comes from, if that is known.
pub async fn register(
    services: &Services,
    registration: &Registration,
    password: &NewPassword,
    consent: Consent<'_>,
    from: Option<IpAddr>,
) -> Result<Result<(), Wait>, Failure> {
    let place = from.map(throttle::place);
    let mut tries = vec![(MAIL_TO, registration.email.as_str())];
    tries.extend(place.as_deref().map(|place| (REGISTER_FROM, place)));
    if let Err(wait) = throttle::count(services, &tries).await? {
        return Ok(Err(wait));
    }
    let password_hash = services.passwords.hash(password.reveal()).await?;
    let now = services.clock.now();
    let id = services.random.uuid(now).to_string();
    let details = Details::of(registration);
    let sealed = details.seal(services, Whose::Registration(&id))?;
    let new = NewRegistration {
        id: &id,
        email: &registration.email,
        name: registration.name.as_str(),
        language: consent.language,
        password_hash: &password_hash,
        details: &sealed,
        id_number_hash: &details.number_hash(services),
        notice_version: consent.notice_version,
        agreed_at: now,
    };
    let mut db = services.database.write().await?;
    registrations::add(&mut db, &new, now).await?;
    mail::write(services, &mut db, MailKind::Registration, Recipient::Registration(&id), About::Nothing, now)
        .await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Ok(()))
}

/// Sends the link once more, if a registration waits under this address.
pub async fn send_link_again(
    services: &Services,
    email: &EmailAddress,
    from: Option<IpAddr>,
) -> Result<Result<(), Wait>, Failure> {
    if let Err(wait) = may_cause_mail(services, email, from).await? {
        return Ok(Err(wait));
    }
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if let Some(registration) = registrations::latest(&mut db, email).await? {
        let to = Recipient::Registration(&registration);
        mail::write(services, &mut db, MailKind::Registration, to, About::Nothing, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Ok(()))
}

/// Mail that anyone can cause is counted by the address it goes to and by the place that it is asked from.
pub(super) async fn may_cause_mail(
    services: &Services,
    email: &EmailAddress,
    from: Option<IpAddr>,
) -> Result<Result<(), Wait>, Failure> {
    let place = from.map(throttle::place);
    let mut tries = vec![(MAIL_TO, email.as_str())];
    tries.extend(place.as_deref().map(|place| (MAIL_FROM, place)));
    Ok(throttle::count(services, &tries).await?)
}
