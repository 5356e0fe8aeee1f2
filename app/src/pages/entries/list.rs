//! `/entries`: where each entry stands, and why one came back.

use domain::entry::{EntryFilter, EntryStateKind};
use domain::view::{FamilyEntry, Reply};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::table::entry_table;
use crate::api::entries::{Entries, entries};
use crate::components::art::{Mood, small_cloud};
use crate::components::badge::state_badge;
use crate::components::filters::{Choice, filters};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::reasons::reasons;
use crate::words::{Words, use_words};

/// How the list is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Cards,
    /// Part 六(三)4: the portal's table.
    Table,
}

pub fn page() -> AnyView {
    let words = use_words();
    let query = use_query_map();
    let number = page_number();
    let asked = move || (number(), query.read().get("filter").unwrap_or_default());
    let list = page_data(asked, |(page, filter)| entries(page, filter));
    let what = query.get_untracked().get("done").unwrap_or_default();
    loaded(list, move |list| {
        let done_text = match what.as_str() {
            "saved" => Some(words.done_saved()),
            "discarded" => Some(words.done_discarded()),
            _ => None,
        };
        let drawn = match query.read_untracked().get("view").as_deref() {
            Some("table") => Drawn::Table,
            _ => Drawn::Cards,
        };
        view! {
            <Page title=words.entries_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, list, drawn)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn address(filter: EntryFilter, drawn: Drawn) -> String {
    let view = if drawn == Drawn::Table { "&view=table" } else { "" };
    format!("/entries?filter={}{view}", filter.name())
}

fn content(words: Words, list: Entries, drawn: Drawn) -> AnyView {
    if list.count(EntryFilter::All) == 0 {
        return view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <h1>{words.entries_empty_title()}</h1>
                <p class="empty__text">{words.entries_empty_text()}</p>
                <div class="actions">{write_link(words)}</div>
            </div>
        }
        .into_any();
    }
    let (filters, switch) = (choices(words, &list, drawn), switch(words, list.filter, drawn));
    let address = address(list.filter, drawn);
    let (number, has_next) = (list.page.number, list.page.has_next);
    let items = if list.page.items.is_empty() {
        view! { <p>{words.entries_none()}</p> }.into_any()
    } else if drawn == Drawn::Table {
        entry_table(words, &list.page.items).into_any()
    } else {
        view! {
            <ul class="stack entry-list" role="list">
                {list.page.items.into_iter().map(|entry| view! { <li>{card(words, entry)}</li> }).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            {page_head(words.entries_title(), words.entries_lead())}
            {write_link(words)}
        </div>
        {filters}
        {switch}
        {items}
        {pager(words, &address, number, has_next)}
    }
    .into_any()
}

fn choices(words: Words, list: &Entries, drawn: Drawn) -> impl IntoView + use<> {
    let choices = EntryFilter::ALL.map(|filter| {
        let name = match filter {
            EntryFilter::All => words.entries_filter_all(),
            EntryFilter::Drafts => words.state_draft(),
            EntryFilter::Waiting => words.state_waiting(),
            EntryFilter::Returned if drawn == Drawn::Table => words.portal_state(EntryStateKind::Returned),
            EntryFilter::Returned => words.state_returned(),
            EntryFilter::Delivered => words.state_delivered(),
            EntryFilter::Read => words.stamp_read(),
        };
        Choice {
            name,
            address: address(filter, drawn),
            chosen: filter == list.filter,
            count: Some(list.count(filter)),
        }
    });
    filters(words.entries_filter_label(), choices)
}

/// From cards to the portal's table, and back.
fn switch(words: Words, filter: EntryFilter, drawn: Drawn) -> impl IntoView {
    let (other, text) = match drawn {
        Drawn::Cards => (Drawn::Table, words.entries_as_table()),
        Drawn::Table => (Drawn::Cards, words.entries_as_cards()),
    };
    view! { <p><a href=address(filter, other)>{text}</a></p> }
}

fn write_link(words: Words) -> impl IntoView {
    view! { <a class="button button--primary" href="/entries/new">{icon(Icon::Pen)}{words.entries_new()}</a> }
}

fn card(words: Words, entry: FamilyEntry) -> impl IntoView {
    let title =
        if entry.title.trim().is_empty() { words.new_no_title().to_owned() } else { entry.title.clone() };
    let thumbnail = match entry.photo {
        Some(photo) => view! {
            <div class="entry-card__thumb">
                <img
                    src=format!("/files/{}/thumbnail", photo.id)
                    alt=words.entry_photo_alt(&title)
                    width=photo.width
                    height=photo.height
                    loading="lazy"
                />
            </div>
        }
        .into_any(),
        None => view! {
            <div class="entry-card__thumb entry-card__thumb--none">
                {icon(Icon::Pen)}
                <span class="visually-hidden">{words.entry_no_photo()}</span>
            </div>
        }
        .into_any(),
    };
    let when = match entry.submitted_at {
        Some(sent) => words.entry_sent(sent),
        None => words.entry_saved(entry.edited_at),
    };
    view! {
        <article class="entry-card">
            {thumbnail}
            <div class="entry-card__body">
                <h2 class="entry-card__title"><a href=format!("/entries/{}", entry.id)>{title}</a></h2>
                <p class="entry-card__meta">
                    {entry.student_name.as_ref().map(|name| view! { <span>{words.entry_to(name)}</span> })}
                    <span>{when}</span>
                </p>
            </div>
            <p class="entry-card__state">
                {state_badge(words, &entry.state)}
                {entry.reply.as_ref().map(|reply| replied(words, reply))}
            </p>
            {more(words, &entry)}
        </article>
    }
}

fn replied(words: Words, reply: &Reply) -> impl IntoView + use<> {
    let text = if reply.read_at.is_none() { words.reply_new() } else { words.reply_there() };
    view! { <span class="badge badge--new">{icon(Icon::Heart)}{text}</span> }
}

fn more(words: Words, entry: &FamilyEntry) -> Option<AnyView> {
    let edit = format!("/entries/{}/edit", entry.id);
    match entry.state.kind() {
        EntryStateKind::Draft | EntryStateKind::Returned if entry.book_closed => {
            Some(view! { <div class="entry-card__more"><p>{words.closed_book_entry()}</p></div> }.into_any())
        }
        EntryStateKind::Draft => Some(
            view! {
                <div class="entry-card__more stack">
                    <div class="actions"><a class="button" href=edit>{words.entry_continue()}</a></div>
                </div>
            }
            .into_any(),
        ),
        EntryStateKind::Returned => Some(
            view! {
                <div class="entry-card__more stack">
                    {entry.returned.as_ref().map(|returned| reasons(words, &returned.notice))}
                    <div class="actions">
                        <a class="button button--primary" href=edit>{words.entry_correct()}</a>
                    </div>
                </div>
            }
            .into_any(),
        ),
        _ => None,
    }
}
