//! `/staff/print-runs/{id}/print`: a run as it is printed, a new page a student.

use domain::print_run::{PrintedLetter, PrintedSheet};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::print_runs::{PrintSheets, print_sheets};
use crate::components::icon::{Icon, icon};
use crate::components::letter::{Letter, from, letter};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, notice};
use crate::components::page::{Page, Width};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), print_sheets);
    loaded(data, move |data| {
        view! {
            <Page title=words.print_run_print_title() width=Width::Reading>{content(words, data)}</Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: PrintSheets) -> impl IntoView {
    let PrintSheets { run, sheets, left_out } = data;
    view! {
        <div class="stack print-sheets">
            <div class="stack print-sheets__tools">
                <a class="back-link" href=format!("/staff/print-runs/{}", run.id)>
                    {icon(Icon::Left)}{words.print_run_one_title(run.made_at)}
                </a>
                <h1>{words.print_run_print_title()}</h1>
                <p>{words.print_run_print_hint()}</p>
                {(left_out > 0).then(|| notice(Tone::Warn, "", words.print_run_kept_back_note(left_out)))}
            </div>
            {sheets.into_iter().map(|one| sheet(words, one)).collect_view()}
        </div>
    }
}

fn sheet(words: Words, sheet: PrintedSheet) -> impl IntoView {
    let PrintedSheet { name, call_number, letters, .. } = sheet;
    let title = words.print_run_sheet(&name, call_number);
    let letters = letters.into_iter().map(|one| letter(words, printed(words, &name, one))).collect_view();
    view! {
        <section class="stack print-sheet">
            <p class="print-sheet__name">{title}</p>
            {letters}
        </section>
    }
}

fn printed(words: Words, student: &str, letter: PrintedLetter) -> Letter {
    Letter {
        date: letter.delivered_at,
        title: letter.title,
        body: letter.body,
        photo: letter.photo,
        photo_alt: letter.photo_alt,
        attachments: letter.attachments,
        marks: Vec::new(),
        from: from(words, letter.relationship, student),
        read_at: None,
        title_id: None,
        is_heading: false,
    }
}
