//! `/staff/accounts`: who works here, inviting somebody, and letting somebody go, for the institution's admin.

use domain::people::{AccountState, Role};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::staff_accounts::{StaffAccount, StaffAccounts, staff_accounts};
use crate::components::art::{Mood, small_cloud};
use crate::components::confirm::{Question, confirm};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line, described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::refusal::InviteRefusal;
use crate::words::{Words, use_words};

/// What an admin may invite somebody as, the most usual first.
const ROLES: [Role; 3] = [Role::Reviewer, Role::Head, Role::Admin];
pub(super) const NEW_EMAIL: Line = Line { autocomplete: "off", ..Line::EMAIL };

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| staff_accounts());
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "invited" => Some(words.staff_accounts_done_invited()),
            "deactivated" => Some(words.staff_accounts_done_deactivated()),
            "activated" => Some(words.staff_accounts_done_activated()),
            "second_factor" => Some(words.staff_accounts_done_second_factor()),
            _ => None,
        };
        view! {
            <Page title=words.staff_accounts_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: StaffAccounts) -> impl IntoView {
    let refused = data.refused.unwrap_or_default();
    let errors = InviteErrors::of(words, &refused);
    let is_alone = data.accounts.iter().all(|account| account.is_oneself);
    view! {
        {error_summary(words, &errors.problems())}
        <div class="page-head">
            {page_head(words.staff_accounts_title(), words.staff_accounts_lead(data.institution))}
            <a class="button" href="#invite" rel="external">{words.staff_accounts_invite_title()}</a>
        </div>
        <section class="stack" aria-labelledby="people">
            <h2 id="people">{words.staff_accounts_list_title()}</h2>
            {is_alone.then(|| view! {
                <div class="empty">
                    {small_cloud(Mood::Warm)}
                    <p class="empty__text">{words.staff_accounts_empty()}</p>
                </div>
            })}
            {(!data.accounts.is_empty()).then(|| people(words, data.accounts))}
        </section>
        {invite(words, refused, errors)}
    }
}

fn people(words: Words, accounts: Vec<StaffAccount>) -> impl IntoView {
    let heads = [
        words.staff_accounts_name(),
        words.staff_accounts_role(),
        words.staff_accounts_state(),
        words.staff_accounts_second_factor(),
        words.staff_accounts_seen(),
        words.staff_accounts_actions(),
    ];
    let rows = accounts.into_iter().map(|account| person(words, account)).collect_view();
    table("people", heads, rows)
}

fn person(words: Words, account: StaffAccount) -> impl IntoView {
    let second_factor = if account.has_second_factor {
        words.staff_accounts_second_factor_yes()
    } else {
        words.staff_accounts_second_factor_no()
    };
    let seen = match account.last_seen_at {
        Some(when) => when.to_string(),
        None => words.staff_accounts_seen_never().to_owned(),
    };
    let steps = steps(words, &account);
    let who = view! {
        <span class="person">
            <strong>{account.name}</strong>
            <span class="person__email">{account.email}</span>
        </span>
    };
    row(view! {
        {cell(words.staff_accounts_name(), who)}
        {cell(words.staff_accounts_role(), words.role(account.role))}
        {cell(words.staff_accounts_state(), state(words, account.state))}
        {cell(words.staff_accounts_second_factor(), second_factor)}
        {cell(words.staff_accounts_seen(), seen)}
        {cell(words.staff_accounts_actions(), steps)}
    })
}

