//! The demo's three aids. They exist in no other mode.

mod accounts;
mod clock;
mod mailbox;

pub use accounts::Accounts;
pub use clock::ClockPage;
pub use mailbox::Mailbox;
