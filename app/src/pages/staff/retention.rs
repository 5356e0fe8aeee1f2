//! `/staff/retention`: what is deleted when. An institution's admin sees it; the operator sets what no institution decides.

use domain::retention::{Kept, RetentionForm};
use domain::settings_form::{LEAST_DOCUMENT_DAYS, MOST_DOCUMENT_DAYS};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::retention::{RetentionPage, retention};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| retention());
    let changed = use_query_map().get_untracked().get("done").is_some_and(|what| what == "changed");
    loaded(data, move |data| {
        view! {
            <Page title=words.retention_title() width=Width::Full>
                <div class="stack">
                    {changed.then(|| done(words.retention_done()))}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: RetentionPage) -> impl IntoView {
    let RetentionPage { days, version, document_days, form, wrong, changed } = data;
    let problem = |kept: Kept| {
        let (least, most) = kept.limits();
        wrong.contains(&kept).then(|| words.retention_wrong(least, most))
    };
    let problems: Vec<_> =
        Kept::ALL.into_iter().filter_map(|kept| Some((kept.name().to_owned(), problem(kept)?))).collect();
    let set = Kept::ALL.map(|kept| {
        line(words, what(words, kept), words.retention_days(days.of(kept)), words.retention_by_operator())
    });
    let (documents, by) = if let Some(days) = document_days {
        (words.retention_days_after_decision(days), words.retention_by_your_institution())
    } else {
        let within = words.retention_documents_days(LEAST_DOCUMENT_DAYS, MOST_DOCUMENT_DAYS);
        (within, words.retention_by_institution())
    };
    let fixed = [
        (words.retention_documents(), documents, by),
        (words.retention_registrations(), words.retention_days(7_u32), words.retention_by_system()),
        (words.retention_sent(), words.retention_for_ever().to_owned(), words.retention_by_regulation()),
        (words.retention_audit(), words.retention_for_ever().to_owned(), words.retention_by_system()),
        (words.retention_logs(), words.retention_logs_days().to_owned(), words.retention_by_server()),
        (words.retention_backups(), words.retention_backups_days().to_owned(), words.retention_by_server()),
    ];
    let fixed = fixed.map(|(what, how_long, who)| line(words, what, how_long, who));
    let heads = [words.retention_what(), words.retention_how_long(), words.retention_who()];
    view! {
        {error_summary(words, &problems)}
        {changed.then(|| not_done(words.retention_changed()))}
        <div class="page-head">{page_head(words.retention_title(), words.retention_lead())}</div>
        <section class="stack" aria-labelledby="kept">
            <h2 id="kept">{words.retention_list()}</h2>
            {table("kept", heads, (set.into_iter().collect_view(), fixed.into_iter().collect_view()))}
        </section>
        {match document_days {
            Some(_) => view! { <p><a href="/staff/settings">{words.retention_settings()}</a></p> }.into_any(),
            None => change(words, version, Kept::ALL.map(|kept| field(words, kept, &form, problem(kept)))).into_any(),
        }}
    }
}

fn change(words: Words, version: i64, fields: [AnyView; 4]) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="change">
            <h2 class="card__title" id="change">{words.retention_change()}</h2>
            <p>{words.retention_change_lead()}</p>
            <form class="form" method="post" action="/staff/retention" novalidate>
                <input type="hidden" name="version" value=version.to_string()/>
                {fields.into_iter().collect_view()}
                <button class="button button--primary">{words.account_save()}</button>
            </form>
        </section>
    }
}

fn line(words: Words, what: &'static str, how_long: String, who: &'static str) -> impl IntoView {
    row(view! {
        {cell(words.retention_what(), view! { <strong>{what}</strong> })}
        {cell(words.retention_how_long(), how_long)}
        {cell(words.retention_who(), who)}
    })
}

fn field(words: Words, kept: Kept, form: &RetentionForm, error: Option<String>) -> AnyView {
    let (least, most) = kept.limits();
    Field::new(kept.name(), what(words, kept), error).hint(words.retention_hint(least, most)).line(
        words,
        Line::DIGITS,
        form.of(kept),
    )
}

fn what(words: Words, kept: Kept) -> &'static str {
    match kept {
        Kept::Drafts => words.retention_drafts(),
        Kept::Requests => words.retention_requests(),
        Kept::Mail => words.retention_mail(),
        Kept::Accounts => words.retention_accounts(),
    }
}
