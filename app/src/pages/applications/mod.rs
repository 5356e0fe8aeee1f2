//! Applying for a contact book (part 六(二)), and where each request stands.

use super::segments;

pub mod list;
pub mod new;
pub mod one;
mod progress;
mod student_step;
mod confirm_step;
mod documents_step;
mod check_step;
mod correction;
mod status;
mod document_field;
#[cfg(feature = "hydrate")]
mod sending;

area!(
    /// All below `/applications`.
    ApplicationsArea,
    {
        let segments = segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["applications"] => list::page(),
            ["applications", "new"] => new::page(),
            _ => one::page(),
        }
    }
);
