//! The field of one kind of document: several files, each sent by itself as soon as it is chosen, taken with the camera,
//! dropped or pasted. Without JavaScript it is a field of a form like any other.

use domain::document::DocumentKind;
use domain::id::{ApplicationId, DocumentId};
use domain::view::Document;
use leptos::prelude::*;
use leptos::web_sys::{DragEvent, HtmlInputElement};

use crate::components::document_list::document_list;
use crate::components::icon::{Icon, icon};
use crate::components::sent_early::is_sent;
use crate::words::applying::document_field;
use crate::words::{Words, use_words};

#[cfg(feature = "hydrate")]
use super::sending::{self, Line};

/// The files of one request, those that were taken and those on their way. Both fields of a page share it.
#[derive(Clone, Copy)]
pub struct Files {
    pub application: ApplicationId,
    pub words: Words,
    pub taken: RwSignal<Vec<Document>>,
    pub uploads: RwSignal<Vec<Upload>>,
    /// What screen readers are told.
    pub said: RwSignal<String>,
    #[cfg(feature = "hydrate")]
    pub line: StoredValue<Line, LocalStorage>,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub key: u32,
    pub kind: DocumentKind,
    pub name: String,
    pub state: UploadState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser sends files by themselves"))]
pub enum UploadState {
    Waiting,
    /// It is looked at, turned and made smaller.
    Preparing,
    /// Of a hundred parts. `preview` is an address inside the browser.
    Sending {
        percent: u32,
        preview: Option<String>,
    },
    /// It will not be taken as it is.
    Refused(String),
    /// It did not arrive, and may the next time.
    Broken,
}

impl UploadState {
    const fn is_under_way(&self) -> bool {
        matches!(self, Self::Waiting | Self::Preparing | Self::Sending { .. })
    }
}

impl Files {
    pub fn of(application: ApplicationId, documents: &[Document]) -> Self {
        Self {
            application,
            words: use_words(),
            taken: RwSignal::new(documents.to_vec()),
            uploads: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            #[cfg(feature = "hydrate")]
            line: StoredValue::new_local(Line::default()),
        }
    }

    /// How many documents of this kind were taken.
    fn count(self, kind: DocumentKind) -> usize {
        self.taken.read().iter().filter(|document| document.kind == kind).count()
    }

    /// A form is not sent while files are on their way.
    pub fn hold_back(self, event: &leptos::ev::SubmitEvent) {
        if self.uploads.read_untracked().iter().any(|upload| upload.state.is_under_way()) {
            event.prevent_default();
            self.said.set(self.words.upload_still().to_owned());
        }
    }
}

#[cfg(feature = "hydrate")]
impl Files {
    /// Sends what was chosen, and empties the field for the next choice.
    fn take_from(self, kind: DocumentKind, input: &HtmlInputElement) {
        if !input.value().is_empty() {
            sending::add(self, kind, input.files());
            input.set_value("");
        }
    }

    fn take_dropped(self, kind: DocumentKind, event: &DragEvent) {
        sending::add(self, kind, event.data_transfer().and_then(|dropped| dropped.files()));
    }

    fn retry(self, key: u32) {
        sending::retry(self, key);
    }

    fn cancel(self, key: u32) {
        sending::cancel(self, key);
    }

    fn remove(self, event: &leptos::ev::MouseEvent, id: DocumentId) {
        event.prevent_default();
        sending::remove(self, id);
    }
}

/// The server draws the field; only a browser can send files by themselves.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_self, reason = "what a browser does here needs it")]
impl Files {
    fn take_from(self, _: DocumentKind, _: &HtmlInputElement) {}

    fn take_dropped(self, _: DocumentKind, _: &DragEvent) {}

    fn retry(self, _: u32) {}

    fn cancel(self, _: u32) {}

    fn remove(self, _: &leptos::ev::MouseEvent, _: DocumentId) {}
}

#[component]
pub fn DocumentField(
    files: Files,
    kind: DocumentKind,
    label: &'static str,
    hint: &'static str,
    errors: Vec<String>,
) -> impl IntoView {
    let words = files.words;
    let id = document_field(kind);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if errors.is_empty() { hint_id.clone() } else { format!("{hint_id} {error_id}") };
    let was_wrong = !errors.is_empty();
    let at_first = untrack(|| files.count(kind));
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    // A file that has been taken since answers what was wrong.
    let is_wrong = Memo::new(move |_| was_wrong && files.count(kind) <= at_first);
    let over = RwSignal::new(false);
    let zone: NodeRef<leptos::html::Div> = NodeRef::new();
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    // A file chosen before the page came to life is sent too.
    Effect::new(move || {
        if let Some(input) = input.get().filter(|input| !is_sent(input.form())) {
            files.take_from(kind, &input);
        }
    });
    listen_for_pasting(files, kind, zone);
    let errors = errors.into_iter().map(|error| {
        view! {
            <p class="field__error">
                {icon(Icon::Alert)}
                <span><span class="visually-hidden">{words.error_prefix()}</span>{error}</span>
            </p>
        }
    });
    view! {
        <div
            class=move || if is_wrong.get() { "field upload field--invalid" } else { "field upload" }
            node_ref=zone
        >
            <label class="field__label" for=id>{label}</label>
            <p class="field__hint" id=hint_id>{hint}</p>
            <div id=error_id hidden=move || !is_wrong.get()>{errors.collect_view()}</div>
            <div
                class=move || if over.get() { "upload__drop upload__drop--over" } else { "upload__drop" }
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    files.take_dropped(kind, &event);
                }
            >
                <input
                    class="photo-field__input"
                    type="file"
                    id=id
                    name=id
                    multiple
                    accept=ACCEPTED
                    aria-describedby=described
                    aria-invalid=move || is_wrong.get().then_some("true")
                    node_ref=input
                    on:change=move |event| files.take_from(kind, &event_target(&event))
                />
                <Show when=move || alive.get()>
                    <label class="button upload__camera">
                        <input
                            class="upload__camera-input"
                            type="file"
                            accept="image/jpeg,image/png"
                            capture="environment"
                            on:change=move |event| files.take_from(kind, &event_target(&event))
                        />
                        {icon(Icon::Camera)}
                        {words.upload_camera()}
                    </label>
                    <p class="field__hint upload__how">{words.upload_drop()}</p>
                </Show>
            </div>
            <ul class="upload__list">
                <For
                    each=move || of_kind(files.uploads.get(), kind)
                    key=|upload| upload.key
                    children=move |upload| line(files, upload.key)
                />
            </ul>
            {move || taken(files, kind)}
        </div>
        {(kind == DocumentKind::ALL[0]).then(|| view! {
            <p class="visually-hidden" role="status">{move || files.said.get()}</p>
        })}
    }
}

