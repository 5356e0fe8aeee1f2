//! `/staff/suspensions`: what waits for the head, who is suspended, and what was (part 二(五)).

use domain::suspension::{Case, CaseFilter, Outcome, last_day};
use domain::time::Moment;
use domain::view::Whose;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::suspensions::{Suspensions, suspensions};
use crate::components::art::{Mood, small_cloud};
use crate::components::filters::{Choice, filters};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (query, number) = (use_query_map(), page_number());
    let asked = move || (query.read().get("filter").unwrap_or_default(), number());
    let data = page_data(asked, |(filter, page)| suspensions(filter, page));
    loaded(data, move |data| {
        view! {
            <Page title=words.suspension_title() width=Width::Full>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

/// Where one stands.
pub fn badge(words: Words, case: &Case, now: Moment) -> impl IntoView + use<> {
    let (class, picture, text) = match &case.outcome {
        Outcome::Waiting if case.book_closed => {
            ("badge badge--withdrawn", Icon::Undo, words.suspension_state_void().to_owned())
        }
        Outcome::Waiting => {
            ("badge badge--waiting", Icon::Clock, words.suspension_state_waiting().to_owned())
        }
        Outcome::Refused { at, .. } => {
            ("badge badge--withdrawn", Icon::Undo, words.suspension_state_refused(at.taipei_day()))
        }
        Outcome::Suspended(suspended) => {
            let span = suspended.span;
            let last = last_day(&span).unwrap_or_else(|| span.begins_at.taipei_day());
            match (&suspended.lifted_by, span.ended_at) {
                (Some(name), Some(at)) => {
                    ("badge badge--read", Icon::Check, words.suspension_state_lifted(name, at.taipei_day()))
                }
                _ if span.in_force(now) => {
                    ("badge badge--returned", Icon::Clock, words.suspension_state_in_force(last))
                }
                _ => ("badge badge--read", Icon::Check, words.suspension_state_ended(last)),
            }
        }
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}

fn content(words: Words, data: Suspensions) -> impl IntoView {
    let Suspensions { filter, now, page, possible } = data;
    let here = format!("/staff/suspensions?filter={}", filter.name());
    let (number, has_next) = (page.number, page.has_next);
    let list = if page.items.is_empty() {
        nothing(words, filter).into_any()
    } else {
        list(words, page.items, now).into_any()
    };
    view! {
        <div class="page-head">{page_head(words.suspension_title(), words.suspension_lead())}</div>
        {choices(words, filter)}
        {list}
        {pager(words, &here, number, has_next)}
        {(!possible.is_empty()).then(|| could_be(words, possible))}
    }
}

fn choices(words: Words, chosen: CaseFilter) -> impl IntoView {
    let choices = CaseFilter::ALL.map(|filter| {
        let name = match filter {
            CaseFilter::Proposed => words.suspension_filter_proposed(),
            CaseFilter::InForce => words.suspension_filter_in_force(),
            CaseFilter::Answers => words.suspension_filter_answers(),
            CaseFilter::Over => words.suspension_filter_over(),
        };
        Choice {
            name,
            address: format!("/staff/suspensions?filter={}", filter.name()),
            chosen: filter == chosen,
            count: None,
        }
    });
    filters(words.suspension_filter_label(), choices)
}

fn nothing(words: Words, filter: CaseFilter) -> impl IntoView {
    let text = match filter {
        CaseFilter::Proposed => words.suspension_empty_proposed(),
        CaseFilter::InForce => words.suspension_empty_in_force(),
        CaseFilter::Answers => words.suspension_empty_answers(),
        CaseFilter::Over => words.suspension_empty_over(),
    };
    view! {
        <div class="empty">
            {small_cloud(Mood::Done)}
            <p class="empty__text">{text}</p>
        </div>
    }
}

fn family(words: Words, whose: &Whose) -> String {
    words.sign_aside(&whose.family_name, words.relationship(whose.relationship))
}

fn student(whose: &Whose) -> String {
    format!("{} · {}", whose.student_name, whose.call_number)
}

fn list(words: Words, cases: Vec<Case>, now: Moment) -> impl IntoView {
    let heads = [
        words.suspension_student(),
        words.suspension_family(),
        words.suspension_proposed(),
        words.suspension_state(),
    ];
    let rows = cases.into_iter().map(|case| {
        let name = view! {
            <a class="table__link" href=format!("/staff/suspensions/{}", case.id)>{student(&case.whose)}</a>
        };
        let state = view! {
            {badge(words, &case, now)}
            {answered(words, &case)}
        };
        let proposed = words.suspension_who_when(&case.proposed_by, case.proposed_at.taipei_day());
        row(view! {
            {cell(words.suspension_student(), name)}
            {cell(words.suspension_family(), family(words, &case.whose))}
            {cell(words.suspension_proposed(), proposed)}
            {cell(words.suspension_state(), state)}
        })
    });
    view! {
        <h2 class="visually-hidden" id="cases">{words.suspension_list()}</h2>
        {table("cases", heads, rows.collect_view())}
    }
}

/// Whether the family answered, and whether a head has yet to read it.
fn answered(words: Words, case: &Case) -> Option<AnyView> {
    let Outcome::Suspended(suspended) = &case.outcome else { return None };
    suspended.answer.as_ref()?;
    Some(if suspended.answer_unread() {
        view! {
            " "
            <span class="badge badge--waiting">{icon(Icon::Clock)}{words.suspension_answer_unread()}</span>
        }
        .into_any()
    } else {
        view! { <br/><span>{words.suspension_answered()}</span> }.into_any()
    })
}

/// Who was returned three times, and is not proposed.
fn could_be(words: Words, possible: Vec<(Whose, u32)>) -> impl IntoView {
    let heads = [words.suspension_student(), words.suspension_family(), words.suspension_returns()];
    let rows = possible.into_iter().map(|(whose, strikes)| {
        let name = view! {
            <a class="table__link" href=format!("/staff/students/{}/suspension", whose.student)>
                {student(&whose)}
            </a>
        };
        row(view! {
            {cell(words.suspension_student(), name)}
            {cell(words.suspension_family(), family(words, &whose))}
            {cell(words.suspension_returns(), words.review_returns_count(strikes))}
        })
    });
    view! {
        <section class="stack" aria-labelledby="possible">
            <h2 id="possible">{words.suspension_possible()}</h2>
            {table("possible", heads, rows.collect_view())}
        </section>
    }
}
