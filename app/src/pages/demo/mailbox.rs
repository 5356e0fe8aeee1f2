//! `/demo/mailbox`: the mail that would have been sent.

use domain::view::MailboxLetter;
use leptos::prelude::*;

use crate::api::mailbox::mailbox;
use crate::components::art::{Mood, small_cloud};
use crate::components::facts::{facts, text};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let data = page_data(|| (), |()| mailbox());
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

fn list(words: Words, mails: Vec<MailboxLetter>) -> AnyView {
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
fn mail(words: Words, mail: MailboxLetter) -> impl IntoView {
    let rows = vec![
        (words.mailbox_to(), view! { <code>{mail.to}</code> }.into_any()),
        (words.mailbox_sent(), text(mail.written_at.to_string())),
    ];
    let lines: Vec<_> = mail.text.lines().filter(|line| !line.is_empty()).map(line).collect();
    view! {
        <article class="card">
            <header class="mail__head">
                <h2 class="card__title" lang=mail.language.tag()>{mail.subject}</h2>
                {facts(rows)}
            </header>
            <div class="mail__body" lang=mail.language.tag()>{lines}</div>
        </article>
    }
}

/// A link leads to this site under whatever address the demo was opened, not under the one that the letter names.
fn line(line: &str) -> AnyView {
    let Some(path) = path_of(line) else { return view! { <p>{line.to_owned()}</p> }.into_any() };
    view! { <p><a class="mail__link" href=path rel="external">{line.to_owned()}</a></p> }.into_any()
}

/// The path of an address of ours that stands alone in a line.
pub fn path_of(line: &str) -> Option<String> {
    let rest = line.strip_prefix("http://").or_else(|| line.strip_prefix("https://"))?;
    let (_, path) = rest.split_once('/')?;
    Some(format!("/{}", path.trim_start_matches('/')))
}
