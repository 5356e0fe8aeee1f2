//! Working with the keyboard: which keys there are, said on the page. Only where the page is alive, never inside a field,
//! and it can be switched off.

use leptos::prelude::*;

use crate::words::Words;

/// `pressed` is told each key and answers whether it was one of its own.
pub fn key_list(
    words: Words,
    rows: Vec<(&'static str, &'static str)>,
    pressed: impl Fn(&str) -> bool + 'static,
) -> impl IntoView {
    let (alive, listening) = (RwSignal::new(false), RwSignal::new(true));
    Effect::new(move || alive.set(true));
    #[cfg(feature = "hydrate")]
    {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            if listening.get_untracked() && is_plain(&event) && pressed(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    }
    #[cfg(not(feature = "hydrate"))]
    drop(pressed);
    let content = move || {
        let rows = rows
            .iter()
            .map(|(key, what)| view! { <li><kbd class="keys__key">{*key}</kbd>" "{*what}</li> })
            .collect_view();
        view! {
            <section class="card keys" aria-labelledby="keys">
                <h2 class="card__title" id="keys">{words.application_keys_title()}</h2>
                <ul class="keys__list" role="list">{rows}</ul>
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
    move || alive.get().then(&content)
}

/// Pressed once, alone, and not while somebody types. A key that is held down says no more than once what it does.
#[cfg(feature = "hydrate")]
fn is_plain(event: &leptos::ev::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;

    if event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return false;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    // An answer that cannot be had counts as typing: then nothing happens.
    target.is_none_or(|at| {
        let typing = "input:not([type=checkbox]), textarea, select, [contenteditable]";
        matches!(at.closest(typing), Ok(None))
    })
}
