//! `/demo`: who can log in.

use domain::people::Role;
use leptos::prelude::*;

use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

/// The demo's own (`server::demo`); a test holds the two together.
const PASSWORD: &str = "demo-contact-book";
const CALL_NUMBER: &str = "1001";
const PIN: &str = "1001";
const OPERATOR: &str = "operator@demo.example";

struct Institution {
    /// Names its table.
    id: &'static str,
    name: &'static str,
    accounts: [(&'static str, Role); 4],
    /// Families whose request waits for an answer, and families whose request came back.
    asking: &'static [(&'static str, Request)],
    /// A family with a reply, and students who may reply.
    replying: Option<(&'static str, &'static [&'static str])>,
}

#[derive(Clone, Copy)]
enum Request {
    Waits,
    CameBack,
}

const INSTITUTIONS: [Institution; 2] = [
    Institution {
        id: "first",
        name: "青山中學（示範）",
        accounts: [
            ("family@demo.example", Role::Family),
            ("reviewer@demo.example", Role::Reviewer),
            ("head@demo.example", Role::Head),
            ("admin@demo.example", Role::Admin),
        ],
        asking: &[
            ("shih@demo.example", Request::CameBack),
            ("pan@demo.example", Request::Waits),
            ("song@demo.example", Request::Waits),
        ],
        replying: Some(("zheng@demo.example", &["1011", "1017"])),
    },
    Institution {
        id: "second",
        name: "麗川少年學校（示範）",
        accounts: [
            ("family2@demo.example", Role::Family),
            ("reviewer2@demo.example", Role::Reviewer),
            ("head2@demo.example", Role::Head),
            ("admin2@demo.example", Role::Admin),
        ],
        asking: &[],
        replying: None,
    },
];

pub fn page() -> AnyView {
    let words = use_words();
    view! {
        <Page title=words.demo_title() width=Width::Full>
            <div class="stack">
                <div class="page-head">
                    {page_head(words.demo_title(), words.demo_lead(PASSWORD))}
                    <a class="button button--primary" href="/login">{words.demo_go()}</a>
                </div>
                <p>{words.demo_two()}</p>
                {INSTITUTIONS.map(|institution| people(words, institution)).into_iter().collect_view()}
                {operator(words)}
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

fn people(words: Words, institution: Institution) -> impl IntoView {
    let Institution { id, name, accounts, asking, replying } = institution;
    let heads = [words.demo_who(), words.demo_account(), words.demo_secret(), words.demo_can()];
    let can = |role| match role {
        Role::Family => words.demo_can_family(),
        Role::Reviewer => words.demo_can_reviewer(),
        Role::Head => words.demo_can_head(),
        Role::Admin => words.demo_can_admin(),
        Role::Operator => words.demo_can_operator(),
    };
    let people = accounts.into_iter().map(|(email, role)| (email, role, can(role)));
    let families = asking.iter().map(|(email, request)| {
        let can = match request {
            Request::Waits => words.demo_can_family_waiting(),
            Request::CameBack => words.demo_can_family_returned(),
        };
        (*email, Role::Family, can)
    });
    let replied_to = replying.map(|(email, _)| (email, Role::Family, words.demo_can_family_reply()));
    let rows = people
        .chain(families)
        .chain(replied_to)
        .map(|(email, role, can)| person(words, words.role(role), email.to_owned(), PASSWORD, can))
        .collect_view();
    let number = words.demo_code_student(CALL_NUMBER);
    let student = person(words, words.role_student(), number, PIN, words.demo_can_student());
    // Each PIN is the call number.
    let students = replying.map(|(_, numbers)| numbers).unwrap_or_default().iter().map(|number| {
        let told = words.demo_code_student(number);
        person(words, words.role_student(), told, number, words.demo_can_student_reply())
    });
    let students = students.collect_view();
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{name}</h2>
            {table(id, heads, (rows, student, students))}
        </section>
    }
}

fn operator(words: Words) -> impl IntoView {
    let heads = [words.demo_who(), words.demo_account(), words.demo_secret(), words.demo_can()];
    let (who, can) = (words.role(Role::Operator), words.demo_can_operator());
    view! {
        <section class="stack" aria-labelledby="operators">
            <h2 id="operators">{words.demo_operators()}</h2>
            {table("operators", heads, person(words, who, OPERATOR.to_owned(), PASSWORD, can))}
        </section>
    }
}

fn person(
    words: Words,
    who: &'static str,
    account: String,
    secret: &'static str,
    can: &'static str,
) -> impl IntoView {
    row(view! {
        {cell(words.demo_who(), who)}
        {cell(words.demo_account(), view! { <code>{account}</code> })}
        {cell(words.demo_secret(), view! { <code>{secret}</code> })}
        {cell(words.demo_can(), can)}
    })
}
