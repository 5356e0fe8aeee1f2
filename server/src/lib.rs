//! What only a server does: storage, workflows, files, passwords, sessions, jobs.
//!
//! SQL stands only in `storage`. A workflow is one file and one transaction: load facts, ask `domain`, write
//! state, history and outgoing mail together, commit. Nothing here writes a page or knows a word of any language.

pub mod settings;
pub mod clock;
pub mod random;
pub mod token;
pub mod qr;
pub mod data_folder;
pub mod disk;
pub mod storage;
pub mod files;
pub mod passwords;
pub mod archive;
pub mod actor;
pub mod audit;
pub mod kept_head;
pub mod queues;
pub mod services;
pub mod failure;
pub mod details;
pub mod throttle;
pub mod roster_file;
pub mod sheet;
pub mod mail;
pub mod workflows;
pub mod backup;
pub mod jobs;
pub mod demo;

pub use actor::{Actor, Admin, Auditor, Family, Head, Holder, Keeper, Operator, Reviewer, Staff, Student};
pub use clock::Clock;
pub use failure::Failure;
pub use random::Random;
pub use services::Services;
pub use storage::{Database, StorageError};
