//! `/staff/audit`: who did what, newest first, searched; and whether the chain of it all holds.

use domain::audit::{AuditAction, Comparison};
use domain::people::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use super::audit_words::{about, action, details, doer};
use crate::api::audit::{Audit, Chain, Found, audit, audit_chain};
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let query = use_query_map();
    let asked = move || {
        let query = query.read();
        ["person", "call_number", "action", "from", "until", "before", "check", "kept"]
            .map(|name| query.get(name).unwrap_or_default())
    };
    let data =
        page_data(asked, |[person, call_number, action, from, until, before, check, kept]| async move {
            let chain = audit_chain(check == "chain", kept).await?;
            let audit = audit(person, call_number, action, from, until, before).await?;
            Ok((audit, chain))
        });
    loaded(data, move |(audit, chain)| {
        view! {
            <Page title=words.audit_title() width=Width::Full>
                <div class="stack">{content(words, audit, chain)}</div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: Audit, chain_data: Chain) -> impl IntoView {
    let file = format!("/staff/audit.csv?{}", query(&data));
    let first = format!("/staff/audit?{}", query(&data));
    let next = data.next.map(|number| format!("{first}&before={number}"));
    let nobody = data.lines.is_empty();
    let lead = if data.role == Role::Operator { words.audit_lead_operator() } else { words.audit_lead() };
    view! {
        <div class="page-head">
            {page_head(words.audit_title(), lead)}
            <div class="actions">
                <a class="button" rel="external" href=file>{words.audit_download()}</a>
            </div>
        </div>
        {data.wrong_day.then(|| not_done(words.audit_wrong_day()))}
        {search(words, &data)}
        <section class="stack" aria-labelledby="audit">
            <h2 id="audit">{words.audit_list()}</h2>
            {nobody.then(|| view! { <p role="status">{words.audit_nothing()}</p> })}
            {(!nobody).then(|| list(words, &data))}
            {(data.goes_on || next.is_some()).then(|| view! {
                <nav class="pager" aria-label=words.pager_label()>
                    {data.goes_on.then(|| view! {
                        <a class="button" href=first>{icon(Icon::Left)}{words.audit_newest()}</a>
                    })}
                    {next.map(|next| view! {
                        <a class="button" href=next>{words.audit_older()}{icon(Icon::Right)}</a>
                    })}
                </nav>
            })}
        </section>
        {chain(words, chain_data)}
    }
}

/// What was asked for, as it stands in an address.
fn query(data: &Audit) -> String {
    let search = &data.search;
    let fields = [
        ("person", search.person.as_str()),
        ("call_number", search.call_number.as_str()),
        ("action", search.action.map_or("", AuditAction::name)),
        ("from", &data.from),
        ("until", &data.until),
    ];
    let fields = fields.map(|(name, value)| format!("{name}={}", Url::escape(value)));
    fields.join("&")
}

fn search(words: Words, data: &Audit) -> impl IntoView + use<> {
    let chosen = data.search.action;
    let actions = AuditAction::ALL.map(|one| {
        view! { <option value=one.name() selected=chosen == Some(one)>{action(words, one)}</option> }
    });
    let field = |name: &'static str, label: &'static str, kind: &'static str, value: &str| {
        view! {
            <div class="field">
                <label class="field__label" for=name>{label}</label>
                <input class="field__input" type=kind id=name name=name value=value.to_owned() autocomplete="off"/>
            </div>
        }
    };
    view! {
        <form class="search" method="get" action="/staff/audit" role="search" aria-label=words.audit_search()>
            {field("person", words.audit_person(), "search", data.search.person.as_str())}
            {field("call_number", words.audit_call_number(), "search", data.search.call_number.as_str())}
            <div class="field">
                <label class="field__label" for="action">{words.audit_what()}</label>
                <select class="field__input" id="action" name="action">
                    <option value="">{words.audit_all()}</option>
                    {actions.into_iter().collect_view()}
                </select>
            </div>
            {field("from", words.audit_from_day(), "date", &data.from)}
            {field("until", words.audit_until_day(), "date", &data.until)}
            <button class="button button--primary">{words.students_search_submit()}</button>
        </form>
    }
}

fn list(words: Words, data: &Audit) -> impl IntoView + use<> {
    let heads = [
        words.audit_when(),
        words.audit_who(),
        words.audit_what(),
        words.audit_about(),
        words.audit_details(),
    ];
    let rows = data.lines.iter().map(|line| {
        let (name, page) = about(words, &line.about, data.role);
        let whom = match page {
            Some(page) => view! { <a class="table__link" href=page>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        row(view! {
            {cell(heads[0], line.at.to_string())}
            {cell(heads[1], doer(words, &line.doer))}
            {cell(heads[2], action(words, line.action))}
            {cell(heads[3], whom)}
            {cell(heads[4], details(words, line, &data.own_reasons))}
        })
    });
    table("audit", heads, rows.collect_view())
}

fn chain(words: Words, chain: Chain) -> impl IntoView {
    let found = chain.found.map(|found| match found {
        Found::Whole(rows) => done(words.audit_whole(rows)).into_any(),
        Found::Changed(row) => not_done(words.audit_changed(row)).into_any(),
        Found::Missing(row) => not_done(words.audit_missing(row)).into_any(),
        Found::Added(row) => not_done(words.audit_added(row)).into_any(),
        Found::Headless => not_done(words.audit_headless()).into_any(),
        Found::TooLong => not_done(words.audit_too_long()).into_any(),
    });
    let compared = chain.compared.map(|compared| match compared {
        Comparison::Same { number, at } => done(words.audit_kept_same(at.to_string(), number)).into_any(),
        Comparison::Other { number, at } => {
            not_done(words.audit_kept_other(at.to_string(), number)).into_any()
        }
        Comparison::NotOurs => not_done(words.audit_kept_not_ours()).into_any(),
    });
    let head = chain.head.map(|head| {
        view! {
            <div class="stack">
                <h3>{words.audit_head()}</h3>
                <p>{words.audit_head_hint()}</p>
                <p><code>{head}</code></p>
                <p><a class="button" href="/staff/audit-head.txt" rel="external">{words.audit_head_download()}</a></p>
            </div>
        }
    });
    view! {
        <section class="card stack" id="chain" tabindex="-1" aria-labelledby="chain-title">
            <h2 class="card__title" id="chain-title">{words.audit_chain()}</h2>
            <p>{words.audit_chain_text()}</p>
            {found}
            {compared}
            <form class="form" method="get" action="/staff/audit#chain">
                {Field::new("kept", words.audit_kept(), None).hint(words.audit_kept_hint()).area(words, 3, chain.kept)}
                <button class="button" name="check" value="chain">{words.audit_check()}</button>
            </form>
            {head}
        </section>
    }
}
