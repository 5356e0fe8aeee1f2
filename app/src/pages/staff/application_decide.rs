//! How staff decide about a request: approve after a question, or return it and see what the family will read.

use domain::application::ApplicationState;
use domain::review::ReturnNoticeProblem;
use domain::review::SUGGESTION_LIMIT;
use domain::text::{TextProblem, count_characters};
use leptos::prelude::*;

use super::saying::{Saying, choices, preview};
use crate::api::reviewed_application::ReviewedApplication;
use crate::components::field::{described_by, field_error, invalid};
use crate::components::icon::{Icon, icon};
use crate::components::text_area::TextArea;
use crate::refusal::ApplicationReviewProblem;
use crate::words::Words;

pub fn decide(words: Words, data: &ReviewedApplication) -> impl IntoView + use<> {
    view! {
        <section class="card application__decide" aria-labelledby="decide">
            <h2 class="card__title" id="decide">{words.application_review_decide()}</h2>
            {approve(words, data)}
            {send_back(words, data)}
        </section>
    }
}

/// Not offered where it is impossible: why stands above.
fn approve(words: Words, data: &ReviewedApplication) -> AnyView {
    let forbidden = data.restrictions.iter().any(|kind| kind.blocks_approval());
    if forbidden || data.student_has_left || data.active_book.is_some() {
        return view! { <p>{words.application_review_cannot_approve()}</p> }.into_any();
    }
    let asking = &data.asking;
    let question = words.application_review_approve_text(&asking.family_name, &asking.student_name);
    view! {
        <details class="disclosure" id="approve">
            <summary class="button button--primary disclosure__toggle">
                {icon(Icon::Check)}
                {words.application_review_approve()}
            </summary>
            <div class="disclosure__panel">
                <h3 class="disclosure__title">{words.application_review_approve_title()}</h3>
                <p>{question}</p>
                <form class="actions" method="post" action=format!("/staff/applications/{}/approve", data.id)>
                    <input type="hidden" name="round" value=data.state.round()/>
                    <button class="button button--primary" id="approve-yes">
                        {words.application_review_approve_yes()}
                    </button>
                </form>
            </div>
        </details>
    }
    .into_any()
}

fn send_back(words: Words, data: &ReviewedApplication) -> impl IntoView + use<> {
    let refused = data.refused.as_ref();
    let error = refused.and_then(|refused| match &refused.problem {
        ApplicationReviewProblem::Notice(problem) => Some(words.application_notice_problem(problem)),
        _ => None,
    });
    let typed_before = refused.is_some_and(|refused| {
        error.is_some() || !refused.reasons.is_empty() || !refused.suggestion.is_empty()
    });
    let saying = Saying::of(
        refused.map(|refused| refused.reasons.clone()).unwrap_or_default(),
        refused.map(|refused| refused.suggestion.clone()).unwrap_or_default(),
    );
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let choices = choices(saying, &data.offered);
    let suggestion = saying.suggestion.get_untracked();
    let count = move || count_characters(&saying.suggestion.read());
    view! {
        <details class="disclosure" id="return" open=typed_before>
            <summary class="button disclosure__toggle">{icon(Icon::Back)}{words.application_review_return()}</summary>
            <div class="disclosure__panel">
                <form
                    class="form"
                    method="post"
                    action=format!("/staff/applications/{}/return", data.id)
                    aria-label=words.application_review_return_title()
                    novalidate
                >
                    <input type="hidden" name="round" value=data.state.round()/>
                    <fieldset
                        class="choices"
                        id="reasons"
                        tabindex="-1"
                        aria-describedby=described_by("reasons", false, error.as_ref(), "")
                    >
                        <legend class="choices__legend">{words.review_return_reasons()}</legend>
                        {field_error(words, "reasons", error.clone())}
                        {choices}
                    </fieldset>
                    <div class="field">
                        <label class="field__label" for="suggestion">{words.review_return_advice()}</label>
                        <p class="field__hint" id="suggestion-hint">{words.review_return_advice_hint()}</p>
                        <TextArea
                            id="suggestion"
                            name="suggestion"
                            class="field__input"
                            rows=4
                            text=suggestion
                            described_by=Some("suggestion-hint suggestion-count".to_owned())
                            invalid=invalid(error.as_ref())
                            on_text=move |text: String| saying.suggestion.set(text)
                        />
                        <p class="counter" id="suggestion-count">
                            {move || words.application_review_count(count(), SUGGESTION_LIMIT)}
                        </p>
                    </div>
                    {preview(words, saying, "preview", data.offered.clone(), data.preview.clone())}
                    <div class="actions">
                        <button class="button button--danger">{words.application_review_return_submit()}</button>
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

/// The request was decided while somebody wrote: what they wrote stays theirs, to be copied.
pub fn unsaid(words: Words, data: &ReviewedApplication) -> Option<impl IntoView + use<>> {
    let refused = data.refused.as_ref()?;
    let waits = matches!(data.state, ApplicationState::InReview { .. });
    if waits || (refused.reasons.is_empty() && refused.suggestion.is_empty()) {
        return None;
    }
    let ticked = data.offered.iter().filter(|reason| refused.reasons.contains(&reason.name));
    let reasons: Vec<_> = ticked.map(|reason| view! { <li>{reason.label.clone()}</li> }).collect();
    Some(view! {
        <section class="card" aria-labelledby="unsaid-title">
            <h2 class="card__title" id="unsaid-title">{words.application_review_unsaid()}</h2>
            <ul>{reasons}</ul>
            <label class="visually-hidden" for="unsaid">{words.review_return_advice()}</label>
            <TextArea
                id="unsaid"
                name="unsaid"
                class="field__input"
                rows=4
                text=refused.suggestion.clone()
                described_by=None
                invalid=None
                on_text=Callback::new(|_| ())
            />
        </section>
    })
}

impl Words {
    pub fn application_notice_problem(self, problem: &ReturnNoticeProblem) -> String {
        match problem {
            ReturnNoticeProblem::NothingSaid => self.error_reasons_missing().to_owned(),
            ReturnNoticeProblem::UnknownReason(_) => self.application_review_reason_gone().to_owned(),
            ReturnNoticeProblem::Suggestion(TextProblem::TooLong { count, limit }) => {
                self.error_suggestion_long(count, limit)
            }
            ReturnNoticeProblem::Suggestion(_) => self.error_suggestion_control().to_owned(),
        }
    }
}
