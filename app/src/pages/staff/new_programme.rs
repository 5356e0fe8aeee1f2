//! `/staff/programmes/new`: a family-support programme, whose students reply while it lasts (part 二(二)).

use domain::programme::{ProgrammeProblems, TITLE_LIMIT};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::days::day_problem;
use super::student_chooser::student_chooser;
use super::suspension::text_problem;
use crate::api::programmes::{NewProgramme, new_programme};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let query = use_query_map();
    let unfinished = move || query.read().get("unfinished").unwrap_or_default();
    let data = page_data(unfinished, new_programme);
    loaded(data, move |data| {
        view! {
            <Page title=words.programme_new() width=Width::Reading>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

/// What is wrong, as pairs of field and sentence in the form's order.
fn problems(words: Words, problems: &ProgrammeProblems) -> Vec<(String, String)> {
    let title = problems.title.as_ref();
    [
        ("title", title.map(|problem| text_problem(words, problem, words.programme_title_missing()))),
        ("first", problems.first.map(|problem| day_problem(words, problem).to_owned())),
        ("last", problems.last.map(|problem| day_problem(words, problem).to_owned())),
        ("students", problems.no_students.then(|| words.choose_students_nobody().to_owned())),
    ]
    .into_iter()
    .filter_map(|(field, sentence)| Some((field.to_owned(), sentence?)))
    .collect()
}

fn content(words: Words, data: NewProgramme) -> impl IntoView {
    let NewProgramme { id, form, problems, choice } = data;
    let problems = self::problems(words, &problems);
    let error = |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, error)| error.clone());
    view! {
        <a class="back-link" href="/staff/programmes">{icon(Icon::Left)}{words.programme_back()}</a>
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.programme_new(), words.programme_new_lead())}</div>
        <form class="form" method="post" action="/staff/programmes/new" novalidate>
            <input type="hidden" name="form" value=id.to_string()/>
            {Field::new("title", words.programme_name(), error("title"))
                .hint(words.programme_name_hint(TITLE_LIMIT))
                .line(words, Line::TEXT, form.title)}
            {Field::new("first", words.days_first(), error("first"))
                .hint(words.days_hint())
                .line(words, Line::TEXT, form.first)}
            {Field::new("last", words.days_last(), error("last"))
                .hint(words.programme_last_hint())
                .line(words, Line::TEXT, form.last)}
            {student_chooser(words, words.programme_students(), choice, error("students"))}
            <button class="button button--primary">{words.programme_submit()}</button>
        </form>
    }
}
