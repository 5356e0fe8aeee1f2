//! The staff's pages. A family never downloads their code: each is loaded when it is opened.

mod history;
mod queue;
mod today;

pub use history::History;
pub use queue::Queue;
pub use today::Today;
