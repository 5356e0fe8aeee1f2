//! `/demo/clock`: moves the demo's clock forward.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::clock::{DemoClock, demo_clock};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let data = page_data(|| (), |()| demo_clock());
    let words = use_words();
    let moved = use_query_map().get_untracked().get("done").is_some();
    loaded(data, move |clock| {
        view! {
            <Page title=words.clock_title() width=Width::Narrow>
                <div class="stack">
                    {moved.then(|| done(words.done_clock()))}
                    {content(words, clock)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, clock: DemoClock) -> impl IntoView {
    let error = clock.refused.as_ref().map(|refused| {
        if refused.in_the_past { words.error_clock_back() } else { words.error_clock_format() }.to_owned()
    });
    let typed = clock.refused.map(|refused| refused.typed).unwrap_or_default();
    let problems: Vec<_> = error.iter().map(|error| ("now".to_owned(), error.clone())).collect();
    let ahead = |days: i64| clock.now.plus_seconds(days * 86_400).to_rfc3339();
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.clock_title(), words.clock_lead())}</div>
        <section class="card">
            <p>{words.clock_now()}</p>
            <p class="tiles__value">{clock.now.to_string()}</p>
            <div class="actions">
                {forward(ahead(1), words.clock_plus_day(), "button button--primary")}
                {forward(ahead(2), words.clock_plus_two(), "button")}
            </div>
            <form class="form" method="post" action="/demo/clock" novalidate>
                {Field::new("now", words.clock_set(), error)
                    .hint(words.clock_set_hint())
                    .line(words, Line::TEXT, typed)}
                <button class="button">{words.clock_submit()}</button>
            </form>
        </section>
    }
}

fn forward(now: String, label: &'static str, class: &'static str) -> impl IntoView {
    view! {
        <form method="post" action="/demo/clock">
            <button class=class name="now" value=now>{label}</button>
        </form>
    }
}
