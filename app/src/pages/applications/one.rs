//! `/applications/{id}`: the steps while it is a draft, correcting when it came back, else where it stands.

use domain::application::ApplicationState;
use domain::application_form::Step;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::check_step::check_step;
use super::confirm_step::confirm_step;
use super::correction::correction;
use super::documents_step::documents_step;
use super::progress::progress;
use super::status::{status, timeline};
use super::student_step::{Chosen, student_step};
use crate::api::application::{Application, application};
use crate::components::confirm::{Question, confirm};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let (params, query) = (use_params_map(), use_query_map());
    let address = move || {
        let step = query.read().get("step").unwrap_or_default();
        (params.read().get("id").unwrap_or_default(), step)
    };
    let found = page_data(address, |(id, step)| application(id, step));
    let what = query.get_untracked().get("done").unwrap_or_default();
    loaded(found, move |found| {
        let done_text = match what.as_str() {
            "sent" => Some(words.application_done_sent()),
            "withdrawn" => Some(words.application_done_withdrawn()),
            "saved" => Some(words.application_done_saved()),
            _ => None,
        };
        let draft = found.application.state == ApplicationState::Draft;
        let title = if draft { words.apply_title() } else { words.application_title() };
        view! {
            <Page title width=Width::Reading>
                <div class="stack">
                    <a class="back-link" href="/applications">{icon(Icon::Left)}{words.back_applications()}</a>
                    {found.not_allowed.then(|| not_done(words.apply_problem_not_allowed()))}
                    {done_text.map(done)}
                    {content(words, &found)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, found: &Application) -> AnyView {
    let id = found.application.id;
    match (found.application.state, found.application.returned()) {
        (ApplicationState::Draft, _) => view! {
            {progress(words, Some(id), found.step, found.next_step)}
            {step(words, found)}
            {discard(words, found)}
        }
        .into_any(),
        (ApplicationState::Returned { .. }, Some(notice)) => view! {
            {correction(words, found, notice)}
            {timeline(words, &found.application)}
            {withdraw(words, found)}
        }
        .into_any(),
        (ApplicationState::InReview { .. }, _) => view! {
            {status(words, found)}
            {withdraw(words, found)}
        }
        .into_any(),
        _ => status(words, found).into_any(),
    }
}

fn step(words: Words, found: &Application) -> AnyView {
    match found.step {
        Step::Student => {
            let action = format!("/applications/{}", found.application.id);
            let chosen = Chosen::of(&found.application);
            student_step(words, action, None, chosen, found.refused.as_ref()).into_any()
        }
        Step::Confirm => confirm_step(words, found).into_any(),
        Step::Documents => documents_step(words, found).into_any(),
        Step::Check => check_step(words, found).into_any(),
    }
}

fn discard(words: Words, found: &Application) -> impl IntoView + use<> {
    confirm(
        words,
        Question {
            label: words.apply_discard(),
            picture: Icon::Trash,
            title: words.apply_discard_title(),
            text: words.apply_discard_text(),
            action: format!("/applications/{}/discard", found.application.id),
            yes: words.apply_discard_confirm(),
        },
    )
}

fn withdraw(words: Words, found: &Application) -> impl IntoView + use<> {
    confirm(
        words,
        Question {
            label: words.application_withdraw(),
            picture: Icon::Undo,
            title: words.application_withdraw_title(),
            text: words.application_withdraw_text(),
            action: format!("/applications/{}/withdraw", found.application.id),
            yes: words.application_withdraw_confirm(),
        },
    )
}
