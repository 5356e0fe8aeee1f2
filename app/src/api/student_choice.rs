//! Choosing students of the roster in a form: who is ticked, and whom a search finds besides.

use domain::view::RosterStudent;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentChoice {
    /// What was looked for.
    pub search: String,
    /// Those who are ticked.
    pub chosen: Vec<RosterStudent>,
    /// Those whom the search finds besides; the first of `of`.
    pub found: Vec<RosterStudent>,
    pub of: u32,
}

#[cfg(feature = "ssr")]
impl StudentChoice {
    /// `ticked` are ids as a form brings them; what names nobody of this institution is left out.
    pub async fn load(
        db: &mut server::storage::Connection,
        institution: domain::id::InstitutionId,
        today: domain::time::TaipeiDay,
        (ticked, search): (&[String], &str),
    ) -> Result<Self, server::storage::StorageError> {
        use std::collections::HashSet;

        use domain::id::StudentId;
        use domain::roster::Show;
        use domain::search::LookedFor;
        use server::storage::students::{self, Search};

        let mut chosen = Vec::new();
        let mut ids = HashSet::new();
        for student in ticked.iter().filter_map(|id| StudentId::parse(id)) {
            if ids.insert(student) {
                chosen.extend(students::find(&mut *db, student, institution).await?);
            }
        }
        let search = LookedFor::parse(search);
        let wanted = Search { text: &search, show: Show::Here, today };
        let (mut found, of) = students::first_found(db, institution, wanted).await?;
        found.retain(|one| !ids.contains(&one.id));
        Ok(Self { search: search.as_str().to_owned(), chosen, found, of })
    }
}
