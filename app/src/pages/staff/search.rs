//! Looking for something in a list, beside what the list is filtered by.

use leptos::prelude::*;

use crate::words::Words;

/// `filter` is sent along; `clear` is the address without what was looked for.
pub fn search(
    words: Words,
    action: &'static str,
    filter: &'static str,
    looked_for: &str,
    clear: String,
) -> impl IntoView + use<> {
    view! {
        <form class="search" method="get" action=action role="search">
            <input type="hidden" name="filter" value=filter/>
            <label class="field__label" for="q">{words.application_queue_search()}</label>
            <div class="search__line">
                <input class="field__input" type="search" id="q" name="q" value=looked_for.to_owned() autocomplete="off"/>
                <button class="button">{words.application_queue_search_submit()}</button>
                {(!looked_for.is_empty()).then(|| view! {
                    <a class="button button--quiet" href=clear>{words.application_queue_search_clear()}</a>
                })}
            </div>
        </form>
    }
}
