//! What stands around every page.

use domain::view::{Institution, Viewer};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    pub viewer: Viewer,
    pub demo: bool,
    pub institutions: Vec<Institution>,
}

#[server(name = LoadSite, endpoint = "site")]
pub async fn site() -> Result<Site, PageError> {
    use server::storage::roster;

    use crate::context::{failed, visit};

    let visit = visit()?;
    let institutions = async { roster::institutions(&mut *visit.services.database.read().await?).await };
    let institutions = institutions.await.map_err(|error| failed(&visit, &error))?;
    Ok(Site { viewer: visit.actor.viewer(), demo: visit.demo, institutions })
}
