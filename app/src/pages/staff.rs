//! The staff's pages. A family never downloads their code: it is loaded when one of them is opened.

mod accounts;
mod history;
mod queue;
mod restrictions;
pub mod return_form;
mod today;

area!(
    /// All below `/staff`.
    StaffArea,
    {
        let segments = super::segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["staff", "accounts"] => accounts::page(),
            ["staff", "students", _, "restrictions"] => restrictions::page(),
            ["staff", "entries"] => queue::page(),
            ["staff", "entries", _] => history::page(),
            _ => today::page(),
        }
    }
);
