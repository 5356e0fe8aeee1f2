//! `/staff/special-approvals`: which families may do more, and for whom another one is to be given (專案, part 二(四)).

use domain::special_approval::{Approval, ApprovalFilter};
use domain::suspension::last_day;
use domain::time::Moment;
use domain::view::Whose;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::suspension::whose;
use crate::api::special_approvals::{SpecialApprovals, special_approvals};
use crate::components::allowed;
use crate::components::art::{Mood, small_cloud};
use crate::components::confirm::{Question, confirm};
use crate::components::facts::{facts, text};
use crate::components::filters::{Choice, filters};
use crate::components::icon::Icon;
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (query, number) = (use_query_map(), page_number());
    let asked = move || {
        let query = query.read();
        (query.get("filter").unwrap_or_default(), query.get("q").unwrap_or_default(), number())
    };
    let what = query.get_untracked().get("done").unwrap_or_default();
    let data = page_data(asked, |(filter, search, page)| special_approvals(filter, search, page));
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "made" => Some(words.special_approval_done_made()),
            "ended" => Some(words.special_approval_done_ended()),
            _ => None,
        };
        view! {
            <Page title=words.special_approval_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: SpecialApprovals) -> impl IntoView {
    let SpecialApprovals { filter, now, page, search, found, too_late } = data;
    let here = format!("/staff/special-approvals?filter={}", filter.name());
    let (number, has_next) = (page.number, page.has_next);
    let list = if page.items.is_empty() {
        nothing(words, filter).into_any()
    } else {
        let cards = page.items.into_iter().map(|one| card(words, one, now)).collect_view();
        view! { <div class="grid grid--two grid--loose">{cards}</div> }.into_any()
    };
    view! {
        {too_late.then(|| not_done(words.special_approval_too_late()))}
        <div class="page-head">{page_head(words.special_approval_title(), words.special_approval_lead())}</div>
        {look_up(words, search, found)}
        {choices(words, filter)}
        {list}
        {pager(words, &here, number, has_next)}
    }
}

/// For whom the next one is: the books of the institution, by call number or name.
fn look_up(words: Words, search: String, found: Option<Vec<Whose>>) -> impl IntoView {
    let results = found.map(|found| {
        let none = found.is_empty();
        let items = found.into_iter().map(|one| {
            let href = format!("/staff/students/{}/special-approval", one.student);
            let family = words.sign_aside(&one.family_name, words.relationship(one.relationship));
            view! {
                <li>
                    <a href=href>{format!("{} · {}", one.student_name, one.call_number)}</a>
                    " "
                    {family}
                </li>
            }
        });
        view! {
            <div role="status">
                {none.then(|| view! { <p>{words.special_approval_none_found()}</p> })}
                <ul class="stack">{items.collect_view()}</ul>
            </div>
        }
    });
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">{words.special_approval_new()}</h2>
            <form class="search" method="get" action="/staff/special-approvals" role="search">
                <div class="field search__text">
                    <label class="field__label" for="q">{words.special_approval_search()}</label>
                    <input class="field__input" type="search" id="q" name="q" value=search autocomplete="off"/>
                </div>
                <button class="button button--primary">{words.students_search_submit()}</button>
            </form>
            {results}
        </section>
    }
}

fn choices(words: Words, chosen: ApprovalFilter) -> impl IntoView {
    let choices = ApprovalFilter::ALL.map(|filter| {
        let name = match filter {
            ApprovalFilter::InForce => words.special_approval_in_force(),
            ApprovalFilter::Coming => words.special_approval_coming(),
            ApprovalFilter::Over => words.special_approval_over(),
        };
        Choice {
            name,
            address: format!("/staff/special-approvals?filter={}", filter.name()),
            chosen: filter == chosen,
            count: None,
        }
    });
    filters(words.suspension_filter_label(), choices)
}

fn nothing(words: Words, filter: ApprovalFilter) -> impl IntoView {
    let text = match filter {
        ApprovalFilter::InForce => words.special_approval_empty_in_force(),
        ApprovalFilter::Coming => words.special_approval_empty_coming(),
        ApprovalFilter::Over => words.special_approval_empty_over(),
    };
    view! {
        <div class="empty">
            {small_cloud(Mood::Warm)}
            <p class="empty__text">{text}</p>
        </div>
    }
}

fn card(words: Words, one: Approval, now: Moment) -> impl IntoView {
    let first = one.span.begins_at.taipei_day();
    let last = last_day(&one.span).unwrap_or(first);
    let title = format!("{} · {}", one.whose.student_name, one.whose.call_number);
    let over = one.span.end().is_some_and(|end| end <= now);
    let days = match &one.ended_by {
        // One that was ended before it began has no days.
        Some(name) => words.special_approval_ended_by(one.span.ended_at.unwrap_or(now), name),
        None => words.suspension_period_days(first, last),
    };
    let mut rows = whose(words, &one.whose);
    rows.remove(0);
    rows.push((words.suspension_period(), text(days)));
    rows.push((words.special_approval_wider(), allowed::list(words, &one.wider).into_any()));
    rows.push((words.special_approval_reason(), text(one.reason)));
    rows.push((words.special_approval_made_by(), text(words.suspension_who_when(one.made_by, one.made_at))));
    let end = (!over).then(|| {
        let question = Question {
            label: words.special_approval_end(),
            picture: Icon::Undo,
            title: words.special_approval_end_title(),
            text: words.special_approval_end_text(),
            action: format!("/staff/special-approvals/{}/end", one.id),
            yes: words.special_approval_end_yes(),
        };
        confirm(words, question)
    });
    view! {
        <article class="card">
            <h2 class="card__title">{title}</h2>
            {facts(rows)}
            {end}
        </article>
    }
}
