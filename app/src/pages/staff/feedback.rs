//! `/staff/feedback`: what families and staff said about the site, for the institution's admin.

use domain::feedback::{Feedback, FeedbackFilter};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::feedback::{FeedbackList, feedback};
use crate::components::art::{Mood, small_cloud};
use crate::components::facts::{facts, text};
use crate::components::filters::{Choice, filters};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (query, number) = (use_query_map(), page_number());
    let asked = move || (query.read().get("filter").unwrap_or_default(), number());
    let what = query.get_untracked().get("done").unwrap_or_default();
    let data = page_data(asked, |(filter, page)| feedback(filter, page));
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "done" => Some(words.staff_feedback_done_done()),
            "reopened" => Some(words.staff_feedback_done_reopened()),
            _ => None,
        };
        view! {
            <Page title=words.staff_feedback_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: FeedbackList) -> impl IntoView {
    let FeedbackList { filter, page } = data;
    let here = address(filter);
    let (number, has_next) = (page.number, page.has_next);
    let list = if page.items.is_empty() {
        nothing(words, filter).into_any()
    } else {
        let items = page.items.into_iter().map(|one| view! { <li>{card(words, one)}</li> });
        view! { <ul class="stack" role="list">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="page-head">{page_head(words.staff_feedback_title(), words.staff_feedback_lead())}</div>
        {choices(words, filter)}
        {list}
        {pager(words, &here, number, has_next)}
    }
}

fn address(filter: FeedbackFilter) -> String {
    format!("/staff/feedback?filter={}", filter.name())
}

fn choices(words: Words, chosen: FeedbackFilter) -> impl IntoView {
    let choices = FeedbackFilter::ALL.map(|filter| {
        let name = match filter {
            FeedbackFilter::Open => words.staff_feedback_open(),
            FeedbackFilter::Done => words.staff_feedback_done(),
        };
        Choice { name, address: address(filter), chosen: filter == chosen, count: None }
    });
    filters(words.staff_feedback_filter_label(), choices)
}

fn nothing(words: Words, filter: FeedbackFilter) -> impl IntoView {
    let text = match filter {
        FeedbackFilter::Open => words.staff_feedback_empty_open(),
        FeedbackFilter::Done => words.staff_feedback_empty_done(),
    };
    view! {
        <div class="empty">
            {small_cloud(Mood::Warm)}
            <p class="empty__text">{text}</p>
        </div>
    }
}

fn card(words: Words, one: Feedback) -> impl IntoView {
    let who = match one.name {
        Some(name) => words.sign_aside(name, words.role(one.role)),
        None => words.role(one.role).to_owned(),
    };
    let about = if one.page.is_empty() { words.staff_feedback_page_unknown().to_owned() } else { one.page };
    let mut rows = vec![(words.staff_feedback_who(), text(who)), (words.staff_feedback_page(), text(about))];
    let (step, picture, label) = match &one.done {
        Some(_) => ("reopen", Icon::Undo, words.staff_feedback_reopen()),
        None => ("done", Icon::Check, words.staff_feedback_set_done()),
    };
    if let Some((name, when)) = one.done {
        rows.push((words.staff_feedback_done_by(), text(words.suspension_who_when(name, when))));
    }
    view! {
        <article class="card">
            <h2 class="card__title">{one.at.to_string()}</h2>
            <p class="quote">{one.text}</p>
            {facts(rows)}
            <form class="actions" method="post" action=format!("/staff/feedback/{}/{step}", one.id)>
                <button class="button">{icon(picture)}{label}</button>
            </form>
        </article>
    }
}
