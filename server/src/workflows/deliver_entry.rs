//! Entries that were approved while the student was restricted are delivered by themselves when nothing holds them any
//! more. Part 一 of the regulation.

use domain::entry::EntryState;
use domain::id::{EntryId, StudentId};
use domain::mail::MailKind;

use crate::mail;
use crate::services::Services;
use crate::storage::entries::StoredEntry;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{StorageError, entries, restrictions};

/// Delivers all that is held and need not be, and says how much it was. One that fails does not stop the others.
pub async fn deliver_held(services: &Services) -> Result<u32, StorageError> {
    let now = services.clock.now();
    let due = restrictions::to_deliver(&mut *services.database.read().await?, now, now.taipei_day()).await?;
    Ok(deliver(services, due).await)
}

/// Delivers what is held for this student and need not be: whoever reads does not wait for the job.
pub(super) async fn deliver_held_for(services: &Services, student: StudentId) -> Result<u32, StorageError> {
    let now = services.clock.now();
    let due = restrictions::to_deliver_to(&mut *services.database.read().await?, student, now).await?;
    Ok(deliver(services, due).await)
}

async fn deliver(services: &Services, due: Vec<EntryId>) -> u32 {
    let mut delivered = 0;
    for id in due {
        match deliver_entry(services, id).await {
            Ok(done) => delivered += u32::from(done),
            // A colleague of ours was faster.
            Err(StorageError::Changed(_)) => {}
            Err(error) => tracing::error!(entry.id = %id, error = %error, "an entry was not delivered"),
        }
    }
    if delivered > 0 {
        services.mail_waiting.notify_one();
    }
    delivered
}

/// After a restriction was ended. It has ended, whatever becomes of this; what is not delivered now, the job delivers.
pub(super) async fn deliver_what_was_held(services: &Services) {
    if let Err(error) = deliver_held(services).await {
        tracing::error!(error = %error, "held entries are not delivered yet");
    }
}

/// What the family is told when an entry is delivered, and about which entry of its own.
pub(super) fn arrived(entry: &StoredEntry) -> (MailKind, EntryId) {
    match entry.answers {
        Some(letter) => (MailKind::ReplyArrived, letter),
        None => (MailKind::EntryDelivered, entry.id),
    }
}

/// False when it is held again, or was delivered meanwhile.
async fn deliver_entry(services: &Services, id: EntryId) -> Result<bool, StorageError> {
    let mut db = services.database.write().await?;
    entries::lock(&mut db, id).await?;
    let Some(entry) = entries::find(&mut db, id).await? else { return Ok(false) };
    let (EntryState::Approved { .. }, Some(book)) = (entry.state, entry.book) else { return Ok(false) };
    // From here on nobody restricts the student.
    let Some(student) = restrictions::lock_of_book(&mut db, book).await? else { return Ok(false) };
    let now = services.clock.now();
    if !restrictions::in_force(&mut db, student, now).await?.is_empty() {
        return Ok(false);
    }
    let Ok(delivered) = entry.state.deliver(now) else { return Ok(false) };
    entries::set_state(&mut db, id, entry.state, delivered).await?;
    let (kind, about) = arrived(&entry);
    let to = Recipient::Account(entry.account);
    mail::write(services, &mut db, kind, to, About::Entry(about), now).await?;
    db.commit().await?;
    Ok(true)
}
