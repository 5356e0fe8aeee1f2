//! `/staff/applications`: the families' requests, those first whose month ends first.

use domain::application::{ApplicationState, ApplicationStateKind};
use domain::application_queue::{QueueFilter, QueuedApplication, Urgency};
use domain::time::TaipeiDay;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use super::search::search;
use crate::api::application_queue::{ApplicationQueue, Taken, application_queue};
use crate::components::art::{Mood, small_cloud};
use crate::components::filters::{Choice, filters};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (query, page) = (use_query_map(), page_number());
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let data = page_data(
        move || (asked("filter"), asked("q"), page()),
        |(filter, search, page)| application_queue(filter, search, page),
    );
    let what = query.get_untracked().get("done").unwrap_or_default();
    loaded(data, move |queue| {
        let done_text = done_text(words, &what);
        view! {
            <Page title=words.application_queue_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, queue)}
                </div>
            </Page>
        }
        .into_any()
    })
}

/// What was just done with a request.
pub fn done_text(words: Words, what: &str) -> Option<&'static str> {
    match what {
        "approved" => Some(words.application_queue_done_approved()),
        "returned" => Some(words.application_queue_done_returned()),
        "taken" => Some(words.application_queue_done_taken()),
        _ => None,
    }
}

fn content(words: Words, queue: ApplicationQueue) -> impl IntoView {
    let here = address(queue.filter, &queue.search);
    let (number, has_next) = (queue.page.number, queue.page.has_next);
    view! {
        <div class="page-head">
            {page_head(words.application_queue_title(), words.application_queue_lead())}
        </div>
        {choices(words, &queue)}
        {search(words, "/staff/applications", queue.filter.name(), &queue.search, address(queue.filter, ""))}
        {if queue.page.items.is_empty() { nothing(words, &queue).into_any() } else { list(words, queue).into_any() }}
        {pager(words, &here, number, has_next)}
    }
}

fn address(filter: QueueFilter, search: &str) -> String {
    format!("/staff/applications?filter={}&q={}", filter.name(), Url::escape(search))
}

fn choices(words: Words, queue: &ApplicationQueue) -> impl IntoView + use<> {
    let choices = QueueFilter::ALL.map(|filter| {
        let name = match filter {
            QueueFilter::Waiting => words.application_queue_filter_waiting(),
            QueueFilter::Overdue => words.application_queue_filter_overdue(),
            QueueFilter::Returned => words.application_queue_filter_returned(),
            QueueFilter::Approved => words.application_queue_filter_approved(),
            QueueFilter::Withdrawn => words.application_queue_filter_withdrawn(),
            QueueFilter::All => words.application_queue_filter_all(),
        };
        Choice {
            name,
            address: address(filter, &queue.search),
            chosen: filter == queue.filter,
            count: Some(queue.counts.of(filter)),
        }
    });
    filters(words.application_queue_filter_label(), choices)
}

fn nothing(words: Words, queue: &ApplicationQueue) -> impl IntoView + use<> {
    let is_done =
        queue.search.is_empty() && queue.counts.waiting == 0 && queue.filter == QueueFilter::Waiting;
    let (mood, text) = if is_done {
        (Mood::Done, words.application_queue_empty())
    } else {
        (Mood::Warm, words.application_queue_none_found())
    };
    view! {
        <div class="empty">
            {small_cloud(mood)}
            <p class="empty__text">{text}</p>
        </div>
    }
}

fn list(words: Words, queue: ApplicationQueue) -> impl IntoView {
    let today = queue.now.taipei_day();
    let heads = [
        words.application_queue_student(),
        words.application_queue_family(),
        words.application_queue_sent(),
        words.application_queue_state(),
    ];
    let rows = queue.page.items.into_iter().map(|(item, taken)| {
        let family = words.sign_aside(&item.asking.family_name, words.relationship(item.asking.relationship));
        let student = view! {
            <a class="queue__link" href=format!("/staff/applications/{}", item.id)>
                {format!("{} · {}", item.asking.student_name, item.asking.call_number)}
            </a>
        };
        row(view! {
            {cell(words.application_queue_student(), student)}
            {cell(words.application_queue_family(), family)}
            {cell(words.application_queue_sent(), item.submitted_at.to_string())}
            {cell(words.application_queue_state(), standing(words, &item, taken, today))}
        })
    });
    view! {
        <h2 class="visually-hidden" id="queue">{words.application_queue_list()}</h2>
        {table("queue", heads, rows.collect_view())}
    }
}

fn standing(words: Words, item: &QueuedApplication, taken: Taken, today: TaipeiDay) -> impl IntoView + use<> {
    let taken = match (taken, &item.claim) {
        (Taken::ByColleague, Some(claim)) => Some(words.application_queue_taken_colleague(&claim.name)),
        (Taken::ByOneself, _) => Some(words.application_queue_taken_self().to_owned()),
        _ => None,
    };
    view! {
        <span class="queue__state">
            {badge(words, item.state, today)}
            {taken.map(|text| view! { <span class="queue__taken">{text}</span> })}
        </span>
    }
}

/// Where a request stands; while it waits, how near its last day is.
pub fn badge(words: Words, state: ApplicationState, today: TaipeiDay) -> impl IntoView + use<> {
    let (class, picture) = match (state.kind(), Urgency::of(state, today)) {
        (ApplicationStateKind::InReview, Urgency::Overdue) => ("badge badge--overdue", Icon::Alert),
        (ApplicationStateKind::InReview, Urgency::DueSoon) => ("badge badge--waiting", Icon::Clock),
        (ApplicationStateKind::InReview, Urgency::InTime) => ("badge", Icon::Clock),
        (ApplicationStateKind::Returned, _) => ("badge badge--returned", Icon::Back),
        (ApplicationStateKind::Approved, _) => ("badge badge--read", Icon::Check),
        (ApplicationStateKind::Withdrawn | ApplicationStateKind::Draft, _) => {
            ("badge badge--withdrawn", Icon::Undo)
        }
    };
    let text = match state {
        ApplicationState::InReview { due_on, .. } => match Urgency::of(state, today) {
            Urgency::Overdue => words.application_queue_overdue(due_on),
            Urgency::DueSoon => words.application_queue_due_soon(due_on),
            Urgency::InTime => words.application_queue_due(due_on),
        },
        ApplicationState::Returned { returned_at, .. } => words.application_queue_returned(returned_at),
        ApplicationState::Approved { approved_at, .. } => words.application_queue_approved(approved_at),
        ApplicationState::Withdrawn { withdrawn_at, .. } => words.application_queue_withdrawn(withdrawn_at),
        ApplicationState::Draft => String::new(),
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}
