//! `/staff/print-runs`: letters on paper for students who cannot come to a terminal.

use domain::id::PrintRunId;
use domain::print_run::{PrintRun, WaitingStudent};
use leptos::prelude::*;

use crate::api::print_runs::{PrintRuns, print_runs};
use crate::components::error_summary::error_summary;
use crate::components::field::{described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::not_done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::refusal::PrintRunProblem;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(page_number(), print_runs);
    loaded(data, move |data| {
        view! {
            <Page title=words.print_run_title() width=Width::Full>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: PrintRuns) -> impl IntoView {
    let PrintRuns { next, waiting, page, problem } = data;
    let nobody =
        (problem == Some(PrintRunProblem::NoStudents)).then(|| words.print_run_no_students().to_owned());
    let problems: Vec<_> = nobody.iter().map(|error| ("students".to_owned(), error.clone())).collect();
    let nothing = problem == Some(PrintRunProblem::NothingNew);
    let form = if waiting.is_empty() {
        view! { <p>{words.print_run_nothing()}</p> }.into_any()
    } else {
        form(words, next, waiting, nobody).into_any()
    };
    let (number, has_next) = (page.number, page.has_next);
    view! {
        {error_summary(words, &problems)}
        {nothing.then(|| not_done(words.print_run_nothing_new()))}
        <div class="page-head">{page_head(words.print_run_title(), words.print_run_lead())}</div>
        {form}
        {list(words, page.items)}
        {pager(words, "/staff/print-runs", number, has_next)}
    }
}

fn form(
    words: Words,
    next: PrintRunId,
    waiting: Vec<WaitingStudent>,
    error: Option<String>,
) -> impl IntoView {
    let letters: u32 = waiting.iter().map(|one| one.letters).sum();
    let described = described_by("students", false, error.as_ref(), "");
    let choices = waiting.iter().map(choice_of(words)).collect_view();
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">{words.print_run_new(letters, waiting.len())}</h2>
            <form class="form" method="post" action="/staff/print-runs" novalidate>
                <input type="hidden" name="form" value=next.to_string()/>
                <fieldset class="choices" id="students" tabindex="-1" aria-describedby=described>
                    <legend class="choices__legend">{words.print_run_choose()}</legend>
                    {field_error(words, "students", error)}
                    <div class="choices__list">{choices}</div>
                </fieldset>
                <div class="actions">
                    <button class="button button--primary" name="action" value="all">
                        {icon(Icon::Print)}{words.print_run_all(letters)}
                    </button>
                    <button class="button" name="action" value="chosen">{words.print_run_chosen()}</button>
                </div>
            </form>
        </section>
    }
}

fn choice_of(words: Words) -> impl Fn(&WaitingStudent) -> AnyView {
    move |one| {
        let letters = words.print_run_letters_count(one.letters);
        view! {
            <label class="choice">
                <input class="choice__input" type="checkbox" name="students" value=one.student.to_string()/>
                <span>{format!("{} · {} · {letters}", one.name, one.call_number)}</span>
            </label>
        }
        .into_any()
    }
}

fn list(words: Words, runs: Vec<PrintRun>) -> impl IntoView {
    let heads = [
        words.print_run_made(),
        words.print_run_made_by(),
        words.print_run_letters(),
        words.print_run_handed(),
    ];
    let empty = runs.is_empty();
    let rows = runs.into_iter().map(|run| {
        let href = format!("/staff/print-runs/{}", run.id);
        row(view! {
            {cell(words.print_run_made(), view! { <a class="table__link" href=href>{run.made_at.to_string()}</a> })}
            {cell(words.print_run_made_by(), run.made_by)}
            {cell(words.print_run_letters(), words.print_run_letters_count(run.letters))}
            {cell(words.print_run_handed(), words.print_run_handed_count(run.handed, run.students))}
        })
    });
    let body = if empty {
        view! { <p>{words.print_run_empty()}</p> }.into_any()
    } else {
        table("runs", heads, rows.collect_view()).into_any()
    };
    view! {
        <section class="stack" aria-labelledby="runs">
            <h2 id="runs">{words.print_run_list()}</h2>
            {body}
        </section>
    }
}
