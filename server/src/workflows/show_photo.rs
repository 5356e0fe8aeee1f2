//! What an entry brings, its photo or a page of an attachment, for whoever may see it.

use domain::id::{PageId, PhotoId};
use thiserror::Error;

use crate::actor::Actor;
use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::{StorageError, attachments, photos};

#[derive(Clone, Copy, Debug)]
pub enum PhotoSize {
    Whole,
    Thumbnail,
}

#[derive(Debug, Error)]
pub enum ShowPhotoError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// The JPEG; `None` when there is none, or when it is not for this viewer: the two are not told apart.
pub async fn show_photo(
    services: &Services,
    viewer: &Actor,
    id: PhotoId,
    size: PhotoSize,
) -> Result<Option<Vec<u8>>, ShowPhotoError> {
    let mut db = services.database.read().await?;
    let page = PageId::new(id.uuid());
    let may_see = match viewer {
        Actor::Anonymous | Actor::Operator(_) => false,
        Actor::Family(family) => {
            photos::family_may_see(&mut db, id, family.id()).await?
                || attachments::family_may_see(&mut db, page, family.id()).await?
        }
        Actor::Student(student) => {
            let now = services.clock.now();
            photos::student_may_see(&mut db, id, student.id(), now).await?
                || attachments::student_may_see(&mut db, page, student.id(), now).await?
        }
        Actor::Staff(staff) => match staff.reviewer() {
            Some(reviewer) => {
                let institution = reviewer.institution();
                photos::staff_may_see(&mut db, id, institution).await?
                    || attachments::staff_may_see(&mut db, page, institution).await?
            }
            None => false,
        },
    };
    drop(db);
    if !may_see {
        return Ok(None);
    }
    let name = match size {
        PhotoSize::Whole => FileName::Whole(id.uuid()),
        PhotoSize::Thumbnail => FileName::Thumbnail(id.uuid()),
    };
    Ok(services.vault.get(name).await?)
}
