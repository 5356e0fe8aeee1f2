//! Choosing the photo: looked at in the browser before it travels, with the same rule that the server applies.

use domain::photo::PhotoLimits;
#[cfg(feature = "hydrate")]
use domain::photo::{FIRST_BYTES, check_photo};
use domain::view::Photo;
use leptos::prelude::*;

use super::form::remove_button;
use crate::components::field::{described_by, field_error};
use crate::words::use_words;

#[component]
pub fn PhotoField(
    photo: Option<Photo>,
    limits: PhotoLimits,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let words = use_words();
    let error = RwSignal::new(error);
    let chosen: RwSignal<Option<Chosen>> = RwSignal::new(None);
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    // A photo chosen before the page came to life is looked at too.
    Effect::new(move || {
        if let Some(input) = input.get().filter(|input| !input.value().is_empty()) {
            look(input, limits, chosen, error);
        }
    });
    let class = move || {
        if error.read().is_some() { "field photo-field field--invalid" } else { "field photo-field" }
    };
    let label = if photo.is_some() { words.field_photo_change() } else { words.field_photo() };
    view! {
        <div class=class>
            <label class="field__label" for="photo">
                {label}
                " "
                <span class="field__optional">{words.field_optional()}</span>
            </label>
            <p class="field__hint" id="photo-hint">{words.field_photo_hint()}</p>
            <div aria-live="polite">{move || field_error(words, "photo", error.get())}</div>
            <div class="photo-field__drop">
                <input
                    class="photo-field__input"
                    type="file"
                    id="photo"
                    name="photo"
                    accept="image/jpeg,image/png"
                    aria-describedby=move || described_by("photo", true, error.read().as_ref(), "")
                    aria-invalid=move || error.read().as_ref().map(|_| "true")
                    node_ref=input
                    on:change=move |event| look(event_target(&event), limits, chosen, error)
                />
                {move || match chosen.get() {
                    Some(chosen) => Some(view! {
                        <figure class="photo-field__preview">
                            <img class="photo-field__image" src=chosen.url alt=""/>
                            <figcaption class="photo-field__caption">
                                <span class="photo-field__name">{chosen.name}</span>
                            </figcaption>
                        </figure>
                    }.into_any()),
                    None => photo.map(|photo| view! {
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
                                {remove_button(words)}
                            </figcaption>
                        </figure>
                    }.into_any()),
                }}
            </div>
        </div>
    }
}

/// A photo that was chosen and not sent yet.
#[derive(Clone)]
struct Chosen {
    /// An address inside the browser.
    url: String,
    name: String,
}

/// Judges the chosen file and shows it, or says what is wrong and takes it out again.
#[cfg(feature = "hydrate")]
fn look(
    input: web_sys::HtmlInputElement,
    limits: PhotoLimits,
    chosen: RwSignal<Option<Chosen>>,
    error: RwSignal<Option<String>>,
) {
    use gloo_file::futures::read_as_bytes;
    use gloo_file::{Blob, FileList};

    let words = use_words_of_page();
    if let Some(before) = chosen.get_untracked() {
        // The picture is gone anyway when the browser has forgotten it.
        let _ = web_sys::Url::revoke_object_url(&before.url);
    }
    chosen.set(None);
    error.set(None);
    let Some(file) = input.files().map(FileList::from).and_then(|files| files.first().cloned()) else {
        return;
    };
    leptos::task::spawn_local(async move {
        let start = Blob::from(file.clone());
        let end = file.size().min(FIRST_BYTES as u64);
        let first_bytes = read_as_bytes(&start.slice(0, end)).await.unwrap_or_default();
        match check_photo(file.size(), &first_bytes, &limits) {
            Ok(_) => {
                let url = web_sys::Url::create_object_url_with_blob(file.as_ref()).unwrap_or_default();
                chosen.set(Some(Chosen { url, name: file.name() }));
            }
            Err(problem) => {
                input.set_value("");
                error.set(Some(words.photo_problem(problem).to_owned()));
            }
        }
    });
}

#[cfg(feature = "hydrate")]
fn use_words_of_page() -> crate::words::Words {
    use_words()
}

/// The server draws the field; only a browser can choose a file.
#[cfg(not(feature = "hydrate"))]
fn look(
    _: leptos::web_sys::HtmlInputElement,
    _: PhotoLimits,
    _: RwSignal<Option<Chosen>>,
    _: RwSignal<Option<String>>,
) {
}
