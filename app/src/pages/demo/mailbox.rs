//! `/demo/mailbox`: the mail that would have been sent.

use domain::view::Mail;
use leptos::prelude::*;

use crate::api::mailbox::mailbox;
use crate::components::art::{Mood, small_cloud};
use crate::components::facts::{facts, text};
use crate::components::loaded::loaded;
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let data = Resource::new(|| (), |()| mailbox());
    let words = use_words();
    loaded(data, move |mails| {
        view! {
            <Page title=words.mailbox_title() width=Width::Reading>
                <div class="stack">
                    <div class="page-head">
                        {page_head(words.mailbox_title(), words.mailbox_lead())}
                        <a class="button" href="/demo/mailbox" rel="external">{words.mailbox_refresh()}</a>
                    </div>
                    {list(words, mails)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn list(words: Words, mails: Vec<Mail>) -> AnyView {
    if mails.is_empty() {
        return view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <h2>{words.mailbox_empty_title()}</h2>
                <p class="empty__text">{words.mailbox_empty_text()}</p>
            </div>
        }
        .into_any();
    }
    let items = mails.into_iter().map(|one| view! { <li>{mail(words, one)}</li> });
    view! { <ul class="stack" role="list">{items.collect_view()}</ul> }.into_any()
}

/// A mail is written in the language of whoever gets it.
fn mail(words: Words, mail: Mail) -> impl IntoView {
    let theirs = Words(mail.language);
    let (subject, body) = theirs.mail(mail.kind, &mail.student_name);
    let rows = vec![
        (words.mailbox_to(), view! { <code>{mail.to}</code> }.into_any()),
        (words.mailbox_sent(), text(mail.written_at.to_string())),
    ];
    view! {
        <article class="card">
            <header class="mail__head">
                <h2 class="card__title" lang=mail.language.tag()>{subject}</h2>
                {facts(rows)}
            </header>
            <div class="mail__body" lang=mail.language.tag()>
                <p>{theirs.mail_greeting(mail.name)}</p>
                <p>{body}</p>
                <p><a href=format!("/entries/{}", mail.entry)>{theirs.mail_link()}</a></p>
            </div>
        </article>
    }
}
