//! The queue as it changes while somebody reads: new entries come, decided ones go, colleagues open theirs.
//!
//! The page works without: then it shows how things stood when it was drawn.

use domain::claim::Claim;
use domain::id::{AccountId, EntryId};
use domain::language::Language;
use domain::review_queue::{ReviewFilter, UndoableDecision};
use domain::time::Moment;
use domain::view::WaitingEntry;
use leptos::prelude::*;

use crate::api::offered::EntryReasons;
use crate::api::review_queue::ReviewQueue;
use crate::refusal::ReviewRefusal;

/// What the pieces of the page share.
#[derive(Clone, Copy)]
pub struct Live {
    pub items: RwSignal<Vec<WaitingEntry>>,
    pub total: RwSignal<u32>,
    /// Told to screen readers when it changes.
    pub said: RwSignal<String>,
    /// What was decided here had been decided or taken back.
    pub too_late: RwSignal<bool>,
    /// Kept on the page because somebody works on them, though they wait no more.
    pub gone: RwSignal<Vec<EntryId>>,
    /// When the data was loaded.
    pub opened_at: StoredValue<Moment>,
    pub watch_words: StoredValue<Vec<String>>,
    now: RwSignal<Moment>,
    undoable: RwSignal<Vec<UndoableDecision>>,
    reviewer: AccountId,
    refused: StoredValue<Option<ReviewRefusal>>,
    reasons: StoredValue<Vec<EntryReasons>>,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser asks again"))]
    asked: StoredValue<Asked>,
}

/// What the page was asked for.
#[derive(Clone)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser asks again"))]
struct Asked {
    page: u32,
    filter: ReviewFilter,
    search: String,
    /// What was looked at already.
    opened: Vec<EntryId>,
}

impl Live {
    pub fn of(queue: &ReviewQueue) -> Self {
        let live = Self {
            items: RwSignal::new(queue.page.items.clone()),
            total: RwSignal::new(queue.total),
            said: RwSignal::new(String::new()),
            too_late: RwSignal::new(false),
            gone: RwSignal::new(Vec::new()),
            opened_at: StoredValue::new(queue.now),
            watch_words: StoredValue::new(queue.watch_words.clone()),
            now: RwSignal::new(queue.now),
            undoable: RwSignal::new(queue.undoable.clone()),
            reviewer: queue.reviewer,
            refused: StoredValue::new(queue.refused.clone()),
            reasons: StoredValue::new(queue.reasons.clone()),
            asked: StoredValue::new(Asked {
                page: queue.page.number,
                filter: queue.filter,
                search: queue.search.clone(),
                opened: Vec::new(),
            }),
        };
        #[cfg(feature = "hydrate")]
        browser::begin(live);
        live
    }

    /// What can still be undone, the latest first.
    pub fn undoable(self) -> Vec<UndoableDecision> {
        let now = self.now.get();
        self.undoable.get().into_iter().filter(|decision| decision.leaves_at > now).collect()
    }

    pub fn seconds_until(self, then: Moment) -> i64 {
        ((then.micros() - self.now.get().micros()) / 1_000_000).max(0)
    }

    pub fn reasons_for(self, language: Language) -> EntryReasons {
        self.reasons.with_value(|all| {
            let theirs = all.iter().find(|one| one.preview.language == language);
            theirs.or(all.first()).cloned().unwrap_or_else(|| EntryReasons {
                reasons: Vec::new(),
                preview: crate::api::offered::PreviewWords {
                    language,
                    title: String::new(),
                    advice: String::new(),
                },
            })
        })
    }

    /// The decision about this entry that was refused.
    pub fn refused_for(self, id: EntryId) -> Option<ReviewRefusal> {
        self.refused.get_value().filter(|refused| refused.entry == id)
    }

    fn claim_of(self, id: EntryId) -> Option<Claim> {
        self.items.read().iter().find(|entry| entry.id == id)?.claim.clone()
    }

