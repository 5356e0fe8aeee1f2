//! What the server does by itself, and how that fares, as the operator sees it.

use serde::{Deserialize, Serialize};

use crate::id::MailId;
use crate::mail::MailKind;
use crate::time::Moment;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Job {
    /// Sends mail.
    Mail,
    /// Lets decisions leave when they cannot be undone any more.
    Decisions,
    /// Delivers what was held while a student was restricted.
    Deliveries,
    /// Closes the books of students who left.
    Books,
    /// Deletes what was kept as long as it should be.
    Retention,
    /// Removes files and rows that nothing needs any more.
    Sweep,
    Backup,
}

impl Job {
    pub const ALL: [Self; 7] = [
        Self::Mail,
        Self::Decisions,
        Self::Deliveries,
        Self::Books,
        Self::Retention,
        Self::Sweep,
        Self::Backup,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Decisions => "decisions",
            Self::Deliveries => "deliveries",
            Self::Books => "books",
            Self::Retention => "retention",
            Self::Sweep => "sweep",
            Self::Backup => "backup",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.name() == name)
    }
}

/// What kind of thing stood in a job's way. The words of the failure stand in the log alone: they may name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cause {
    Database,
    Files,
    Other,
    /// A setting of the server that it needs is missing: nothing failed.
    NotSetUp,
}

impl Cause {
    pub const ALL: [Self; 4] = [Self::Database, Self::Files, Self::Other, Self::NotSetUp];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Files => "files",
            Self::Other => "other",
            Self::NotSetUp => "not_set_up",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }
}

/// How a job fared when it ran last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRun {
    pub job: Job,
    pub ended_at: Moment,
    /// When it last went well.
    pub good_at: Option<Moment>,
    /// How much it did then.
    pub done: u32,
    /// In a row.
    pub failures: u32,
    pub cause: Option<Cause>,
}

/// A mail that was given up, or was tried in vain and is tried again. Whose it is does not stand here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TroubledMail {
    pub id: MailId,
    pub kind: MailKind,
    pub written_at: Moment,
    pub tries: u32,
    /// At which step of the conversation with the mail server, and its code, such as `recipient: 550`.
    pub reason: String,
    /// When it is tried again; `None` when it was given up.
    pub next_try_at: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(Job::ALL.iter().all(|job| Job::from_name(job.name()) == Some(*job)));
        assert!(Cause::ALL.iter().all(|cause| Cause::from_name(cause.name()) == Some(*cause)));
    }
}
