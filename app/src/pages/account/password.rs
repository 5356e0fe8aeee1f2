//! `/account/password`: another password.

use leptos::prelude::*;

use super::{page_about, present_password, present_password_problem, problems, save_or_leave};
use crate::api::account::{AccountPage, AccountRefusal};
use crate::components::error_summary::error_summary;
use crate::components::new_password::new_password_alone;
use crate::components::notice::not_done;
use crate::components::page::{Width, page_head};
use crate::refusal::{ChangePasswordRefusal, NewPasswordRefusal};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    page_about(use_words().account_password_title(), Width::Narrow, content)
}

fn content(words: Words, data: AccountPage) -> AnyView {
    let refused = match data.refused {
        Some(AccountRefusal::Password(refused)) => refused,
        _ => ChangePasswordRefusal::default(),
    };
    let present_error = refused.present.map(|problem| present_password_problem(words, problem));
    let password_error = refused.password.map(|problem| words.password_problem(problem));
    let confirm_error = refused.confirm.map(|problem| words.confirm_problem(problem).to_owned());
    let problems = problems([
        ("present", &present_error),
        ("password", &password_error),
        ("password_confirm", &confirm_error),
    ]);
    let new_password = NewPasswordRefusal { password: refused.password, confirm: refused.confirm };
    view! {
        {error_summary(words, &problems)}
        {refused.wait.map(|minutes| not_done(words.wait(minutes)))}
        <section class="card">
            <div class="page-head">
                {page_head(words.account_password_title(), words.account_password_lead())}
            </div>
            <form class="form" method="post" action="/account/password" novalidate>
                {present_password(words, "present", present_error)}
                {new_password_alone(words, words.password_new(), &new_password)}
                {save_or_leave(words.account_password_submit(), words.account_leave())}
            </form>
        </section>
    }
    .into_any()
}
