//! Links: the browser follows them until the page has come to life; after that the new page takes the focus, and stands
//! at its top, as a loaded page would.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[cfg(feature = "hydrate")]
thread_local! {
    /// Has the page come to life?
    static ALIVE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// The router takes every click as soon as it is there, but a page whose code is still on its way cannot be left that
/// way: on a slow line a click would break it. Until the page is alive, a click is the browser's.
#[cfg(feature = "hydrate")]
pub fn leave_links_to_the_browser_until_alive() {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    let listener = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        if !ALIVE.get() {
            event.stop_propagation();
        }
    });
    let callback = listener.as_ref().unchecked_ref();
    // Without it links behave as before.
    let _ = document().add_event_listener_with_callback_and_bool("click", callback, true);
    listener.forget();
}

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

/// Called by each page: it is alive now, and when it came by a link, its `<main>` takes the focus.
pub fn focus_if_navigated() {
    let navigated = use_context::<Navigated>();
    #[cfg(feature = "hydrate")]
    let pathname = use_location().pathname;
    Effect::new(move || {
        #[cfg(feature = "hydrate")]
        {
            ALIVE.set(true);
            tell_alive(&pathname.get_untracked());
        }
        if navigated.is_some_and(|navigated| navigated.0.get_value()) {
            #[cfg(feature = "hydrate")]
            request_animation_frame(|| focus_still("main"));
        }
    });
}

/// Says in `<html data-alive>` at which address a page is alive, so that whoever drives a browser need not guess.
#[cfg(feature = "hydrate")]
pub fn tell_alive(pathname: &str) {
    if let Some(html) = document().document_element() {
        // Nothing is lost when the browser will not.
        let _ = html.set_attribute("data-alive", pathname);
    }
}

/// Gives the focus to the element of this id, and lets the page stand where it stands: its head stays in sight.
#[cfg(feature = "hydrate")]
pub fn focus_still(id: &str) {
    let still = web_sys::FocusOptions::new();
    still.set_prevent_scroll(true);
    if let Some(element) = find(&format!("#{id}")) {
        // Nothing is lost when the browser will not.
        let _ = element.focus_with_options(&still);
    }
}

/// Scrolls to where the element of this id begins. A browser that only gives it the focus shows its middle, when it is
/// larger than the window.
#[cfg(feature = "hydrate")]
pub fn scroll_to(id: &str) {
    if let Some(element) = find(&format!("#{id}")) {
        element.scroll_into_view();
    }
}

/// Gives the focus to the element of this id, if it is there.
#[cfg(feature = "hydrate")]
pub fn focus(id: &str) {
    if let Some(element) = find(&format!("#{id}")) {
        // Nothing is lost when the browser will not.
        let _ = element.focus();
    }
}

/// Presses the first button that this selector finds, if there is one.
#[cfg(feature = "hydrate")]
pub fn press(selector: &str) {
    if let Some(button) = find(selector) {
        button.click();
    }
}

#[cfg(feature = "hydrate")]
fn find(selector: &str) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;

    document().query_selector(selector).ok()??.dyn_into().ok()
}
