//! The staff's pages. A family never downloads their code: it is loaded when one of them is opened.

mod history;
mod queue;
mod today;

area!(
    /// All below `/staff`.
    StaffArea,
    match super::segments().len() {
        1 => today::page(),
        2 => queue::page(),
        _ => history::page(),
    }
);
