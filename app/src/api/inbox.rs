//! A page of the student's inbox.

use domain::view::{InboxEntry, Page};
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadInbox, endpoint = "inbox")]
pub async fn inbox(page: u32) -> Result<Page<InboxEntry>, PageError> {
    use server::storage::inbox;

    use crate::context::{failed, student, visit};

    let visit = visit()?;
    let student = student(&visit)?;
    let load =
        async { inbox::of_student(&mut *visit.services.database.read().await?, student.id(), page).await };
    load.await.map_err(|error| failed(&visit, &error))
}
