//! `/home`: a family's books, the next day it may write, and what needs its attention.

use domain::entry::EntryState;
use domain::view::{Book, FamilyEntry, Viewer};
use leptos::prelude::*;

use crate::api::home::{Home, home};
use crate::app::SiteResource;
use crate::components::art::{Mood, small_cloud};
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::loaded::loaded;
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let home = Resource::new(|| (), |()| home());
    loaded(home, move |home| {
        view! { <Page title=words.nav_home() width=Width::Full>{content(words, home)}</Page> }.into_any()
    })
}

fn content(words: Words, home: Home) -> impl IntoView {
    let site = expect_context::<SiteResource>();
    let greeting = move || {
        let name = match site.get() {
            Some(Ok(site)) => match site.viewer {
                Viewer::Account { name, .. } | Viewer::Student { name } => name,
                Viewer::Anonymous => String::new(),
            },
            _ => String::new(),
        };
        page_head(words.home_title(name), "")
    };
    let empty = home.books.is_empty();
    view! {
        <div class="stack">
            <div class="page-head"><Suspense>{greeting}</Suspense></div>
            {(!home.attention.is_empty()).then(|| attention(words, home.attention))}
            <section class="stack" aria-labelledby="books">
                <h2 id="books">{words.home_books_title()}</h2>
                {empty.then(|| view! {
                    <div class="empty">
                        {small_cloud(Mood::Warm)}
                        <p class="empty__text">{words.home_books_empty()}</p>
                    </div>
                })}
                <div class="grid">{home.books.into_iter().map(|one| book(words, one)).collect_view()}</div>
            </section>
        </div>
    }
}

fn attention(words: Words, entries: Vec<FamilyEntry>) -> impl IntoView {
    let count = entries.len();
    view! {
        <section class="stack" aria-labelledby="attention">
            <h2 id="attention">{words.home_attention_title(count)}</h2>
            <div class="grid grid--two">
                {entries.into_iter().map(|entry| unfinished(words, entry)).collect_view()}
            </div>
        </section>
    }
}

fn unfinished(words: Words, entry: FamilyEntry) -> impl IntoView {
    let title = if entry.title.trim().is_empty() { words.new_no_title().to_owned() } else { entry.title };
    let href = format!("/entries/{}/edit", entry.id);
    if entry.state == EntryState::Draft {
        view! {
            <div class="notice notice--info">
                {notice_icon(Icon::Pen)}
                <div class="notice__body">
                    <h3 class="notice__title">{words.home_draft(title)}</h3>
                    <p>{words.home_draft_text()}</p>
                    <div class="actions"><a class="button" href=href>{words.home_draft_action()}</a></div>
                </div>
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="notice notice--warn">
                {notice_icon(Icon::Back)}
                <div class="notice__body">
                    <h3 class="notice__title">{words.home_returned(title)}</h3>
                    <p>{words.home_returned_text()}</p>
                    <div class="actions">
                        <a class="button button--primary" href=href>{words.home_returned_action()}</a>
                    </div>
                </div>
            </div>
        }
        .into_any()
    }
}

fn book(words: Words, book: Book) -> impl IntoView {
    let write = format!("/entries/new?book={}", book.id);
    let (next, action) = if book.may_send_today {
        (
            view! { {icon(Icon::Heart)}<strong>{words.book_can_write()}</strong> }.into_any(),
            view! { <a class="button button--primary" href=write>{icon(Icon::Pen)}{words.book_write()}</a> }
                .into_any(),
        )
    } else {
        (
            view! { {icon(Icon::Clock)}<span>{words.book_next_day(book.next_turn)}</span> }.into_any(),
            view! { <a class="button" href=write>{words.book_draft()}</a> }.into_any(),
        )
    };
    let rows = vec![
        (words.book_institution(), text(book.institution_name)),
        (words.book_relationship(), text(words.relationship(book.relationship))),
    ];
    view! {
        <article class="book">
            <header class="book__label">
                <p class="book__whose">{words.book_whose()}</p>
                <h3 class="book__name">{book.student_name}</h3>
            </header>
            {facts(rows)}
            <p class="book__next">{next}</p>
            <div class="actions">
                {action}
                <a class="button button--quiet" href="/entries">{words.book_entries()}</a>
            </div>
        </article>
    }
}
