//! Why a request for a contact book came back, in the words of whoever reads it.

use domain::application::ApplicationNotice;
use leptos::prelude::*;

use crate::words::Words;

pub fn application_reasons(words: Words, notice: &ApplicationNotice) -> impl IntoView + use<> {
    let list: Vec<_> = notice.reasons().iter().map(|reason| words.given_reason(reason)).collect();
    let suggestion = notice.suggestion().map(str::to_owned);
    view! {
        <div class="reasons">
            <p class="reasons__title">{words.application_reasons_title()}</p>
            {(!list.is_empty()).then(|| view! {
                <ul>{list.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            })}
            {suggestion.map(|words_for_family| view! {
                <p class="reasons__advice">
                    <strong>{words.reasons_advice()}"："</strong>
                    <span>{words_for_family}</span>
                </p>
            })}
        </div>
    }
}
