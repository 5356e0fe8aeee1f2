//! Choosing the photo: from the phone, by its camera, dropped or pasted. It is looked at in the browser with the same rule
//! that the server applies, made smaller, and sent at once, so that it is safe before the form is.

use leptos::prelude::*;

use super::draft::{Chosen, Draft};
use crate::components::field::{described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::components::sent_early::is_sent;
use crate::words::{Words, use_words};

#[component]
pub fn PhotoField(draft: Draft, #[prop(optional_no_strip)] error: Option<String>) -> impl IntoView {
    let words = use_words();
    let error = {
        draft.photo_error.set(error);
        draft.photo_error
    };
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    let (alive, over) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move || alive.set(true));
    // A photo chosen before the page came to life is looked at too.
    Effect::new(move || {
        if let Some(input) = input.get().filter(|input| !is_sent(input.form())) {
            take_from(&input, draft);
        }
    });
    #[cfg(feature = "hydrate")]
    browser::listen_for_paste(draft);
    let class = move || {
        if error.read().is_some() { "field photo-field field--invalid" } else { "field photo-field" }
    };
    let drop_class = move || {
        if over.get() { "photo-field__drop photo-field__drop--over" } else { "photo-field__drop" }
    };
    let label = move || {
        if draft.photo.read().is_some() { words.field_photo_change() } else { words.field_photo() }
    };
    // Only a page that is alive makes a photo smaller.
    let hint = move || {
        if alive.get() {
            words.field_photo_shrinks().to_owned()
        } else {
            words.photo_hint(&draft.limits.get())
        }
    };
    view! {
        <div class=class>
            <label class="field__label" for="photo">
                {label}
                " "
                <span class="field__optional">{words.field_optional()}</span>
            </label>
            <p class="field__hint" id="photo-hint">{hint}</p>
            <div aria-live="polite">{move || field_error(words, "photo", error.get())}</div>
            <div
                class=drop_class
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    dropped(&event, draft);
                }
            >
                <input
                    class="photo-field__input"
                    type="file"
                    id="photo"
                    name="photo"
                    accept="image/jpeg,image/png,image/heic"
                    aria-describedby=move || described_by("photo", true, error.read().as_ref(), "")
                    aria-invalid=move || error.read().as_ref().map(|_| "true")
                    node_ref=input
                    on:change=move |event| take_from(&event_target(&event), draft)
                />
                {move || alive.get().then(|| more_ways(words, draft))}
                {move || match draft.chosen.get() {
                    Some(chosen) => Some(preview(words, draft, chosen).into_any()),
                    None => draft.photo.get().map(|photo| view! {
                        <figure class="photo-field__preview">
                            <img
                                class="photo-field__image"
                                src=format!("/files/{}/thumbnail", photo.id)
                                width=photo.width
                                height=photo.height
                                alt=""
                            />
                            <figcaption class="photo-field__caption">
                                {words.field_photo_kept()}
                                <br/>
                                {remove_button(words, draft, alive)}
                            </figcaption>
                        </figure>
                    }.into_any()),
                }}
            </div>
        </div>
    }
}

/// The camera, where the device has one to hold; and that one may drop and paste, where it has not.
fn more_ways(words: Words, draft: Draft) -> impl IntoView {
    view! {
        <label class="button button--quiet photo-field__camera">
            {icon(Icon::Camera)}
            {words.field_photo_camera()}
            <input
                class="visually-hidden"
                type="file"
                accept="image/*"
                capture="environment"
                on:change=move |event| take_from(&event_target(&event), draft)
            />
        </label>
        <p class="field__hint photo-field__drop-hint">{words.field_photo_drop()}</p>
    }
}

fn preview(words: Words, draft: Draft, chosen: Chosen) -> impl IntoView {
    let progress = move || {
        draft.progress.get().map(|percent| {
            view! {
                <progress class="photo-field__progress" max="100" value=percent></progress>
                <span>{words.field_photo_sending(percent)}</span>
            }
        })
    };
    view! {
        <figure class="photo-field__preview">
            <img class="photo-field__image" src=chosen.url alt=""/>
            <figcaption class="photo-field__caption">
                <span class="photo-field__name">{chosen.name}</span>
                {progress}
            </figcaption>
        </figure>
    }
}

