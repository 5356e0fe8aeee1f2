//! `/account/close`: what a family should know before it closes its account, and the form that does it.

use leptos::prelude::*;

use super::{page_about, present_password, present_password_problem, problems};
use crate::api::account::{AccountPage, AccountRefusal};
use crate::components::error_summary::error_summary;
use crate::components::field::{field_error, invalid};
use crate::components::notice::not_done;
use crate::components::page::{Width, page_head};
use crate::refusal::CloseRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    page_about(use_words().account_close_title(), Width::Reading, content)
}

fn content(words: Words, data: AccountPage) -> AnyView {
    let refused = match data.refused {
        Some(AccountRefusal::Close(refused)) => refused,
        _ => CloseRefusal::default(),
    };
    let sure_error = refused.not_sure.then(|| words.account_close_not_sure().to_owned());
    let password_error = refused.password.map(|problem| present_password_problem(words, problem));
    let problems = problems([("understood", &sure_error), ("password", &password_error)]);
    view! {
        {error_summary(words, &problems)}
        {refused.wait.map(|minutes| not_done(words.wait(minutes)))}
        <div class="page-head">{page_head(words.account_close_title(), words.account_close_lead())}</div>
        {what_happens(words)}
        <section class="card" aria-labelledby="close-form">
            <h2 class="card__title" id="close-form">{words.account_close_form_title()}</h2>
            <form class="form" method="post" action="/account/close" novalidate>
                {understood(words, sure_error)}
                {present_password(words, "password", password_error)}
                <div class="actions">
                    <button class="button button--danger">{words.account_close_submit()}</button>
                    <a class="button button--quiet" href="/account">{words.account_close_leave()}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn what_happens(words: Words) -> impl IntoView {
    let deleted = [
        words.account_close_deleted_details(),
        words.account_close_deleted_drafts(),
        words.account_close_deleted_sessions(),
    ];
    view! {
        <section class="card" aria-labelledby="close-deleted">
            <h2 class="card__title" id="close-deleted">{words.account_close_deleted_title()}</h2>
            <ul>{deleted.map(|one| view! { <li>{one}</li> }).into_iter().collect_view()}</ul>
        </section>
        <section class="card" aria-labelledby="close-kept">
            <h2 class="card__title" id="close-kept">{words.account_close_kept_title()}</h2>
            <p>{words.account_close_kept_text()}</p>
            <p>{words.account_close_kept_download()}</p>
            <div class="actions">
                <a class="button" href="/account/download.zip" rel="external">
                    {words.account_download_action()}
                </a>
            </div>
        </section>
    }
}

fn understood(words: Words, error: Option<String>) -> impl IntoView {
    let class = if error.is_some() { "field field--invalid" } else { "field" };
    let is_invalid = invalid(error.as_ref());
    view! {
        <div class=class>
            {field_error(words, "understood", error)}
            <label class="choice">
                <input
                    class="choice__input"
                    type="checkbox"
                    id="understood"
                    name="understood"
                    value="on"
                    required
                    aria-describedby=is_invalid.map(|_| "understood-error")
                    aria-invalid=is_invalid
                />
                <span>{words.account_close_understood()}</span>
            </label>
        </div>
    }
}
