//! `/register/notice`: the personal-data notice (part 六(一)2), and agreeing to it.

use domain::notice::CURRENT;
use leptos::prelude::*;

use crate::api::notice_form::notice_form;
use crate::components::error_summary::error_summary;
use crate::components::field::{field_error, invalid};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let form = page_data(|| (), |()| notice_form());
    loaded(form, move |refused| {
        let error = refused.then(|| words.notice_refused().to_owned());
        let problems: Vec<_> = error.iter().map(|error| ("consent".to_owned(), error.clone())).collect();
        view! {
            <Page title=words.notice_title() width=Width::Reading>
                <div class="stack">
                    {error_summary(words, &problems)}
                    <div class="page-head">{page_head(words.notice_title(), words.notice_lead())}</div>
                    {statement(words)}
                    <form class="form" method="post" action="/register/notice" novalidate>
                        {consent(words, error)}
                        <div class="actions">
                            <button class="button button--primary">{words.notice_next()}</button>
                            <a class="button button--quiet" href="/">{words.back_home()}</a>
                        </div>
                    </form>
                </div>
            </Page>
        }
        .into_any()
    })
}

/// The notice in full. Whoever changes a word of it changes [`CURRENT`] too.
fn statement(words: Words) -> impl IntoView {
    view! {
        <section class="statement" aria-labelledby="statement">
            <h2 class="statement__title" id="statement">{words.notice_heading()}</h2>
            <p>{words.notice_thanks()}</p>
            <p>{words.notice_others()}</p>
            <ol class="statement__list">
                <li>{words.notice_no_longer()}</li>
                <li>{words.notice_unlawful()}</li>
                <li>
                    <p>{words.notice_without_title()}</p>
                    <ul><li>{words.notice_without_text()}</li></ul>
                </li>
            </ol>
            <p class="statement__version">{words.notice_version(CURRENT)}</p>
        </section>
    }
}

/// The box to tick.
pub(super) fn consent(words: Words, error: Option<String>) -> impl IntoView {
    let class = if error.is_some() { "field field--invalid" } else { "field" };
    let is_invalid = invalid(error.as_ref());
    view! {
        <div class=class>
            {field_error(words, "consent", error)}
            <label class="choice">
                <input
                    class="choice__input"
                    type="checkbox"
                    id="consent"
                    name="consent"
                    value="on"
                    required
                    aria-describedby=is_invalid.map(|_| "consent-error")
                    aria-invalid=is_invalid
                />
                <span>{words.notice_consent()}</span>
            </label>
        </div>
    }
}
