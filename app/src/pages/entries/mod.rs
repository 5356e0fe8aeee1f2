//! The family's side of the contact book.

pub mod list;
pub mod form;
pub mod photo_field;
pub mod one;
