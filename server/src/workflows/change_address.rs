//! A person moves to another e-mail address: a link goes to the new one; once it is used, the old one is told.

use std::net::IpAddr;

use domain::mail::{LinkPurpose, MailKind};
use domain::people::EmailAddress;

use super::present_password::{Present, check};
use super::register::may_cause_mail;
use crate::actor::Holder;
use crate::failure::Failure;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{accounts, links};
use crate::throttle::Wait;
use crate::token::Token;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A mail is on its way. Whether somebody else has the address decides what it says.
    Sent,
    WrongPassword,
    TooOften(Wait),
}

/// `password` is the present one, as typed; `from` is the place it comes from, if that is known.
pub async fn ask_to_change_address(
    services: &Services,
    holder: &Holder,
    email: &EmailAddress,
    password: &str,
    from: Option<IpAddr>,
) -> Result<Asked, Failure> {
    match check(services, holder, password).await? {
        Present::Right(_) => {}
        Present::Wrong => return Ok(Asked::WrongPassword),
        Present::TooOften(wait) => return Ok(Asked::TooOften(wait)),
    }
    if let Err(wait) = may_cause_mail(services, email, from).await? {
        return Ok(Asked::TooOften(wait));
    }
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let to = Recipient::AccountAt { account: holder.id(), to: email };
    mail::write(services, &mut db, MailKind::NewAddress, to, About::Nothing, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Asked::Sent)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    Yes,
    /// The link does not work (any more).
    Over,
    /// Meanwhile somebody else has this address.
    Taken,
}

/// Whoever reads the mail at the new address confirms it, logged in or not.
pub async fn change_address(services: &Services, token: &str) -> Result<Moved, Failure> {
    let Some(token) = Token::parse(token) else { return Ok(Moved::Over) };
    let (hash, now) = (token.hash(), services.clock.now());
    let mut db = services.database.write().await?;
    if !links::spend(&mut db, &hash, now).await? {
        return Ok(Moved::Over);
    }
    let link = links::find(&mut db, LinkPurpose::NewAddress, &hash).await?;
    let Some((account, email)) = link.and_then(|link| Some((link.account?, link.email?))) else {
        return Ok(Moved::Over);
    };
    let (Some(before), Some(email)) = (accounts::find(&mut db, account).await?, EmailAddress::parse(&email))
    else {
        return Ok(Moved::Over);
    };
    match accounts::set_email(&mut db, account, &email).await? {
        Ok(true) => {}
        Ok(false) => return Ok(Moved::Over),
        Err(_) => return Ok(Moved::Taken),
    }
    links::end_of_account(&mut db, account).await?;
    if let Some(old) = EmailAddress::parse(&before.email) {
        let to = Recipient::AccountAt { account, to: &old };
        mail::write(services, &mut db, MailKind::OldAddress, to, About::Nothing, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Moved::Yes)
}
