//! A student saves a reply to a letter, before anybody judges it. It is begun inside a programme, or on a page that was
//! opened inside one; whether it may be sent is asked when it is sent, so that nothing is lost that was typed when a
//! programme ended.

use domain::id::EntryId;

use super::save_entry::{
    SaveError, Saved, Written, comes_after_its_own, is_said_again, save_photo, storable,
};
use crate::actor::Student;
use crate::services::Services;
use crate::storage::entries::Words;
use crate::storage::{books, entries, programmes, replies};

/// Saves into the one reply that this letter has. The book in `written` counts for nothing: it is the letter's.
pub async fn save_reply(
    services: &Services,
    student: &Student,
    letter: EntryId,
    written: Written,
) -> Result<Saved, SaveError> {
    let (saved, has_photo) = save_words(services, student, letter, &written).await?;
    save_photo(services, student.id().into(), saved, has_photo, written.photo).await
}

async fn save_words(
    services: &Services,
    student: &Student,
    letter: EntryId,
    written: &Written,
) -> Result<(Saved, bool), SaveError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let (title, body) = (storable(&written.title), storable(&written.body));
    let photo_alt = storable(&written.photo_alt);
    let writer = student.id();
    let answered = replies::answered(&mut db, letter, writer).await?.ok_or(SaveError::NotFound)?;
    let words = Words { book: Some(answered.book), title: &title, body: &body, photo_alt: &photo_alt };
    let id = if let Some(reply) = answered.reply {
        let saved = entries::rewrite(&mut db, reply.id, writer, &words, written.revision, now).await?;
        let editable = reply.state.is_editable();
        let again = (reply.revision, &*reply.title, &*reply.body, &*reply.photo_alt);
        let said_again = editable && is_said_again(again, &words, written.revision);
        let follows = !saved && !said_again && editable && comes_after_its_own(again, written);
        let saved = saved
            || (follows
                && entries::rewrite(&mut db, reply.id, writer, &words, Some(reply.revision), now).await?);
        if !saved && !said_again {
            return Err(if editable { SaveError::Overtaken } else { SaveError::NotEditable });
        }
        reply.id
    } else {
        if !programmes::may_begin(&mut db, writer, now).await? {
            return Err(SaveError::NotFound);
        }
        let id = EntryId::new(services.random.uuid(now));
        // The same form, sent twice at once, began it in between: then the words are there.
        if !replies::add_draft(&mut db, id, (letter, writer), &words, now).await? {
            return Err(SaveError::Overtaken);
        }
        id
    };
    let entry = entries::find_own(&mut db, id, writer).await?.ok_or(SaveError::NotFound)?;
    let limits = books::limits(&mut db, answered.book, now).await?;
    db.commit().await?;
    let saved = Saved {
        entry: id,
        book: entry.book,
        title,
        body,
        photo_alt,
        revision: entry.revision,
        saved_at: now,
        book_refused: false,
        photo_problem: None,
        limits,
    };
    Ok((saved, entry.photo.is_some()))
}
