//! Workflows and storage, each test on SQLite and on PostgreSQL.
//!
//! One program for all of them: linking takes longer than running. PostgreSQL comes from
//! `scripts/with-postgres cargo test -p contact-book-workflows`; `make test` does it too.

#[macro_use]
mod engine;
mod accounts;
mod attaching;
mod audit;
mod tampering;
mod backing_up;
mod bucket;
mod applying;
mod deciding;
mod feedback;
mod demo;
mod house;
mod importing;
mod keepsakes;
mod leaving;
mod institution_settings;
mod letters;
mod links;
mod mail_server;
mod object_server;
mod outbox;
mod photos;
mod documents;
mod reading;
mod replying;
mod restricting;
mod restricting_many;
mod suspending;
mod approving;
mod printing;
mod programmes;
mod requests;
mod reporting;
mod reviewing;
mod sending;
mod sessions;
mod staff;
mod operating;
mod jobs;
mod retention;
mod students;
mod storage;
mod writing;
