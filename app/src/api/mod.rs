//! Server functions: thin doors that guard, ask one thing, and hand it to the page.
//!
//! They are public endpoints: the guard is the first line of each.

pub mod site;
pub mod home;
pub mod login_form;
pub mod student_login_form;
pub mod entries;
pub mod entry;
pub mod entry_form;
pub mod applications;
pub mod application_form;
pub mod application;
pub mod today;
pub mod review_queue;
pub mod offered;
pub mod reviewed_entry;
pub mod inbox;
pub mod letter;
pub mod reply;
pub mod mailbox;
pub mod clock;
pub mod notice_form;
pub mod register_form;
pub mod email_form;
pub mod link;
pub mod second_step;
pub mod account;
pub mod feedback_form;
pub mod staff_accounts;
pub mod feedback;
pub mod restrictions;
pub mod suspensions;
pub mod special_approvals;
pub mod poster;
pub mod print_runs;
pub mod programmes;
pub mod students;
pub mod student;
pub mod roster_import;
pub mod application_queue;
pub mod reviewed_application;
pub mod settings;
pub mod reports;
pub mod audit;
