//! What people do, one file each: load facts, ask `domain`, write state, history and outgoing mail together, commit.

pub mod register;
pub mod verify_address;
pub mod look_at_link;
pub mod log_in;
pub mod second_factor;
pub mod resume_session;
pub mod reset_password;
pub mod show_account;
pub mod choose_language;
pub mod change_profile;
pub mod change_address;
pub mod change_password;
mod present_password;
pub mod end_sessions;
pub mod download_account;
pub mod close_account;
pub mod invite_staff;
pub mod manage_staff;
pub mod rotate_keys;
pub mod save_entry;
pub mod say_again;
pub mod submit_entry;
pub mod withdraw_entry;
pub mod discard_draft;
pub mod decide_entry;
pub mod open_entry;
pub mod show_photo;
