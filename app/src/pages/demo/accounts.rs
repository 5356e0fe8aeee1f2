//! `/demo`: who can log in.

use domain::people::Role;
use leptos::prelude::*;

use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

/// The demo's own (`server::demo`); a test holds the two together.
pub const PASSWORD: &str = "demo-contact-book";
pub const ACCOUNTS: [(&str, Role); 4] = [
    ("family@demo.example", Role::Family),
    ("reviewer@demo.example", Role::Reviewer),
    ("head@demo.example", Role::Head),
    ("admin@demo.example", Role::Admin),
];
pub const CALL_NUMBER: &str = "1001";
pub const PIN: &str = "1001";

pub fn page() -> AnyView {
    let words = use_words();
    view! {
        <Page title=words.demo_title() width=Width::Full>
            <div class="stack">
                <div class="page-head">
                    {page_head(words.demo_title(), words.demo_lead(PASSWORD))}
                    <a class="button button--primary" href="/login">{words.demo_go()}</a>
                </div>
                {accounts(words)}
                {student(words)}
                <div class="actions">
                    <a class="button" href="/demo/mailbox">{words.mailbox_title()}</a>
                    <a class="button" href="/demo/clock">{words.clock_title()}</a>
                    <a class="button" href="/student/login" rel="external">{words.landing_student()}</a>
                </div>
            </div>
        </Page>
    }
    .into_any()
}

fn accounts(words: Words) -> impl IntoView {
    let can = |role| match role {
        Role::Family => words.demo_can_family(),
        Role::Reviewer => words.demo_can_reviewer(),
        Role::Head => words.demo_can_head(),
        Role::Admin => words.demo_can_admin(),
    };
    let rows =
        ACCOUNTS.map(|(email, role)| row(words, words.role(role), email.to_owned(), PASSWORD, can(role)));
    table(words, words.demo_accounts_caption(), rows.into_iter().collect_view())
}

fn student(words: Words) -> impl IntoView {
    let who = words.demo_code_student(CALL_NUMBER);
    table(
        words,
        words.demo_students_caption(),
        row(words, words.role_student(), who, PIN, words.demo_can_student()),
    )
}

/// Roles are written out, because the styles turn the table into cards on a phone and so take them away.
fn table(words: Words, caption: &'static str, rows: impl IntoView) -> impl IntoView {
    let heads = [words.demo_who(), words.demo_account(), words.demo_secret(), words.demo_can()];
    view! {
        <table class="table" role="table">
            <caption class="table__caption">{caption}</caption>
            <thead class="table__header" role="rowgroup">
                <tr role="row">
                    {heads
                        .map(|head| view! {
                            <th class="table__head" scope="col" role="columnheader">{head}</th>
                        })
                        .into_iter()
                        .collect_view()}
                </tr>
            </thead>
            <tbody class="table__body" role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn row(
    words: Words,
    who: &'static str,
    account: String,
    secret: &'static str,
    can: &'static str,
) -> impl IntoView {
    view! {
        <tr class="table__row" role="row">
            <td class="table__cell" role="cell" data-label=words.demo_who()>{who}</td>
            <td class="table__cell" role="cell" data-label=words.demo_account()><code>{account}</code></td>
            <td class="table__cell" role="cell" data-label=words.demo_secret()><code>{secret}</code></td>
            <td class="table__cell" role="cell" data-label=words.demo_can()>{can}</td>
        </tr>
    }
}
