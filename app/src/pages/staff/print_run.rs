//! `/staff/print-runs/{id}`: whose letters a run holds, and to whom they were handed over.

use domain::print_run::{PrintRun, PrintedStudent};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::api::print_runs::{OnePrintRun, print_run};
use crate::components::confirm::{Question, confirm};
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::refusal::PrintRunProblem;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), print_run);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "made" => Some(words.print_run_done_made()),
            "handed" => Some(words.print_run_done_handed()),
            _ => None,
        };
        view! {
            <Page title=words.print_run_one_title(data.run.made_at) width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: OnePrintRun) -> impl IntoView {
    let OnePrintRun { run, students, problem } = data;
    let kept_back = students.iter().filter(|one| one.restricted).count();
    let left = students.iter().any(|one| one.handed.is_none());
    let address = format!("/staff/print-runs/{}", run.id);
    let all = (left && kept_back == 0).then(|| {
        let question = Question {
            label: words.print_run_hand_all(),
            picture: Icon::Check,
            title: words.print_run_hand_all_title(),
            text: words.print_run_hand_all_text(),
            action: format!("{address}/handed"),
            yes: words.print_run_hand_all_yes(),
        };
        confirm(words, question)
    });
    view! {
        <a class="back-link" href="/staff/print-runs">{icon(Icon::Left)}{words.print_run_back()}</a>
        {(problem == Some(PrintRunProblem::Restricted)).then(|| not_done(words.print_run_restricted()))}
        <div class="page-head">
            {page_head(words.print_run_one_title(run.made_at), "")}
            <a class="button button--primary" href=format!("{address}/print")>
                {icon(Icon::Print)}{words.print_run_print()}
            </a>
        </div>
        {(kept_back > 0).then(|| notice(Tone::Warn, "", words.print_run_kept_back_note(kept_back)))}
        <section class="card">{facts(about(words, &run))}</section>
        {list(words, &address, students)}
        {all}
    }
}

fn about(words: Words, run: &PrintRun) -> Vec<(&'static str, AnyView)> {
    vec![
        (words.print_run_made_by(), text(run.made_by.clone())),
        (words.print_run_students(), text(run.students.to_string())),
        (words.print_run_letters(), text(words.print_run_letters_count(run.letters))),
        (words.print_run_handed(), text(words.print_run_handed_count(run.handed, run.students))),
    ]
}

fn list(words: Words, address: &str, students: Vec<PrintedStudent>) -> impl IntoView + use<> {
    let heads = [
        words.print_run_student(),
        words.print_run_letters(),
        words.print_run_read(),
        words.print_run_handed(),
    ];
    let action = format!("{address}/handed");
    let rows = students.into_iter().map(|one| {
        let name = view! {
            <a class="table__link" href=format!("/staff/students/{}", one.student)>
                {format!("{} · {}", one.name, one.call_number)}
            </a>
        };
        row(view! {
            {cell(words.print_run_student(), name)}
            {cell(words.print_run_letters(), one.letters)}
            {cell(words.print_run_read(), one.read)}
            {cell(words.print_run_handed(), handed(words, &action, &one))}
        })
    });
    view! {
        <h2 class="visually-hidden" id="students">{words.print_run_students()}</h2>
        {table("students", heads, rows.collect_view())}
    }
}

/// By whom and when; or the button that says so.
fn handed(words: Words, action: &str, one: &PrintedStudent) -> AnyView {
    match &one.handed {
        Some((name, when)) => words.print_run_handed_by(name, when).into_any(),
        None if one.restricted => words.print_run_kept_back().into_any(),
        None => view! {
            <details class="disclosure">
                <summary class="button button--quiet disclosure__toggle">
                    {icon(Icon::Check)}
                    {words.print_run_hand()}
                </summary>
                <div class="disclosure__panel">
                    <h3 class="disclosure__title">{words.print_run_hand_title(&one.name)}</h3>
                    <p>{words.print_run_hand_text()}</p>
                    <form class="actions" method="post" action=action.to_owned()>
                        <input type="hidden" name="student" value=one.student.to_string()/>
                        <button class="button button--danger">{words.print_run_hand_yes()}</button>
                    </form>
                </div>
            </details>
        }
        .into_any(),
    }
}
