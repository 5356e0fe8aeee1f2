//! What staff say when something comes back: ticked reasons, words of their own, and what the family will read.

use domain::text::tidy;
use leptos::html::Input;
use leptos::prelude::*;

use crate::api::offered::{OfferedReason, PreviewWords};
use crate::words::Words;

/// What is ticked and typed.
#[derive(Clone, Copy)]
pub struct Saying {
    pub reasons: RwSignal<Vec<String>>,
    pub suggestion: RwSignal<String>,
}

impl Saying {
    pub fn of(reasons: Vec<String>, suggestion: String) -> Self {
        Self { reasons: RwSignal::new(reasons), suggestion: RwSignal::new(suggestion) }
    }
}

/// The reasons that may be ticked.
pub fn choices(saying: Saying, offered: &[OfferedReason]) -> impl IntoView + use<> {
    let choices = offered.iter().map(|reason| choice(saying, reason)).collect_view();
    view! { <div class="choices__list">{choices}</div> }
}

fn choice(saying: Saying, reason: &OfferedReason) -> impl IntoView + use<> {
    let input: NodeRef<Input> = NodeRef::new();
    let name = reason.name.clone();
    let checked = saying.reasons.read_untracked().contains(&name);
    let set = {
        let name = name.clone();
        move |is_ticked: bool| {
            saying.reasons.update(|reasons| {
                reasons.retain(|one| *one != name);
                if is_ticked {
                    reasons.push(name.clone());
                }
            });
        }
    };
    let tick = set.clone();
    // What was ticked before the page came to life counts too.
    Effect::new(move || {
        if let Some(input) = input.get() {
            tick(input.checked());
        }
    });
    view! {
        <label class="choice">
            <input
                class="choice__input"
                type="checkbox"
                name="reasons"
                value=name
                checked=checked
                node_ref=input
                on:change=move |event| set(event_target_checked(&event))
            />
            <span>{reason.label.clone()}</span>
        </label>
    }
}

/// Exactly what the family will read, in its language, in the order in which the reasons are offered.
///
/// `id` is the one of its title.
pub fn preview(
    words: Words,
    saying: Saying,
    id: &str,
    offered: Vec<OfferedReason>,
    theirs: PreviewWords,
) -> impl IntoView + use<> {
    let (id, title_id) = (id.to_owned(), id.to_owned());
    let language = theirs.language;
    let content = move || {
        let ticked = saying.reasons.read();
        let reasons: Vec<String> = offered
            .iter()
            .filter(|reason| ticked.contains(&reason.name))
            .map(|reason| reason.reads.clone())
            .collect();
        let suggestion = tidy(&saying.suggestion.read());
        if reasons.is_empty() && suggestion.is_empty() {
            return view! { <p class="field__hint">{words.application_review_preview_empty()}</p> }
                .into_any();
        }
        said(theirs.title.clone(), theirs.advice.clone(), reasons, suggestion).into_any()
    };
    view! {
        <section class="preview" aria-labelledby=id>
            <h3 class="preview__title" id=title_id>
                {words.application_review_preview(language.own_name())}
            </h3>
            <div lang=language.tag() aria-live="polite">{content}</div>
        </section>
    }
}

/// As `application_reasons` draws it, from words that arrive in the family's language.
fn said(title: String, advice: String, reasons: Vec<String>, suggestion: String) -> impl IntoView {
    let suggestion = (!suggestion.is_empty()).then_some(suggestion);
    view! {
        <div class="reasons">
            <p class="reasons__title">{title}</p>
            {(!reasons.is_empty()).then(|| view! {
                <ul>{reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            })}
            {suggestion.map(|words_for_family| view! {
                <p class="reasons__advice">
                    <strong>{advice}</strong>
                    <span>{words_for_family}</span>
                </p>
            })}
        </div>
    }
}
