//! A request that was sent: where it stands, and what happened so far.

use domain::application::{ApplicationState, ApplicationStateKind};
use domain::time::Moment;
use domain::view::{FamilyApplication, FamilyDecision};
use leptos::prelude::*;

use super::check_step::{documents_by_kind, student_facts};
use crate::api::application::Application;
use crate::components::badge::application_badge;
use crate::components::icon::{Icon, icon};
use crate::components::notice::{Tone, notice};
use crate::components::page::page_head;
use crate::components::reasons::application_reasons;
use crate::words::Words;

pub fn status(words: Words, found: &Application) -> impl IntoView + use<> {
    let application = &found.application;
    view! {
        <div class="page-head">{page_head(words.application_state_title(), "")}</div>
        <p>{application_badge(words, application.state.kind())}</p>
        {explanation(words, found)}
        {timeline(words, application)}
        <section class="card" aria-labelledby="about-student">
            <h2 class="card__title" id="about-student">{words.apply_about_student()}</h2>
            {student_facts(words, found)}
        </section>
        <section class="card" aria-labelledby="about-documents">
            <h2 class="card__title" id="about-documents">{words.application_documents()}</h2>
            {documents_by_kind(words, found)}
        </section>
    }
}

fn explanation(words: Words, found: &Application) -> Option<AnyView> {
    let application = &found.application;
    match application.state {
        ApplicationState::InReview { due_on, .. } if application.state.is_overdue(found.today) => {
            let phone = application.institution.as_ref().map(|there| there.phone.clone()).unwrap_or_default();
            Some(notice(Tone::Warn, "", words.application_overdue_text(due_on, phone)).into_any())
        }
        ApplicationState::InReview { due_on, .. } => {
            Some(notice(Tone::Info, "", words.application_waiting_text(due_on)).into_any())
        }
        ApplicationState::Approved { .. } => Some(
            view! {
                {notice(Tone::Good, "", words.application_approved_text())}
                <div class="actions">
                    <a class="button button--primary" href="/entries/new">
                        {icon(Icon::Pen)}
                        {words.application_approved_write()}
                    </a>
                </div>
            }
            .into_any(),
        ),
        ApplicationState::Withdrawn { .. } => Some(
            view! {
                {notice(Tone::Info, "", words.application_withdrawn_text())}
                <div class="actions">
                    <a class="button" href="/applications/new">{words.applications_new()}</a>
                </div>
            }
            .into_any(),
        ),
        ApplicationState::Draft | ApplicationState::Returned { .. } => None,
    }
}

/// What happened, oldest first; the last one is where it stands.
pub fn timeline(words: Words, application: &FamilyApplication) -> impl IntoView + use<> {
    let mut items: Vec<AnyView> = Vec::new();
    for (place, decision) in application.decisions.iter().enumerate() {
        items.push(item(sent(words, place), decision.submitted_at.to_string(), ()));
        items.push(decided(words, decision));
    }
    let decided_last = application.decisions.last().map(|decision| decision.submitted_at);
    // Sent once more since the last decision.
    if let Some(at) = application.submitted_at.filter(|at: &Moment| Some(*at) != decided_last) {
        items.push(item(sent(words, application.decisions.len()), at.to_string(), ()));
    }
    match application.state {
        ApplicationState::InReview { due_on, .. } => items.push(
            view! {
                <li class="timeline__item timeline__item--now">
                    <p class="timeline__what">{words.application_state(ApplicationStateKind::InReview)}</p>
                    <p class="timeline__when">{words.application_due(due_on)}</p>
                </li>
            }
            .into_any(),
        ),
        ApplicationState::Withdrawn { withdrawn_at, .. } => {
            items.push(item(words.application_was_withdrawn(), withdrawn_at.to_string(), ()));
        }
        _ => {}
    }
    view! {
        <section class="card" aria-labelledby="history">
            <h2 class="card__title" id="history">{words.application_history()}</h2>
            <ol class="timeline" role="list">{items}</ol>
        </section>
    }
}

fn sent(words: Words, place: usize) -> &'static str {
    if place == 0 { words.application_sent() } else { words.application_sent_again() }
}

fn decided(words: Words, decision: &FamilyDecision) -> AnyView {
    let at = decision.decided_at.to_string();
    match &decision.returned {
        Some(notice) => {
            let why = view! { <div class="timeline__more">{application_reasons(words, notice)}</div> };
            item(words.application_was_returned(), at, why)
        }
        None => item(words.application_was_approved(), at, ()),
    }
}

fn item(what: &'static str, when: String, more: impl IntoView + 'static) -> AnyView {
    view! {
        <li class="timeline__item">
            <p class="timeline__what">{what}</p>
            <p class="timeline__when">{when}</p>
            {more.into_view()}
        </li>
    }
    .into_any()
}
