//! `/account/email`: moving to another address.

use leptos::prelude::*;

use super::{page_about, present_password, present_password_problem, problems, save_or_leave};
use crate::api::account::{AccountPage, AccountRefusal};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::notice::{Tone, not_done, notice};
use crate::components::page::{Width, page_head};
use crate::refusal::AddressRefusal;
use crate::words::{Words, use_words};

const NEW_EMAIL: Line = Line { autocomplete: "email", ..Line::EMAIL };

pub fn page() -> AnyView {
    page_about(use_words().account_email_title(), Width::Narrow, content)
}

fn content(words: Words, data: AccountPage) -> AnyView {
    let refused = match data.refused {
        Some(AccountRefusal::Address(refused)) => refused,
        _ => AddressRefusal::default(),
    };
    let email_error = refused.email_problem.map(|problem| words.email_problem(problem).to_owned());
    let password_error = refused.password_problem.map(|problem| present_password_problem(words, problem));
    let problems = problems([("email", &email_error), ("password", &password_error)]);
    view! {
        {error_summary(words, &problems)}
        {refused.wait.map(|minutes| not_done(words.wait(minutes)))}
        {data.new_email.as_ref().map(|email| notice(
            Tone::Info,
            words.account_new_email_title(),
            words.account_new_email_text(email),
        ))}
        <section class="card">
            <div class="page-head">{page_head(words.account_email_title(), words.account_email_lead())}</div>
            <p>{words.account_email_present(data.email)}</p>
            <form class="form" method="post" action="/account/email" novalidate>
                {Field::new("email", words.account_email_new(), email_error)
                    .line(words, NEW_EMAIL, refused.email)}
                {present_password(words, "password", password_error)}
                {save_or_leave(words.account_email_submit(), words.account_leave())}
            </form>
        </section>
    }
    .into_any()
}
