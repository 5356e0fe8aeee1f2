//! The portal's table of entries (part 六(三)4): 矯正機關、收容人、關係、服務項目、狀態、審核時間. 審核未通過 opens the reasons.

use domain::entry::EntryStateKind;
use domain::view::FamilyEntry;
use leptos::prelude::*;

use crate::components::badge::portal_badge;
use crate::components::reasons::reasons;
use crate::components::table::{cell, row, table};
use crate::components::why::{open_why, why};
use crate::words::Words;

pub fn entry_table(words: Words, entries: &[FamilyEntry]) -> impl IntoView + use<> {
    let heads = [
        words.applications_institution(),
        words.applications_student(),
        words.applications_relationship(),
        words.applications_service(),
        words.entries_letter(),
        words.applications_state(),
        words.applications_when(),
    ];
    let rows = entries.iter().map(|entry| line(words, heads, entry)).collect_view();
    let dialogs = entries
        .iter()
        .filter(|entry| is_returned(entry))
        .map(|entry| {
            let given = entry.returned.as_ref();
            let given = given.map(|returned| reasons(words, &returned.notice).into_any());
            let href = format!("/entries/{}/edit", entry.id);
            why(words, entry.id.to_string(), words.entries_dialog_title(), given, href, words.entry_correct())
        })
        .collect_view();
    view! {
        <h2 class="visually-hidden" id="entries">{words.entries_title()}</h2>
        {table("entries", heads, rows)}
        {dialogs}
    }
}

fn is_returned(entry: &FamilyEntry) -> bool {
    entry.state.kind() == EntryStateKind::Returned && !entry.book_closed
}

fn line(words: Words, heads: [&'static str; 7], entry: &FamilyEntry) -> impl IntoView + use<> {
    let id = entry.id;
    let returned = is_returned(entry);
    let open = move |event: leptos::ev::MouseEvent| {
        if returned && open_why(&id.to_string()) {
            event.prevent_default();
        }
    };
    let title =
        if entry.title.trim().is_empty() { words.new_no_title().to_owned() } else { entry.title.clone() };
    let when = entry.decided_at.map_or_else(|| words.applications_no_time().to_owned(), |at| at.to_string());
    row(view! {
        {cell(heads[0], entry.institution_name.clone())}
        {cell(heads[1], entry.student_name.clone())}
        {cell(heads[2], entry.relationship.map(|relationship| words.relationship(relationship)))}
        {cell(heads[3], words.applications_contact_book())}
        {cell(heads[4], view! { <a href=format!("/entries/{id}")>{title}</a> })}
        {cell(heads[5], view! {
            <a class="badge-link" href=format!("/entries/{id}") on:click=open>
                {portal_badge(words, entry.state.kind())}
                {returned.then(|| view! { <span class="badge-link__what">{words.applications_why()}</span> })}
            </a>
        })}
        {cell(heads[6], when)}
    })
}
