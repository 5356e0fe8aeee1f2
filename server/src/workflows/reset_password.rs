//! A forgotten password, and the first one of staff: a link by mail, then a new password.

use std::net::IpAddr;

use domain::language::Language;
use domain::mail::{LinkPurpose, MailKind};
use domain::password::{NewPassword, PasswordProblems};
use domain::people::{AccountState, EmailAddress};

use super::register::may_cause_mail;
use crate::failure::Failure;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{accounts, links, second_factors, sessions};
use crate::throttle::{self, LOG_IN, Wait};
use crate::token::Token;

/// Whether there is such an account decides what is sent, when it is sent; the answer tells nothing.
pub async fn forgot_password(
    services: &Services,
    email: &EmailAddress,
    language: Language,
    from: Option<IpAddr>,
) -> Result<Result<(), Wait>, Failure> {
    if let Err(wait) = may_cause_mail(services, email, from).await? {
        return Ok(Err(wait));
    }
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let to = Recipient::Address { to: email, language };
    mail::write(services, &mut db, MailKind::Forgotten, to, About::Nothing, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Ok(()))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reset {
    Done,
    /// The link does not work (any more).
    Over,
    Refused(PasswordProblems),
}

/// Sets the password that was typed and ends every session of the account. All three are as typed; `purpose` is
/// `Reset` or `Invitation`.
pub async fn set_password(
    services: &Services,
    purpose: LinkPurpose,
    token: &str,
    password: &str,
    confirm: &str,
) -> Result<Reset, Failure> {
    let Some(token) = Token::parse(token) else { return Ok(Reset::Over) };
    let (hash, now) = (token.hash(), services.clock.now());
    let mut db = services.database.read().await?;
    let link = links::find(&mut db, purpose, &hash).await?;
    let link = link.filter(|link| link.used_at.is_none() && link.ends_at > now);
    let account = match link.and_then(|link| link.account) {
        Some(id) => accounts::find(&mut db, id).await?,
        None => None,
    };
    drop(db);
    let Some(account) = account else { return Ok(Reset::Over) };
    let password = match NewPassword::parse(password, confirm, &[&account.name, &account.email]) {
        Ok(password) => password,
        Err(problems) => return Ok(Reset::Refused(problems)),
    };
    let password_hash = services.passwords.hash(password.reveal()).await?;

    let from = if purpose == LinkPurpose::Invitation { AccountState::Invited } else { AccountState::Active };
    let mut db = services.database.write().await?;
    let set = links::spend(&mut db, &hash, now).await?
        && accounts::set_password(&mut db, account.id, from, &password_hash).await?;
    if !set {
        return Ok(Reset::Over);
    }
    sessions::end_others(&mut db, account.id, "").await?;
    links::end_of_account(&mut db, account.id).await?;
    second_factors::end_of_account(&mut db, account.id).await?;
    if purpose == LinkPurpose::Reset {
        let to = Recipient::Account(account.id);
        mail::write(services, &mut db, MailKind::PasswordChanged, to, About::Nothing, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    throttle::forgive(services, LOG_IN, &account.email).await?;
    Ok(Reset::Done)
}
