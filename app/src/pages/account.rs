//! A person's own account: what it holds, and how to change it.

mod close;
mod devices;
mod email;
mod email_confirm;
mod feedback;
mod overview;
mod password;
mod profile;

use leptos::prelude::*;

use crate::api::account::{AccountPage, account};
use crate::components::field::{Field, Line};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width};
use crate::refusal::PresentPasswordProblem;
use crate::words::{Words, use_words};

area!(
    /// All below `/account`, and `/feedback`.
    AccountArea,
    {
        let segments = super::segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["account", "profile"] => profile::page(),
            ["account", "email"] => email::page(),
            ["account", "email", "confirm"] => email_confirm::page(),
            ["account", "password"] => password::page(),
            ["account", "devices"] => devices::page(),
            ["account", "close"] => close::page(),
            ["feedback"] => feedback::page(),
            _ => overview::page(),
        }
    }
);

/// A page about one thing of the account, with the way back to all of it.
fn page_about(title: &'static str, width: Width, view: fn(Words, AccountPage) -> AnyView) -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| account());
    loaded(data, move |data| {
        view! {
            <Page title width>
                <div class="stack">
                    <a class="back-link" href="/account">{icon(Icon::Left)}{words.account_back()}</a>
                    {view(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

/// The fields that something is wrong with, in the order of the form.
fn problems<const N: usize>(fields: [(&str, &Option<String>); N]) -> Vec<(String, String)> {
    fields.into_iter().filter_map(|(field, error)| Some((field.to_owned(), error.clone()?))).collect()
}

/// Where much is at stake, the present password is asked for once more.
fn present_password(words: Words, id: &'static str, error: Option<String>) -> AnyView {
    Field::new(id, words.account_present(), error).hint(words.account_present_hint()).line(
        words,
        Line::PASSWORD,
        "",
    )
}

fn present_password_problem(words: Words, problem: PresentPasswordProblem) -> String {
    match problem {
        PresentPasswordProblem::Missing => words.account_present_missing().to_owned(),
        PresentPasswordProblem::Wrong => words.account_present_wrong().to_owned(),
    }
}

/// The button that sends a form, and the way out of it.
fn save_or_leave(save: &'static str, leave: &'static str) -> impl IntoView {
    view! {
        <div class="actions">
            <button class="button button--primary">{save}</button>
            <a class="button button--quiet" href="/account">{leave}</a>
        </div>
    }
}
