//! A person changes the password. All other devices are logged out, and this one gets a new session.

use domain::mail::MailKind;
use domain::password::{NewPassword, PasswordProblems};
use domain::people::AccountState;

use super::log_in::{LoggedIn, NewDevice, begin_session};
use super::present_password::{Present, check};
use crate::actor::Holder;
use crate::failure::Failure;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::sessions::Owner;
use crate::storage::{accounts, links, second_factors, sessions};
use crate::throttle::Wait;

pub enum Changed {
    Yes(LoggedIn),
    WrongPassword,
    Refused(PasswordProblems),
    TooOften(Wait),
}

/// All three passwords are as typed.
pub async fn change_password(
    services: &Services,
    holder: &Holder,
    present: &str,
    password: &str,
    confirm: &str,
    device: &NewDevice<'_>,
) -> Result<Changed, Failure> {
    let account = match check(services, holder, present).await? {
        Present::Right(account) => account,
        Present::Wrong => return Ok(Changed::WrongPassword),
        Present::TooOften(wait) => return Ok(Changed::TooOften(wait)),
    };
    let password = match NewPassword::parse(password, confirm, &[&account.name, &account.email]) {
        Ok(password) => password,
        Err(problems) => return Ok(Changed::Refused(problems)),
    };
    let hash = services.passwords.hash(password.reveal()).await?;
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if !accounts::set_password(&mut db, account.id, AccountState::Active, &hash).await? {
        return Ok(Changed::WrongPassword);
    }
    sessions::end_others(&mut db, account.id, "").await?;
    links::end_of_account(&mut db, account.id).await?;
    second_factors::end_of_account(&mut db, account.id).await?;
    let owner = Owner::Account(account.id);
    let logged_in = begin_session(services, &mut db, owner, Some(account.role), device).await?;
    let to = Recipient::Account(account.id);
    mail::write(services, &mut db, MailKind::PasswordChanged, to, About::Nothing, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Changed::Yes(logged_in))
}
