//! The staff's pages. A family never downloads their code: it is loaded when one of them is opened.

mod accounts;
mod institutions;
mod institution;
mod jobs;
mod retention;
mod feedback;
mod application;
mod application_decide;
mod application_keys;
mod applications;
mod document_viewer;
mod history;
mod queue;
mod queue_decide;
mod queue_item;
mod key_list;
mod queue_keys;
#[cfg(feature = "hydrate")]
mod queue_line;
mod queue_live;
mod undo_bar;
mod saying;
mod search;
mod restrictions;
mod restriction_fields;
mod restriction_batches;
mod restriction_batch;
mod new_restriction_batch;
pub mod return_form;
pub mod roster_import;
mod slip;
mod student;
mod leaving;
mod student_fields;
mod students;
mod suspensions;
mod suspension;
mod propose_suspension;
mod days;
mod special_approvals;
mod approve_specially;
mod print_runs;
mod print_run;
mod print_sheets;
mod poster;
mod programmes;
mod programme;
mod new_programme;
mod student_chooser;
mod settings;
mod reports;
mod audit;
pub mod audit_words;
pub mod report_figures;
mod today;

#[cfg(feature = "ssr")]
pub use poster::poster_text;
#[cfg(feature = "ssr")]
pub use students::address;

area!(
    /// All below `/staff` and `/operator`.
    StaffArea,
    {
        let segments = super::segments();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["operator", "institutions"] => institutions::page(),
            ["operator", "institutions", _] => institution::page(),
            ["staff", "retention"] => retention::page(),
            ["operator", "jobs"] => jobs::page(),
            ["staff", "accounts"] => accounts::page(),
            ["staff", "feedback"] => feedback::page(),
            ["staff", "students", _, "restrictions"] => restrictions::page(),
            ["staff", "restrictions"] => restriction_batches::page(),
            ["staff", "restrictions", "new"] => new_restriction_batch::page(),
            ["staff", "restrictions", _] => restriction_batch::page(),
            ["staff", "students", _, "suspension"] => propose_suspension::page(),
            ["staff", "students", _, "special-approval"] => approve_specially::page(),
            ["staff", "special-approvals"] => special_approvals::page(),
            ["staff", "poster"] => poster::page(),
            ["staff", "print-runs"] => print_runs::page(),
            ["staff", "print-runs", _] => print_run::page(),
            ["staff", "print-runs", _, "print"] => print_sheets::page(),
            ["staff", "programmes"] => programmes::page(),
            ["staff", "programmes", "new"] => new_programme::page(),
            ["staff", "programmes", _] => programme::page(),
            ["staff", "suspensions"] => suspensions::page(),
            ["staff", "suspensions", _] => suspension::page(),
            ["staff", "students"] => students::page(),
            ["staff", "students", "import"] => roster_import::page(),
            ["staff", "students", _] => student::page(),
            ["staff", "applications"] => applications::page(),
            ["staff", "applications", _] => application::page(),
            ["staff", "settings"] => settings::page(),
            ["staff", "reports"] => reports::page(),
            ["staff", "audit"] => audit::page(),
            ["staff", "entries"] => queue::page(),
            ["staff", "entries", _] => history::page(),
            _ => today::page(),
        }
    }
);
