//! `/account`: who I am here, and the ways to change it.

use domain::language::Language;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::account::{AccountPage, Details, account};
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| account());
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "profile" => Some(words.account_done_profile()),
            "email" => Some(words.account_done_email()),
            "email_sent" => Some(words.account_done_email_sent()),
            "password" => Some(words.account_done_password()),
            "devices" => Some(words.account_done_devices()),
            _ => None,
        };
        view! {
            <Page title=words.account_title() width=Width::Reading>
                <div class="stack">
                    {done_text.map(done)}
                    <div class="page-head">{page_head(words.account_title(), words.account_lead())}</div>
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: AccountPage) -> impl IntoView {
    let is_family = data.details.is_some();
    let devices = data.devices.len();
    view! {
        {data.new_email.as_ref().map(|email| notice(
            Tone::Info,
            words.account_new_email_title(),
            words.account_new_email_text(email),
        ))}
        {about(words, data)}
        {languages(words)}
        {card(
            "password-card",
            words.account_password_card(),
            words.account_password_card_text(),
            "/account/password",
            words.account_password_change(),
        )}
        {card(
            "devices-card",
            words.account_devices_title(),
            words.account_devices_count(devices),
            "/account/devices",
            words.account_devices_open(),
        )}
        {is_family.then(|| download(words))}
        {is_family.then(|| card(
            "close-card",
            words.account_close_title(),
            words.account_close_card_text(),
            "/account/close",
            words.account_close_open(),
        ))}
    }
}

fn about(words: Words, data: AccountPage) -> impl IntoView {
    let is_family = data.details.is_some();
    let mut rows = vec![
        (words.account_name(), text(data.name)),
        (words.account_email(), text(data.email)),
        (words.account_role(), text(words.role(data.role))),
    ];
    if let Some(details) = data.details {
        rows.extend(about_family(words, details));
    }
    if !data.consents.is_empty() {
        let consents = data
            .consents
            .into_iter()
            .map(|(version, when)| view! { <li>{words.account_consent_when(version, when)}</li> });
        let list = view! { <ul role="list">{consents.collect_view()}</ul> };
        rows.push((words.account_consent(), list.into_any()));
    }
    let change = if is_family { words.account_profile_change() } else { words.account_name_change() };
    view! {
        <section class="card" aria-labelledby="about-card">
            <h2 class="card__title" id="about-card">{words.account_about_title()}</h2>
            {facts(rows)}
            <div class="actions">
                <a class="button" href="/account/profile">{icon(Icon::Pen)}{change}</a>
                <a class="button" href="/account/email">{icon(Icon::Mail)}{words.account_email_change()}</a>
            </div>
        </section>
    }
}

fn about_family(words: Words, details: Details) -> Vec<(&'static str, AnyView)> {
    let phone = if details.phone.is_empty() { words.account_phone_none().to_owned() } else { details.phone };
    vec![
        (words.identification(details.id_kind), text(details.id_masked)),
        (words.account_birth_date(), text(details.birth_date)),
        (words.account_mobile(), text(details.mobile)),
        (words.account_phone(), text(phone)),
    ]
}

fn languages(words: Words) -> impl IntoView {
    let choices = Language::ALL.map(|language| {
        let is_current = language == words.0;
        view! {
            <button
                class="button"
                name="language"
                value=language.tag()
                lang=language.tag()
                aria-current=is_current.then_some("true")
            >
                {is_current.then(|| icon(Icon::Check))}
                {language.own_name()}
            </button>
        }
    });
    view! {
        <section class="card" aria-labelledby="language-card">
            <h2 class="card__title" id="language-card">{words.account_language()}</h2>
            <p>{words.account_language_text()}</p>
            <form class="actions" method="post" action="/language">
                <input type="hidden" name="back" value="/account"/>
                {choices.into_iter().collect_view()}
            </form>
        </section>
    }
}

fn download(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="download-card">
            <h2 class="card__title" id="download-card">{words.account_download_title()}</h2>
            <p>{words.account_download_text()}</p>
            <p class="field__hint">{words.account_download_hint()}</p>
            <div class="actions">
                <a class="button" href="/account/download.zip" rel="external">
                    {words.account_download_action()}
                </a>
            </div>
        </section>
    }
}

/// One thing that has a page of its own.
fn card(
    id: &'static str,
    title: &'static str,
    sentence: impl Into<String>,
    href: &'static str,
    action: &'static str,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <h2 class="card__title" id=id>{title}</h2>
            <p>{sentence.into()}</p>
            <div class="actions"><a class="button" href=href>{action}</a></div>
        </section>
    }
}
