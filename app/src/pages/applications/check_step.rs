//! The last step: 確認填入資訊無誤後，點選［送出申請］鍵.

use domain::application_form::Step;
use domain::document::DocumentKind;
use leptos::prelude::*;

use super::documents_step::of_kind;
use super::progress::{back_link, step_address};
use crate::api::application::Application;
use crate::components::document_list::document_list;
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::notice::{Tone, notice};
use crate::components::page::page_head;
use crate::words::Words;

pub fn check_step(words: Words, found: &Application) -> impl IntoView + use<> {
    let application = &found.application;
    let id = application.id;
    let due = found.today.plus_one_month();
    let problems = super::documents_step::problems(words, found, false);
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.apply_check_title(), words.apply_check_lead())}</div>
        <section class="card" aria-labelledby="about-student">
            <div class="page-head">
                <h2 class="card__title" id="about-student">{words.apply_about_student()}</h2>
                {change(words, found, Step::Student, words.apply_change_student())}
            </div>
            {student_facts(words, found)}
        </section>
        <section class="card" aria-labelledby="about-documents">
            <div class="page-head">
                <h2 class="card__title" id="about-documents">{words.apply_about_documents()}</h2>
                {change(words, found, Step::Documents, words.apply_change_documents())}
            </div>
            {documents_by_kind(words, found)}
        </section>
        {notice(Tone::Info, words.apply_after_title(), words.apply_after_text(due))}
        <div class="actions">
            <form method="post" action=format!("/applications/{id}/submit")>
                <button class="button button--primary">{words.apply_submit()}</button>
            </form>
            {back_link(words, id, Step::Documents)}
        </div>
    }
}

fn change(words: Words, found: &Application, step: Step, label: &'static str) -> impl IntoView + use<> {
    let href = step_address(found.application.id, step);
    view! {
        <a class="button button--quiet" href=href rel="external" aria-label=label>{words.apply_change()}</a>
    }
}

/// Whose contact book it is about, and who asks.
pub fn student_facts(words: Words, found: &Application) -> impl IntoView + use<> {
    let application = &found.application;
    facts(vec![
        (
            words.apply_institution_short(),
            text(application.institution.as_ref().map(|there| there.name.clone()).unwrap_or_default()),
        ),
        (words.apply_call_number_short(), text(application.call_number.clone())),
        (words.apply_name(), text(application.masked_name.clone().unwrap_or_default())),
        (
            words.apply_relationship_short(),
            text(application.relationship.map(|it| words.relationship(it)).unwrap_or_default()),
        ),
        (words.applications_service(), text(words.applications_contact_book())),
    ])
}

pub fn documents_by_kind(words: Words, found: &Application) -> impl IntoView + use<> {
    let kinds = DocumentKind::ALL.map(|kind| {
        view! {
            <h3 class="documents__kind">{words.document_kind(kind)}</h3>
            {document_list(words, of_kind(&found.documents, kind), |_| ())}
        }
    });
    kinds.into_iter().collect_view()
}
