//! A page of an attachment, for whoever may see it.

use domain::id::PageId;

use super::show_photo::{PhotoSize, ShowPhotoError};
use crate::actor::Actor;
use crate::files::vault::FileName;
use crate::services::Services;
use crate::storage::attachments;

/// The JPEG; `None` when there is none, or when it is not for this viewer: the two are not told apart.
pub async fn show_attachment(
    services: &Services,
    viewer: &Actor,
    id: PageId,
    size: PhotoSize,
) -> Result<Option<Vec<u8>>, ShowPhotoError> {
    let mut db = services.database.read().await?;
    let may_see = match viewer {
        Actor::Anonymous => false,
        Actor::Family(family) => attachments::family_may_see(&mut db, id, family.id()).await?,
        Actor::Student(student) => {
            attachments::student_may_see(&mut db, id, student.id(), services.clock.now()).await?
        }
        Actor::Staff(staff) => match staff.reviewer() {
            Some(reviewer) => attachments::staff_may_see(&mut db, id, reviewer.institution()).await?,
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
