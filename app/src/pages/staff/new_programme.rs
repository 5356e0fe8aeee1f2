//! `/staff/programmes/new`: a family-support programme, whose students reply while it lasts (part 二(二)).

use domain::programme::{ProgrammeProblems, TITLE_LIMIT};
use domain::view::RosterStudent;
use leptos::prelude::*;

use super::days::day_problem;
use super::suspension::text_problem;
use crate::api::programmes::{NewProgramme, new_programme};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line, described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::loaded;
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = Resource::new(|| (), |()| new_programme());
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
        ("students", problems.no_students.then(|| words.programme_no_students().to_owned())),
    ]
    .into_iter()
    .filter_map(|(field, sentence)| Some((field.to_owned(), sentence?)))
    .collect()
}

fn content(words: Words, data: NewProgramme) -> impl IntoView {
    let NewProgramme { id, form, problems, chosen, found, of } = data;
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
            {students(words, form.search, chosen, found, of, error("students"))}
            <button class="button button--primary">{words.programme_submit()}</button>
        </form>
    }
}

/// Those who are ticked, and what the search in the roster finds besides. Searching sends the form, so that what is
/// filled in stays.
fn students(
    words: Words,
    search: String,
    chosen: Vec<RosterStudent>,
    found: Vec<RosterStudent>,
    of: u32,
    error: Option<String>,
) -> impl IntoView {
    let class = if error.is_some() { "choices field field--invalid" } else { "choices field" };
    let described = described_by("students", false, error.as_ref(), "");
    let count = chosen.len();
    let listed = u32::try_from(chosen.len() + found.len()).unwrap_or(u32::MAX);
    let nobody = found.is_empty();
    view! {
        <fieldset class=class id="students" tabindex="-1" aria-describedby=described>
            <legend class="choices__legend">{words.programme_students()}</legend>
            {field_error(words, "students", error)}
            {(count > 0).then(|| view! {
                <p>{words.programme_chosen(count)}</p>
                <div class="choices__list">
                    {chosen.into_iter().map(|one| choice(one, true)).collect_view()}
                </div>
            })}
            <div class="field">
                <label class="field__label" for="search">{words.programme_search()}</label>
                <div class="search__line">
                    <input
                        class="field__input"
                        type="search"
                        id="search"
                        name="search"
                        value=search
                        autocomplete="off"
                    />
                    <button class="button" name="action" value="search">{words.students_search_submit()}</button>
                </div>
            </div>
            {nobody.then(|| view! { <p role="status">{words.programme_none_found()}</p> })}
            <div class="choices__list">
                {found.into_iter().map(|one| choice(one, false)).collect_view()}
            </div>
            {(of > listed).then(|| view! { <p class="field__hint">{words.programme_more(of)}</p> })}
        </fieldset>
    }
}

fn choice(student: RosterStudent, ticked: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                class="choice__input"
                type="checkbox"
                name="students"
                value=student.id.to_string()
                checked=ticked
            />
            <span>{format!("{} · {}", student.name, student.call_number)}</span>
        </label>
    }
}
