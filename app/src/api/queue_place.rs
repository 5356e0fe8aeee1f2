//! Where somebody is in the queue of letters: a decision made there leads back to it.

use domain::id::EntryId;
use domain::review_queue::ReviewFilter;
use domain::search::LookedFor;
use leptos_router::location::Url;
use serde::{Deserialize, Serialize};

/// It stands behind the `?` of every address that is reached from the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePlace {
    pub filter: ReviewFilter,
    pub search: LookedFor,
    /// From 1.
    pub page: u32,
}

/// The first page of all.
impl Default for QueuePlace {
    fn default() -> Self {
        Self { filter: ReviewFilter::All, search: LookedFor::default(), page: 1 }
    }
}

impl QueuePlace {
    /// `asked` gives what the address says by its name. What is not said or not understood is as at the beginning.
    pub fn from_query(asked: impl Fn(&str) -> Option<String>) -> Self {
        let page = asked("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        Self {
            filter: asked("filter").and_then(|name| ReviewFilter::from_name(&name)).unwrap_or_default(),
            search: LookedFor::parse(&asked("q").unwrap_or_default()),
            page: page.clamp(1, 100_000),
        }
    }

    pub fn list(&self) -> String {
        format!("/staff/entries{}", self.query())
    }

    /// The queue, which then tells what was done.
    pub fn list_after(&self, done: &str) -> String {
        let list = self.list();
        format!("{list}{}done={done}", if list.contains('?') { '&' } else { '?' })
    }

    /// The page of one letter, which leads back here.
    pub fn letter(&self, id: EntryId) -> String {
        format!("/staff/entries/{id}{}", self.query())
    }

    /// Where a form about one letter is sent: `approve`, `return`, `undo` or `take`.
    pub fn act(&self, id: EntryId, what: &str) -> String {
        format!("/staff/entries/{id}/{what}{}", self.query())
    }

    /// Where those that were chosen are sent.
    pub fn approve_together(&self) -> String {
        format!("/staff/entries/approve{}", self.query())
    }

    fn query(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        format!("?filter={}&q={}&page={}", self.filter.name(), Url::escape(self.search.as_str()), self.page)
    }
}
