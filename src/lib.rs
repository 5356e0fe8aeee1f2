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
pub fn hydrate() {
    app::app::come_alive();
}
