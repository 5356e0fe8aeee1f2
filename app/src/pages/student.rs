//! The terminal: logging in, the inbox, and one letter at a time, in very large type.

use domain::view::{InboxEntry, OpenEntry, Page as ListPage};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::inbox::inbox;
use crate::api::letter::letter as load_letter;
use crate::api::student_login_form::student_login_form;
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::icon::{Icon, icon};
use crate::components::institutions::institution_options;
use crate::components::letter::{Letter, letter};
use crate::components::loaded::loaded;
use crate::components::notice::not_done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::refusal::StudentLogInRefusal;
use crate::words::{Words, use_words};

area!(
    /// All below `/student`.
    StudentArea,
    match super::segments().get(1).map(String::as_str) {
        None => inbox_page(),
        Some("login") => login_page(),
        Some(_) => letter_page(),
    }
);

fn login_page() -> AnyView {
    let words = use_words();
    let form = Resource::new(|| (), |()| student_login_form());
    loaded(form, move |refused| {
        view! { <Page title=words.student_login_title() width=Width::Narrow>{login(words, refused)}</Page> }
            .into_any()
    })
}

fn login(words: Words, refused: Option<StudentLogInRefusal>) -> impl IntoView {
    let missing =
        refused.as_ref().is_some_and(|r| r.institution_missing || r.call_number_missing || r.pin_missing);
    let error = |is_missing: fn(&StudentLogInRefusal) -> bool, sentence: &'static str| {
        refused.as_ref().filter(|refused| is_missing(refused)).map(|_| sentence.to_owned())
    };
    let institution_error = error(|r| r.institution_missing, words.error_institution_missing());
    let number_error = error(|r| r.call_number_missing, words.error_call_number_missing());
    let wait = refused.as_ref().and_then(|refused| refused.wait);
    let pin_error = if refused.is_some() && !missing && wait.is_none() {
        Some(words.error_student_login().to_owned())
    } else {
        error(|r| r.pin_missing, words.error_pin_missing())
    };
    let problems: Vec<_> =
        [("institution", &institution_error), ("call_number", &number_error), ("pin", &pin_error)]
            .into_iter()
            .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
            .collect();
    let typed = refused.unwrap_or_default();
    view! {
        <div class="stack">
            {error_summary(words, &problems)}
            {wait.map(|minutes| not_done(words.wait(minutes)))}
            <div class="page-head">{page_head(words.student_login_title(), words.student_login_lead())}</div>
            <form class="form" method="post" action="/student/login" novalidate autocomplete="off">
                {Field::new("institution", words.student_institution(), institution_error)
                    .choice(words, institution_options(typed.institution))}
                {Field::new("call_number", words.student_call_number(), number_error)
                    .line(words, Line::DIGITS, typed.call_number)}
                {Field::new("pin", words.student_pin(), pin_error)
                    .line(words, Line { kind: "password", ..Line::DIGITS }, "")}
                <button class="button button--primary button--wide">{words.student_login_submit()}</button>
            </form>
            <p class="field__hint">{words.student_login_help()}</p>
        </div>
    }
}

fn inbox_page() -> AnyView {
    let words = use_words();
    let list = Resource::new(page_number(), inbox);
    loaded(list, move |list| {
        let content = match list {
            Some(list) => inbox_view(words, list),
            None => closed(words).into_any(),
        };
        view! { <Page title=words.student_title() width=Width::Full>{content}</Page> }.into_any()
    })
}

/// The inbox and its letters while they are not open (part 一).
fn closed(words: Words) -> impl IntoView {
    view! {
        <div class="empty">
            {small_cloud(Mood::Warm)}
            <h1>{words.closed_title()}</h1>
            <p class="empty__text">{words.closed_text()}</p>
        </div>
    }
}

