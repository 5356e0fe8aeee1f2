//! A family's requests for a contact book.

use domain::time::TaipeiDay;
use domain::view::{FamilyApplication, Page};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applications {
    /// Begun and not sent; on the first page only.
    pub drafts: Vec<FamilyApplication>,
    pub sent: Page<FamilyApplication>,
    pub today: TaipeiDay,
}

#[server(name = LoadApplications, endpoint = "applications")]
pub async fn applications(page: u32) -> Result<Applications, PageError> {
    use server::storage::{StorageError, applications};

    use crate::context::{failed, family, visit};

    let visit = visit()?;
    let family = family(&visit)?;
    let today = visit.services.clock.now().taipei_day();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let sent = applications::of_family(&mut db, family.id(), page).await?;
        let drafts =
            if sent.number == 1 { applications::drafts(&mut db, family.id()).await? } else { Vec::new() };
        Ok::<_, StorageError>(Applications { drafts, sent, today })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
