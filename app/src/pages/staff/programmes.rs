//! `/staff/programmes`: the family-support programmes of the institution (part 二(二)).

use domain::programme::{Phase, Programme};
use domain::time::TaipeiDay;
use leptos::prelude::*;

use crate::api::programmes::{Programmes, programmes};
use crate::components::art::{Mood, small_cloud};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(page_number(), programmes);
    loaded(data, move |data| {
        view! {
            <Page title=words.programme_title() width=Width::Full>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

/// Where one stands.
pub fn badge(words: Words, programme: &Programme, today: TaipeiDay) -> impl IntoView + use<> {
    let (class, picture, text) = match programme.phase(today) {
        Phase::Coming => ("badge badge--waiting", Icon::Clock, words.programme_coming()),
        Phase::Running => ("badge badge--read", Icon::Check, words.programme_running()),
        Phase::Over => ("badge badge--withdrawn", Icon::Undo, words.programme_over()),
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}

fn content(words: Words, data: Programmes) -> impl IntoView {
    let Programmes { today, page, may_change } = data;
    let (number, has_next) = (page.number, page.has_next);
    let list = if page.items.is_empty() {
        view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <p class="empty__text">{words.programme_empty()}</p>
            </div>
        }
        .into_any()
    } else {
        list(words, page.items, today).into_any()
    };
    view! {
        <div class="page-head">
            {page_head(words.programme_title(), words.programme_lead())}
            {may_change.then(|| view! {
                <a class="button button--primary" href="/staff/programmes/new">{icon(Icon::Pen)}{words.programme_new()}</a>
            })}
        </div>
        {list}
        {pager(words, "/staff/programmes", number, has_next)}
    }
}

fn list(words: Words, programmes: Vec<Programme>, today: TaipeiDay) -> impl IntoView {
    let heads = [
        words.programme_name(),
        words.suspension_period(),
        words.programme_students(),
        words.suspension_state(),
    ];
    let rows = programmes.into_iter().map(|one| {
        let state = badge(words, &one, today);
        let href = format!("/staff/programmes/{}", one.id);
        row(view! {
            {cell(words.programme_name(), view! { <a class="table__link" href=href>{one.title}</a> })}
            {cell(words.suspension_period(), words.suspension_period_days(one.days.first, one.days.last))}
            {cell(words.programme_students(), words.programme_count(one.students))}
            {cell(words.suspension_state(), state)}
        })
    });
    view! {
        <h2 class="visually-hidden" id="programmes">{words.programme_list()}</h2>
        {table("programmes", heads, rows.collect_view())}
    }
}
