//! `/operator/institutions/{id}`: one institution: its name and telephone, its admins, closing it.

use domain::institution::{InstitutionForm, InstitutionOverview};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::accounts::{InviteErrors, NEW_EMAIL, state};
use super::institutions::{Errors, fields};
use crate::api::institutions::{AdminAccount, OneInstitution, institution};
use crate::components::confirm::{Question, confirm};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::refusal::InviteRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    let data = page_data(move || id.clone(), institution);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "added" => Some(words.institutions_done_added()),
            "changed" => Some(words.institutions_done_changed()),
            "invited" => Some(words.staff_accounts_done_invited()),
            "closed" => Some(words.institutions_done_closed()),
            "reopened" => Some(words.institutions_done_reopened()),
            _ => None,
        };
        view! {
            <Page title=data.overview.name.clone() width=Width::Full>
                <div class="stack">
                    <a class="back-link" href="/operator/institutions">
                        {icon(Icon::Left)}
                        {words.institutions_back()}
                    </a>
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: OneInstitution) -> impl IntoView {
    let OneInstitution { overview, admins, refused, invite_refused, has_students } = data;
    let (typed, errors) = if let Some(refused) = refused {
        (refused.form, Errors::of(words, &refused.problems))
    } else {
        let form = InstitutionForm { name: overview.name.clone(), phone: overview.phone.clone() };
        (form, Errors::default())
    };
    let invitation = invite_refused.unwrap_or_default();
    let invite_errors = InviteErrors::of(words, &invitation);
    let problems = [errors.problems(), invite_errors.problems()].concat();
    let address = format!("/operator/institutions/{}", overview.id);
    let closed = overview.closed_at.map(|when| {
        notice(Tone::Warn, words.institutions_closed_on(when.taipei_day()), words.institutions_closed_text())
    });
    let lead = words.institutions_counts(overview.open_books, overview.students);
    view! {
        {error_summary(words, &problems)}
        {has_students.map(|count| not_done(words.institutions_has_students(count)))}
        <div class="page-head">{page_head(overview.name.clone(), lead)}</div>
        {closed}
        <section class="card" aria-labelledby="about">
            <h2 class="card__title" id="about">{words.institutions_about()}</h2>
            <form class="form" method="post" action=address.clone() novalidate>
                {fields(words, typed, errors)}
                <button class="button button--primary">{words.account_save()}</button>
            </form>
        </section>
        {people(words, admins)}
        {invite(words, &address, invitation, invite_errors)}
        {closing(words, &overview, &address)}
    }
}

fn people(words: Words, admins: Vec<AdminAccount>) -> impl IntoView {
    let none = admins.is_empty();
    let heads = [words.staff_accounts_name(), words.staff_accounts_state(), words.staff_accounts_seen()];
    let rows = admins.into_iter().map(|one| {
        let who = view! {
            <span class="person">
                <strong>{one.name}</strong>
                <span class="person__email">{one.email}</span>
            </span>
        };
        let seen = match one.last_seen_at {
            Some(when) => when.to_string(),
            None => words.staff_accounts_seen_never().to_owned(),
        };
        row(view! {
            {cell(words.staff_accounts_name(), who)}
            {cell(words.staff_accounts_state(), state(words, one.state))}
            {cell(words.staff_accounts_seen(), seen)}
        })
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack" aria-labelledby="admins">
            <h2 id="admins">{words.institutions_admins()}</h2>
            {none.then(|| view! { <p>{words.institutions_admins_none()}</p> })}
            {(!none).then(|| table("admins", heads, rows))}
        </section>
    }
}

fn invite(words: Words, address: &str, typed: InviteRefusal, errors: InviteErrors) -> impl IntoView + use<> {
    view! {
        <section class="card" aria-labelledby="invite-title">
            <h2 class="card__title" id="invite-title">{words.institutions_invite()}</h2>
            <p>{words.institutions_invite_lead()}</p>
            <form class="form" method="post" action=format!("{address}/admins") novalidate>
                {Field::new("name", words.staff_accounts_name(), errors.name).line(words, Line::TEXT, typed.name)}
                {Field::new("email", words.staff_accounts_email(), errors.email)
                    .hint(words.staff_accounts_email_hint())
                    .line(words, NEW_EMAIL, typed.email)}
                <button class="button button--primary">{words.staff_accounts_invite_submit()}</button>
            </form>
        </section>
    }
}

fn closing(words: Words, overview: &InstitutionOverview, address: &str) -> impl IntoView + use<> {
    let question = match overview.closed_at {
        Some(_) => Some(Question {
            label: words.institutions_reopen(),
            picture: Icon::Undo,
            title: words.institutions_reopen_title(),
            text: words.institutions_reopen_text(),
            action: format!("{address}/reopen"),
            yes: words.institutions_reopen_yes(),
        }),
        None if overview.students == 0 => Some(Question {
            label: words.institutions_close(),
            picture: Icon::Trash,
            title: words.institutions_close_title(),
            text: words.institutions_close_text(),
            action: format!("{address}/close"),
            yes: words.institutions_close_yes(),
        }),
        None => None,
    };
    let students = overview.students;
    let not_now = question.is_none().then(|| view! { <p>{words.institutions_has_students(students)}</p> });
    view! {
        <section class="card" aria-labelledby="closing">
            <h2 class="card__title" id="closing">{words.institutions_closing()}</h2>
            {not_now}
            {question.map(|question| confirm(words, question))}
        </section>
    }
}
