//! The whole server through its router, as each of the people who use it.

mod house;
mod people;
mod accounts;
mod applications;
mod arrows;
mod audit;
mod settings;
mod commands;
mod words;
mod routes;
mod reports;
mod restrictions;
mod walls;
mod institutions;
mod students;
mod suspensions;
mod special_approvals;
mod print_runs;
mod programmes;
mod terminal;
mod drafts;
mod forms;
mod documents;
mod staff_applications;
mod mailbox;
mod safety;
