//! How staff decide about an entry: approve at once, or return it with reasons and see what the family will read.

use domain::id::EntryId;
use leptos::prelude::*;

use super::queue_live::Live;
use super::saying::{Saying, choices, preview};
use crate::api::offered::EntryReasons;
use crate::components::field::{described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::components::text_area::TextArea;
use crate::refusal::{ReviewProblem, ReviewRefusal};
use crate::words::Words;

/// What is decided about.
pub struct Decide {
    pub entry: EntryId,
    pub round: u32,
    /// Returns so far, which a return adds to; `None` for a student's reply, which counts for nothing.
    pub strikes: Option<u32>,
    pub reasons: EntryReasons,
    /// This entry's decision that said nothing, or was only looked at, with what was typed.
    pub refused: Option<ReviewRefusal>,
    /// On the page of the queue, which goes on without being loaded anew.
    pub live: Option<Live>,
}

pub fn decide(words: Words, decide: Decide) -> impl IntoView {
    view! {
        <div class="review__decide">
            {approve(words, &decide)}
            {send_back(words, decide)}
        </div>
    }
}

fn approve(words: Words, decide: &Decide) -> impl IntoView + use<> {
    let (entry, round, live) = (decide.entry, decide.round, decide.live);
    let action = format!("/staff/entries/{entry}/approve");
    view! {
        <form
            method="post"
            action=action
            on:submit=move |event| {
                if let Some(live) = live {
                    go_on(&event, live, entry, round);
                }
            }
        >
            <input type="hidden" name="round" value=round/>
            <button class="button button--primary" id=format!("approve-{entry}")>
                {icon(Icon::Check)}
                {words.review_approve()}
            </button>
        </form>
    }
}

/// The decision travels while the page stays. What cannot be decided so is sent as the form that it is.
#[cfg(feature = "hydrate")]
fn go_on(event: &leptos::ev::SubmitEvent, live: Live, entry: EntryId, round: u32) {
    use wasm_bindgen::JsCast;

    event.prevent_default();
    let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    leptos::task::spawn_local(async move {
        let address = format!("/staff/entries/{entry}/approve");
        let status = crate::components::request::post(&address, &[("round", &round.to_string())]).await;
        match (status, form) {
            (Some(204), _) => {
                next_after(entry);
                live.ask_again();
            }
            // The live queue has taken it off the page already.
            (Some(409), Some(form)) if !form.is_connected() => live.too_late.set(true),
            (_, Some(form)) => {
                // A form that cannot be sent leaves the page as it is.
                let _ = form.submit();
            }
            _ => {}
        }
    });
}

/// The focus goes on to the entry that follows.
#[cfg(feature = "hydrate")]
fn next_after(entry: EntryId) {
    let here = document().get_element_by_id(&format!("review-{entry}"));
    let next = here.and_then(|here| here.next_element_sibling().or_else(|| here.previous_element_sibling()));
    if let Some(next) = next {
        crate::components::navigation::focus(&next.id());
    }
}

#[cfg(not(feature = "hydrate"))]
fn go_on(_: &leptos::ev::SubmitEvent, _: Live, _: EntryId, _: u32) {}

fn send_back(words: Words, decide: Decide) -> impl IntoView {
    let entry = decide.entry;
    let refused = decide.refused;
    let error = refused.as_ref().and_then(|refused| match &refused.problem {
        ReviewProblem::Notice(problem) => Some(words.notice_problem(problem)),
        ReviewProblem::AlreadyDecided | ReviewProblem::OtherVersion | ReviewProblem::Preview => None,
    });
    let open = refused.is_some();
    let saying = Saying::of(
        refused.as_ref().map(|refused| refused.reasons.clone()).unwrap_or_default(),
        refused.map(|refused| refused.suggestion).unwrap_or_default(),
    );
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let (reasons_id, suggestion_id) = (format!("reasons-{entry}"), format!("suggestion-{entry}"));
    let offered = decide.reasons.reasons;
    let (advice, hint) = if decide.strikes.is_some() {
        (words.review_return_advice(), words.review_return_advice_hint())
    } else {
        (words.review_return_advice_student(), words.review_return_hint_student())
    };
    view! {
        <details class="disclosure" id=format!("return-{entry}") open=open>
            <summary class="button disclosure__toggle">{icon(Icon::Back)}{words.review_return()}</summary>
            <div class="disclosure__panel">
                <form
                    class="form"
                    method="post"
                    action=format!("/staff/entries/{entry}/return")
                    aria-label=words.review_return_title()
                    novalidate
                >
                    <input type="hidden" name="round" value=decide.round/>
                    <fieldset
                        class="choices"
                        id=reasons_id.clone()
                        tabindex="-1"
                        aria-describedby=described_by(&reasons_id, false, error.as_ref(), "")
                    >
                        <legend class="choices__legend">{words.review_return_reasons()}</legend>
                        {field_error(words, &reasons_id, error.clone())}
                        {choices(saying, &offered)}
                    </fieldset>
                    <div class="field">
                        <label class="field__label" for=suggestion_id.clone()>{advice}</label>
                        <p class="field__hint" id=format!("{suggestion_id}-hint")>
                            {hint}
                        </p>
                        <TextArea
                            id=suggestion_id.clone()
                            name="suggestion"
                            class="field__input"
                            rows=4
                            text=saying.suggestion.get_untracked()
                            described_by=Some(format!("{suggestion_id}-hint"))
                            invalid=None
                            on_text=move |text: String| saying.suggestion.set(text)
                        />
                    </div>
                    {preview(words, saying, &format!("preview-{entry}"), offered, decide.reasons.preview)}
                    {decide.strikes.map(|strikes| view! {
                        <p class="field__hint">{words.review_return_note(strikes)}</p>
                    })}
                    <div class="actions">
                        <button class="button button--danger">{words.review_return_submit()}</button>
                        {move || (!alive.get()).then(|| view! {
                            <button class="button" name="action" value="preview">
                                {words.application_review_preview_button()}
                            </button>
                        })}
                    </div>
                </form>
            </div>
        </details>
    }
}
