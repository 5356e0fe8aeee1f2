//! One entry as the student reads it. Asking for it makes it read.

use domain::view::OpenEntry;
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadLetter, endpoint = "letter")]
pub async fn letter(id: String) -> Result<OpenEntry, PageError> {
    use domain::id::EntryId;
    use server::workflows::open_entry::open_entry;

    use crate::context::{failed, not_found, student, visit};

    let visit = visit()?;
    let student = student(&visit)?;
    let id = EntryId::parse(&id).ok_or_else(not_found)?;
    let entry = open_entry(&visit.services, student, id).await.map_err(|error| failed(&visit, &error))?;
    entry.ok_or_else(not_found)
}