/// Takes the kept photo out again: at once where the page is alive, as a button of the form where it is not.
fn remove_button(words: Words, draft: Draft, alive: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            class="button button--quiet"
            name="remove_photo"
            value="on"
            formnovalidate
            on:click=move |event| {
                if alive.get_untracked() {
                    event.prevent_default();
                    draft.remove_photo();
                }
            }
        >
            {icon(Icon::Trash)}
            {words.field_photo_remove()}
        </button>
    }
}

/// The server draws the field; only a browser can choose a file.
#[cfg(not(feature = "hydrate"))]
fn take_from(_: &leptos::web_sys::HtmlInputElement, _: Draft) {}

#[cfg(not(feature = "hydrate"))]
fn dropped(_: &leptos::ev::DragEvent, _: Draft) {}

#[cfg(feature = "hydrate")]
use browser::{dropped, take_from};

#[cfg(feature = "hydrate")]
mod browser {
    use domain::photo::{FIRST_BYTES, PhotoProblem, check_photo};
    use gloo_file::futures::read_as_bytes;
    use gloo_file::{Blob, File, FileList};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;

    use super::super::draft::{Chosen, Draft};
    use super::super::saving::files::{begin_photo, put_photo, refuse_photo};
    use crate::components::smaller::make_smaller;
    use crate::words::use_words;

    /// Pixels of the long edge: what the server keeps is no larger than this.
    const LONG_EDGE: u32 = 2000;

    pub fn take_from(input: &web_sys::HtmlInputElement, draft: Draft) {
        take(input.files(), draft, Some(input.clone()));
    }

    pub fn dropped(event: &leptos::ev::DragEvent, draft: Draft) {
        take(event.data_transfer().and_then(|data| data.files()), draft, None);
    }

    /// A picture in the clipboard is a photo, wherever on the page it is pasted. But text that brings a picture of itself, as
    /// that of office programs does, is text where text is written.
    pub fn listen_for_paste(draft: Draft) {
        let listener = window_event_listener(leptos::ev::paste, move |event| {
            let Some(data) = event.clipboard_data() else { return };
            let has_text = data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
            if has_text && event.target().is_some_and(|target| is_written_in(&target)) {
                return;
            }
            let files = data.files();
            if files.as_ref().is_some_and(|files| files.length() > 0) {
                event.prevent_default();
                take(files, draft, None);
            }
        });
        on_cleanup(move || listener.remove());
    }

    fn is_written_in(target: &web_sys::EventTarget) -> bool {
        let line = target.dyn_ref::<web_sys::HtmlInputElement>();
        target.has_type::<web_sys::HtmlTextAreaElement>() || line.is_some_and(|line| line.type_() == "text")
    }

    /// Judges the chosen file, shows it, and sends it; or says what is wrong.
    fn take(files: Option<web_sys::FileList>, draft: Draft, input: Option<web_sys::HtmlInputElement>) {
        let words = use_words();
        let files = files.map(FileList::from);
        let Some(file) = files.as_ref().and_then(|files| files.first().cloned()) else { return };
        let several = files.as_ref().is_some_and(|files| files.len() > 1);
        begin_photo(draft);
        if let Some(input) = input {
            // From here on the draft has it; the form need not send it once more.
            input.set_value("");
        }
        spawn_local(async move {
            let judged = if several { Err(PhotoProblem::MoreThanOne) } else { prepared(&file, draft).await };
            match judged {
                Ok(blob) => {
                    let url = web_sys::Url::create_object_url_with_blob(&blob).unwrap_or_default();
                    draft.chosen.set(Some(Chosen { url, name: file.name() }));
                    put_photo(draft, blob, file.name());
                }
                Err(problem) => {
                    refuse_photo(draft, words.photo_problem(problem, &draft.limits.get_untracked()));
                }
            }
        });
    }

    /// The picture as it will travel: small and upright. What the browser can draw may be of a kind that the server does
    /// not take, such as the HEIC of a telephone: drawn anew it is a JPEG.
    async fn prepared(file: &File, draft: Draft) -> Result<web_sys::Blob, PhotoProblem> {
        let limits = draft.limits.get_untracked().photo;
        let smaller = make_smaller(file.as_ref(), LONG_EDGE).await;
        let blob = smaller.unwrap_or_else(|| AsRef::<web_sys::Blob>::as_ref(file).clone());
        let looked_at = Blob::from(blob.clone());
        let size = looked_at.size();
        let first_bytes =
            read_as_bytes(&looked_at.slice(0, size.min(FIRST_BYTES as u64))).await.unwrap_or_default();
        check_photo(size, &first_bytes, &limits).map(|_| blob)
    }
}
