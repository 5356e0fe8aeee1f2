//! Words came for an entry that can no longer be changed, or was saved from elsewhere meanwhile: from a second tab, an
//! old page, another device, a form sent twice.

use domain::id::EntryId;
use domain::text::tidy;

use super::save_entry::{PhotoChange, SaveError, Target, Written, save_entry};
use crate::actor::Family;
use crate::services::Services;
use crate::storage::entries;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// They are the words that the entry has.
    Already,
    /// They were new, so they became a draft of their own.
    AsDraft(EntryId),
}

pub async fn keep_what_was_typed(
    services: &Services,
    family: &Family,
    id: EntryId,
    written: Written,
) -> Result<Kept, SaveError> {
    let entry = entries::find_own(&mut *services.database.read().await?, id, family.id()).await?;
    let entry = entry.ok_or(SaveError::NotFound)?;
    let same = |kept: &str, typed: &str| tidy(kept) == tidy(typed);
    let same_words = same(&entry.title, &written.title)
        && same(&entry.body, &written.body)
        && same(&entry.photo_alt, &written.photo_alt);
    let same_photo = match written.photo {
        PhotoChange::Keep | PhotoChange::Refused(_) => true,
        // The same form again brings the same photo; there is no telling, and its words are the same.
        PhotoChange::Put(_) | PhotoChange::PutFile(_) => entry.photo.is_some(),
        PhotoChange::Remove => entry.photo.is_none(),
    };
    if same_words && same_photo {
        return Ok(Kept::Already);
    }
    let saved =
        save_entry(services, family, Target::New(None), Written { revision: None, ..written }).await?;
    Ok(Kept::AsDraft(saved.entry))
}
