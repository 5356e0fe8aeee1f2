//! A book closes because its student left. What the family wrote stays and can be read, drafts too; what waits for
//! review is withdrawn, since nobody is there to read it.

use domain::audit::AuditAction;
use domain::id::{BookId, InstitutionId, StudentId};
use domain::mail::MailKind;
use domain::roster::Leaving;
use domain::time::Moment;
use serde_json::json;

use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::students::{self, Gone};
use crate::storage::{Connection, StorageError, Write, books, entries, sessions};

/// Closes the book of a student whose day has come, unless that was changed meanwhile.
pub async fn close_in_time(services: &Services, gone: Gone) -> Result<bool, StorageError> {
    let now = services.clock.now();
    let mut db = lock_to_leave(services, gone.student, gone.institution).await?;
    let student = students::find(&mut db, gone.student, gone.institution).await?;
    let leaving = student.and_then(|student| student.leaving);
    let Some((how, _)) = leaving.filter(|(_, day)| *day <= now.taipei_day()) else { return Ok(false) };
    let Some(book) = close(services, &mut db, gone.student, how, now).await? else { return Ok(false) };
    write_down(&mut db, gone.institution, Who::Job, book, how, now).await?;
    db.commit().await?;
    Ok(true)
}

/// A transaction that holds what leaving touches, in the order of locks: the entries that wait for review, then the
/// student. Nobody sends another entry to them, or decides about one, until it ends.
pub(super) async fn lock_to_leave(
    services: &Services,
    student: StudentId,
    institution: InstitutionId,
) -> Result<Write, StorageError> {
    loop {
        let mut db = services.database.write().await?;
        let waiting = entries::waiting_for(&mut db, student).await?;
        for id in &waiting {
            entries::lock(&mut db, *id).await?;
        }
        students::lock(&mut db, student, institution).await?;
        // The family may have sent one just before the student was held. That they can do once in two days.
        let meanwhile = entries::waiting_for(&mut db, student).await?;
        if meanwhile.iter().all(|id| waiting.contains(id)) {
            return Ok(db);
        }
    }
}

/// Part of the transaction of [`lock_to_leave`]. The caller writes the audit last, with [`write_down`], and wakes
/// the job that sends mail after the commit.
pub(super) async fn close(
    services: &Services,
    db: &mut Connection,
    student: StudentId,
    because: Leaving,
    now: Moment,
) -> Result<Option<BookId>, StorageError> {
    sessions::end_of_student(db, student).await?;
    let Some(held) = books::lock_of_student(db, student).await? else { return Ok(None) };
    for id in entries::waiting_for(db, student).await? {
        let entry = entries::find(db, id).await?;
        if let Some((from, Ok(to))) = entry.map(|entry| (entry.state, entry.state.withdraw(now))) {
            entries::set_state(db, id, from, to).await?;
        }
    }
    books::close(db, held.book, because, now).await?;
    let to = Recipient::Account(held.account);
    mail::write(services, db, MailKind::BookClosed, to, About::Book(held.book), now).await?;
    Ok(Some(held.book))
}

pub(super) async fn write_down(
    db: &mut Connection,
    institution: InstitutionId,
    who: Who,
    book: BookId,
    because: Leaving,
    now: Moment,
) -> Result<(), StorageError> {
    let details = json!({ "because": because.name() });
    audit::write(db, Some(institution), who, AuditAction::BookClosed, Subject::Book(book), details, now).await
}
