//! A student opens an entry, which makes it read.

use domain::entry::EntryState;
use domain::id::EntryId;
use domain::mail::MailKind;
use domain::time::Moment;
use domain::view::OpenEntry;
use thiserror::Error;

use super::deliver_entry::deliver_held_for;
use crate::actor::Student;
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{Connection, StorageError, accounts, entries, inbox, restrictions};

#[derive(Debug, Error)]
pub enum OpenError {
    /// The student is restricted (part 一).
    #[error("the inbox is closed at present")]
    Closed,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The entry, if it was delivered to this student, or need not be held any more. The first opening is the one whose time
/// counts.
pub async fn open_entry(
    services: &Services,
    student: &Student,
    id: EntryId,
) -> Result<Option<OpenEntry>, OpenError> {
    let now = services.clock.now();
    let mut db = services.database.read().await?;
    if !restrictions::in_force(&mut db, student.id(), now).await?.is_empty() {
        return Err(OpenError::Closed);
    }
    drop(db);
    deliver_held_for(services, student.id()).await?;
    let mut db = services.database.read().await?;
    let found = inbox::open(&mut db, id, student.id(), now.taipei_day()).await?;
    drop(db);
    let Some((entry, state)) = found else { return Ok(None) };
    if let (EntryState::Delivered { .. }, Ok(read)) = (state, state.read(now)) {
        let mut db = services.database.write().await?;
        match entries::set_state(&mut db, id, state, read).await {
            // The same page was opened twice at once; the other one wrote the time.
            Err(StorageError::Changed(_)) => return Ok(Some(entry)),
            other => other?,
        }
        tell_family(services, &mut db, id, now).await?;
        db.commit().await?;
        services.mail_waiting.notify_one();
    }
    Ok(Some(entry))
}

/// By mail, if the family wants it.
pub(super) async fn tell_family(
    services: &Services,
    db: &mut Connection,
    id: EntryId,
    now: Moment,
) -> Result<(), StorageError> {
    let Some(entry) = entries::find(db, id).await? else { return Ok(()) };
    let account = accounts::find(db, entry.account).await?;
    if account.is_some_and(|account| account.mail_when_read) {
        let to = Recipient::Account(entry.account);
        mail::write(services, db, MailKind::EntryRead, to, About::Entry(id), now).await?;
    }
    Ok(())
}
