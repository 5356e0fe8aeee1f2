//! `/entries`: where each entry stands, and why one came back.

use domain::entry::EntryStateKind;
use domain::view::{FamilyEntry, Page as ListPage};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::entries::entries;
use crate::components::art::{Mood, small_cloud};
use crate::components::badge::state_badge;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::loaded;
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::reasons::reasons;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let list = Resource::new(page_number(), entries);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(list, move |list| {
        let done_text = match what.as_str() {
            "saved" => Some(words.done_saved()),
            "discarded" => Some(words.done_discarded()),
            _ => None,
        };
        view! {
            <Page title=words.entries_title() width=Width::Reading>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, list)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, list: ListPage<FamilyEntry>) -> AnyView {
    if list.items.is_empty() && list.number == 1 {
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
    view! {
        <div class="page-head">
            {page_head(words.entries_title(), words.entries_lead())}
            {write_link(words)}
        </div>
        <ul class="stack" role="list">
            {list.items.into_iter().map(|entry| view! { <li>{card(words, entry)}</li> }).collect_view()}
        </ul>
        {pager(words, "/entries", list.number, list.has_next)}
    }
    .into_any()
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
            <p class="entry-card__state">{state_badge(words, &entry.state)}</p>
            {more(words, &entry)}
        </article>
    }
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
