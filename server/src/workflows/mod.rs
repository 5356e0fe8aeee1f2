//! What people do, one file each: load facts, ask `domain`, write state, history and mail together, commit.

pub mod log_in;
pub mod resume_session;
pub mod choose_language;
pub mod save_entry;
pub mod say_again;
pub mod submit_entry;
pub mod withdraw_entry;
pub mod discard_draft;
pub mod decide_entry;
pub mod open_entry;
pub mod show_photo;
