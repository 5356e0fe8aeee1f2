//! After a link was followed inside the browser, the new page takes the focus, as a loaded page would.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub fn focus_page_on_navigation() -> impl IntoView {
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = pathname.get();
        if before.is_some_and(|before| before != now) {
            #[cfg(feature = "hydrate")]
            request_animation_frame(|| focus("main"));
        }
        now
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
