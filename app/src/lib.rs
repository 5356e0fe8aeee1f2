//! What people see: pages, components, server functions, languages.
//!
//! The same pages are drawn by the server and then brought to life in the browser. Each of them works as plain
//! HTML forms and links first.

// A page is one type, as deep as its elements.
#![recursion_limit = "512"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` must never be compiled together: one is the server, one the browser");

pub mod words;
pub mod error;
pub mod refusal;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
pub mod keepsake;
#[cfg(feature = "ssr")]
pub use pages::staff::roster_import as roster_words;
#[cfg(feature = "ssr")]
pub use pages::staff::{audit_words, report_figures};
pub mod api;
mod components;
mod pages;
pub use pages::trouble;
/// What the tests ask by itself.
#[cfg(feature = "ssr")]
pub mod pieces {
    pub use crate::components::bar_chart::height;
    pub use crate::components::escape::escape;
    pub use crate::components::text_area::text_area_content;
    pub use crate::pages::demo::path_of;
    pub use crate::pages::staff::address;
    pub use crate::words::fill;
}
pub mod app;
#[cfg(feature = "ssr")]
pub mod shell;
