//! What is wrong with a form, on top, with links to the fields. It takes the focus.

use leptos::prelude::*;

use crate::words::Words;

/// `problems`: the id of each field and what is wrong with it.
pub fn error_summary(words: Words, problems: &[(String, String)]) -> Option<impl IntoView + use<>> {
    if problems.is_empty() {
        return None;
    }
    take_focus();
    let links = problems
        .iter()
        .map(|(field, problem)| {
            view! {
                <li>
                    <a class="error-summary__link" href=format!("#{field}") rel="external">{problem.clone()}</a>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div
            class="error-summary"
            role="alert"
            tabindex="-1"
            id="error-summary"
            autofocus
            aria-labelledby="error-summary-title"
        >
            <h2 class="error-summary__title" id="error-summary-title">{words.error_summary_title()}</h2>
            <p class="error-summary__text">{words.error_summary_text()}</p>
            <ul class="error-summary__list" role="list">{links}</ul>
        </div>
    })
}

fn take_focus() {
    #[cfg(feature = "hydrate")]
    Effect::new(|| request_animation_frame(|| super::navigation::focus("error-summary")));
}
