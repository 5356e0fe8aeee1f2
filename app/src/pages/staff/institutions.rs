//! `/operator/institutions`: all institutions of the installation, and a form for a new one, for the operator.

use domain::institution::{
    InstitutionForm, InstitutionNameProblem, InstitutionOverview, InstitutionProblems,
};
use leptos::prelude::*;

use super::settings::text_problem;
use crate::api::institutions::{Institutions, institutions};
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

const PHONE: Line = Line { kind: "tel", keyboard: "tel", ..Line::TEXT };

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| institutions());

    loaded(data, move |data| {
        view! {
            <Page title=words.institutions_title() width=Width::Full>
                <div class="stack">

                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: Institutions) -> impl IntoView {
    let Institutions { all, form, refused } = data;
    let (typed, errors) = match refused {
        Some(refused) => (refused.form, Errors::of(words, &refused.problems)),
        None => (InstitutionForm::default(), Errors::default()),
    };
    let none = all.is_empty();
    view! {
        {error_summary(words, &errors.problems())}
        <div class="page-head">
            {page_head(words.institutions_title(), words.institutions_lead())}
            <a class="button" href="#new" rel="external">{words.institutions_new()}</a>
        </div>
        {none.then(|| view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <p class="empty__text">{words.institutions_empty()}</p>
            </div>
        })}
        {(!none).then(|| list(words, all))}
        <section class="card" id="new" tabindex="-1" aria-labelledby="new-title">
            <h2 class="card__title" id="new-title">{words.institutions_new()}</h2>
            <p>{words.institutions_new_lead()}</p>
            <form class="form" method="post" action="/operator/institutions" novalidate>
                <input type="hidden" name="form" value=form.to_string()/>
                {fields(words, typed, errors)}
                <button class="button button--primary">{words.institutions_add()}</button>
            </form>
        </section>
    }
}

fn list(words: Words, all: Vec<InstitutionOverview>) -> impl IntoView {
    let heads = [
        words.institutions_name(),
        words.institutions_phone(),
        words.institutions_students(),
        words.institutions_books(),
        words.institutions_admins(),
        words.institutions_state(),
    ];
    let rows = all.into_iter().map(|one| {
        let href = format!("/operator/institutions/{}", one.id);
        let state = match one.closed_at {
            Some(when) => words.institutions_closed_on(when.taipei_day()),
            None => words.institutions_open().to_owned(),
        };
        let admins = if one.admins == 0 {
            view! { <strong>{words.institutions_no_admin()}</strong> }.into_any()
        } else {
            one.admins.to_string().into_any()
        };
        row(view! {
            {cell(words.institutions_name(), view! { <a href=href>{one.name}</a> })}
            {cell(words.institutions_phone(), one.phone)}
            {cell(words.institutions_students(), one.students.to_string())}
            {cell(words.institutions_books(), one.open_books.to_string())}
            {cell(words.institutions_admins(), admins)}
            {cell(words.institutions_state(), state)}
        })
    });
    view! {
        <section class="stack" aria-labelledby="all">
            <h2 id="all">{words.institutions_list()}</h2>
            {table("all", heads, rows.collect_view())}
        </section>
    }
}

/// What is wrong with a name and a telephone, in words.
#[derive(Default)]
pub(super) struct Errors {
    name: Option<String>,
    phone: Option<String>,
}

impl Errors {
    pub(super) fn of(words: Words, problems: &InstitutionProblems) -> Self {
        let name = problems.name.as_ref().map(|problem| match problem {
            InstitutionNameProblem::Text(problem) => text_problem(words, problem),
            InstitutionNameProblem::Taken => words.institutions_taken().to_owned(),
        });
        Self { name, phone: problems.phone.as_ref().map(|problem| text_problem(words, problem)) }
    }

    pub(super) fn problems(&self) -> Vec<(String, String)> {
        [("institution", &self.name), ("phone", &self.phone)]
            .into_iter()
            .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
            .collect()
    }
}

pub(super) fn fields(words: Words, form: InstitutionForm, errors: Errors) -> impl IntoView {
    view! {
        {Field::new("institution", words.institutions_name(), errors.name).line(words, Line::TEXT, form.name)}
        {Field::new("phone", words.institutions_phone(), errors.phone)
            .hint(words.institutions_phone_hint())
            .line(words, PHONE, form.phone)}
    }
}
