//! What the page that imports a roster shows: nothing yet, or what a file would do.

use leptos::prelude::*;

use crate::error::PageError;
use crate::refusal::RosterAnswer;

#[server(name = LoadRosterImport, endpoint = "roster-import")]
pub async fn roster_import() -> Result<Option<RosterAnswer>, PageError> {
    use crate::context::{staff, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    staff(&visit)?;
    Ok(match visit.refusal {
        Some(Refusal::Roster(answer)) => Some(answer),
        _ => None,
    })
}
