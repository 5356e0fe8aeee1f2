//! A request that came back: why, and only what was wrong is asked again.

use domain::application::{ApplicationNotice, Concern};
use domain::application_form::Step;
use domain::document::DocumentKind;
use leptos::prelude::*;

use super::check_step::{documents_by_kind, student_facts};
use super::document_field::Files;
use super::documents_step::{one_field, problems};
use super::student_step::RelationshipField;
use crate::api::application::Application;
use crate::components::error_summary::error_summary;
use crate::components::page::page_head;
use crate::components::reasons::application_reasons;
use crate::words::Words;

pub fn correction(words: Words, found: &Application, notice: &ApplicationNotice) -> impl IntoView + use<> {
    let id = found.application.id;
    let problems = problems(words, found, true);
    let files = Files::of(id, &found.documents);
    let relationship_error =
        problems.iter().find(|(field, _)| field == "relationship").map(|(_, sentence)| sentence.clone());
    let relationship = notice.asks_for(Concern::Relationship).then(|| {
        let chosen = found.application.relationship;
        view! { <RelationshipField words chosen error=relationship_error/> }
    });
    let asked: Vec<DocumentKind> =
        DocumentKind::ALL.into_iter().filter(|kind| notice.asks_for(Concern::Document(*kind))).collect();
    let nothing = relationship.is_none() && asked.is_empty();
    let fields: Vec<_> = asked.iter().map(|kind| one_field(words, found, files, *kind, &problems)).collect();
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.application_correct_title(), words.application_correct_lead())}</div>
        {application_reasons(words, notice)}
        <form
            class="form"
            method="post"
            action=format!("/applications/{id}")
            enctype="multipart/form-data"
            novalidate
            on:submit=move |event| files.hold_back(&event)
        >
            <input type="hidden" name="step" value=Step::Documents.name()/>
            {nothing.then(|| view! { <p>{words.application_correct_nothing()}</p> })}
            {relationship}
            {(!fields.is_empty()).then(|| view! { <p>{words.apply_formats()}</p> })}
            {fields}
            <div class="actions">
                <button class="button button--primary" name="action" value="send">
                    {words.application_correct_send()}
                </button>
                {(!nothing).then(|| view! {
                    <button class="button" name="action" value="save">{words.application_correct_save()}</button>
                })}
            </div>
        </form>
        <section class="card" aria-labelledby="kept">
            <h2 class="card__title" id="kept">{words.application_kept()}</h2>
            {student_facts(words, found)}
            {documents_by_kind(words, found)}
        </section>
    }
}
