//! Decisions that travel while the page of the queue stays, with all that is half written on it. What cannot be decided so
//! is sent as the form that it is.

use domain::id::EntryId;
use domain::review::ReturnNoticeProblem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::queue_live::Live;
use super::saying::Saying;

pub fn approve(event: &SubmitEvent, live: Live, entry: EntryId, round: u32) {
    #[cfg(feature = "hydrate")]
    browser::approve(event, live, entry, round);
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, live, entry, round);
}

/// `problem` is told when the return says nothing.
pub fn send_back(
    event: &SubmitEvent,
    live: Live,
    read: (EntryId, u32),
    saying: Saying,
    problem: RwSignal<Option<ReturnNoticeProblem>>,
) {
    #[cfg(feature = "hydrate")]
    browser::send_back(event, live, read, saying, problem);
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, live, read, saying, problem);
}

pub fn undo(event: &SubmitEvent, live: Live, entry: EntryId, approved: bool) {
    #[cfg(feature = "hydrate")]
    browser::undo(event, live, entry, approved);
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, live, entry, approved);
}

#[cfg(feature = "hydrate")]
mod browser {
    use domain::id::EntryId;
    use domain::review::{ReturnNoticeProblem, judge};
    use domain::review_queue::UNDO_SECONDS;
    use leptos::ev::SubmitEvent;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use web_sys::HtmlFormElement;

    use super::super::queue_live::Live;
    use super::super::saying::Saying;
    use crate::components::navigation::focus;
    use crate::components::request::post;
    use crate::refusal::{ReviewProblem, ReviewRefusal};

    pub fn approve(event: &SubmitEvent, live: Live, entry: EntryId, round: u32) {
        event.prevent_default();
        if !live.begin_deciding(entry) {
            return;
        }
        let (form, title) = (form(event), title(live, entry));
        spawn_local(async move {
            let round = round.to_string();
            if sent(live, form, entry, "approve", &[("round", &round)]).await {
                live.decided(entry, true, live.words().review_said_approved(UNDO_SECONDS, title));
            }
        });
    }

    pub fn send_back(
        event: &SubmitEvent,
        live: Live,
        (entry, round): (EntryId, u32),
        saying: Saying,
        problem: RwSignal<Option<ReturnNoticeProblem>>,
    ) {
        event.prevent_default();
        let (reasons, suggestion) = (saying.reasons.get_untracked(), saying.suggestion.get_untracked());
        // The page offers only what is known; whether it still is, the server says.
        let judged = judge(reasons.iter().map(String::as_str), &suggestion, |_| true);
        let is_said = judged.is_ok();
        problem.set(judged.err());
        if !is_said {
            focus(&format!("reasons-{entry}"));
            return;
        }
        if !live.begin_deciding(entry) {
            return;
        }
        let (form, title) = (form(event), title(live, entry));
        spawn_local(async move {
            let number = round.to_string();
            let mut fields = vec![("round", number.as_str()), ("suggestion", suggestion.as_str())];
            fields.extend(reasons.iter().map(|reason| ("reasons", reason.as_str())));
            if sent(live, form, entry, "return", &fields).await {
                let said = ReviewRefusal { entry, problem: ReviewProblem::Undone, reasons, suggestion };
                live.keep_return(round, said);
                live.decided(entry, false, live.words().review_said_returned(UNDO_SECONDS, title));
            }
        });
    }

    /// A return that was sent before this page was loaded is undone on a page that the server draws: only that knows what
    /// it said.
    pub fn undo(event: &SubmitEvent, live: Live, entry: EntryId, approved: bool) {
        if !approved && !live.has_returned(entry) {
            return;
        }
        event.prevent_default();
        live.begin_undoing(entry);
        let words = live.words();
        spawn_local(async move {
            let told = match post(&format!("/staff/entries/{entry}/undo"), &[]).await {
                Some(204) => {
                    live.said.try_set(words.review_done_undone().to_owned());
                    live.ask_again_for(entry);
                    return;
                }
                Some(409) => words.review_done_too_late(),
                None => words.connection_lost(),
                Some(_) => words.review_not_sent(),
            };
            live.give_up_undoing(entry);
            live.not_done.try_set(Some(told));
            live.ask_again();
        });
    }

    /// The server has taken the decision. Otherwise the form is sent as it is, or the page says why nothing was decided.
    async fn sent(
        live: Live,
        form: Option<HtmlFormElement>,
        entry: EntryId,
        what: &str,
        fields: &[(&str, &str)],
    ) -> bool {
        let words = live.words();
        let told = match (post(&format!("/staff/entries/{entry}/{what}"), fields).await, form) {
            (Some(204), _) => return true,
            (None, _) => words.connection_lost(),
            // A form that cannot be sent leaves the page as it is.
            (Some(_), Some(form)) if form.is_connected() => {
                live.settle();
                match form.submit() {
                    Ok(()) => return false,
                    Err(_) => words.review_not_sent(),
                }
            }
            // The live queue has taken it off the page already.
            (Some(409), _) => words.error_already_decided(),
            (Some(_), _) => words.review_not_sent(),
        };
        live.not_done.try_set(Some(told));
        live.settle();
        false
    }

    fn form(event: &SubmitEvent) -> Option<HtmlFormElement> {
        event.target().and_then(|target| target.dyn_into().ok())
    }

    fn title(live: Live, entry: EntryId) -> String {
        let items = live.items.read_untracked();
        items.iter().find(|one| one.id == entry).map(|one| one.version.title.clone()).unwrap_or_default()
    }
}
