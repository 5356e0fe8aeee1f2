//! Why an entry came back, in the words of whoever reads it.

use domain::review::ReturnNotice;
use leptos::prelude::*;

use crate::words::Words;

pub fn reasons(words: Words, notice: &ReturnNotice) -> impl IntoView + use<> {
    let list: Vec<_> = notice.reasons().iter().map(|reason| words.reason(*reason)).collect();
    let suggestion = notice.suggestion().map(str::to_owned);
    view! {
        <div class="reasons">
            <p class="reasons__title">{words.reasons_title()}</p>
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
