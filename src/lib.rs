//! 愛在雲端, the electronic family contact book: the two entry points.
//!
//! In the browser, [`hydrate`] brings the page to life that the server drew. On the server, `http` is everything
//! between a connection and a workflow.

#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod site;
#[cfg(feature = "ssr")]
pub mod commands;

/// Called by the page once its code has arrived.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    app::leave_links_to_the_browser_until_alive();
    if app::words::arrive(app::words::Part::Everyone).await {
        leptos::mount::hydrate_lazy(app::app::App);
    }
}
