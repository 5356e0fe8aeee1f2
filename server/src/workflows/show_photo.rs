//! A photo, for whoever may see it.

use domain::id::PhotoId;
use thiserror::Error;

use crate::actor::Actor;
use crate::files::vault::{FileName, VaultError};
use crate::services::Services;
use crate::storage::{StorageError, photos};

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
    let may_see = match viewer {
        Actor::Anonymous => false,
        Actor::Family(family) => photos::family_may_see(&mut db, id, family.id()).await?,
        Actor::Student(student) => {
            photos::student_may_see(&mut db, id, student.id(), services.clock.now()).await?
        }
        Actor::Staff(staff) => match staff.reviewer() {
            Some(reviewer) => photos::staff_may_see(&mut db, id, reviewer.institution()).await?,
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
