//! A family closes its account. What is personal goes at once; letters that were decided stay, with what was
//! decided about them, because the institution has to keep its records.

use domain::id::MailId;
use domain::mail::MailKind;
use domain::people::EmailAddress;

use super::present_password::{Present, check};
use crate::actor::Family;
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::outbox::{self, Recipient};
use crate::storage::{accounts, books, entries, sessions};
use crate::throttle::Wait;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    Yes,
    WrongPassword,
    TooOften(Wait),
}

/// `password` is the present one, as typed.
pub async fn close_account(
    services: &Services,
    family: &Family,
    password: &str,
) -> Result<Closed, Failure> {
    let account = match check(services, &family.holder(), password).await? {
        Present::Right(account) => account,
        Present::Wrong => return Ok(Closed::WrongPassword),
        Present::TooOften(wait) => return Ok(Closed::TooOften(wait)),
    };
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    accounts::lock(&mut db, account.id).await?;
    entries::remove_drafts(&mut db, account.id).await?;
    books::close_all(&mut db, account.id, now).await?;
    if !accounts::close(&mut db, account.id, now).await? {
        return Ok(Closed::WrongPassword);
    }
    sessions::end_others(&mut db, account.id, "").await?;
    if let Some(email) = EmailAddress::parse(&account.email) {
        let mail = MailId::new(services.random.uuid(now));
        let to = Recipient::AccountAt { account: account.id, to: &email };
        outbox::add(&mut db, mail, MailKind::AccountClosed, to, None, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Closed::Yes)
}
