//! `/home`: a family's books, the next day it may write, and what needs its attention.

use domain::application::ApplicationState;
use domain::entry::EntryState;
use domain::view::{Book, ClosedBook, FamilyApplication, FamilyEntry, Viewer};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::suspended::{problems, suspended};
use crate::api::home::{Home, home};
use crate::app::SiteResource;
use crate::components::allowed::allowed;
use crate::components::art::{Mood, small_cloud};
use crate::components::badge::application_badge;
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done_with};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let home = page_data(|| (), |()| home());
    let answered = use_query_map().get_untracked().get("done").is_some_and(|what| what == "answered");
    loaded(home, move |home| {
        view! {
            <Page title=words.nav_home() width=Width::Full>
                {answered.then(|| done(words.suspended_answer_done()))}
                {content(words, home)}
            </Page>
        }
        .into_any()
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
    let refused = home.answer_refused;
    let too_late = refused.as_ref().filter(|refused| refused.problem.is_none()).map(|refused| {
        not_done_with(words.suspended_answer_late(), words.suspended_answer_unsent(), &refused.typed)
    });
    let suspensions =
        home.suspensions.into_iter().map(|one| suspended(words, one, refused.as_ref())).collect_view();
    let invite = empty && home.closed.is_empty() && home.applications.is_empty();
    view! {
        <div class="stack">
            {error_summary(words, &problems(words, refused.as_ref()))}
            {too_late}
            <div class="page-head"><Suspense>{greeting}</Suspense></div>
            {suspensions}
            {home.replied.into_iter().map(|entry| replied(words, entry)).collect_view()}
            {(!home.attention.is_empty()).then(|| attention(words, home.attention))}
            {(!home.applications.is_empty()).then(|| applications(words, home.applications))}
            {invite.then(|| invitation(words))}
            {(!empty).then(|| books(words, home.books))}
            {(!home.closed.is_empty()).then(|| closed(words, home.closed))}
        </div>
    }
}

/// A reply from the student waits to be read.
fn replied(words: Words, entry: FamilyEntry) -> impl IntoView {
    let student = entry.student_name.unwrap_or_default();
    view! {
        <div class="notice notice--good">
            {notice_icon(Icon::Heart)}
            <div class="notice__body">
                <h2 class="notice__title">{words.reply_arrived(student)}</h2>
                <p>{words.reply_arrived_to(entry.title)}</p>
                <div class="actions">
                    <a class="button button--primary" href=format!("/entries/{}", entry.id)>{words.reply_read()}</a>
                </div>
            </div>
        </div>
    }
}

fn books(words: Words, books: Vec<Book>) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="books">
            <h2 id="books">{words.home_books_title()}</h2>
            <div class="grid">{books.into_iter().map(|one| book(words, one)).collect_view()}</div>
        </section>
    }
}

/// A family without a book is invited to ask for one.
fn invitation(words: Words) -> impl IntoView {
    view! {
        <div class="empty">
            {small_cloud(Mood::Warm)}
            <h2>{words.home_apply_title()}</h2>
            <p class="empty__text">{words.home_apply_text()}</p>
            <div class="actions">
                <a class="button button--primary" href="/applications/new">{icon(Icon::Pen)}{words.home_apply()}</a>
            </div>
        </div>
    }
}

/// Requests under way, and where each stands.
fn applications(words: Words, applications: Vec<FamilyApplication>) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="applications">
            <h2 id="applications">{words.home_applications_title()}</h2>
            <div class="grid grid--two">
                {applications.into_iter().map(|one| application(words, one)).collect_view()}
            </div>
        </section>
    }
}

fn application(words: Words, one: FamilyApplication) -> impl IntoView {
    let title = match &one.masked_name {
        Some(name) => words.home_application_to(name),
        None => words.home_application_nobody().to_owned(),
    };
    let (text, action, class) = match one.state {
        ApplicationState::Returned { .. } => (
            words.home_application_returned().to_owned(),
            words.home_application_correct(),
            "button button--primary",
        ),
        ApplicationState::InReview { due_on, .. } => {
            (words.home_application_waiting(due_on), words.home_application_look(), "button")
        }
        _ => (words.home_application_draft().to_owned(), words.home_application_continue(), "button"),
    };
    view! {
        <article class="card">
            <h3 class="card__title">{title}</h3>
            <p>{application_badge(words, one.state.kind())}</p>
            <p>{text}</p>
            <div class="actions"><a class=class href=format!("/applications/{}", one.id)>{action}</a></div>
        </article>
    }
}

/// Books whose student left: everything can still be read and kept.
fn closed(words: Words, books: Vec<ClosedBook>) -> impl IntoView {
    let cards = books.into_iter().map(|book| {
        view! {
            <article class="book">
                <header class="book__label">
                    <p class="book__whose">{words.book_whose()}</p>
                    <h3 class="book__name">{book.student_name}</h3>
                </header>
                {facts(vec![
                    (words.book_institution(), text(book.institution_name)),
                    (words.closed_book_day(), text(book.closed_on.to_string())),
                ])}
                <p>{words.closed_book_text()}</p>
                <div class="actions">
                    <a class="button" href="/entries">{words.book_entries()}</a>
                    <a class="button button--quiet" href=format!("/keepsakes/{}", book.id) rel="external">
                        {words.book_keepsake()}
                    </a>
                    <a class="button button--quiet" href="/account/download.zip" rel="external" download>
                        {words.closed_book_download()}
                    </a>
                </div>
            </article>
        }
    });
    view! {
        <section class="stack" aria-labelledby="closed-books">
            <h2 id="closed-books">{words.closed_book_title()}</h2>
            <div class="grid">{cards.collect_view()}</div>
        </section>
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
    let keepsake = format!("/keepsakes/{}", book.id);
    let class = if book.paused || book.suspended_until.is_some() { "book book--paused" } else { "book" };
    let (next, action) = if book.paused {
        (
            view! { {icon(Icon::Clock)}<strong>{words.paused_book()}</strong> }.into_any(),
            view! { <a class="button" href=write>{words.book_draft()}</a> }.into_any(),
        )
    } else if let Some(until) = book.suspended_until {
        (
            view! { {icon(Icon::Clock)}<strong>{words.suspended_title(until)}</strong> }.into_any(),
            view! { <a class="button" href=write>{words.book_draft()}</a> }.into_any(),
        )
    } else if book.may_send_today {
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
        <article class=class>
            <header class="book__label">
                <p class="book__whose">{words.book_whose()}</p>
                <h3 class="book__name">{book.student_name}</h3>
            </header>
            {facts(rows)}
            {book.allowed.map(|one| allowed(words, &one))}
            <p class="book__next">{next}</p>
            <div class="actions">
                {action}
                <a class="button button--quiet" href="/entries">{words.book_entries()}</a>
                <a class="button button--quiet" href=keepsake rel="external">{words.book_keepsake()}</a>
            </div>
        </article>
    }
}
