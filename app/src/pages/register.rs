//! Becoming somebody here: registering, the links that come by mail, new passwords, and the staff's second step.

mod notice;
mod form;
mod birth_date;
mod mailed;
mod verify;
mod resend;
mod forgot;
mod reset;
mod invitation;
mod second_step;

use domain::mail::LinkPurpose;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::email_form::email_form;
use crate::api::link::{LinkPage, link};
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::not_done;
use crate::components::page::{Page, Width, page_head};
use crate::refusal::{EmailRefusal, SecretRefusal};
use crate::words::{Words, use_words};

area!(
    /// All below `/register`, `/verify`, `/forgot`, `/reset`, `/invitation` and `/login/…`.
    RegisterArea,
    {
        let segments = super::segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["register", "notice"] => notice::page(),
            ["verify", "sent"] => mailed::verify_page(),
            ["verify", "resend"] => resend::page(),
            ["verify"] => verify::page(),
            ["forgot", "sent"] => mailed::forgot_page(),
            ["forgot"] => forgot::page(),
            ["reset"] => reset::page(),
            ["invitation"] => invitation::page(),
            ["login", _] => second_step::page(),
            _ => form::page(),
        }
    }
);

/// The page that a link from a mail leads to.
fn from_mail(purpose: LinkPurpose, title: &'static str, content: fn(Words, LinkPage) -> AnyView) -> AnyView {
    let words = use_words();
    let query = use_query_map();
    let found =
        page_data(move || query.read().get("token").unwrap_or_default(), move |token| link(purpose, token));
    loaded(found, move |found| {
        view! {
            <Page title width=Width::Narrow><div class="stack">{content(words, found)}</div></Page>
        }
        .into_any()
    })
}

/// What a link from a mail asks for under a title and a lead: `fields` and a button that posts them to `path`.
struct LinkForm {
    path: &'static str,
    token: String,
    title: &'static str,
    lead: &'static str,
    fields: AnyView,
    submit: &'static str,
}

impl LinkForm {
    fn card(self) -> impl IntoView {
        view! {
            <section class="card">
                <div class="page-head">{page_head(self.title, self.lead)}</div>
                <form class="form" method="post" action=self.path novalidate>
                    <input type="hidden" name="token" value=self.token/>
                    {self.fields}
                    <button class="button button--primary button--wide">{self.submit}</button>
                </form>
            </section>
        }
    }
}

/// What is wrong with the one secret of a form.
fn secret_problem(
    words: Words,
    refused: SecretRefusal,
    missing: &'static str,
    wrong: &'static str,
) -> String {
    match refused {
        SecretRefusal::Missing => missing.to_owned(),
        SecretRefusal::Wrong => wrong.to_owned(),
        SecretRefusal::TooOften(minutes) => words.wait(minutes),
    }
}

/// The summary above a form with one field.
fn summary_of_one(
    words: Words,
    field: &'static str,
    error: Option<&String>,
) -> Option<impl IntoView + use<>> {
    let problems: Vec<_> = error.map(|error| (field.to_owned(), error.clone())).into_iter().collect();
    error_summary(words, &problems)
}

/// Nothing to do on this page, but a way on: addresses and their words, the first the likeliest.
fn way_on(
    mood: Mood,
    title: &'static str,
    sentence: impl Into<String>,
    ways: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let links = ways.into_iter().enumerate().map(|(place, (href, label))| {
        let class = if place == 0 { "button button--primary" } else { "button" };
        view! { <a class=class href=href>{label}</a> }
    });
    view! {
        <div class="empty">
            {small_cloud(mood)}
            <h1>{title}</h1>
            <p class="empty__text">{sentence.into()}</p>
            <div class="actions">{links.collect_view()}</div>
        </div>
    }
    .into_any()
}

/// A page that asks for an e-mail address only, to send a mail there.
struct AskForEmail {
    title: &'static str,
    lead: &'static str,
    /// Where the form is posted: the page's own address.
    action: &'static str,
    submit: &'static str,
}

impl AskForEmail {
    fn page(self) -> AnyView {
        let words = use_words();
        let form = page_data(|| (), |()| email_form());
        let Self { title, lead, action, submit } = self;
        loaded(form, move |refused| {
            let refused = refused.unwrap_or(EmailRefusal { email: String::new(), problem: None, wait: None });
            let error = refused.problem.map(|problem| words.email_problem(problem).to_owned());
            view! {
                <Page title width=Width::Narrow>
                    <div class="stack">
                        {summary_of_one(words, "email", error.as_ref())}
                        {refused.wait.map(|minutes| not_done(words.wait_mails(minutes)))}
                        <section class="card">
                            <div class="page-head">{page_head(title, lead)}</div>
                            <form class="form" method="post" action=action novalidate>
                                {Field::new("email", words.login_email(), error)
                                    .line(words, Line::EMAIL, refused.email)}
                                <button class="button button--primary button--wide">{submit}</button>
                            </form>
                        </section>
                        <p><a class="manual__link" href="/login">{words.login_title()}</a></p>
                    </div>
                </Page>
            }
            .into_any()
        })
    }
}
