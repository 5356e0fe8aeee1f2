//! The regulation as code.
//!
//! Every rule is one pure function, called by the browser for help and by the server for judgement. Nothing
//! here does I/O or reads a clock. "Part 二(四)" in a comment names a clause of 「愛在雲端～電子家庭聯絡簿」使用辦法.

pub mod time;
pub mod month;
pub mod text;
pub mod written_day;
pub mod photo;
pub mod limits;
pub mod attachment;
pub mod turn;
pub mod id;
pub mod entry;
pub mod draft;
pub mod review;
pub mod strikes;
pub mod suspension;
pub mod programme;
pub mod print_run;
pub mod special_approval;
pub mod watch_words;
pub mod reading_time;
pub mod claim;
pub mod review_queue;
pub mod report;
pub mod application;
pub mod application_form;
pub mod application_queue;
pub mod document;
pub mod restriction;
pub mod restriction_batch;
pub mod roster;
pub mod roster_file;
pub mod settings;
pub mod settings_form;
pub mod institution;
pub mod job;
pub mod retention;
pub mod audit;
pub mod search;
pub mod people;
pub mod student;
pub mod identification;
pub mod birth_date;
pub mod phone;
pub mod person_name;
pub mod password;
pub mod registration;
pub mod language;
pub mod mail;
pub mod notice;
pub mod feedback;
pub mod view;

#[cfg(test)]
mod regulation;
