//! The family's side of the contact book.

use super::{home, segments};

pub mod list;
pub mod table;
pub mod form;
pub mod fields;
pub mod draft;
#[cfg(feature = "hydrate")]
mod saving;
pub mod saved_note;
pub mod guide;
pub mod photo_field;
pub mod attachments_field;
pub mod one;

area!(
    /// `/home` and all below `/entries`.
    FamilyArea,
    {
        let segments = segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["home"] => home::page(),
            ["entries"] => list::page(),
            ["entries", "new"] => form::new_page(),
            ["entries", _, "edit"] => form::edit_page(),
            _ => one::page(),
        }
    }
);
