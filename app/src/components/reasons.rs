//! Why an entry or a request for a contact book came back, in the words of whoever reads it.

use domain::application::ApplicationNotice;
use domain::review::ReturnNotice;
use leptos::prelude::*;

use crate::words::Words;

pub fn reasons(words: Words, notice: &ReturnNotice) -> impl IntoView + use<> {
    let list = notice.reasons().iter().map(|reason| words.given_return_reason(reason)).collect();
    drawn(words, words.reasons_title(), list, notice.suggestion())
}

pub fn application_reasons(words: Words, notice: &ApplicationNotice) -> impl IntoView + use<> {
    let list = notice.reasons().iter().map(|reason| words.given_reason(reason)).collect();
    drawn(words, words.application_reasons_title(), list, notice.suggestion())
}

fn drawn(
    words: Words,
    title: &'static str,
    list: Vec<String>,
    suggestion: Option<&str>,
) -> impl IntoView + use<> {
    let suggestion = suggestion.map(str::to_owned);
    view! {
        <div class="reasons">
            <p class="reasons__title">{title}</p>
            {(!list.is_empty()).then(|| view! {
                <ul>{list.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            })}
            {suggestion.map(|words_for_family| view! {
                <p class="reasons__advice">
                    <strong>{words.reasons_advice()}</strong>
                    <span>{words_for_family}</span>
                </p>
            })}
        </div>
    }
}
