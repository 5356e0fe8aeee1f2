//! The demo's three aids. They exist in no other mode.

mod accounts;
mod clock;
mod mailbox;

area!(
    /// All below `/demo`.
    DemoArea,
    match super::segments().get(1).map(String::as_str) {
        Some("mailbox") => mailbox::page(),
        Some("clock") => clock::page(),
        _ => accounts::page(),
    }
);
