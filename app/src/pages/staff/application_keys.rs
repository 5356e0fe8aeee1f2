//! Deciding with the keyboard. Only where the page is alive, never inside a field, and it can be switched off.

use leptos::prelude::*;

use super::document_viewer::Viewer;
use crate::words::Words;

/// The keys, and what each does, are said on the page.
pub fn keys(words: Words, viewer: Viewer) -> impl IntoView {
    let (alive, listening) = (RwSignal::new(false), RwSignal::new(true));
    Effect::new(move || alive.set(true));
    #[cfg(feature = "hydrate")]
    {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            if listening.get_untracked() {
                pressed(&event, viewer);
            }
        });
        on_cleanup(move || listener.remove());
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = viewer;
    let rows = move || {
        [
            ("n", words.application_keys_next()),
            ("p", words.application_keys_previous()),
            ("+ −", words.application_keys_zoom()),
            ("t", words.application_keys_turn()),
            ("a", words.application_keys_approve()),
            ("r", words.application_keys_return()),
        ]
        .map(|(key, what)| view! { <li><kbd class="keys__key">{key}</kbd>" "{what}</li> })
        .into_iter()
        .collect_view()
    };
    let content = move || {
        view! {
            <section class="card keys" aria-labelledby="keys">
                <h2 class="card__title" id="keys">{words.application_keys_title()}</h2>
                <ul class="keys__list" role="list">{rows()}</ul>
                <label class="choice">
                    <input
                        class="choice__input"
                        type="checkbox"
                        prop:checked=listening
                        on:change=move |event| listening.set(event_target_checked(&event))
                    />
                    <span>{words.application_keys_on()}</span>
                </label>
            </section>
        }
    };
    move || alive.get().then(content)
}

#[cfg(feature = "hydrate")]
fn pressed(event: &leptos::ev::KeyboardEvent, viewer: Viewer) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() || is_typing(event) {
        return;
    }
    match event.key().as_str() {
        "n" | "j" => viewer.next(),
        "p" | "k" => viewer.previous(),
        "+" | "=" => viewer.larger(),
        "-" => viewer.smaller(),
        "t" => viewer.turn(),
        "a" => open("approve", "approve-yes"),
        "r" => open("return", "reasons"),
        _ => return,
    }
    event.prevent_default();
}

#[cfg(feature = "hydrate")]
fn is_typing(event: &leptos::ev::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;

    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    // An answer that cannot be had counts as typing: then nothing happens.
    target.is_some_and(|at| !matches!(at.closest("input, textarea, select, [contenteditable]"), Ok(None)))
}

/// Unfolds a question and leads to its answer.
#[cfg(feature = "hydrate")]
fn open(question: &str, answer: &str) {
    if let Some(question) = document().get_element_by_id(question) {
        // Nothing is lost when the browser will not.
        let _ = question.set_attribute("open", "");
        crate::components::navigation::focus(answer);
    }
}
