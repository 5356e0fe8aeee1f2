//! How staff decide about an entry: approve at once, or return it with reasons and see what the family will read.

use domain::id::EntryId;
use leptos::prelude::*;

use super::queue_decide;
use super::queue_live::Live;
use super::saying::{Saying, choices, preview};
use crate::api::offered::EntryReasons;
use crate::api::queue_place::QueuePlace;
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
    /// This entry's decision that said nothing, was only looked at, or was undone, with what was typed.
    pub refused: Option<ReviewRefusal>,
    /// What a decision leads back to.
    pub place: QueuePlace,
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
    view! {
        <form
            method="post"
            action=decide.place.act(entry, "approve")
            on:submit=move |event| {
                if let Some(live) = live {
                    queue_decide::approve(&event, live, entry, round);
                }
            }
        >
            <input type="hidden" name="round" value=round/>
            <button
                class="button button--primary"
                id=format!("approve-{entry}")
                aria-disabled=move || settling(live)
            >
                {icon(Icon::Check)}
                {words.review_approve()}
            </button>
        </form>
    }
}

/// `aria-disabled` while nothing is decided.
fn settling(live: Option<Live>) -> Option<&'static str> {
    live.is_some_and(|live| live.settling.get()).then_some("true")
}

fn send_back(words: Words, decide: Decide) -> impl IntoView {
    let entry = decide.entry;
    let (round, live, refused) = (decide.round, decide.live, decide.refused);
    let problem = RwSignal::new(refused.as_ref().and_then(|refused| match &refused.problem {
        ReviewProblem::Notice(problem) => Some(problem.clone()),
        ReviewProblem::AlreadyDecided
        | ReviewProblem::OtherVersion
        | ReviewProblem::Preview
        | ReviewProblem::Undone => None,
    }));
    let error = move || problem.read().as_ref().map(|problem| words.notice_problem(problem));
    let open =
        refused.as_ref().is_some_and(ReviewRefusal::says_something) || problem.read_untracked().is_some();
    let saying = Saying::of(
        refused.as_ref().map(|refused| refused.reasons.clone()).unwrap_or_default(),
        refused.map(|refused| refused.suggestion).unwrap_or_default(),
    );
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let (reasons_id, suggestion_id) = (format!("reasons-{entry}"), format!("suggestion-{entry}"));
    let (described, told) = (reasons_id.clone(), reasons_id.clone());
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
                    action=decide.place.act(entry, "return")
                    aria-label=words.review_return_title()
                    novalidate
                    on:submit=move |event| {
                        if let Some(live) = live {
                            queue_decide::send_back(&event, live, (entry, round), saying, problem);
                        }
                    }
                >
                    <input type="hidden" name="round" value=round/>
                    <fieldset
                        class="choices"
                        id=reasons_id
                        tabindex="-1"
                        aria-describedby=move || described_by(&described, false, error().as_ref(), "")
                    >
                        <legend class="choices__legend">{words.review_return_reasons()}</legend>
                        {move || field_error(words, &told, error())}
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
                        <button class="button button--danger" aria-disabled=move || settling(live)>
                            {words.review_return_submit()}
                        </button>
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
