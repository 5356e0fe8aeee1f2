//! STAND-IN
use domain::id::{AccountId, EntryId, MailId};
use domain::language::Language;
use domain::mail::MailKind;
use domain::people::EmailAddress;
use domain::time::Moment;

use super::{Connection, StorageError};

pub enum Recipient<'a> {
    Account(AccountId),
    Registration(&'a str),
    Address { to: &'a EmailAddress, language: Language },
    AccountAt { account: AccountId, to: &'a EmailAddress },
}

pub async fn add(
    _db: &mut Connection,
    _id: MailId,
    _kind: MailKind,
    _to: Recipient<'_>,
    _entry: Option<EntryId>,
    _now: Moment,
) -> Result<(), StorageError> {
    Ok(())
}
