//! `/account/email/confirm`: where the mail to a new address leads, also for somebody who is not logged in.

use domain::mail::LinkPurpose;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::link::{LinkPage, LinkState, link};
use crate::components::art::{Mood, small_cloud};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let query = use_query_map();
    if query.read_untracked().get("done").is_some() {
        return framed(
            words,
            over(
                Mood::Done,
                words.account_confirm_done_title(),
                words.account_confirm_done_text(),
                ("/account", words.account_confirm_go()),
            ),
        );
    }
    let found = page_data(
        move || query.read().get("token").unwrap_or_default(),
        |token| link(LinkPurpose::NewAddress, token),
    );
    loaded(found, move |found| framed(words, content(words, found)))
}

fn framed(words: Words, content: AnyView) -> AnyView {
    view! {
        <Page title=words.account_confirm_title() width=Width::Narrow>
            <div class="stack">{content}</div>
        </Page>
    }
    .into_any()
}

fn content(words: Words, found: LinkPage) -> AnyView {
    match found.state {
        LinkState::Works => view! {
            <section class="card">
                <div class="page-head">
                    {page_head(words.account_confirm_title(), words.account_confirm_text())}
                </div>
                <form method="post" action="/account/email/confirm">
                    <input type="hidden" name="token" value=found.token/>
                    <button class="button button--primary button--wide">
                        {words.account_confirm_submit()}
                    </button>
                </form>
            </section>
        }
        .into_any(),
        LinkState::Used => over(
            Mood::Done,
            words.account_confirm_used_title(),
            words.account_confirm_used_text(),
            ("/account", words.account_confirm_go()),
        ),
        LinkState::Over => over(
            Mood::Lost,
            words.account_confirm_over_title(),
            words.account_confirm_over_text(),
            ("/account/email", words.account_confirm_again()),
        ),
    }
}

/// Nothing more to do here, but a way on.
fn over(
    mood: Mood,
    title: &'static str,
    sentence: &'static str,
    on: (&'static str, &'static str),
) -> AnyView {
    let (href, action) = on;
    view! {
        <div class="empty">
            {small_cloud(mood)}
            <h1>{title}</h1>
            <p class="empty__text">{sentence}</p>
            <div class="actions"><a class="button button--primary" href=href>{action}</a></div>
        </div>
    }
    .into_any()
}
