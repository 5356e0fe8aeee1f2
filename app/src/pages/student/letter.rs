//! One letter, and the way to the others. Its title is not the page's: the browser's history would keep it.

use domain::entry::EntryState;
use domain::id::EntryId;
use domain::view::OpenEntry;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::closed::closed;
use super::full_screen::{Stage, enlarge_button, full_screen, on_stage};
use super::print_button::PrintButton;
use super::read_aloud::ReadAloud;
use super::turning::{turn, turn_by_arrows, turner};
use crate::api::letter::letter as load_letter;
use crate::components::badge::state_badge;
use crate::components::icon::{Icon, icon};
use crate::components::letter::{Letter, letter};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width};
use crate::words::{Words, use_words};

const INBOX: &str = "/student";

pub fn letter_page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let found = page_data(move || params.read().get("id").unwrap_or_default(), load_letter);
    loaded(found, move |entry| {
        let (title, content) = match entry {
            Some(entry) => (words.student_letter_title(), reading(words, entry).into_any()),
            None => (words.student_title(), closed(words).into_any()),
        };
        view! { <Page title width=Width::Full>{content}</Page> }.into_any()
    })
}

fn reading(words: Words, entry: OpenEntry) -> impl IntoView {
    let href = |id| format!("/student/entries/{id}");
    let (newer, older) = (entry.newer.map(href), entry.older.map(href));
    turn_by_arrows(newer.clone(), older.clone());
    let stage = Stage::new();
    let has_photo = entry.photo.is_some();
    let entry_reply = (entry.id, entry.reply, entry.may_reply);
    let (title, body) = (entry.title.clone(), entry.body.clone());
    let sheet = Letter {
        date: entry.delivered_at,
        title: entry.title,
        body: entry.body,
        photo: entry.photo,
        photo_alt: entry.photo_alt,
        attachments: entry.attachments,
        marks: Vec::new(),
        from: format!("{} · {}", words.relationship(entry.relationship), entry.family_name),
        read_at: None,
        title_id: None,
        is_heading: true,
    };
    view! {
        <div class="stack">
            <a class="back-link" href=INBOX rel="external" on:click=move |event| turn(&event, INBOX)>
                {icon(Icon::Left)}{words.back_inbox()}
            </a>
            {on_stage(stage, letter(words, sheet))}
            <div class="actions reading-tools">
                <ReadAloud title body/>
                {has_photo.then(|| enlarge_button(words, stage))}
                <PrintButton/>
            </div>
            {reply_link(words, &entry_reply)}
            {turner(words, newer, older)}
            {has_photo.then(|| full_screen(words, stage))}
        </div>
    }
}

/// Inside a programme: to write a reply, to go on with it, or to see where it stands.
fn reply_link(
    words: Words,
    (letter, reply, may_reply): &(EntryId, Option<EntryState>, bool),
) -> Option<impl IntoView + use<>> {
    let text = match reply {
        None if !may_reply => return None,
        None => words.reply_write(),
        Some(state) if state.is_editable() => words.reply_continue(),
        Some(_) => words.reply_see(),
    };
    Some(view! {
        <section class="actions reply-link" aria-label=words.reply_title()>
            <a class="button button--primary" href=format!("/student/entries/{letter}/reply") rel="external">
                {icon(Icon::Pen)}{text}
            </a>
            {reply.as_ref().map(|state| state_badge(words, state))}
        </section>
    })
}
