//! 列印發送: letters on paper for students who cannot come to a terminal.

use serde::{Deserialize, Serialize};

use crate::id::{PrintRunId, StudentId};
use crate::people::Relationship;
use crate::time::Moment;
use crate::view::{Attachment, Photo};

/// A run as it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintRun {
    pub id: PrintRunId,
    pub made_by: String,
    pub made_at: Moment,
    pub letters: u32,
    pub students: u32,
    /// To how many students it was handed over.
    pub handed: u32,
}

/// A student whose letters were delivered, not read, and are in no run yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingStudent {
    pub student: StudentId,
    pub name: String,
    pub call_number: String,
    pub letters: u32,
}

/// A student's part of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedStudent {
    pub student: StudentId,
    pub name: String,
    pub call_number: String,
    pub letters: u32,
    /// How many of them were read, on paper or at the terminal.
    pub read: u32,
    /// Restricted since the run was made (part 一): nothing is printed or handed over.
    pub restricted: bool,
    /// By whom and when.
    pub handed: Option<(String, Moment)>,
}

/// What is printed for one student.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSheet {
    pub student: StudentId,
    pub name: String,
    pub call_number: String,
    pub letters: Vec<PrintedLetter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedLetter {
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    pub photo_alt: String,
    pub attachments: Vec<Attachment>,
    pub relationship: Relationship,
    pub delivered_at: Moment,
}
