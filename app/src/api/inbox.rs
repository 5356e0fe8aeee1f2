//! A page of the student's inbox; `None` while it is closed.

use domain::view::{InboxEntry, Page};
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadInbox, endpoint = "inbox")]
pub async fn inbox(page: u32) -> Result<Option<Page<InboxEntry>>, PageError> {
    use server::workflows::read_inbox::read_inbox;

    use crate::context::{failed, student, visit};

    let visit = visit()?;
    let student = student(&visit)?;
    read_inbox(&visit.services, student, page).await.map_err(|error| failed(&visit, &error))
}
