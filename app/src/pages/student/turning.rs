//! From one letter to the next, by large links and by the arrow keys. In the browser the new page takes the old one's
//! place in the history, so that the next person's back button does not lead through what was read.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::words::Words;

/// The newer letter always stands on the left and the older one on the right, also where there is only one of them.
pub fn turner(words: Words, newer: Option<String>, older: Option<String>) -> Option<impl IntoView> {
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let key = move |name: &'static str| move || alive.get().then_some(name);
    (newer.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="pager turner" aria-label=words.letter_pager_label()>
                {newer.map(|href| {
                    let to = href.clone();
                    view! {
                        <a
                            class="button turner__link turner__link--newer"
                            href=href
                            rel="external"
                            aria-keyshortcuts=key("ArrowLeft")
                            on:click=move |event| turn(&event, &to)
                        >
                            {icon(Icon::Left)}{words.student_newer()}
                        </a>
                    }
                })}
                {older.map(|href| {
                    let to = href.clone();
                    view! {
                        <a
                            class="button turner__link turner__link--older"
                            href=href
                            rel="external"
                            aria-keyshortcuts=key("ArrowRight")
                            on:click=move |event| turn(&event, &to)
                        >
                            {words.student_older()}{icon(Icon::Right)}
                        </a>
                    }
                })}
            </nav>
        }
    })
}

/// For a click on a link within the terminal. One that asks for a new tab stays the browser's.
pub fn turn(event: &MouseEvent, to: &str) {
    #[cfg(feature = "hydrate")]
    {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
        if event.button() == 0 && !held && window().location().replace(to).is_ok() {
            event.prevent_default();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, to);
}

/// ← and → do what the links do.
pub fn turn_by_arrows(newer: Option<String>, older: Option<String>) {
    #[cfg(feature = "hydrate")]
    {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let to = match event.key().as_str() {
                "ArrowLeft" => newer.as_ref(),
                "ArrowRight" => older.as_ref(),
                _ => None,
            };
            if let Some(to) = to.filter(|_| turns(&event)) {
                event.prevent_default();
                // A browser that will not leaves the page as it is.
                let _ = window().location().replace(to);
            }
        });
        on_cleanup(move || listener.remove());
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (newer, older);
}

/// With another key held an arrow is the browser's, and while a dialog is open it is the dialog's.
#[cfg(feature = "hydrate")]
fn turns(event: &leptos::ev::KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
    let taken = event.repeat() || event.is_composing() || event.default_prevented();
    // An answer that cannot be had counts as a dialog: then nothing happens.
    !held && !taken && matches!(document().query_selector("dialog[open]"), Ok(None))
}
