//! A family's books, and what needs its attention.

use domain::suspension::FamilySuspension;
use domain::view::{Book, ClosedBook, FamilyApplication, FamilyEntry};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::SuspensionAnswerRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub books: Vec<Book>,
    /// Months without publishing that are in force.
    pub suspensions: Vec<FamilySuspension>,
    pub answer_refused: Option<SuspensionAnswerRefusal>,
    /// Books whose student left.
    pub closed: Vec<ClosedBook>,
    /// Returned entries and drafts.
    pub attention: Vec<FamilyEntry>,
    /// Entries with a reply that was not read yet.
    pub replied: Vec<FamilyEntry>,
    /// Requests for a contact book that are not over yet.
    pub applications: Vec<FamilyApplication>,
}

#[server(name = LoadHome, endpoint = "home")]
pub async fn home() -> Result<Home, PageError> {
    use server::storage::{StorageError, applications, books, entries, suspension_cases};

    use crate::context::{failed, family, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let family = family(&visit)?;
    let now = visit.services.clock.now();
    let answer_refused = match &visit.refusal {
        Some(Refusal::SuspensionAnswer(refused)) => Some(refused.clone()),
        _ => None,
    };
    let load = async {
        let mut db = visit.services.database.read().await?;
        Ok::<_, StorageError>(Home {
            books: books::of_family(&mut db, family.id(), now).await?,
            suspensions: suspension_cases::of_family(&mut db, family.id(), now).await?,
            answer_refused,
            closed: books::closed_of_family(&mut db, family.id()).await?,
            attention: entries::unfinished(&mut db, family.id()).await?,
            replied: entries::with_unread_reply(&mut db, family.id()).await?,
            applications: applications::under_way(&mut db, family.id()).await?,
        })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
