//! `/staff/applications/{id}`: what was typed beside the documents, what else is known, and the decision.

use domain::application::ApplicationState;
use domain::application_queue::{ApplicationDecision, QueuedApplication};
use domain::people::{Category, Proof, Relationship};
use domain::restriction::RestrictionKind;
use domain::time::TaipeiDay;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::application_decide::{decide, unsaid};
use super::application_keys::keys;
use super::applications::{badge, done_text};
use super::document_viewer::{Viewer, document_viewer};
use crate::api::reviewed_application::{ReviewedApplication, reviewed_application};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::page::{Page, Width};
use crate::components::reasons::application_reasons;
use crate::refusal::{ApplicationReviewProblem, ApplicationReviewRefusal};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), reviewed_application);
    let query = use_query_map();
    loaded(data, move |application| {
        let what = query.get_untracked().get("done").unwrap_or_default();
        view! {
            <Page title=words.application_review_title() width=Width::Full>
                <div class="stack">
                    {application.refused.as_ref().map(|refused| refusal(words, refused))}
                    {done_text(words, &what).map(done)}
                    {content(words, application)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn refusal(words: Words, refused: &ApplicationReviewRefusal) -> AnyView {
    let text = match &refused.problem {
        ApplicationReviewProblem::Notice(problem) => {
            let sentence = words.application_notice_problem(problem);
            return error_summary(words, &[("reasons".to_owned(), sentence)]).into_any();
        }
        ApplicationReviewProblem::AlreadyDecided => words.application_review_already_decided(),
        ApplicationReviewProblem::OtherVersion => words.application_review_other_version(),
        ApplicationReviewProblem::BookExists => words.application_review_book_exists(),
        ApplicationReviewProblem::Restricted => words.application_review_restricted(),
        ApplicationReviewProblem::StudentLeft => words.application_review_student_left(),
        ApplicationReviewProblem::Preview => {
            return notice(Tone::Info, "", words.application_review_previewed()).into_any();
        }
    };
    not_done(text).into_any()
}

fn content(words: Words, data: ReviewedApplication) -> impl IntoView {
    let today = data.now.taipei_day();
    let waits = matches!(data.state, ApplicationState::InReview { .. });
    let viewer = Viewer::of(&data.documents);
    let decision = waits.then(|| decide(words, &data));
    let kept = unsaid(words, &data);
    let title = words.application_review_heading(&data.asking.family_name, &data.asking.student_name);
    view! {
        <a class="back-link" href="/staff/applications">{icon(Icon::Left)}{words.application_queue_title()}</a>
        <div class="page-head">
            <div class="page-head__text">
                <h1>{title}</h1>
                <p>{badge(words, data.state, today)}</p>
            </div>
        </div>
        {colleague(words, &data)}
        {kept}
        <div class="application">
            <div class="application__side stack">
                {typed(words, &data)}
                {against(words, &data)}
                {decision}
            </div>
            <div class="application__documents">
                {document_viewer(words, viewer, data.documents, data.document_days)}
            </div>
        </div>
        {history(words, data.history)}
        {earlier(words, "of-family", words.application_review_of_family(), data.of_family, today)}
        {earlier(words, "of-student", words.application_review_of_student(), data.of_student, today)}
        {waits.then(|| keys(words, viewer))}
    }
}

/// Somebody else has it open: who is told at once, and may take it over.
fn colleague(words: Words, data: &ReviewedApplication) -> Option<impl IntoView + use<>> {
    let take = format!("/staff/applications/{}/take", data.id);
    data.colleague.as_ref().map(|(name, since)| {
        view! {
            <div class="notice notice--warn" role="status">
                {notice_icon(Icon::Clock)}
                <div class="notice__body">
                    <h2 class="notice__title">{words.application_review_colleague_title(name, since)}</h2>
                    <p>{words.application_review_colleague_text()}</p>
                    <form class="actions" method="post" action=take>
                        <button class="button">{words.application_review_take()}</button>
                    </form>
                </div>
            </div>
        }
    })
}

/// What the family typed.
fn typed(words: Words, data: &ReviewedApplication) -> impl IntoView + use<> {
    let (asking, relationship) = (&data.asking, data.asking.relationship);
    let kind = words.sign_aside(words.relationship(relationship), category(words, relationship));
    let mut rows = vec![
        (words.application_review_student(), text(asking.student_name.clone())),
        (words.application_review_call_number(), text(asking.call_number.clone())),
        (words.application_review_family(), text(asking.family_name.clone())),
        (words.application_review_relationship(), text(kind)),
        (words.application_review_proof(), text(proof(words, relationship))),
    ];
    if let Some(applicant) = &data.applicant {
        rows.push((words.identification(applicant.id_kind), text(applicant.id_number.clone())));
        rows.push((words.application_review_birth_date(), text(applicant.birth_date.clone())));
    }
    rows.push((words.application_review_sent(), text(data.submitted_at.to_string())));
    if data.state.round() > 1 {
        rows.push((
            words.application_review_round_name(),
            text(words.application_review_round(data.state.round())),
        ));
    }
    view! {
        <section class="card" aria-labelledby="typed">
            <h2 class="card__title" id="typed">{words.application_review_typed()}</h2>
            {facts(rows)}
        </section>
    }
}

/// Part 一: as what somebody may apply.
fn category(words: Words, relationship: Relationship) -> &'static str {
    match relationship.category() {
        Category::Spouse => words.application_review_category_spouse(),
        Category::LinealBlood => words.application_review_category_lineal(),
        Category::CollateralBlood => words.application_review_category_collateral(),
        Category::Marriage => words.application_review_category_marriage(),
        Category::Cohabitant => words.application_review_category_cohabitant(),
    }
}

/// Part 六(二): what shows it.
fn proof(words: Words, relationship: Relationship) -> &'static str {
    match relationship.proof() {
        Proof::HouseholdTranscript => words.application_review_proof_transcript(),
        Proof::ProofOfCohabitation => words.application_review_proof_cohabitation(),
    }
}

/// What stands against approving, and what else is to be known of the student.
fn against(words: Words, data: &ReviewedApplication) -> impl IntoView + use<> {
    let book = data.active_book.as_ref().map(|book| {
        let relationship = words.relationship(book.relationship);
        let title = if book.is_theirs {
            words.application_review_own_book().to_owned()
        } else {
            words.application_review_active_book(&book.family_name, book.opened_at, relationship)
        };
        notice(Tone::Warn, title, words.application_review_active_book_text())
    });
    let left = data.student_has_left.then(|| notice(Tone::Warn, "", words.application_review_student_left()));
    let restrictions = data.restrictions.iter().map(|kind| {
        let what = if kind.blocks_approval() {
            words.application_review_restriction_blocks()
        } else {
            words.application_review_restriction_pauses()
        };
        notice(Tone::Warn, restriction(words, *kind), what)
    });
    view! { {book} {left} {restrictions.collect_view()} }
}

fn restriction(words: Words, kind: RestrictionKind) -> &'static str {
    match kind {
        RestrictionKind::CourtBan => words.application_review_restriction_court_ban(),
        RestrictionKind::Discipline => words.application_review_restriction_discipline(),
        RestrictionKind::Investigation => words.application_review_restriction_investigation(),
        RestrictionKind::ProtectiveIsolation => words.application_review_restriction_protective_isolation(),
        RestrictionKind::ProtectiveRoom => words.application_review_restriction_protective_room(),
        RestrictionKind::Illness => words.application_review_restriction_illness(),
    }
}

fn history(words: Words, decisions: Vec<ApplicationDecision>) -> Option<impl IntoView> {
    (!decisions.is_empty()).then(|| {
        let items = decisions.into_iter().map(|decision| {
            let what = match decision.returned {
                Some(_) => words.history_returned(),
                None => words.history_approved(),
            };
            let returned = decision.returned.map(|notice| application_reasons(words, &notice));
            view! {
                <li class="timeline__item">
                    <p class="timeline__what">{what}</p>
                    <p class="timeline__when">
                        {format!("{} · {}", decision.decided_at, decision.decided_by)}
                    </p>
                    <div class="timeline__more">{returned}</div>
                </li>
            }
        });
        view! {
            <section class="card" aria-labelledby="history">
                <h2 class="card__title" id="history">{words.history_title()}</h2>
                <ol class="timeline" role="list">{items.collect_view()}</ol>
            </section>
        }
    })
}

fn earlier(
    words: Words,
    id: &'static str,
    title: &'static str,
    requests: Vec<QueuedApplication>,
    today: TaipeiDay,
) -> impl IntoView {
    let is_empty = requests.is_empty();
    let items = requests.into_iter().map(|request| {
        let asking = request.asking;
        let who = format!(
            "{} → {} · {}",
            words.sign_aside(&asking.family_name, words.relationship(asking.relationship)),
            asking.student_name,
            asking.call_number
        );
        view! {
            <li class="earlier__item">
                <a class="queue__link" href=format!("/staff/applications/{}", request.id)>{who}</a>
                {badge(words, request.state, today)}
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby=id>
            <h2 class="card__title" id=id>{title}</h2>
            {if is_empty {
                view! { <p>{words.application_review_none_earlier()}</p> }.into_any()
            } else {
                view! { <ul class="earlier" role="list">{items.collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}
