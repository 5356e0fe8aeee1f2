//! The audit: append-only, each row bound to the one before by its hash, so that no row can be changed, left out or put
//! in between without [`crate::storage::audit::verify`] finding it.
//!
//! It holds ids and codes, never names, texts or numbers of identification.

use domain::audit::AuditAction;
use domain::id::{AccountId, ApplicationId, BookId, DocumentId, EntryId, InstitutionId, StudentId};
use domain::time::Moment;
use serde_json::Value;

use crate::storage::{Connection, StorageError, audit};

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Account(AccountId),
    /// By itself, at its time.
    Job,
    /// The operator, by a command.
    Operator,
}

/// What it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Account(AccountId),
    Application(ApplicationId),
    Book(BookId),
    Document(DocumentId),
    Entry(EntryId),
    Institution(InstitutionId),
    Student(StudentId),
}

impl Who {
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Job => "job",
            Self::Operator => "operator",
        }
    }

    pub fn id(self) -> Option<String> {
        match self {
            Self::Account(id) => Some(id.to_string()),
            Self::Job | Self::Operator => None,
        }
    }
}

impl Subject {
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Application(_) => "application",
            Self::Book(_) => "book",
            Self::Document(_) => "document",
            Self::Entry(_) => "entry",
            Self::Institution(_) => "institution",
            Self::Student(_) => "student",
        }
    }

    pub fn id(self) -> String {
        match self {
            Self::Account(id) => id.to_string(),
            Self::Application(id) => id.to_string(),
            Self::Book(id) => id.to_string(),
            Self::Document(id) => id.to_string(),
            Self::Entry(id) => id.to_string(),
            Self::Institution(id) => id.to_string(),
            Self::Student(id) => id.to_string(),
        }
    }
}

/// Writes down what was done. Call it last in the transaction that does it: until the commit, nobody else can append.
pub async fn write(
    db: &mut Connection,
    institution: Option<InstitutionId>,
    who: Who,
    action: AuditAction,
    subject: Subject,
    details: Value,
    now: Moment,
) -> Result<(), StorageError> {
    audit::append(db, institution, who, action, subject, &details.to_string(), now).await
}
