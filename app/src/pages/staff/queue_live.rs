//! The queue as it changes while somebody reads: new entries come, decided ones go, colleagues open theirs.
//!
//! The page works without: then it shows how things stood when it was drawn.

use domain::claim::Claim;
use domain::id::{AccountId, EntryId};
use domain::language::Language;
use domain::review_queue::UndoableDecision;
use domain::time::Moment;
use domain::view::WaitingEntry;
use leptos::prelude::*;

use crate::api::offered::EntryReasons;
use crate::api::queue_place::QueuePlace;
use crate::api::review_queue::ReviewQueue;
use crate::refusal::ReviewRefusal;
use crate::words::Words;

/// What the pieces of the page share.
#[derive(Clone, Copy)]
pub struct Live {
    pub items: RwSignal<Vec<WaitingEntry>>,
    pub total: RwSignal<u32>,
    /// Told to screen readers when it changes.
    pub said: RwSignal<String>,
    /// Why what was decided here was not done.
    pub not_done: RwSignal<Option<&'static str>>,
    pub hearing: RwSignal<Hearing>,
    /// A decision is on its way, or has only just moved the letters: nothing else is decided, so that a second click
    /// does not fall on a letter that nobody has read.
    pub settling: RwSignal<bool>,
    /// Kept on the page because somebody works on them, though they wait no more.
    pub gone: RwSignal<Vec<EntryId>>,
    /// When the data was loaded.
    pub opened_at: StoredValue<Moment>,
    pub watch_words: StoredValue<Vec<String>>,
    pub place: StoredValue<QueuePlace>,
    now: RwSignal<Moment>,
    undoable: RwSignal<Vec<UndoableDecision>>,
    reviewer: AccountId,
    /// The returns that were sent from this page, each with the round that it was about.
    returned: StoredValue<Vec<(u32, ReviewRefusal)>>,
    reasons: StoredValue<Vec<EntryReasons>>,
    #[cfg(feature = "hydrate")]
    words: Words,
    #[cfg(feature = "hydrate")]
    browser: StoredValue<browser::Browser>,
}

/// Does the page hear when the queue moves?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser listens"))]
pub enum Hearing {
    Well,
    /// The line is down.
    Nothing,
    LoggedOut,
}

