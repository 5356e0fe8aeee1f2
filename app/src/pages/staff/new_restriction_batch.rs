//! `/staff/restrictions/new`: one restriction for many students (part 一), which is looked at once more before it is made.

use domain::restriction::{RestrictionForm, RestrictionKind, Span};
use domain::restriction_batch::{BatchProblems, ChosenProblem};
use leptos::prelude::*;

use super::restriction_fields::{self, restriction_fields};
use super::restrictions::{kind, until};
use super::student_chooser::student_chooser;
use crate::api::restriction_batches::{NewRestrictionBatch, new_restriction_batch};
use crate::api::student_choice::StudentChoice;
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, notice};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| new_restriction_batch());
    loaded(data, move |data| {
        let NewRestrictionBatch { id, form, problems, choice, to_confirm } = data;
        let id = id.to_string();
        let (title, content) = if let Some(restriction) = to_confirm {
            let title = words.restriction_batch_look_title(choice.chosen.len());
            (title.clone(), look(words, title, id, form, choice, restriction).into_any())
        } else {
            let title = words.restriction_batch_new().to_owned();
            (title, fill_in(words, id, form, &problems, choice).into_any())
        };
        view! {
            <Page title=title width=Width::Reading>
                <div class="stack">{content}</div>
            </Page>
        }
        .into_any()
    })
}

/// What is wrong, as pairs of field and sentence in the form's order.
fn problems(words: Words, problems: &BatchProblems) -> Vec<(String, String)> {
    let students = problems.students.as_ref().map(|problem| chosen_problem(words, problem));
    let mut all = restriction_fields::problems(words, &problems.restriction);
    all.extend(students.map(|sentence| ("students".to_owned(), sentence)));
    all
}

fn chosen_problem(words: Words, problem: &ChosenProblem) -> String {
    match problem {
        ChosenProblem::Nobody => words.choose_students_nobody().to_owned(),
        ChosenProblem::TooMany { count, limit } => words.restriction_batch_too_many(count, limit),
        ChosenProblem::Unknown(count) => words.restriction_batch_unknown(count),
        ChosenProblem::Left(who) => {
            let names = who.iter().map(|(number, name)| format!("{name} · {number}"));
            words.restriction_batch_left(names.collect::<Vec<_>>().join(words.sign_between()))
        }
    }
}

fn fill_in(
    words: Words,
    id: String,
    form: RestrictionForm,
    problems: &BatchProblems,
    choice: StudentChoice,
) -> impl IntoView + use<> {
    let problems = self::problems(words, problems);
    let error = problems.iter().find(|(of, _)| of == "students").map(|(_, error)| error.clone());
    view! {
        <a class="back-link" href="/staff/restrictions">{icon(Icon::Left)}{words.restriction_batch_back()}</a>
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.restriction_batch_new(), words.restriction_batch_new_lead())}</div>
        {notice(Tone::Info, "", words.restriction_add_text())}
        <form class="form" method="post" action="/staff/restrictions/new" novalidate>
            <input type="hidden" name="form" value=id/>
            {restriction_fields(words, form, &problems)}
            {student_chooser(words, words.restriction_batch_students(), choice, error)}
            <button class="button button--primary" name="action" value="look">
                {words.restriction_batch_look()}
            </button>
        </form>
    }
}

/// Who and what, once more. Nothing is made yet; the way back keeps all that was filled in.
fn look(
    words: Words,
    title: String,
    id: String,
    form: RestrictionForm,
    choice: StudentChoice,
    (of_kind, span): (RestrictionKind, Span),
) -> impl IntoView {
    let mut rows = vec![
        (words.restriction_kind(), text(kind(words, of_kind))),
        (words.restriction_begins(), text(span.begins_at.to_string())),
        (words.restriction_until(), text(until(words, span.until))),
    ];
    if !form.note.trim().is_empty() {
        rows.push((words.restriction_note(), text(form.note.trim())));
    }
    let students = choice.chosen.iter();
    let names = students.map(|one| view! { <li>{format!("{} · {}", one.name, one.call_number)}</li> });
    let names = names.collect_view();
    let kept = choice.chosen.iter().map(|one| hidden("students", one.id.to_string())).collect_view();
    view! {
        <div class="page-head">{page_head(title, words.restriction_batch_look_lead())}</div>
        {facts(rows)}
        {notice(Tone::Info, "", words.restriction_add_text())}
        <section class="stack" aria-labelledby="who">
            <h2 id="who">{words.restriction_batch_who(choice.chosen.len())}</h2>
            <ul>{names}</ul>
        </section>
        <form class="actions" method="post" action="/staff/restrictions/new">
            {hidden("form", id)}
            {hidden("kind", form.kind)}
            {hidden("begins_at", form.begins_at)}
            {hidden("until", form.until)}
            {hidden("note", form.note)}
            {hidden("search", choice.search)}
            {kept}
            <button class="button button--primary" name="action" value="make">{words.restriction_batch_make()}</button>
            <button class="button" name="action" value="change">{words.restriction_batch_change()}</button>
        </form>
    }
}

fn hidden(name: &'static str, value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
