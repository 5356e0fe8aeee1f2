//! How staff decide: approve at once, or return with reasons.

use domain::id::EntryId;
use domain::review::ReturnReason;
use leptos::prelude::*;

use crate::components::field::{described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::components::text_area::TextArea;
use crate::refusal::{ReviewProblem, ReviewRefusal};
use crate::words::Words;

/// `refused` is this entry's decision that said nothing, with what was typed.
pub fn decide(
    words: Words,
    entry: EntryId,
    round: u32,
    strikes: u32,
    refused: Option<&ReviewRefusal>,
) -> impl IntoView + use<> {
    let error = refused.and_then(|refused| match &refused.problem {
        ReviewProblem::Notice(problem) => Some(words.notice_problem(problem)),
        ReviewProblem::AlreadyDecided | ReviewProblem::OtherVersion => None,
    });
    let open = error.is_some();
    let ticked = refused.map(|refused| refused.reasons.clone()).unwrap_or_default();
    let suggestion = refused.map(|refused| refused.suggestion.clone()).unwrap_or_default();
    let (reasons_id, suggestion_id) = (format!("reasons-{entry}"), format!("suggestion-{entry}"));
    let choices = ReturnReason::ALL.map(|reason| {
        let checked = ticked.iter().any(|name| name == reason.name());
        view! {
            <label class="choice">
                <input class="choice__input" type="checkbox" name="reasons" value=reason.name() checked=checked/>
                <span>{words.reason(reason)}</span>
            </label>
        }
    });
    view! {
        <div class="review__decide">
            <form method="post" action=format!("/staff/entries/{entry}/approve")>
                <input type="hidden" name="round" value=round/>
                <button class="button button--primary">{icon(Icon::Check)}{words.review_approve()}</button>
            </form>
            <details class="disclosure" open=open>
                <summary class="button disclosure__toggle">{icon(Icon::Back)}{words.review_return()}</summary>
                <div class="disclosure__panel">
                    <form
                        class="form"
                        method="post"
                        action=format!("/staff/entries/{entry}/return")
                        aria-label=words.review_return_title()
                        novalidate
                    >
                        <input type="hidden" name="round" value=round/>
                        <fieldset
                            class="choices"
                            id=reasons_id.clone()
                            tabindex="-1"
                            aria-describedby=described_by(&reasons_id, false, error.as_ref(), "")
                        >
                            <legend class="choices__legend">{words.review_return_reasons()}</legend>
                            {field_error(words, &reasons_id, error.clone())}
                            <div class="choices__list">{choices.into_iter().collect_view()}</div>
                        </fieldset>
                        <div class="field">
                            <label class="field__label" for=suggestion_id.clone()>
                                {words.review_return_advice()}
                            </label>
                            <p class="field__hint" id=format!("{suggestion_id}-hint")>
                                {words.review_return_advice_hint()}
                            </p>
                            <TextArea
                                id=suggestion_id.clone()
                                name="suggestion"
                                class="field__input"
                                rows=4
                                text=suggestion
                                described_by=Some(format!("{suggestion_id}-hint"))
                                invalid=None
                                on_text=Callback::new(|_| ())
                            />
                        </div>
                        <p class="field__hint">{words.review_return_note(strikes)}</p>
                        <button class="button button--danger">{words.review_return_submit()}</button>
                    </form>
                </div>
            </details>
        </div>
    }
}
