//! The photo over the whole screen. Without JavaScript it stands large in the letter, and nothing leads away from it.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{Dialog, Div};
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::words::Words;

/// Where the letter stands, and the photo that is shown large. Copied to whoever opens it.
#[derive(Clone, Copy)]
pub struct Stage {
    alive: RwSignal<bool>,
    frame: NodeRef<Div>,
    dialog: NodeRef<Dialog>,
    shown: RwSignal<Option<Shown>>,
}

/// Address and description, as the letter has them.
#[derive(Clone)]
struct Shown {
    src: String,
    alt: String,
}

impl Stage {
    pub fn new() -> Self {
        let stage = Self {
            alive: RwSignal::new(false),
            frame: NodeRef::new(),
            dialog: NodeRef::new(),
            shown: RwSignal::new(None),
        };
        Effect::new(move || {
            stage.alive.set(true);
            stage.invite();
        });
        stage
    }

    /// The photo becomes a button only where it works as one.
    fn invite(self) {
        #[cfg(feature = "hydrate")]
        if let Some(photo) = self.photo() {
            for (name, value) in [("role", "button"), ("tabindex", "0"), ("aria-haspopup", "dialog")] {
                // The button below the letter opens it too.
                let _ = photo.set_attribute(name, value);
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self.frame;
    }

    fn open(self) {
        #[cfg(feature = "hydrate")]
        if let (Some(photo), Some(dialog)) = (self.photo(), self.dialog.get_untracked()) {
            let of = |name| photo.get_attribute(name).unwrap_or_default();
            // A browser that knows no dialogs shows the photo in the letter only.
            if dialog.show_modal().is_ok() {
                self.shown.set(Some(Shown { src: of("src"), alt: of("alt") }));
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self.dialog;
    }

    fn close(self) {
        #[cfg(feature = "hydrate")]
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self.dialog;
    }

    #[cfg(feature = "hydrate")]
    fn photo(self) -> Option<web_sys::Element> {
        self.frame.get()?.query_selector(PHOTO).ok()?
    }
}

/// The letter with its photo, which opens at a click or a key.
pub fn on_stage(stage: Stage, letter: impl IntoView) -> impl IntoView {
    let click = move |event: MouseEvent| {
        if is_photo(&event) {
            stage.open();
        }
    };
    let press = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") && is_photo(&event) {
            event.prevent_default();
            stage.open();
        }
    };
    view! { <div class="photo-stage" node_ref=stage.frame on:click=click on:keydown=press>{letter.into_view()}</div> }
}

/// Says that the photo can be opened.
pub fn enlarge_button(words: Words, stage: Stage) -> impl IntoView {
    move || {
        stage.alive.get().then(|| {
            view! {
                <button class="button" type="button" on:click=move |_| stage.open()>
                    {icon(Icon::Camera)}
                    {words.student_photo_open()}
                </button>
            }
        })
    }
}

/// Closed by its button, by Escape, and by a touch anywhere.
pub fn full_screen(words: Words, stage: Stage) -> impl IntoView {
    let content = move || {
        view! {
            <dialog
                class="full-photo"
                aria-label=words.student_photo_large()
                node_ref=stage.dialog
                on:click=move |_| stage.close()
                on:close=move |_| stage.shown.set(None)
            >
                {move || stage.shown.get().map(|Shown { src, alt }| view! {
                    <img class="full-photo__picture" src=src alt=alt/>
                })}
                <button class="button button--primary full-photo__close" type="button">
                    {words.student_photo_close()}
                </button>
            </dialog>
        }
    };
    move || stage.alive.get().then(content)
}

#[cfg(feature = "hydrate")]
const PHOTO: &str = ".letter__photo img";

#[cfg(feature = "hydrate")]
fn is_photo(event: &web_sys::Event) -> bool {
    use wasm_bindgen::JsCast;

    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.closest(PHOTO), Ok(Some(_))))
}

/// Only a browser has clicks and keys.
#[cfg(not(feature = "hydrate"))]
fn is_photo(_: &leptos::web_sys::Event) -> bool {
    false
}
