//! A family's books, and what needs its attention.

use domain::view::{Book, ClosedBook, FamilyApplication, FamilyEntry};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub books: Vec<Book>,
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
    use server::storage::{StorageError, applications, books, entries};

    use crate::context::{failed, family, visit};

    let visit = visit()?;
    let family = family(&visit)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        Ok::<_, StorageError>(Home {
            books: books::of_family(&mut db, family.id(), now).await?,
            closed: books::closed_of_family(&mut db, family.id()).await?,
            attention: entries::unfinished(&mut db, family.id()).await?,
            replied: entries::with_unread_reply(&mut db, family.id()).await?,
            applications: applications::under_way(&mut db, family.id()).await?,
        })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
