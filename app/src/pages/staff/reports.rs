//! `/staff/reports`: what happened in a month, and which students have had no letter for long.

use domain::month::Month;
use domain::report::{QUIET_DAYS, QuietStudent};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::report_figures::{figures, month_name, quiet_heads, quiet_line, reasons};
use crate::api::reports::{Quiet, Reports, reports};
use crate::components::bar_chart::{Group, bar, bar_chart};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (query, number) = (use_query_map(), page_number());
    let asked = move || (query.read().get("month").unwrap_or_default(), number());
    let data = page_data(asked, |(month, page)| reports(month, page));
    loaded(data, move |data| {
        view! {
            <Page title=words.report_title() width=Width::Full>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: Reports) -> impl IntoView {
    let path = address(data.month);
    let names = (words.report_figure(), words.report_value());
    let lines = figures(words, &data.tallies)
        .into_iter()
        .map(|(name, value)| row(view! { {cell(names.0, name)}{cell(names.1, value)} }));
    let lines = lines.collect_view();
    view! {
        <div class="page-head">
            {page_head(words.report_title(), words.report_lead(&data.institution, month_name(words, data.month)))}
            <div class="actions">
                <a class="button" rel="external" href=format!("/staff/reports.csv?month={}", data.month)>
                    {words.report_download()}
                </a>
            </div>
        </div>
        {which_month(words, &data)}
        <section class="card" aria-labelledby="figures">
            <h2 class="card__title" id="figures">{month_name(words, data.month)}</h2>
            <p>{words.report_counted()}</p>
            {table("figures", [names.0, names.1], lines)}
        </section>
        {months(words, &data)}
        {returned(words, &data)}
        {data.quiet.map(|one| quiet(words, &path, one))}
    }
}

fn address(month: Month) -> String {
    format!("/staff/reports?month={month}")
}

/// Choosing a month: the one before, the one after, or any.
fn which_month(words: Words, data: &Reports) -> impl IntoView + use<> {
    let (month, present) = (data.month, data.present);
    view! {
        <form class="search report__month" method="get" action="/staff/reports">
            <a class="button" href=address(month.earlier(1))>{icon(Icon::Left)}{words.report_earlier()}</a>
            {(month < present).then(|| view! {
                <a class="button" href=address(month.next())>{words.report_later()}{icon(Icon::Right)}</a>
            })}
            <div class="field">
                <label class="field__label" for="month">{words.report_month()}</label>
                <input
                    class="field__input"
                    type="month"
                    id="month"
                    name="month"
                    value=month.to_string()
                    max=present.to_string()
                    placeholder=present.to_string()
                />
            </div>
            <button class="button">{words.report_show()}</button>
        </form>
    }
}

fn months(words: Words, data: &Reports) -> impl IntoView + use<> {
    let groups: Vec<_> = data
        .months
        .iter()
        .map(|one| Group { label: one.month.month().to_string(), values: [one.received, one.decided] })
        .collect();
    let heads = [words.report_month(), words.report_received(), words.report_decided()];
    let lines = data.months.iter().rev().map(|one| {
        row(view! {
            {cell(heads[0], month_name(words, one.month))}
            {cell(heads[1], one.received)}
            {cell(heads[2], one.decided)}
        })
    });
    let lines = lines.collect_view();
    view! {
        <section class="card stack" aria-labelledby="months">
            <h2 class="card__title" id="months">{words.report_months_title()}</h2>
            <p>{words.report_months_text()}</p>
            {bar_chart(words.report_months_chart().to_owned(), &groups)}
            {table("months", heads, lines)}
        </section>
    }
}

fn returned(words: Words, data: &Reports) -> impl IntoView + use<> {
    let reasons = reasons(words, data);
    let most = reasons.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let heads = [words.report_reason(), words.report_times(), words.report_bar()];
    let lines = reasons.into_iter().map(|(reason, count)| {
        row(view! {
            {cell(heads[0], reason)}
            {cell(heads[1], count)}
            {cell(heads[2], bar(count, most))}
        })
    });
    let lines = lines.collect_view();
    view! {
        <section class="card stack" aria-labelledby="reasons">
            <h2 class="card__title" id="reasons">{words.report_reasons_title()}</h2>
            <p>{words.report_reasons_text()}</p>
            {table("reasons", heads, lines)}
        </section>
    }
}

fn quiet(words: Words, path: &str, quiet: Quiet) -> impl IntoView + use<> {
    let Quiet { page, found, to_print } = quiet;
    let (number, has_next) = (page.number, page.has_next);
    let all = u32::try_from(to_print.len()).unwrap_or(u32::MAX);
    let paged = !to_print.is_empty();
    let listed = (!page.items.is_empty()).then(|| students(words, page.items));
    let on_paper = paged.then(|| {
        view! {
            <div class="on-paper">
                {students(words, to_print)}
                {(found > all).then(|| view! { <p>{words.report_quiet_first(all)}</p> })}
            </div>
        }
    });
    view! {
        <section class="stack" aria-labelledby="quiet">
            <h2 id="quiet">{words.report_quiet_title(QUIET_DAYS)}</h2>
            <p>{words.report_quiet_text()}</p>
            <p>{words.students_found(found)}</p>
            <div class:on-screen=paged>{listed}</div>
            {on_paper}
            {pager(words, path, number, has_next)}
        </section>
    }
}

fn students(words: Words, all: Vec<QuietStudent>) -> impl IntoView {
    let heads = quiet_heads(words);
    let lines = all.into_iter().map(|student| {
        let href = format!("/staff/students/{}", student.id);
        let [number, name, book, last] = quiet_line(words, &student);
        row(view! {
            {cell(heads[0], number)}
            {cell(heads[1], view! { <a class="table__link" href=href>{name}</a> })}
            {cell(heads[2], book)}
            {cell(heads[3], last)}
        })
    });
    table("quiet", heads, lines.collect_view())
}
