//! `/applications`: what was begun, and where each request stands.

use domain::application::{ApplicationState, ApplicationStateKind};
use domain::view::FamilyApplication;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::applications::{Applications, applications};
use crate::components::art::{Mood, small_cloud};
use crate::components::badge::application_badge;
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::reasons::application_reasons;
use crate::components::table::{cell, row, table};
use crate::components::why::{open_why, why};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let list = page_data(page_number(), applications);
    let discarded = use_query_map().get_untracked().get("done").is_some_and(|what| what == "discarded");
    loaded(list, move |list| {
        view! {
            <Page title=words.applications_title() width=Width::Full>
                <div class="stack">
                    {discarded.then(|| done(words.applications_done_discarded()))}
                    {content(words, list)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, list: Applications) -> AnyView {
    if list.drafts.is_empty() && list.sent.items.is_empty() && list.sent.number == 1 {
        return view! {
            <div class="empty">
                {small_cloud(Mood::Warm)}
                <h1>{words.applications_empty_title()}</h1>
                <p class="empty__text">{words.applications_empty_text()}</p>
                <div class="actions">{apply_link(words)}</div>
            </div>
        }
        .into_any();
    }
    let (number, has_next) = (list.sent.number, list.sent.has_next);
    view! {
        <div class="page-head">
            {page_head(words.applications_title(), words.applications_lead())}
            {apply_link(words)}
        </div>
        {(!list.drafts.is_empty()).then(|| drafts(words, list.drafts))}
        {(!list.sent.items.is_empty()).then(|| sent(words, list.sent.items))}
        {pager(words, "/applications", number, has_next)}
    }
    .into_any()
}

fn apply_link(words: Words) -> impl IntoView {
    view! {
        <a class="button button--primary" href="/applications/new">{icon(Icon::Pen)}{words.applications_new()}</a>
    }
}

fn drafts(words: Words, drafts: Vec<FamilyApplication>) -> impl IntoView {
    let items = drafts.into_iter().map(|draft| {
        let title = match &draft.masked_name {
            Some(name) => words.applications_draft_for(name),
            None => words.applications_draft_nobody().to_owned(),
        };
        view! {
            <div class="notice notice--info">
                {notice_icon(Icon::Pen)}
                <div class="notice__body">
                    <h3 class="notice__title">{title}</h3>
                    <p>{words.applications_draft_saved(draft.edited_at)}</p>
                    <div class="actions">
                        <a class="button" href=format!("/applications/{}", draft.id)>
                            {words.applications_draft_continue()}
                        </a>
                    </div>
                </div>
            </div>
        }
    });
    view! {
        <section class="stack" aria-labelledby="drafts">
            <h2 id="drafts">{words.applications_drafts_title()}</h2>
            <div class="grid grid--two">{items.collect_view()}</div>
        </section>
    }
}

fn sent(words: Words, sent: Vec<FamilyApplication>) -> impl IntoView {
    let heads = [
        words.applications_institution(),
        words.applications_student(),
        words.applications_relationship(),
        words.applications_service(),
        words.applications_state(),
        words.applications_when(),
    ];
    let rows = sent.iter().map(|one| line(words, heads, one)).collect_view();
    let dialogs = sent
        .iter()
        .filter(|one| one.state.kind() == ApplicationStateKind::Returned)
        .map(|one| {
            let reasons = one.returned().map(|notice| application_reasons(words, notice).into_any());
            let href = format!("/applications/{}", one.id);
            why(
                words,
                one.id.to_string(),
                words.applications_dialog_title(),
                reasons,
                href,
                words.application_correct(),
            )
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="sent">
            <h2 id="sent">{words.applications_sent_title()}</h2>
            {table("sent", heads, rows)}
            {dialogs}
        </section>
    }
}

fn line(words: Words, heads: [&'static str; 6], one: &FamilyApplication) -> impl IntoView + use<> {
    let institution = one.institution.as_ref().map(|there| there.name.clone()).unwrap_or_default();
    let student = match &one.masked_name {
        Some(name) => format!("{} {name}", one.call_number),
        None => one.call_number.clone(),
    };
    let relationship = one.relationship.map(|relationship| words.relationship(relationship));
    let id = one.id;
    let state = one.state.kind();
    let returned = state == ApplicationStateKind::Returned;
    let what = if returned { words.applications_why() } else { words.applications_look() };
    let open = move |event: leptos::ev::MouseEvent| {
        if returned && open_why(&id.to_string()) {
            event.prevent_default();
        }
    };
    row(view! {
        {cell(heads[0], institution)}
        {cell(heads[1], student)}
        {cell(heads[2], relationship)}
        {cell(heads[3], words.applications_contact_book())}
        {cell(heads[4], view! {
            <a class="badge-link" href=format!("/applications/{id}") on:click=open>
                {application_badge(words, state)}
                <span class="badge-link__what">{what}</span>
            </a>
        })}
        {cell(heads[5], when(words, one))}
    })
}

/// 審核時間, or by when.
fn when(words: Words, one: &FamilyApplication) -> String {
    match one.state {
        ApplicationState::InReview { due_on, .. } => words.applications_due(due_on),
        _ => match one.decisions.last() {
            Some(decision) => decision.decided_at.to_string(),
            None => words.applications_no_time().to_owned(),
        },
    }
}