impl Live {
    pub fn of(words: Words, queue: &ReviewQueue) -> Self {
        let live = Self {
            items: RwSignal::new(queue.page.items.clone()),
            total: RwSignal::new(queue.total),
            said: RwSignal::new(String::new()),
            not_done: RwSignal::new(None),
            hearing: RwSignal::new(Hearing::Well),
            settling: RwSignal::new(false),
            gone: RwSignal::new(Vec::new()),
            opened_at: StoredValue::new(queue.now),
            watch_words: StoredValue::new(queue.watch_words.clone()),
            now: RwSignal::new(queue.now),
            undoable: RwSignal::new(queue.undoable.clone()),
            reviewer: queue.reviewer,
            place: StoredValue::new(queue.place.clone()),
            returned: StoredValue::new(Vec::new()),
            reasons: StoredValue::new(queue.reasons.clone()),
            #[cfg(feature = "hydrate")]
            words,
            #[cfg(feature = "hydrate")]
            browser: StoredValue::default(),
        };
        #[cfg(not(feature = "hydrate"))]
        let _ = words;
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

    /// What a return of this round said that was sent from here. While the round waits, the return was undone.
    pub fn returned_from_here(self, id: EntryId, round: u32) -> Option<ReviewRefusal> {
        let returned = self.returned.read_value();
        let (_, said) = returned.iter().rev().find(|(of, said)| said.entry == id && *of == round)?;
        Some(said.clone())
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

    /// How well the page hears, which is told when it changes.
    #[cfg(feature = "hydrate")]
    pub fn hears(self, hearing: Hearing) {
        let before = self.hearing.try_get_untracked();
        if before.is_none_or(|before| before == hearing || before == Hearing::LoggedOut) {
            return;
        }
        self.hearing.try_set(hearing);
        let told = match hearing {
            Hearing::Well => return,
            Hearing::Nothing => self.words.review_live_down(),
            Hearing::LoggedOut => self.words.review_live_over(),
        };
        self.said.try_set(told.to_owned());
    }

    /// The pointer lies on the entry. Where it stays for a while, somebody reads.
    pub fn rest_on(self, id: EntryId) {
        #[cfg(feature = "hydrate")]
        browser::rest_on(self, id);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, id);
    }

    /// The pointer lies on no entry.
    pub fn leave(self) {
        #[cfg(feature = "hydrate")]
        browser::leave(self);
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }
}

#[cfg(feature = "hydrate")]
pub use browser::focus_on;

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use domain::id::EntryId;
    use domain::review_queue::{UNDO_SECONDS, UndoableDecision};
    use domain::view::WaitingEntry;
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_interval_with_handle, set_timeout_with_handle};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::queue_line;
    use super::{Hearing, Live};
    use crate::api::review_queue::{ReviewQueue, review_queue};
    use crate::components::navigation::{focus_still, press, scroll_to};
    use crate::components::request::post;
    use crate::error::PageError;
    use crate::refusal::ReviewRefusal;

    /// A pointer that lies on a letter for so long is there because somebody reads it.
    const READING: Duration = Duration::from_secs(2);
    /// After a decision the letters move, and then stand still for so long before the next one.
    const SETTLING: Duration = Duration::from_millis(700);

    /// What is remembered between two questions.
    #[derive(Default)]
    pub struct Browser {
        /// What was looked at already.
        opened: Vec<EntryId>,
        /// Ends when the pointer has lain on a letter for long enough.
        resting: Option<TimeoutHandle>,
        /// The number of the last question, and of the last one whose answer is of any use.
        asked: u32,
        shown: u32,
        /// What is being undone here, until it waits again.
        coming_back: Vec<EntryId>,
        /// The decision about this one is on its way to the server.
        deciding: Option<EntryId>,
        /// It is to be undone as soon as it has arrived.
        undo_it: bool,
    }

    /// Listens to the server, and counts the seconds.
    pub fn begin(live: Live) {
        Effect::new(move || {
            queue_line::listen(live);
            let second = Duration::from_secs(1);
            let tick = move || {
                if !live.undoable.read_untracked().is_empty() {
                    live.now.update(|now| *now = now.plus_seconds(1));
                }
            };
            if let Ok(handle) = set_interval_with_handle(tick, second) {
                on_cleanup(move || handle.clear());
            }
            on_cleanup(move || leave(live));
        });
    }

    pub fn look_at(live: Live, id: EntryId) {
        let waits = live.items.try_read_untracked().is_some_and(|items| items.iter().any(|one| one.id == id));
        let first = live.browser.try_update_value(|browser| {
            let first = waits && !browser.opened.contains(&id);
            if first {
                browser.opened.push(id);
            }
            first
        });
        if first == Some(true) && !live.is_mine(id) {
            spawn_local(async move {
                // Nothing is lost when it could not be told: the entry is read all the same.
                let _ = post(&format!("/staff/entries/{id}/take"), &[("only", "free")]).await;
                live.ask_again();
            });
        }
    }

    pub fn rest_on(live: Live, id: EntryId) {
        leave(live);
        let resting = set_timeout_with_handle(move || look_at(live, id), READING).ok();
        live.browser.try_update_value(|browser| browser.resting = resting);
    }

    pub fn leave(live: Live) {
        let resting = live.browser.try_update_value(|browser| browser.resting.take());
        if let Some(resting) = resting.flatten() {
            resting.clear();
        }
    }

    impl Live {
        /// What is told here is told in the language of the page.
        pub fn words(self) -> crate::words::Words {
            self.words
        }

        /// False while nothing is decided. Otherwise a decision begins, and ends with [`Self::settle`].
        pub fn begin_deciding(self, id: EntryId) -> bool {
            let begins =
                !self.settling.try_get_untracked().unwrap_or(true) && self.settling.try_set(true).is_none();
            if begins {
                self.browser.try_update_value(|browser| browser.deciding = Some(id));
            }
            begins
        }

        /// The decision that was begun is over, and the next one may begin in a moment.
        pub fn settle(self) {
            self.browser.try_update_value(|browser| (browser.deciding, browser.undo_it) = (None, false));
            let settled = move || {
                self.settling.try_set(false);
            };
            set_timeout(settled, SETTLING);
        }

        /// The entry was decided here: it leaves the page, the focus goes on to the one that follows, and it can be undone
        /// at once, whenever the server tells how things stand.
        pub fn decided(self, id: EntryId, approved: bool, said: String) {
            self.not_done.try_set(None);
            self.said.try_set(said);
            focus_after(id);
            self.offer_undo(id, approved);
            self.items.try_update(|items| items.retain(|entry| entry.id != id));
            self.total.try_update(|total| *total = total.saturating_sub(1));
            // An answer that is on its way still names it.
            self.browser.try_update_value(|browser| browser.shown = browser.asked);
            self.ask_again();
            if self.browser.try_update_value(|browser| browser.undo_it) == Some(true) {
                request_animation_frame(press_undo);
            }
            self.settle();
        }

        /// Until the server tells when exactly it leaves.
        fn offer_undo(self, id: EntryId, approved: bool) {
            let decided = self.items.try_with_untracked(|items| {
                let entry = items.iter().find(|one| one.id == id)?;
                Some((entry.version.title.clone(), entry.parties.student_name.clone()))
            });
            let (Some(Some((title, student_name))), Some(now)) = (decided, self.now.try_get_untracked())
            else {
                return;
            };
            let leaves_at = now.plus_seconds(UNDO_SECONDS);
            let decision = UndoableDecision { entry: id, title, student_name, approved, leaves_at };
            self.undoable.try_update(|undoable| {
                // The page may have heard of it before the answer to the decision came.
                undoable.retain(|one| one.entry != id);
                undoable.insert(0, decision);
            });
        }

        /// Takes back what was decided last, also while it is still on its way.
        pub fn undo_last(self) {
            let is_deciding = self.browser.try_update_value(|browser| {
                browser.undo_it = browser.deciding.is_some();
                browser.undo_it
            });
            if is_deciding == Some(false) {
                press_undo();
            }
        }

        /// A return that was sent from here, to be there again when it is undone.
        pub fn keep_return(self, round: u32, said: ReviewRefusal) {
            self.returned.try_update_value(|returned| returned.push((round, said)));
        }

        /// A return of this entry was sent from here.
        pub fn has_returned(self, id: EntryId) -> bool {
            self.returned.read_value().iter().any(|(_, said)| said.entry == id)
        }

        /// What is being undone is not offered again.
        pub fn begin_undoing(self, id: EntryId) {
            self.undoable.try_update(|undoable| undoable.retain(|decision| decision.entry != id));
            self.browser.try_update_value(|browser| {
                // An answer that is on its way still offers it.
                browser.shown = browser.asked;
                browser.coming_back.push(id);
            });
        }

        /// It could not be undone. When it waits again, somebody sent it anew.
        pub fn give_up_undoing(self, id: EntryId) {
            self.browser.try_update_value(|browser| browser.coming_back.retain(|one| *one != id));
        }

        /// Asks the server how things stand.
        pub fn ask_again(self) {
            ask(self, None);
        }

        /// The same; then the focus goes to this entry.
        pub fn ask_again_for(self, id: EntryId) {
            ask(self, Some(id));
        }
    }

    fn ask(live: Live, then: Option<EntryId>) {
        let number = live.browser.try_update_value(|browser| {
            browser.asked += 1;
            browser.asked
        });
        let (Some(number), Some(place)) = (number, live.place.try_get_value()) else { return };
        spawn_local(async move {
            match review_queue(place.page, place.filter.name().to_owned(), place.search.as_str().to_owned())
                .await
            {
                Ok(queue) => {
                    show(live, number, queue);
                    if let Some(id) = then {
                        request_animation_frame(move || focus_on(id));
                    }
                }
                Err(PageError::LoggedOut) => live.hears(Hearing::LoggedOut),
                // What stands there stays; the next question may be answered.
                Err(_) => {}
            }
        });
    }

    /// An answer that was overtaken by a later one, or by a decision, says nothing new.
    fn show(live: Live, number: u32, queue: ReviewQueue) {
        let is_new = live.browser.try_update_value(|browser| {
            let is_new = number > browser.shown;
            browser.shown = browser.shown.max(number);
            is_new
        });
        if is_new != Some(true) {
            return;
        }
        let known = live.total.try_get_untracked().unwrap_or_default() + came_back(live, &queue.page.items);
        if queue.total > known {
            live.said.try_set(live.words.review_live_new(queue.total - known));
        }
        live.now.try_set(queue.now);
        live.undoable.try_set(queue.undoable);
        live.total.try_set(queue.total);
        merge(live, queue.page.items);
    }

    /// How many of these wait again because they were undone here, which is told already.
    fn came_back(live: Live, fresh: &[WaitingEntry]) -> u32 {
        let mut back = 0;
        live.browser.try_update_value(|browser| {
            browser.coming_back.retain(|id| {
                let waits = fresh.iter().any(|entry| entry.id == *id);
                back += u32::from(waits);
                !waits
            });
        });
        back
    }

    /// What is new takes its place; what waits no more goes, unless somebody is working on it here.
    fn merge(live: Live, fresh: Vec<WaitingEntry>) {
        let Some(before) = live.items.try_get_untracked() else { return };
        let mut items = fresh;
        let mut gone = Vec::new();
        let deciding = live.browser.try_with_value(|browser| browser.deciding).flatten();
        for (place, old) in before.into_iter().enumerate() {
            let still = items.iter().any(|new| new.id == old.id && new.version.round == old.version.round);
            if !still && is_worked_on(old.id) {
                // Of what is decided here the answer is on its way.
                if deciding != Some(old.id) {
                    gone.push(old.id);
                }
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

    /// The button of the decision that was made last.
    fn press_undo() {
        press("[data-undo]");
    }

    /// To the entry that follows, or that comes before; to the page's heading when there is no other.
    fn focus_after(id: EntryId) {
        let here = document().get_element_by_id(&format!("review-{id}"));
        let next =
            here.and_then(|here| here.next_element_sibling().or_else(|| here.previous_element_sibling()));
        let next = next.map_or_else(|| "queue-title".to_owned(), |next| next.id());
        focus_still(&next);
        // By then what was decided has left the page.
        request_animation_frame(move || scroll_to(&next));
    }

    /// To where this entry begins, whose text is read next.
    pub fn focus_on(id: EntryId) {
        let entry = format!("review-{id}");
        let is_there = document().get_element_by_id(&entry).is_some();
        let place = if is_there { &entry } else { "queue-title" };
        focus_still(place);
        scroll_to(place);
    }
}