pub(super) fn state(words: Words, state: AccountState) -> impl IntoView {
    let (class, picture, text) = match state {
        AccountState::Invited => ("badge badge--waiting", Icon::Mail, words.staff_accounts_state_invited()),
        AccountState::Active => ("badge badge--read", Icon::Check, words.staff_accounts_state_active()),
        AccountState::Deactivated => {
            ("badge badge--withdrawn", Icon::Undo, words.staff_accounts_state_deactivated())
        }
        AccountState::Closed => ("badge badge--withdrawn", Icon::Trash, words.staff_accounts_state_closed()),
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}

/// What an admin may do with another's account. Nothing with one's own: nobody locks themselves out.
fn steps(words: Words, account: &StaffAccount) -> AnyView {
    if account.is_oneself {
        return view! { <span>{words.staff_accounts_oneself()}</span> }.into_any();
    }
    let address = format!("/staff/accounts/{}", account.id);
    let deactivate = || Question {
        label: words.staff_accounts_deactivate(),
        picture: Icon::Undo,
        title: words.staff_accounts_deactivate_title(),
        text: words.staff_accounts_deactivate_text(),
        action: format!("{address}/deactivate"),
        yes: words.staff_accounts_deactivate_yes(),
    };
    let questions = match account.state {
        AccountState::Invited => vec![
            Question {
                label: words.staff_accounts_again(),
                picture: Icon::Mail,
                title: words.staff_accounts_again_title(),
                text: words.staff_accounts_again_text(),
                action: format!("{address}/invite"),
                yes: words.staff_accounts_again_yes(),
            },
            deactivate(),
        ],
        AccountState::Active => {
            let second_factor = account.has_second_factor.then(|| Question {
                label: words.staff_accounts_factor(),
                picture: Icon::Pen,
                title: words.staff_accounts_factor_title(),
                text: words.staff_accounts_factor_text(),
                action: format!("{address}/second-factor"),
                yes: words.staff_accounts_factor_yes(),
            });
            [second_factor, Some(deactivate())].into_iter().flatten().collect()
        }
        AccountState::Deactivated => vec![Question {
            label: words.staff_accounts_activate(),
            picture: Icon::Check,
            title: words.staff_accounts_activate_title(),
            text: words.staff_accounts_activate_text(),
            action: format!("{address}/activate"),
            yes: words.staff_accounts_activate_yes(),
        }],
        AccountState::Closed => Vec::new(),
    };
    let questions = questions.into_iter().map(|question| confirm(words, question));
    view! { <div class="person__steps">{questions.collect_view()}</div> }.into_any()
}

/// What is wrong with an invitation, in words.
pub(super) struct InviteErrors {
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    role: Option<String>,
}

impl InviteErrors {
    pub(super) fn of(words: Words, refused: &InviteRefusal) -> Self {
        let email = refused.email_problem.map(|problem| words.email_problem(problem).to_owned());
        let taken = refused.email_taken.then(|| words.staff_accounts_email_taken().to_owned());
        Self {
            name: refused.name_problem.map(|problem| words.name_problem(problem).to_owned()),
            email: email.or(taken),
            role: refused.role_missing.then(|| words.staff_accounts_role_missing().to_owned()),
        }
    }

    pub(super) fn problems(&self) -> Vec<(String, String)> {
        [("name", &self.name), ("email", &self.email), ("role", &self.role)]
            .into_iter()
            .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
            .collect()
    }
}

fn invite(words: Words, refused: InviteRefusal, errors: InviteErrors) -> impl IntoView {
    view! {
        <section class="card" id="invite" tabindex="-1" aria-labelledby="invite-title">
            <h2 class="card__title" id="invite-title">{words.staff_accounts_invite_title()}</h2>
            <p>{words.staff_accounts_invite_lead()}</p>
            <form class="form" method="post" action="/staff/accounts" novalidate>
                {Field::new("name", words.staff_accounts_name(), errors.name)
                    .line(words, Line::TEXT, refused.name)}
                {Field::new("email", words.staff_accounts_email(), errors.email)
                    .hint(words.staff_accounts_email_hint())
                    .line(words, NEW_EMAIL, refused.email)}
                {roles(words, &refused.role, errors.role)}
                <button class="button button--primary">{words.staff_accounts_invite_submit()}</button>
            </form>
        </section>
    }
}

fn roles(words: Words, chosen: &str, error: Option<String>) -> impl IntoView + use<> {
    let choices = ROLES.map(|role| {
        let may = match role {
            Role::Head => words.staff_accounts_may_head(),
            Role::Admin => words.staff_accounts_may_admin(),
            Role::Reviewer | Role::Family | Role::Operator => words.staff_accounts_may_reviewer(),
        };
        view! {
            <label class="choice">
                <input
                    class="choice__input"
                    type="radio"
                    name="role"
                    value=role.name()
                    checked=role.name() == chosen
                />
                <span>
                    <strong>{words.role(role)}</strong>
                    <br/>
                    {may}
                </span>
            </label>
        }
    });
    let class = if error.is_some() { "choices field field--invalid" } else { "choices field" };
    let described = described_by("role", false, error.as_ref(), "");
    view! {
        <fieldset
            class=class
            id="role"
            tabindex="-1"
            aria-describedby=described
        >
            <legend class="choices__legend">{words.staff_accounts_role()}</legend>
            {field_error(words, "role", error)}
            <div class="choices__list">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}
