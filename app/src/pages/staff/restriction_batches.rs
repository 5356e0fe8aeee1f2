//! `/staff/restrictions`: restrictions that were made for many students together (part 一).

use domain::restriction_batch::{BatchPhase, RestrictionBatch};
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::restrictions::{kind, until};
use crate::api::restriction_batches::{RestrictionBatches, restriction_batches};
use crate::components::art::{Mood, small_cloud};
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(page_number(), restriction_batches);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "made" => Some(words.restriction_batch_done_made()),
            "ended" => Some(words.restriction_batch_done_ended()),
            _ => None,
        };
        view! {
            <Page title=words.restriction_batch_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: RestrictionBatches) -> impl IntoView {
    let RestrictionBatches { now, page } = data;
    let (number, has_next) = (page.number, page.has_next);
    let list = if page.items.is_empty() {
        view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <p class="empty__text">{words.restriction_batch_empty()}</p>
            </div>
        }
        .into_any()
    } else {
        let cards = page.items.into_iter().map(|one| card(words, &one, now)).collect_view();
        view! { <div class="grid grid--two grid--loose">{cards}</div> }.into_any()
    };
    view! {
        <a class="back-link" href="/staff/students">{icon(Icon::Left)}{words.student_page_back()}</a>
        <div class="page-head">
            {page_head(words.restriction_batch_title(), words.restriction_batch_lead())}
            <div class="actions">
                <a class="button button--primary" href="/staff/restrictions/new">
                    {icon(Icon::Pen)}{words.restriction_batch_new()}
                </a>
            </div>
        </div>
        {list}
        {pager(words, "/staff/restrictions", number, has_next)}
    }
}

/// How one stands, as rows of facts.
pub fn state_of(words: Words, one: &RestrictionBatch, now: Moment) -> Vec<(&'static str, AnyView)> {
    let phase = one.phase(now);
    let (class, picture, state) = match phase {
        BatchPhase::InForce => ("badge badge--waiting", Icon::Alert, words.restriction_now()),
        BatchPhase::Coming => ("badge badge--waiting", Icon::Clock, words.restriction_coming()),
        BatchPhase::Over => ("badge badge--withdrawn", Icon::Check, words.restriction_batch_over()),
    };
    let students = if phase == BatchPhase::Over || one.left == one.students {
        words.restriction_batch_count(one.students)
    } else {
        words.restriction_batch_count_left(one.students, one.left)
    };
    let badge = view! { <span class=class>{icon(picture)}{state}</span> };
    let mut rows = vec![
        (words.restriction_batch_state(), badge.into_any()),
        (words.restriction_batch_students(), text(students)),
        (words.restriction_begins(), text(one.span.begins_at.to_string())),
        (words.restriction_until(), text(until(words, one.span.until))),
    ];
    if !one.note.is_empty() {
        rows.push((words.restriction_note(), text(one.note.clone())));
    }
    let made = words.restriction_made_when(&one.made_by, one.made_at);
    rows.push((words.restriction_made_by(), text(made)));
    if let Some((name, when)) = &one.ended {
        rows.push((words.restriction_batch_ended_by(), text(words.restriction_made_when(name, when))));
    }
    rows
}

fn card(words: Words, one: &RestrictionBatch, now: Moment) -> impl IntoView + use<> {
    let page = format!("/staff/restrictions/{}", one.id);
    let open = match one.phase(now) {
        BatchPhase::Over => words.restriction_batch_open_over(),
        BatchPhase::Coming | BatchPhase::InForce => words.restriction_batch_open(),
    };
    view! {
        <article class="card">
            <h2 class="card__title">{kind(words, one.kind)}</h2>
            {facts(state_of(words, one, now))}
            <div class="actions">
                <a class="button" href=page>{open}</a>
            </div>
        </article>
    }
}
