//! Printing needs the browser's own dialog, so the button comes with it.

use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::words::use_words;

#[component]
pub fn PrintButton() -> impl IntoView {
    let words = use_words();
    let ready = RwSignal::new(false);
    Effect::new(move || ready.set(true));
    let print = |_| {
        #[cfg(feature = "hydrate")]
        {
            // A terminal without a printer does nothing.
            let _ = window().print();
        }
    };
    move || {
        ready.get().then(|| {
            view! {
                <button class="button" type="button" on:click=print>
                    {icon(Icon::Print)}
                    {words.letter_print()}
                </button>
            }
        })
    }
}
