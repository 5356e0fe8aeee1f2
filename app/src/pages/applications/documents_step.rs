//! The third step: 上傳［身份證明文件］及［關係證明文件］.

use domain::application_form::Step;
use domain::document::DocumentKind;
use domain::view::Document;
use leptos::prelude::*;

use super::document_field::{DocumentField, Files};
use super::progress::back_link;
use crate::api::application::Application;
use crate::components::error_summary::error_summary;
use crate::components::page::page_head;
use crate::words::Words;
use crate::words::applying::document_field;

pub fn documents_step(words: Words, found: &Application) -> impl IntoView + use<> {
    let id = found.application.id;
    let problems = problems(words, found, false);
    let files = Files::of(id, &found.documents);
    let fields = DocumentKind::ALL.map(|kind| one_field(words, found, files, kind, &problems));
    // From then on each file is sent as soon as it is chosen.
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.apply_documents_title(), words.apply_documents_lead())}</div>
        <form
            class="form"
            method="post"
            action=format!("/applications/{id}")
            enctype="multipart/form-data"
            novalidate
            on:submit=move |event| files.hold_back(&event)
        >
            <input type="hidden" name="step" value=Step::Documents.name()/>
            <p>{words.apply_formats()}</p>
            {fields.into_iter().collect_view()}
            <div class="actions">
                <button class="button button--primary" name="action" value="next">{words.apply_next()}</button>
                <button class="button" name="action" value="save" hidden=move || alive.get()>
                    {words.apply_upload()}
                </button>
                {back_link(words, id, Step::Confirm)}
            </div>
            <p class="field__hint">{words.apply_saved_hint()}</p>
        </form>
    }
}

/// What was refused, as the summary wants it.
pub fn problems(words: Words, found: &Application, again: bool) -> Vec<(String, String)> {
    let refused = found.refused.as_ref();
    let problems = refused.map(|refused| words.application_problems(refused, again)).unwrap_or_default();
    problems.into_iter().map(|(field, sentence)| (field.to_owned(), sentence)).collect()
}

/// The field of one kind of document, with what is wrong with it.
pub fn one_field(
    words: Words,
    found: &Application,
    files: Files,
    kind: DocumentKind,
    problems: &[(String, String)],
) -> AnyView {
    let (label, hint) = match kind {
        DocumentKind::Identity => (words.apply_identity(), words.apply_identity_hint()),
        DocumentKind::Relationship => {
            (words.apply_relationship_document(), words.proof_hint(found.application.relationship))
        }
    };
    let id = document_field(kind);
    let errors: Vec<String> =
        problems.iter().filter(|(field, _)| field == id).map(|(_, sentence)| sentence.clone()).collect();
    view! { <DocumentField files kind label hint errors/> }.into_any()
}

pub fn of_kind(documents: &[Document], kind: DocumentKind) -> Vec<Document> {
    documents.iter().filter(|document| document.kind == kind).cloned().collect()
}
