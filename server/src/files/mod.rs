//! Files that people send: cleaned before they are kept, and encrypted where they lie.
//!
//! [`photo`] makes a clean copy of what was sent, [`document`] makes one of each page, [`vault`] keeps them in the
//! [`store`], [`sealed`] hands them on as they lie there, and [`key`] holds the keys that lock the vault and whatever else is encrypted at rest.

pub mod store;

pub mod vault;

pub mod sealed;

pub mod key;

pub use studio::{document, drawings, photo, renderer, specimen_documents, specimens};
