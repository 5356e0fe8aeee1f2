//! The doors that forms are posted to: read, call one workflow, redirect or draw the form again.

pub mod register;
pub mod log_in;
pub mod second_step;
pub mod reset;
pub mod account;
pub mod staff_accounts;
pub mod institutions;
pub mod jobs;
pub mod retention;
pub mod feedback;
pub mod restrictions;
pub mod restriction_batches;
pub mod suspensions;
pub mod special_approvals;
pub mod print_runs;
pub mod programmes;
pub mod students;
pub mod roster_import;
pub mod language;
pub mod write_entry;
mod entry_fields;
pub mod entry_steps;
pub mod write_reply;
pub mod write_application;
mod application_fields;
pub mod application_steps;
pub mod documents;
pub mod review;
pub mod application_review;
pub mod settings;
pub mod clock;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};

/// What was posted is done; the browser goes on with a GET (RFC 9110 §15.4.4), so that reloading repeats nothing.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}
