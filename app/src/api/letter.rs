//! One entry as the student reads it. Asking for it makes it read. `None` while the inbox is closed.

use domain::view::OpenEntry;
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadLetter, endpoint = "letter")]
pub async fn letter(id: String) -> Result<Option<OpenEntry>, PageError> {
    use domain::id::EntryId;
    use server::workflows::open_entry::{OpenError, open_entry};

    use crate::context::{failed, not_found, student, visit};

    let visit = visit()?;
    let student = student(&visit)?;
    let id = EntryId::parse(&id).ok_or_else(not_found)?;
    match open_entry(&visit.services, student, id).await {
        Ok(entry) => entry.map(Some).ok_or_else(not_found),
        Err(OpenError::Closed) => Ok(None),
        Err(OpenError::Storage(error)) => Err(failed(&visit, &error)),
    }
}
