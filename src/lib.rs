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

/// Room that no code refers to. `cargo leptos --split` gives each lazy file the constants that it alone uses, but only
/// while they all, padded anew, still fit where the linker put them; if they do not, every constant goes to the first
/// page. What nothing refers to is left out, so this room costs nobody a byte. It is not zeros, since the linker keeps
/// those elsewhere.
#[cfg(feature = "hydrate")]
#[used]
static ROOM_FOR_PADDING: [u8; 0x4000] = [1; 0x4000];
