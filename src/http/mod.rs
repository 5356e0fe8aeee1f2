//! From a connection to a workflow and back: routes and who may use them, headers, limits, forms.

pub mod access;
pub mod routes;
mod router;
mod visitor;
mod render;
mod headers;
mod origin;
mod limits;
mod failure;
mod fields;
mod upload;
mod json;
mod events;
mod forms;
mod files;
mod download;
mod keepsakes;
mod sheets;
mod statics;
mod health;
mod cookies;
mod device;
mod serve;

/// What the tests ask by itself.
pub mod pieces {
    pub use super::device::device_name;
    pub use super::forms::language::ours;
    pub use super::forms::log_in::is_for;
}

use std::sync::Arc;

use axum::http::HeaderName;
use leptos::config::LeptosOptions;
use server::Services;

pub use router::router;
pub use serve::serve;

/// What every request needs. Cheap to clone.
#[derive(Clone)]
pub struct State {
    pub services: Services,
    pub leptos: LeptosOptions,
    /// Is this the demo, with its three aids?
    pub demo: bool,
    /// The address people use when a proxy stands in front, such as `https://book.example`.
    pub public_url: Option<Arc<str>>,
    /// The header in which that proxy says whom it serves.
    pub address_header: Option<HeaderName>,
}
