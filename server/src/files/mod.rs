//! Files that people send: cleaned before they are kept, and encrypted where they lie.
//!
//! [`photo`] makes a clean copy of what was sent, [`vault`] keeps it, and [`key`] holds the keys
//! that lock the vault and whatever else is encrypted at rest.

pub mod photo;

mod jpeg;
mod png;

pub mod vault;

pub mod key;

pub mod drawings;

#[cfg(any(test, feature = "specimens"))]
pub mod specimens;
