//! `/staff/students/{id}`: what the roster says of a student, the PIN, and leaving.

use domain::roster::StudentForm;
use domain::student::PinState;
use domain::time::TaipeiDay;
use domain::view::RosterStudent;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::leaving;
use super::slip::slip;
use super::student_fields::{Errors, other_fields};
use super::students::state;
use crate::api::student::{OneStudent, student};
use crate::components::confirm::{Question, confirm};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::refusal::StudentRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    let data = page_data(move || id.clone(), student);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        if let Some(pin) = data.new_pin {
            return view! {
                <Page title=words.slip_title() width=Width::Reading>
                    {slip(words, &data.institution.name, &data.student, pin)}
                </Page>
            }
            .into_any();
        }
        let done_text = match what.as_str() {
            "added" => Some(words.student_page_done_added()),
            "changed" => Some(words.student_page_done_changed()),
            "leaving" => Some(words.student_page_done_leaving()),
            _ => None,
        };
        view! {
            <Page title=data.student.name.clone() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: OneStudent) -> impl IntoView {
    let OneStudent { student, refused, leaving_refused, today, may_restrict, may_approve_specially, .. } =
        data;
    let refused = refused.unwrap_or_else(|| StudentRefusal { form: typed(&student), ..Default::default() });
    let errors = Errors::of(words, &refused);
    let leaving = leaving::Asked::of(words, &student, leaving_refused);
    let problems = [errors.problems(), leaving.problems()].concat();
    let lead = format!("{} {}", words.students_call_number(), student.call_number);
    view! {
        <a class="back-link" href="/staff/students">{icon(Icon::Left)}{words.student_page_back()}</a>
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(student.name.clone(), lead)}</div>
        <div class="grid grid--two grid--loose">
            {data_card(words, &student, today)}
            {pin_card(words, &student)}
            {may_restrict.then(|| restrictions_card(words, &student))}
            {(may_restrict && student.has_book).then(|| book_card(words, &student, may_approve_specially))}
            {may_restrict.then(|| keepsake_card(words, &student))}
            {change_card(words, &student, refused, errors)}
            {leaving::card(words, &student, leaving)}
        </div>
    }
}

/// The form as it would say what is known.
fn typed(student: &RosterStudent) -> StudentForm {
    let day = |day: Option<TaipeiDay>| day.map(|day| day.to_string()).unwrap_or_default();
    StudentForm {
        call_number: student.call_number.clone(),
        name: student.name.clone(),
        admitted: day(student.admitted),
        expected_release: day(student.expected_release),
    }
}

fn data_card(words: Words, student: &RosterStudent, today: TaipeiDay) -> impl IntoView + use<> {
    let day = |day: Option<TaipeiDay>| match day {
        Some(day) => text(day.to_string()),
        None => text(words.student_page_none()),
    };
    let book = if student.has_book { words.students_book_yes() } else { words.students_book_no() };
    let rows = vec![
        (words.students_state(), state(words, student.leaving, today).into_any()),
        (words.students_admitted(), day(student.admitted)),
        (words.students_expected_release(), day(student.expected_release)),
        (words.students_book(), text(book)),
    ];
    view! {
        <section class="card" aria-labelledby="data">
            <h2 class="card__title" id="data">{words.student_page_facts_title()}</h2>
            {facts(rows)}
        </section>
    }
}

/// Restrictions have a page of their own.
fn restrictions_card(words: Words, student: &RosterStudent) -> impl IntoView + use<> {
    let page = format!("/staff/students/{}/restrictions", student.id);
    view! {
        <section class="card" aria-labelledby="restrictions">
            <h2 class="card__title" id="restrictions">{words.restriction_title()}</h2>
            <div class="actions"><a class="button" href=page>{words.restriction_open()}</a></div>
        </section>
    }
}

/// What may be proposed and approved about the student's contact book.
fn book_card(words: Words, student: &RosterStudent, may_approve_specially: bool) -> impl IntoView + use<> {
    let page = format!("/staff/students/{}", student.id);
    view! {
        <section class="card" aria-labelledby="book">
            <h2 class="card__title" id="book">{words.students_book()}</h2>
            <div class="actions">
                <a class="button" href=format!("{page}/suspension")>{words.suspension_propose()}</a>
                {may_approve_specially.then(|| view! {
                    <a class="button" href=format!("{page}/special-approval")>{words.special_approval_new()}</a>
                })}
            </div>
        </section>
    }
}

/// What came to the student, to print and to take along.
fn keepsake_card(words: Words, student: &RosterStudent) -> impl IntoView + use<> {
    let page = format!("/staff/students/{}/keepsake", student.id);
    view! {
        <section class="card" aria-labelledby="keepsake">
            <h2 class="card__title" id="keepsake">{words.student_page_keepsake_title()}</h2>
            <p>{words.student_page_keepsake_text()}</p>
            <div class="actions">
                <a class="button" href=page rel="external">{words.student_page_keepsake_open()}</a>
            </div>
        </section>
    }
}

fn pin_card(words: Words, student: &RosterStudent) -> impl IntoView + use<> {
    let action = format!("/staff/students/{}/pin", student.id);
    let (says, step) = match student.pin {
        PinState::Missing => (
            words.student_page_pin_first_text(),
            view! {
                <form class="actions" method="post" action=action>
                    <button class="button button--primary">{words.student_page_pin_make()}</button>
                </form>
            }
            .into_any(),
        ),
        state => {
            let question = Question {
                label: words.student_page_pin_again(),
                picture: Icon::Print,
                title: words.student_page_pin_again_title(),
                text: words.student_page_pin_again_text(),
                action,
                yes: words.student_page_pin_yes(),
            };
            let says = if state == PinState::Locked {
                words.student_page_pin_locked_text()
            } else {
                words.student_page_pin_works_text()
            };
            (says, confirm(words, question).into_any())
        }
    };
    view! {
        <section class="card" aria-labelledby="pin">
            <h2 class="card__title" id="pin">{words.student_page_pin_title()}</h2>
            <p>{says}</p>
            {step}
        </section>
    }
}

fn change_card(
    words: Words,
    student: &RosterStudent,
    refused: StudentRefusal,
    errors: Errors,
) -> impl IntoView + use<> {
    let action = format!("/staff/students/{}", student.id);
    view! {
        <section class="card" aria-labelledby="change">
            <h2 class="card__title" id="change">{words.student_page_change()}</h2>
            <form class="form" method="post" action=action novalidate>
                {other_fields(words, refused.form, errors)}
                <button class="button button--primary">{words.student_page_change_submit()}</button>
            </form>
        </section>
    }
}
