//! Coming back loads a page anew: a copy that the browser kept may belong to somebody who has logged out.

/// Our answers say `no-store`, yet some browsers keep whole pages for their back button all the same.
pub fn load_anew() {
    #[cfg(feature = "hydrate")]
    {
        use leptos::prelude::*;
        use wasm_bindgen::JsCast;
        use web_sys::PageTransitionEvent;

        let listener = window_event_listener_untyped("pageshow", |event| {
            let event = event.dyn_ref::<PageTransitionEvent>();
            if event.is_some_and(PageTransitionEvent::persisted) {
                // A failed reload leaves an error of the browser's, which shows nothing either.
                let _ = window().location().reload();
            }
        });
        on_cleanup(move || listener.remove());
    }
}
