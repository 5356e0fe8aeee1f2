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

    /// Seconds from one run to the next, at most.
    pub const fn pause(self) -> u32 {
        match self {
            Self::Mail => 5,
            Self::Decisions => 10,
            // Restrictions end on a minute.
            Self::Deliveries => 20,
            // So that a book closes soon after midnight.
            Self::Books => 60,
            // A backup is due less often; so often it is asked whether one is.
            Self::Sweep | Self::Backup => 10 * 60,
            Self::Retention => 24 * 3600,
        }
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
    /// When it last had something to do, and did it. Of the backup: when the newest one was made.
    pub did_at: Option<Moment>,
    /// In a row.
    pub failures: u32,
    pub cause: Option<Cause>,
}

impl JobRun {
    /// Whether it has not run for so long that something must be wrong: three of its pauses, and five minutes at least, for a
    /// run that did nothing is not written down each time. What cannot run here is never late.
    pub fn is_late(&self, now: Moment) -> bool {
        let pause = i64::from(self.job.pause()).max(100);
        self.cause != Some(Cause::NotSetUp) && self.ended_at.plus_seconds(3 * pause) < now
    }
}

/// A mail that was given up, or was tried in vain and is tried again. Whom it is for does not stand here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TroubledMail {
    pub id: MailId,
    pub kind: MailKind,
    /// What the institution is called to which its reader belongs; none for who registers and for operators.
    pub institution: Option<String>,
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

    #[test]
    fn a_job_is_late_after_three_of_its_pauses_and_never_before_five_minutes() {
        let ended_at = Moment::from_micros(0);
        let run =
            |job, cause| JobRun { job, ended_at, good_at: None, done: 0, did_at: None, failures: 0, cause };
        for (job, seconds) in
            [(Job::Deliveries, 300), (Job::Mail, 300), (Job::Sweep, 1800), (Job::Retention, 3 * 86_400)]
        {
            assert!(!run(job, None).is_late(ended_at.plus_seconds(seconds)), "{job:?}");
            assert!(run(job, None).is_late(ended_at.plus_seconds(seconds + 1)), "{job:?}");
        }
        let failed = run(Job::Mail, Some(Cause::Database));
        assert!(failed.is_late(ended_at.plus_seconds(301)), "also what failed last");
        let off = run(Job::Backup, Some(Cause::NotSetUp));
        assert!(!off.is_late(ended_at.plus_seconds(86_400)), "what is not set up");
    }
}