const ACCEPTED: &str = "application/pdf,image/jpeg,image/png";

fn of_kind(uploads: Vec<Upload>, kind: DocumentKind) -> Vec<Upload> {
    uploads.into_iter().filter(|upload| upload.kind == kind).collect()
}

/// One file on its way: how far it is, and what can be done.
fn line(files: Files, key: u32) -> impl IntoView {
    let upload = Memo::new(move |_| files.uploads.get().into_iter().find(|upload| upload.key == key));
    let words = files.words;
    view! {
        <li class="upload__item">
            {move || upload.get().map(|upload| {
                let name = upload.name.clone();
                let button = move |label: &'static str, full: String, act: fn(Files, u32)| view! {
                    <button class="button" type="button" aria-label=full on:click=move |_| act(files, key)>
                        {label}
                    </button>
                };
                let cancel = button(words.upload_cancel(), words.upload_cancel_file(&name), Files::cancel);
                match upload.state {
                    UploadState::Waiting => view! {
                        <p>{words.upload_waiting(&name)}</p>
                        {cancel}
                    }.into_any(),
                    UploadState::Preparing => view! {
                        <p>{words.upload_preparing(&name)}</p>
                        {cancel}
                    }.into_any(),
                    UploadState::Sending { percent, preview } => {
                        let text = words.upload_sending(&name, percent);
                        view! {
                            {preview.map(|url| view! { <img class="upload__preview" src=url alt=""/> })}
                            <p class="upload__text">
                                {text.clone()}
                                <progress class="upload__bar" max="100" value=percent aria-label=text></progress>
                            </p>
                            {cancel}
                        }.into_any()
                    }
                    UploadState::Refused(sentence) => view! {
                        <p class="field__error">{icon(Icon::Alert)}<span>{sentence}</span></p>
                        {button(words.upload_dismiss(), words.upload_dismiss_file(&name), Files::cancel)}
                    }.into_any(),
                    UploadState::Broken => view! {
                        <p class="field__error">
                            {icon(Icon::Alert)}
                            <span>{words.upload_broken(&name)}</span>
                        </p>
                        {button(words.upload_retry(), words.upload_retry_file(&name), Files::retry)}
                        {cancel}
                    }.into_any(),
                }
            })}
        </li>
    }
}

/// What was taken, each with a way to remove it.
fn taken(files: Files, kind: DocumentKind) -> Option<impl IntoView> {
    let words = files.words;
    let mine: Vec<Document> =
        files.taken.get().into_iter().filter(|document| document.kind == kind).collect();
    (!mine.is_empty()).then(|| {
        view! {
            <p class="upload__taken">{words.upload_taken()}</p>
            {document_list(words, mine, move |document| {
                let id = document.id;
                view! {
                    <button
                        class="button button--quiet"
                        formaction=format!("/applications/{}/documents/{id}/remove", files.application)
                        formmethod="post"
                        formenctype="application/x-www-form-urlencoded"
                        formnovalidate
                        aria-label=words.upload_remove_file(&document.name)
                        on:click=move |event| files.remove(&event, id)
                    >
                        {icon(Icon::Trash)}
                        {words.upload_remove()}
                    </button>
                }
            })}
        }
    })
}

/// A picture that was copied is pasted into the field where the keyboard is; with the keyboard nowhere, into the first
/// field that has nothing yet.
#[cfg(feature = "hydrate")]
fn listen_for_pasting(files: Files, kind: DocumentKind, zone: NodeRef<leptos::html::Div>) {
    use wasm_bindgen::JsCast;

    let handle = window_event_listener_untyped("paste", move |event| {
        let Some(event) = event.dyn_ref::<web_sys::ClipboardEvent>() else { return };
        let active = document().active_element();
        let focused = active.filter(|element| element.tag_name() != "BODY" && element.id() != "main");
        let mine = if let Some(element) = focused {
            zone.get_untracked().is_some_and(|zone| zone.contains(Some(element.as_ref())))
        } else {
            let taken = files.taken.read_untracked();
            let lacks = |kind| !taken.iter().any(|document| document.kind == kind);
            let first = DocumentKind::ALL.into_iter().find(|kind| lacks(*kind));
            first.unwrap_or(DocumentKind::Identity) == kind
        };
        if mine {
            sending::add(files, kind, event.clipboard_data().and_then(|pasted| pasted.files()));
        }
    });
    on_cleanup(move || handle.remove());
}

#[cfg(not(feature = "hydrate"))]
fn listen_for_pasting(_: Files, _: DocumentKind, _: NodeRef<leptos::html::Div>) {}
