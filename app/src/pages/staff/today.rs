//! `/staff`: the day at a glance.

use domain::people::Role;
use domain::review_queue::ReviewFilter;
use domain::suspension::{CaseFilter, SuspensionGlance};
use domain::time::Moment;
use leptos::prelude::*;

use crate::api::today::{Today as Data, today};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let data = page_data(|| (), |()| today());
    let words = use_words();
    loaded(data, move |data| {
        view! { <Page title=words.staff_title() width=Width::Full>{content(words, &data)}</Page> }.into_any()
    })
}

fn content(words: Words, data: &Data) -> impl IntoView + use<> {
    let may_review = data.role.may_review();
    let oldest = match data.glance.oldest {
        Some(oldest) => (waited(words, oldest, data.now), words.tile_oldest_note(oldest)),
        None => (words.staff_nothing_waiting().to_owned(), String::new()),
    };
    let glance = data.glance;
    let queue = |filter: ReviewFilter| may_review.then(|| format!("/staff/entries?filter={}", filter.name()));
    let strikes_note = if may_review { words.tile_strikes_note() } else { "" };
    let tiles = [
        Figure::of(words.tile_waiting(), glance.waiting, queue(ReviewFilter::All)),
        Figure {
            name: words.tile_oldest(),
            value: oldest.0,
            note: oldest.1,
            list: queue(ReviewFilter::All),
            alarms: false,
        },
        Figure::of(words.tile_overdue(), glance.overdue, queue(ReviewFilter::Overdue)).alarming(),
        Figure::of(words.tile_replies(), glance.replies, queue(ReviewFilter::Replies)),
        Figure::of(
            words.tile_strikes(),
            glance.strikes,
            may_review.then(|| "/staff/suspensions#possible".to_owned()),
        )
        .note(strikes_note)
        .alarming(),
        Figure::of(words.tile_held(), glance.held, None).note(words.tile_held_note()),
        Figure::of(words.staff_decided_today(), glance.decided_today, None),
    ];
    view! {
        <div class="stack">
            <div class="page-head">
                {page_head(words.staff_title(), data.now.taipei_day().to_string())}
                {may_review.then(|| view! {
                    <a class="button button--primary" href="/staff/entries">{words.staff_start_review()}</a>
                })}
            </div>
            <ul class="tiles" role="list" aria-label=words.staff_figures_label()>
                {data.suspensions.map(|glance| for_the_head(words, glance))}
                {tiles.map(tile).into_iter().collect_view()}
                {requests(words, data, may_review)}
            </ul>
            {may_review.then(|| print_runs(words))}
            {poster(words)}
            {(data.role == Role::Admin).then(|| accounts(words))}
            {(data.role == Role::Admin).then(|| settings(words))}
            {data.feedback.map(|open| feedback(words, open))}
        </div>
    }
}

/// A figure, and the list in which the same stands for who may see it.
struct Figure {
    name: &'static str,
    value: String,
    note: String,
    list: Option<String>,
    /// Whether it asks for somebody.
    alarms: bool,
}

impl Figure {
    fn of(name: &'static str, value: u32, list: Option<String>) -> Self {
        Self { name, value: value.to_string(), note: String::new(), list, alarms: false }
    }

    fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Any at all ask for somebody.
    fn alarming(self) -> Self {
        Self { alarms: self.value != "0", ..self }
    }
}

fn tile(figure: Figure) -> AnyView {
    let class = if figure.alarms { "tiles__link tiles__link--alert" } else { "tiles__link" };
    let figures = view! {
        <span class="tiles__name">{figure.name}</span>
        <span class="tiles__value">{figure.value}</span>
        <span class="tiles__note">{figure.note}</span>
    };
    match figure.list {
        Some(list) => view! { <li><a class=class href=list>{figures}</a></li> }.into_any(),
        None => view! { <li class=class>{figures}</li> }.into_any(),
    }
}

/// What only the head can decide or answer.
fn for_the_head(words: Words, glance: SuspensionGlance) -> impl IntoView {
    let list = |filter: CaseFilter| Some(format!("/staff/suspensions?filter={}", filter.name()));
    let tiles = [
        Figure::of(words.tile_proposed(), glance.proposed, list(CaseFilter::Proposed)).alarming(),
        Figure::of(words.tile_answers(), glance.unread_answers, list(CaseFilter::Answers)).alarming(),
    ];
    tiles.map(tile).into_iter().collect_view()
}

/// How the families' requests stand; for who decides them each figure leads to its list.
fn requests(words: Words, data: &Data, may_review: bool) -> impl IntoView + use<> {
    let glance = data.applications;
    let oldest = match glance.oldest {
        Some(oldest) => words.tile_requests_oldest(waited(words, oldest, data.now)),
        None => String::new(),
    };
    let list = |filter: &str| may_review.then(|| format!("/staff/applications?filter={filter}"));
    let tiles = [
        Figure::of(words.tile_requests(), glance.waiting, list("waiting")).note(oldest),
        Figure::of(words.tile_requests_overdue(), glance.overdue, list("overdue")).alarming(),
    ];
    tiles.map(tile).into_iter().collect_view()
}

/// Letters on paper.
fn print_runs(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="print-runs-card">
            <h2 class="card__title" id="print-runs-card">{words.print_run_title()}</h2>
            <p>{words.print_run_card_text()}</p>
            <div class="actions">
                <a class="button" href="/staff/print-runs">{words.print_run_open()}</a>
            </div>
        </section>
    }
}

fn poster(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="poster-card">
            <h2 class="card__title" id="poster-card">{words.poster_page_title()}</h2>
            <p>{words.poster_card_text()}</p>
            <div class="actions">
                <a class="button" href="/staff/poster">{words.poster_open()}</a>
            </div>
        </section>
    }
}

fn settings(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="settings-card">
            <h2 class="card__title" id="settings-card">{words.settings_title()}</h2>
            <p>{words.settings_card_text()}</p>
            <div class="actions">
                <a class="button button--primary" href="/staff/settings">{words.settings_open()}</a>
            </div>
        </section>
    }
}

/// An admin's own work.
fn accounts(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="accounts-card">
            <h2 class="card__title" id="accounts-card">{words.staff_accounts_title()}</h2>
            <p>{words.staff_accounts_card_text()}</p>
            <div class="actions">
                <a class="button button--primary" href="/staff/accounts">{words.staff_accounts_open()}</a>
            </div>
        </section>
    }
}

/// What families and staff said about the site.
fn feedback(words: Words, open: u32) -> impl IntoView {
    let text = match open {
        0 => words.staff_feedback_card_none().to_owned(),
        open => words.staff_feedback_card_text(open),
    };
    view! {
        <section class="card" aria-labelledby="feedback-card">
            <h2 class="card__title" id="feedback-card">{words.staff_feedback_title()}</h2>
            <p>{text}</p>
            <div class="actions">
                <a class="button" href="/staff/feedback">{words.staff_feedback_go()}</a>
            </div>
        </section>
    }
}

/// How long something has waited, in days and hours.
pub fn waited(words: Words, since: Moment, now: Moment) -> String {
    let hours = (now.micros() - since.micros()).max(0) / 3_600_000_000;
    if hours < 24 {
        words.review_waiting_hours(hours)
    } else {
        words.review_waiting_days(hours / 24, hours % 24)
    }
}
