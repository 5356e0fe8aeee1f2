//! A page of a document, for whoever may see it. Each look of staff is written down.

use domain::audit::AuditAction;
use domain::id::PageId;
use serde_json::json;

use super::show_photo::PhotoSize;
use crate::actor::{Actor, Reviewer};
use crate::audit::{self, Subject, Who};
use crate::failure::Failure;
use crate::files::vault::FileName;
use crate::services::Services;
use crate::storage::documents;

/// The JPEG; `None` when there is none, or when it is not for this viewer: the two are not told apart.
pub async fn show_page(
    services: &Services,
    viewer: &Actor,
    id: PageId,
    size: PhotoSize,
) -> Result<Option<Vec<u8>>, Failure> {
    let may_see = match viewer {
        Actor::Family(family) => {
            documents::family_may_see(&mut *services.database.read().await?, id, family.id()).await?
        }
        Actor::Staff(staff) => match staff.reviewer() {
            Some(reviewer) => look(services, &reviewer, id, size).await?,
            None => false,
        },
        Actor::Student(_) | Actor::Operator(_) | Actor::Anonymous => false,
    };
    if !may_see {
        return Ok(None);
    }
    let name = match size {
        PhotoSize::Whole => FileName::Whole(id.uuid()),
        PhotoSize::Thumbnail => FileName::Thumbnail(id.uuid()),
    };
    Ok(services.vault.get(name).await?)
}

/// Nobody gets the picture before it is written down that they looked. On a thumbnail nothing can be read.
async fn look(
    services: &Services,
    reviewer: &Reviewer,
    id: PageId,
    size: PhotoSize,
) -> Result<bool, Failure> {
    let institution = reviewer.institution();
    let seen = documents::staff_may_see(&mut *services.database.read().await?, id, institution).await?;
    let Some((document, page)) = seen else { return Ok(false) };
    if matches!(size, PhotoSize::Whole) {
        let now = services.clock.now();
        let mut db = services.database.write().await?;
        let (who, subject) = (Who::Account(reviewer.id()), Subject::Document(document));
        let details = json!({ "page": page });
        let action = AuditAction::DocumentSeen;
        audit::write(&mut db, Some(institution), who, action, subject, details, now).await?;
        db.commit().await?;
    }
    Ok(true)
}