    /// The colleague who has it open.
    pub fn colleague_of(self, id: EntryId) -> Option<Claim> {
        self.claim_of(id).filter(|claim| claim.is_of_colleague(self.reviewer, self.now.get()))
    }

    /// Has this reviewer opened it as it waits now?
    pub fn is_mine(self, id: EntryId) -> bool {
        self.claim_of(id).is_some_and(|claim| claim.by == self.reviewer)
    }

    /// The entry is being read: it is taken, unless a colleague has it.
    pub fn look_at(self, id: EntryId) {
        #[cfg(feature = "hydrate")]
        browser::look_at(self, id);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, id);
    }

    /// Asks the server how things stand.
    #[cfg(feature = "hydrate")]
    pub fn ask_again(self) {
        browser::ask_again(self);
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use domain::id::EntryId;
    use domain::view::WaitingEntry;
    use leptos::leptos_dom::helpers::set_interval_with_handle;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::EventSource;

    use super::Live;
    use crate::api::review_queue::review_queue;
    use crate::components::request::post;
    use crate::words::use_words;

    /// Listens to the server, and counts the seconds.
    pub fn begin(live: Live) {
        Effect::new(move || {
            if let Ok(source) = EventSource::new("/staff/entries/events") {
                let moved = Closure::<dyn Fn()>::new(move || ask_again(live));
                // A browser that refuses the listener shows how things stood.
                let _ = source.add_event_listener_with_callback("moved", moved.as_ref().unchecked_ref());
                let source = StoredValue::new_local((source, moved));
                on_cleanup(move || source.with_value(|(source, _)| source.close()));
            }
            let second = Duration::from_secs(1);
            let tick = move || {
                if !live.undoable.read_untracked().is_empty() {
                    live.now.update(|now| *now = now.plus_seconds(1));
                }
            };
            if let Ok(handle) = set_interval_with_handle(tick, second) {
                on_cleanup(move || handle.clear());
            }
        });
    }

    pub fn look_at(live: Live, id: EntryId) {
        let first = live.asked.try_update_value(|asked| {
            let first = !asked.opened.contains(&id);
            if first {
                asked.opened.push(id);
            }
            first
        });
        if first == Some(true) && !live.is_mine(id) {
            spawn_local(async move {
                // Nothing is lost when it could not be told: the entry is read all the same.
                let _ = post(&format!("/staff/entries/{id}/take"), &[("only", "free")]).await;
                ask_again(live);
            });
        }
    }

    pub fn ask_again(live: Live) {
        let Some(asked) = live.asked.try_get_value() else { return };
        let words = use_words();
        spawn_local(async move {
            let answer = review_queue(asked.page, asked.filter.name().to_owned(), asked.search).await;
            let Ok(queue) = answer else { return };
            let before = live.total.try_get_untracked().unwrap_or_default();
            if queue.total > before {
                live.said.try_set(words.review_live_new(queue.total - before));
            }
            live.now.try_set(queue.now);
            live.undoable.try_set(queue.undoable);
            live.total.try_set(queue.total);
            merge(live, queue.page.items);
        });
    }

    /// What is new takes its place; what waits no more goes, unless somebody is working on it here.
    fn merge(live: Live, fresh: Vec<WaitingEntry>) {
        let Some(before) = live.items.try_get_untracked() else { return };
        let mut items = fresh;
        let mut gone = Vec::new();
        for (place, old) in before.into_iter().enumerate() {
            let still = items.iter().any(|new| new.id == old.id && new.version.round == old.version.round);
            if !still && is_worked_on(old.id) {
                gone.push(old.id);
                items.insert(place.min(items.len()), old);
            }
        }
        live.gone.try_set(gone);
        live.items.try_set(items);
    }

    /// Its form of a return is open.
    fn is_worked_on(id: EntryId) -> bool {
        let form = document().get_element_by_id(&format!("return-{id}"));
        form.is_some_and(|form| form.has_attribute("open"))
    }
}
