//! The demo's three aids, and the style guide. They exist in no other mode.

mod accounts;
mod clock;
mod mailbox;
mod styleguide;

#[cfg(feature = "ssr")]
pub use mailbox::path_of;

area!(
    /// All below `/demo`, and `/styleguide`.
    DemoArea,
    {
        let segments = super::segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["styleguide"] => styleguide::page(),
            ["demo", "mailbox"] => mailbox::page(),
            ["demo", "clock"] => clock::page(),
            _ => accounts::page(),
        }
    }
);
