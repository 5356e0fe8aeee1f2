//! After a link was followed inside the browser, the new page takes the focus, as a loaded page would.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Was a link followed since the document was loaded?
#[derive(Clone, Copy)]
struct Navigated(StoredValue<bool>);

/// Called once, around all pages.
pub fn notice_navigation() -> impl IntoView {
    let navigated = Navigated(StoredValue::new(false));
    provide_context(navigated);
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = pathname.get();
        if before.is_some_and(|before| before != now) {
            navigated.0.set_value(true);
        }
        now
    });
}

/// Called by each page: when it came by a link, its `<main>` takes the focus.
pub fn focus_if_navigated() {
    let navigated = use_context::<Navigated>();
    Effect::new(move || {
        if navigated.is_some_and(|navigated| navigated.0.get_value()) {
            #[cfg(feature = "hydrate")]
            request_animation_frame(|| focus("main"));
        }
    });
}

/// Gives the focus to the element of this id, if it is there.
#[cfg(feature = "hydrate")]
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;

    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into().ok());
    if let Some(element) = element {
        let element: web_sys::HtmlElement = element;
        // Nothing is lost when the browser will not.
        let _ = element.focus();
    }
}
