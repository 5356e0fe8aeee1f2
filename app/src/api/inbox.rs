//! A page of the student's inbox; `None` while it is closed.

use domain::view::{InboxEntry, Page};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    pub page: Page<InboxEntry>,
    /// Of all pages.
    pub unread: u32,
}

#[server(name = LoadInbox, endpoint = "inbox")]
pub async fn inbox(page: u32) -> Result<Option<Inbox>, PageError> {
    use server::storage::{StorageError, inbox};
    use server::workflows::read_inbox::read_inbox;

    use crate::context::{failed, student, visit};

    let visit = visit()?;
    let student = student(&visit)?;
    let load = async {
        let Some(page) = read_inbox(&visit.services, student, page).await? else { return Ok(None) };
        let unread = inbox::unread(&mut *visit.services.database.read().await?, student.id()).await?;
        Ok::<_, StorageError>(Some(Inbox { page, unread }))
    };
    load.await.map_err(|error| failed(&visit, &error))
}
