//! Which entries the queue of the staff shows, and decisions that have not left yet.

use serde::{Deserialize, Serialize};

use crate::id::EntryId;
use crate::time::Moment;

/// For how long a decision can be undone, in seconds: nothing of it leaves before.
pub const UNDO_SECONDS: i64 = 30;

/// After so many seconds what waits is overdue: 48 hours.
pub const OVERDUE_SECONDS: i64 = 48 * 3600;

/// Which of what waits is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewFilter {
    #[default]
    All,
    /// Sent for the first time.
    New,
    /// Corrected after a return.
    Corrected,
    /// Of books from whose returns a suspension is possible (part 二(五)).
    Strikes,
    /// To students for whom the service is paused at present (part 一).
    Restricted,
    /// Waiting longer than [`OVERDUE_SECONDS`].
    Overdue,
    /// What students reply.
    Replies,
}

impl ReviewFilter {
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::New,
        Self::Corrected,
        Self::Strikes,
        Self::Restricted,
        Self::Overdue,
        Self::Replies,
    ];

    /// As it stands in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::New => "new",
            Self::Corrected => "corrected",
            Self::Strikes => "strikes",
            Self::Restricted => "restricted",
            Self::Overdue => "overdue",
            Self::Replies => "replies",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }
}

/// A decision of the reviewer who looks, which can still be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoableDecision {
    pub entry: EntryId,
    pub title: String,
    pub student_name: String,
    pub approved: bool,
    pub leaves_at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(
            ReviewFilter::ALL.iter().all(|filter| ReviewFilter::from_name(filter.name()) == Some(*filter))
        );
    }
}
