//! `/staff/students`: the roster of the institution, searched and a page at a time, and adding a student.

use domain::roster::{Leaving, Show};
use domain::student::PinState;
use domain::time::TaipeiDay;
use domain::view::RosterStudent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use super::student_fields::{Errors, call_number_field, other_fields};
use crate::api::students::{Students, students};
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::refusal::StudentRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (query, number) = (use_query_map(), page_number());
    let asked = move || {
        let query = query.read();
        let show = query.get("show").and_then(|name| Show::from_name(&name)).unwrap_or_default();
        (query.get("q").unwrap_or_default(), show, number())
    };
    let imported = use_query_map().get_untracked().get("done").is_some_and(|what| what == "imported");
    let data = page_data(asked, |(text, show, page)| students(text, show, page));
    loaded(data, move |data| {
        view! {
            <Page title=words.students_title() width=Width::Full>
                <div class="stack">
                    {imported.then(|| done(words.students_done_imported()))}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: Students) -> impl IntoView {
    let refused = data.refused.unwrap_or_default();
    let errors = Errors::of(words, &refused);
    let path = address(&data.text, data.show);
    let nobody = data.page.items.is_empty();
    let everybody = data.text.is_empty() && data.show != Show::Left;
    view! {
        {error_summary(words, &errors.problems())}
        <div class="page-head">
            {page_head(words.students_title(), words.students_lead(data.institution))}
            <div class="actions">
                {data.may_restrict.then(|| view! {
                    <a class="button" href="/staff/restrictions">{words.restriction_batch_title()}</a>
                })}
                <a class="button" href="/staff/students/import">{words.students_import_open()}</a>
                <a class="button" href="#add" rel="external">{words.students_add_title()}</a>
            </div>
        </div>
        {search(words, data.text, data.show)}
        <section class="stack" aria-labelledby="students">
            <h2 id="students">{words.students_list_title()}</h2>
            <p role="status">{words.students_found(data.found)}</p>
            {nobody.then(|| view! {
                <div class="empty">
                    {small_cloud(Mood::Warm)}
                    <p class="empty__text">
                        {if everybody { words.students_empty() } else { words.students_none() }}
                    </p>
                </div>
            })}
            {(!nobody).then(|| list(words, data.page.items, data.today))}
            {pager(words, &path, data.page.number, data.page.has_next)}
        </section>
        {add(words, refused, errors)}
    }
}

/// Where the same list stands, whatever its page.
pub fn address(text: &str, show: Show) -> String {
    format!("/staff/students?q={}&show={}", Url::escape(text), show.name())
}

fn search(words: Words, text: String, show: Show) -> impl IntoView {
    let choices = Show::ALL.map(|one| {
        let name = match one {
            Show::Here => words.students_here(),
            Show::Left => words.students_left(),
            Show::All => words.students_all(),
        };
        view! { <option value=one.name() selected=one == show>{name}</option> }
    });
    view! {
        <form class="search" method="get" action="/staff/students" role="search" aria-label=words.students_search_label()>
            <div class="field search__text">
                <label class="field__label" for="q">{words.students_search()}</label>
                <input class="field__input" type="search" id="q" name="q" value=text autocomplete="off"/>
            </div>
            <div class="field">
                <label class="field__label" for="show">{words.students_show()}</label>
                <select class="field__input" id="show" name="show">
                    {choices.into_iter().collect_view()}
                </select>
            </div>
            <button class="button button--primary">{words.students_search_submit()}</button>
        </form>
    }
}

fn list(words: Words, students: Vec<RosterStudent>, today: TaipeiDay) -> impl IntoView {
    let heads = [
        words.students_call_number(),
        words.students_name(),
        words.students_admitted(),
        words.students_expected_release(),
        words.students_state(),
        words.students_book(),
        words.students_pin(),
    ];
    let day = |day: Option<TaipeiDay>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let rows = students.into_iter().map(|student| {
        let href = format!("/staff/students/{}", student.id);
        let book = if student.has_book { words.students_book_yes() } else { words.students_book_no() };
        row(view! {
            {cell(words.students_call_number(), student.call_number)}
            {cell(words.students_name(), view! { <a class="table__link" href=href>{student.name}</a> })}
            {cell(words.students_admitted(), day(student.admitted))}
            {cell(words.students_expected_release(), day(student.expected_release))}
            {cell(words.students_state(), state(words, student.leaving, today))}
            {cell(words.students_book(), book)}
            {cell(words.students_pin(), pin(words, student.pin))}
        })
    });
    table("students", heads, rows.collect_view())
}

/// Whether a student is here.
pub fn state(words: Words, leaving: Option<(Leaving, TaipeiDay)>, today: TaipeiDay) -> impl IntoView {
    let (class, picture, text) = match leaving {
        None => ("badge badge--read", Icon::Check, words.students_state_here().to_owned()),
        Some((how, day)) if day > today => (
            "badge badge--waiting",
            Icon::Clock,
            match how {
                Leaving::Released => words.students_state_will_release(day),
                Leaving::Transferred => words.students_state_will_transfer(day),
            },
        ),
        Some((how, day)) => (
            "badge badge--withdrawn",
            Icon::Right,
            match how {
                Leaving::Released => words.students_state_released(day),
                Leaving::Transferred => words.students_state_transferred(day),
            },
        ),
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}

pub fn pin(words: Words, pin: PinState) -> &'static str {
    match pin {
        PinState::Missing => words.students_pin_missing(),
        PinState::Works => words.students_pin_works(),
        PinState::Locked => words.students_pin_locked(),
    }
}

fn add(words: Words, refused: StudentRefusal, errors: Errors) -> impl IntoView {
    view! {
        <section class="card" id="add" tabindex="-1" aria-labelledby="add-title">
            <h2 class="card__title" id="add-title">{words.students_add_title()}</h2>
            <p>{words.students_add_lead()}</p>
            <form class="form" method="post" action="/staff/students" novalidate>
                {call_number_field(words, &refused.form, &errors)}
                {other_fields(words, refused.form, errors)}
                <button class="button button--primary">{words.students_add_submit()}</button>
            </form>
        </section>
    }
}
