//! `/staff/restrictions/{id}`: whom a restriction for many is on, what is left of it for each, and its one end (part 一).

use domain::restriction_batch::{BatchPhase, InBatch, RestrictionBatch};
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::restriction_batches::state_of;
use super::restrictions::{kind, until};
use crate::api::restriction_batches::{OneRestrictionBatch, restriction_batch};
use crate::components::facts::facts;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), restriction_batch);
    loaded(data, move |data| {
        view! {
            <Page title=words.restriction_batch_title() width=Width::Full>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: OneRestrictionBatch) -> impl IntoView {
    let OneRestrictionBatch { now, batch, students } = data;
    let going_on = batch.phase(now) != BatchPhase::Over;
    let end = going_on.then(|| end(words, &batch, &students, now));
    view! {
        <a class="back-link" href="/staff/restrictions">{icon(Icon::Left)}{words.restriction_batch_back()}</a>
        <div class="page-head">{page_head(kind(words, batch.kind), words.restriction_batch_title())}</div>
        {facts(state_of(words, &batch, now))}
        {end}
        <section class="stack" aria-labelledby="who">
            <h2 id="who">{words.restriction_batch_who(students.len())}</h2>
            {list(words, students, now)}
        </section>
    }
}

fn named(one: &InBatch) -> String {
    format!("{} · {}", one.name, one.call_number)
}

/// Asks once more, with the names of all for whom it would end.
fn end(words: Words, batch: &RestrictionBatch, students: &[InBatch], now: Moment) -> impl IntoView + use<> {
    let left = students.iter().filter(|one| !one.is_over(now));
    let names = left.map(|one| view! { <li>{named(one)}</li> }).collect_view();
    view! {
        <details class="disclosure">
            <summary class="button button--quiet disclosure__toggle">
                {icon(Icon::Undo)}{words.restriction_batch_end()}
            </summary>
            <div class="disclosure__panel">
                <h2 class="disclosure__title">{words.restriction_batch_end_title(batch.left)}</h2>
                <ul>{names}</ul>
                <p>{words.restriction_batch_end_text()}</p>
                <form class="actions" method="post" action=format!("/staff/restrictions/{}/end", batch.id)>
                    <button class="button button--danger">{words.restriction_batch_end_yes()}</button>
                </form>
                <p class="field__hint">{words.keep_hint()}</p>
            </div>
        </details>
    }
}

fn list(words: Words, students: Vec<InBatch>, now: Moment) -> impl IntoView {
    let heads = [words.restriction_batch_student(), words.restriction_batch_state()];
    let rows = students.into_iter().map(|one| {
        let page = format!("/staff/students/{}/restrictions", one.student);
        let name = view! { <a class="table__link" href=page>{named(&one)}</a> };
        row(view! {
            {cell(words.restriction_batch_student(), name)}
            {cell(words.restriction_batch_state(), left(words, one, now))}
        })
    });
    table("who", heads, rows.collect_view())
}

/// What is left of it for one student.
fn left(words: Words, one: InBatch, now: Moment) -> impl IntoView {
    let (class, picture, state) = if one.is_over(now) {
        let ended = one.span.end().map(|end| end.to_string()).unwrap_or_default();
        let state = match one.ended_by {
            Some(name) => words.restriction_batch_state_ended(name, ended),
            None => words.restriction_batch_state_over(ended),
        };
        ("badge badge--withdrawn", Icon::Check, state)
    } else if one.span.in_force(now) {
        let state = words.restriction_batch_state_now(until(words, one.span.until));
        ("badge badge--waiting", Icon::Alert, state)
    } else {
        ("badge badge--waiting", Icon::Clock, words.restriction_batch_state_coming(one.span.begins_at))
    };
    view! { <span class=class>{icon(picture)}{state}</span> }
}
