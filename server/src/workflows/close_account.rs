//! A family closes its account. What is personal goes at once, drafts too, and what waits for review is withdrawn.
//! Letters that were sent stay, with what was decided about them and the name of whoever wrote them, because the
//! institution has to keep its records.

use domain::mail::MailKind;
use domain::people::EmailAddress;

use super::present_password::{Present, check};
use crate::actor::Family;
use crate::failure::Failure;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{accounts, applications, books, documents, entries, sessions};
use crate::throttle::Wait;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    Yes,
    WrongPassword,
    TooOften(Wait),
}

/// `password` is the present one, as typed.
pub async fn close_account(services: &Services, family: &Family, password: &str) -> Result<Closed, Failure> {
    let account = match check(services, &family.holder(), password).await? {
        Present::Right(account) => account,
        Present::Wrong => return Ok(Closed::WrongPassword),
        Present::TooOften(wait) => return Ok(Closed::TooOften(wait)),
    };
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    accounts::lock(&mut db, account.id).await?;
    for id in entries::waiting_of(&mut db, account.id).await? {
        entries::lock(&mut db, id).await?;
        let entry = entries::find(&mut db, id).await?;
        // Somebody may have decided it a moment ago.
        if let Some((from, Ok(to))) = entry.map(|entry| (entry.state, entry.state.withdraw(now))) {
            entries::set_state(&mut db, id, from, to).await?;
        }
    }
    for id in applications::undecided_of(&mut db, account.id).await? {
        applications::lock(&mut db, id).await?;
        let application = applications::find_own(&mut db, id, account.id).await?;
        if let Some((from, Ok(to))) = application.map(|found| (found.state, found.state.withdraw(now))) {
            applications::set_state(&mut db, id, from, to).await?;
        }
    }
    entries::remove_drafts(&mut db, account.id).await?;
    documents::remove_of_drafts(&mut db, account.id).await?;
    applications::remove_drafts(&mut db, account.id).await?;
    books::close_all(&mut db, account.id, now).await?;
    if !accounts::close(&mut db, account.id, now).await? {
        return Ok(Closed::WrongPassword);
    }
    sessions::end_others(&mut db, account.id, "").await?;
    if let Some(email) = EmailAddress::parse(&account.email) {
        let to = Recipient::AccountAt { account: account.id, to: &email };
        mail::write(services, &mut db, MailKind::AccountClosed, to, About::Nothing, now).await?;
    }
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Closed::Yes)
}
