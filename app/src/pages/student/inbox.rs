//! What was delivered: the unread first, then the latest.

use domain::view::InboxEntry;
use leptos::prelude::*;

use super::closed::closed;
use crate::api::inbox::{Inbox, inbox};
use crate::components::art::{Mood, small_cloud};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::words::{Words, use_words};

pub fn inbox_page() -> AnyView {
    let words = use_words();
    let list = page_data(page_number(), inbox);
    loaded(list, move |list| {
        let content = match list {
            Some(list) => inbox_view(words, list),
            None => closed(words).into_any(),
        };
        view! { <Page title=words.student_title() width=Width::Full>{content}</Page> }.into_any()
    })
}

fn inbox_view(words: Words, Inbox { page: list, unread }: Inbox) -> AnyView {
    if list.items.is_empty() && list.number == 1 {
        return view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <h1>{words.student_empty_title()}</h1>
                <p class="empty__text">{words.student_empty_text()}</p>
            </div>
        }
        .into_any();
    }
    let lead = if unread > 0 { words.student_new_count(unread) } else { String::new() };
    view! {
        <div class="stack">
            <div class="page-head">{page_head(words.student_title(), lead)}</div>
            <ul class="inbox" role="list">
                {list.items.into_iter().map(|entry| view! { <li>{inbox_link(words, entry)}</li> }).collect_view()}
            </ul>
            {pager(words, "/student", list.number, list.has_next)}
        </div>
    }
    .into_any()
}

fn inbox_link(words: Words, entry: InboxEntry) -> impl IntoView {
    let class = match (entry.photo.is_some(), entry.is_new) {
        (true, true) => "inbox__link inbox__link--new",
        (true, false) => "inbox__link",
        (false, true) => "inbox__link inbox__link--plain inbox__link--new",
        (false, false) => "inbox__link inbox__link--plain",
    };
    let meta = format!("{} · {}", words.relationship(entry.relationship), entry.delivered_at.taipei_day());
    view! {
        // Opening makes it read, so it is a page of its own, never loaded ahead.
        <a class=class href=format!("/student/entries/{}", entry.id) rel="external">
            {entry.photo.map(|photo| view! {
                <img
                    class="inbox__photo"
                    src=format!("/files/{}/thumbnail", photo.id)
                    alt=""
                    width=photo.width
                    height=photo.height
                />
            })}
            <span class="inbox__text">
                {entry.is_new.then(|| view! {
                    <span class="badge badge--new">{icon(Icon::Heart)}{words.student_new()}</span>
                })}
                <span class="inbox__title">{entry.title}</span>
                <span class="inbox__meta">{meta}</span>
            </span>
        </a>
    }
}
