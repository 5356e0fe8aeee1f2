//! `/staff/entries`: what waits, with text and photo at reading size, oldest first.

use domain::review_queue::ReviewFilter;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use super::history::typed;
use super::queue_item::waiting;
use super::queue_keys::keys;
use super::queue_live::{Hearing, Live};
use super::search::search;
use super::undo_bar::undo_bar;
use crate::api::offered::EntryReasons;
use crate::api::queue_place::QueuePlace;
use crate::api::review_queue::{ReviewQueue, review_queue};
use crate::components::art::{Mood, small_cloud};
use crate::components::filters::{Choice, filters};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done, not_done_with};
use crate::components::page::{Page, Width};
use crate::components::pager::{page_number, pager};
use crate::refusal::ReviewRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let query = use_query_map();
    let number = page_number();
    let asked = move || {
        let query = query.read();
        (number(), query.get("filter").unwrap_or_default(), query.get("q").unwrap_or_default())
    };
    let data = page_data(asked, |(page, filter, search)| review_queue(page, filter, search));
    let words = use_words();
    let told = done_text(words);
    loaded(data, move |queue| {
        let told = told.clone();
        view! {
            <Page title=words.review_title() width=Width::Full>
                <div class="stack">
                    {queue.refused.as_ref().map(|refused| gone(words, refused, &queue.reasons))}
                    {told.map(done)}
                    {content(words, queue)}
                </div>
            </Page>
        }
        .into_any()
    })
}

/// What was just done, as the address tells.
fn done_text(words: Words) -> Option<String> {
    let query = use_query_map();
    let query = query.read_untracked();
    let count = |name| query.get(name).and_then(|count| count.parse::<u32>().ok()).unwrap_or_default();
    match query.get("done")?.as_str() {
        "undone" => Some(words.review_done_undone().to_owned()),
        "too-late" => Some(words.review_done_too_late().to_owned()),
        "approved-many" => {
            let mut told = words.review_done_many(count("approved"));
            let (unread, gone) = (count("unread"), count("gone"));
            if unread > 0 {
                told.push_str(&words.review_done_unread(unread));
            }
            if gone > 0 {
                told.push_str(&words.review_done_gone(gone));
            }
            Some(told)
        }
        _ => None,
    }
}

/// A decision about a letter that its family took back: it has no page on which to say so.
fn gone(words: Words, refused: &ReviewRefusal, offered: &[EntryReasons]) -> AnyView {
    let typed = offered.first().map(|offered| typed(refused, offered)).unwrap_or_default();
    not_done_with(words.review_gone(), words.review_unsaid(), &typed)
}

fn content(words: Words, queue: ReviewQueue) -> impl IntoView {
    let place = &queue.place;
    let here = address(place.filter, place.search.as_str());
    let (number, has_next) = (place.page, queue.page.has_next);
    let all_done = *place == QueuePlace::default();
    let together = place.approve_together();
    let (filters, search) = (
        choices(words, place),
        search(
            words,
            "/staff/entries",
            place.filter.name(),
            place.search.as_str(),
            address(place.filter, ""),
        ),
    );
    let live = Live::of(words, &queue);
    let lead = move || format!("{}{}", words.review_total(live.total.get()), words.review_lead());
    let empty = move || live.items.read().is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <h1 id="queue-title" tabindex="-1">{words.review_title()}</h1>
                <p class="page-head__lead">{lead}</p>
            </div>
        </div>
        {move || live.not_done.get().map(not_done)}
        {undo_bar(words, live)}
        <p class="visually-hidden" role="status">{move || live.said.get()}</p>
        {move || silent(words, live)}
        {filters}
        {search}
        {move || empty().then(|| nothing(words, all_done))}
        <div class="review-list">
            <For
                each=move || live.items.get()
                key=|entry| (entry.id, entry.version.round)
                children=move |entry| waiting(words, live, entry)
            />
        </div>
        <form class="together" id="together" method="post" action=together hidden=empty>
            <p class="field__hint">{words.review_together_hint()}</p>
            <button class="button">{icon(Icon::Check)}{words.review_together()}</button>
        </form>
        {pager(words, &here, number, has_next)}
        {keys(words, live)}
    }
}

/// The page does not change by itself (any more).
fn silent(words: Words, live: Live) -> Option<impl IntoView> {
    let here = live.place.read_value().list();
    let (sentence, address, link) = match live.hearing.get() {
        Hearing::Well => return None,
        Hearing::Nothing => (words.review_live_down(), here, words.review_live_reload()),
        Hearing::LoggedOut => (
            words.review_live_over(),
            format!("/login?next={}", Url::escape(&here)),
            words.review_live_log_in(),
        ),
    };
    Some(view! {
        <div class="notice notice--warn">
            {notice_icon(Icon::Alert)}
            <div class="notice__body"><p>{sentence}" "<a href=address rel="external">{link}</a></p></div>
        </div>
    })
}

fn address(filter: ReviewFilter, search: &str) -> String {
    format!("/staff/entries?filter={}&q={}", filter.name(), Url::escape(search))
}

fn choices(words: Words, place: &QueuePlace) -> impl IntoView + use<> {
    let choices = ReviewFilter::ALL.map(|filter| {
        let name = match filter {
            ReviewFilter::All => words.review_filter_all(),
            ReviewFilter::New => words.review_filter_new(),
            ReviewFilter::Corrected => words.review_filter_corrected(),
            ReviewFilter::Strikes => words.review_filter_strikes(),
            ReviewFilter::Restricted => words.review_filter_restricted(),
            ReviewFilter::Overdue => words.review_filter_overdue(),
            ReviewFilter::Replies => words.review_filter_replies(),
        };
        Choice {
            name,
            address: address(filter, place.search.as_str()),
            chosen: filter == place.filter,
            count: None,
        }
    });
    filters(words.review_filter_label(), choices)
}

fn nothing(words: Words, all_done: bool) -> impl IntoView {
    let (mood, title, text) = if all_done {
        (Mood::Done, words.review_empty_title(), words.review_empty_text())
    } else {
        (Mood::Warm, words.review_none_title(), words.review_none_text())
    };
    view! {
        <div class="empty">
            {small_cloud(mood)}
            <h2>{title}</h2>
            <p class="empty__text">{text}</p>
            <div class="actions"><a class="button" href="/staff">{words.staff_title()}</a></div>
        </div>
    }
}