fn inbox_view(words: Words, list: ListPage<InboxEntry>) -> AnyView {
    if list.items.is_empty() && list.number == 1 {
        return view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <h1>{words.student_empty_title()}</h1>
                <p class="empty__text">{words.student_empty_text()}</p>
            </div>
        }
        .into_any();
    }
    let new = list.items.iter().filter(|entry| entry.is_new).count();
    let lead = if new > 0 { words.student_new_count(new) } else { String::new() };
    view! {
        <div class="stack">
            <div class="page-head">{page_head(words.student_title(), lead)}</div>
            <ul class="inbox" role="list">
                {list.items.into_iter().map(|entry| view! { <li>{inbox_link(words, entry)}</li> }).collect_view()}
            </ul>
            {pager(words, "/student", list.number, list.has_next)}
        </div>
    }
    .into_any()
}

fn inbox_link(words: Words, entry: InboxEntry) -> impl IntoView {
    let class = if entry.photo.is_some() { "inbox__link" } else { "inbox__link inbox__link--plain" };
    let meta = format!("{} · {}", words.relationship(entry.relationship), entry.delivered_at.taipei_day());
    view! {
        // Opening makes it read, so it is a page of its own, never loaded ahead.
        <a class=class href=format!("/student/entries/{}", entry.id) rel="external">
            {entry.photo.map(|photo| view! {
                <img
                    class="inbox__photo"
                    src=format!("/files/{}/thumbnail", photo.id)
                    alt=""
                    width=photo.width
                    height=photo.height
                />
            })}
            <span class="inbox__text">
                {entry.is_new.then(|| view! {
                    <span class="badge badge--new">{icon(Icon::Heart)}{words.student_new()}</span>
                })}
                <span class="inbox__title">{entry.title}</span>
                <span class="inbox__meta">{meta}</span>
            </span>
        </a>
    }
}

fn letter_page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let found = Resource::new(move || params.read().get("id").unwrap_or_default(), load_letter);
    loaded(found, move |entry| {
        let (title, content) = match entry {
            Some(entry) => (entry.title.clone(), reading(words, entry).into_any()),
            None => (words.student_title().to_owned(), closed(words).into_any()),
        };
        view! { <Page title width=Width::Full>{content}</Page> }.into_any()
    })
}

fn reading(words: Words, entry: OpenEntry) -> impl IntoView {
    let href = |id| format!("/student/entries/{id}");
    let (newer, older) = (entry.newer.map(href), entry.older.map(href));
    let neighbours = newer.is_some() || older.is_some();
    view! {
        <div class="stack">
            <a class="back-link" href="/student" rel="external">{icon(Icon::Left)}{words.back_inbox()}</a>
            {letter(words, Letter {
                date: entry.delivered_at,
                title: entry.title,
                body: entry.body,
                photo: entry.photo,
                from: format!("{} · {}", words.relationship(entry.relationship), entry.family_name),
                read_at: None,
                title_id: None,
                is_heading: true,
            })}
            {neighbours.then(|| view! {
                <nav class="pager" aria-label=words.letter_pager_label()>
                    {newer.map(|href| view! {
                        <a class="button" href=href rel="external">{icon(Icon::Left)}{words.student_newer()}</a>
                    })}
                    {older.map(|href| view! {
                        <a class="button" href=href rel="external">{words.student_older()}{icon(Icon::Right)}</a>
                    })}
                </nav>
            })}
            <PrintButton/>
        </div>
    }
}

/// Printing needs the browser's own dialog, so the button comes with it.
#[component]
fn PrintButton() -> impl IntoView {
    let words = use_words();
    let ready = RwSignal::new(false);
    Effect::new(move || ready.set(true));
    let print = |_| {
        #[cfg(feature = "hydrate")]
        {
            // A terminal without a printer does nothing.
            let _ = window().print();
        }
    };
    move || {
        ready.get().then(|| {
            view! {
                <div class="actions">
                    <button class="button button--quiet" type="button" on:click=print>
                        {icon(Icon::Print)}
                        {words.letter_print()}
                    </button>
                </div>
            }
        })
    }
}
