//! What staff see of the requests in their institution: the queue, and one request with all that helps to decide it.

use serde::{Deserialize, Serialize};

use crate::application::{ApplicationNotice, ApplicationState, ApplicationStateKind};
use crate::claim::Claim;
use crate::id::ApplicationId;
use crate::people::Relationship;
use crate::time::{Moment, TaipeiDay};

/// Days before the last one from which a request that waits is marked.
pub const DUE_SOON_DAYS: u32 = 7;

/// How near the end of the institution's month is (part 二(一)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Urgency {
    InTime,
    DueSoon,
    Overdue,
}

impl Urgency {
    pub fn of(state: ApplicationState, today: TaipeiDay) -> Self {
        match state {
            ApplicationState::InReview { due_on, .. } if today > due_on => Self::Overdue,
            ApplicationState::InReview { due_on, .. } if today.plus_days(DUE_SOON_DAYS) >= due_on => {
                Self::DueSoon
            }
            _ => Self::InTime,
        }
    }
}

/// Which requests the queue shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueueFilter {
    #[default]
    Waiting,
    /// Of those that wait, the ones whose month has passed.
    Overdue,
    Returned,
    Approved,
    Withdrawn,
    All,
}

impl QueueFilter {
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Overdue, Self::Returned, Self::Approved, Self::Withdrawn, Self::All];

    /// As it stands in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
            Self::All => "all",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }

    /// The one state that it shows, if it shows one only.
    pub const fn state(self) -> Option<ApplicationStateKind> {
        match self {
            Self::Waiting | Self::Overdue => Some(ApplicationStateKind::InReview),
            Self::Returned => Some(ApplicationStateKind::Returned),
            Self::Approved => Some(ApplicationStateKind::Approved),
            Self::Withdrawn => Some(ApplicationStateKind::Withdrawn),
            Self::All => None,
        }
    }
}

/// How many requests there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueCounts {
    pub waiting: u32,
    pub overdue: u32,
    pub returned: u32,
    pub approved: u32,
    pub withdrawn: u32,
}

impl QueueCounts {
    pub const fn of(&self, filter: QueueFilter) -> u32 {
        match filter {
            QueueFilter::Waiting => self.waiting,
            QueueFilter::Overdue => self.overdue,
            QueueFilter::Returned => self.returned,
            QueueFilter::Approved => self.approved,
            QueueFilter::Withdrawn => self.withdrawn,
            QueueFilter::All => self.waiting + self.returned + self.approved + self.withdrawn,
        }
    }
}

/// Who asks for whose book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub student_name: String,
    pub call_number: String,
    pub family_name: String,
    pub relationship: Relationship,
}

/// A request in the queue, or in the list of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedApplication {
    pub id: ApplicationId,
    pub asking: Asking,
    pub state: ApplicationState,
    /// When it was sent last.
    pub submitted_at: Moment,
    pub claim: Option<Claim>,
}

/// What was decided about one round, kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationDecision {
    pub round: u32,
    pub relationship: Relationship,
    pub submitted_at: Moment,
    pub decided_at: Moment,
    pub decided_by: String,
    /// `None` means approved.
    pub returned: Option<ApplicationNotice>,
}

/// The student's active book, if there is one (part 二(一): one a student).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveBook {
    pub family_name: String,
    pub relationship: Relationship,
    pub opened_at: Moment,
    /// It was opened for the family that asks.
    pub is_theirs: bool,
}

/// How the requests of an institution stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationGlance {
    pub waiting: u32,
    pub overdue: u32,
    /// Since when the one waits that waits longest.
    pub oldest: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a time")
    }

    #[test]
    fn a_request_is_marked_a_week_before_its_last_day_and_after_it() {
        let sent = at("2026-11-10T09:00:00+08:00");
        let state = ApplicationState::Draft.submit(sent).expect("a draft");
        let on = |day: &str| Urgency::of(state, at(&format!("{day}T23:00:00+08:00")).taipei_day());
        assert_eq!(on("2026-12-02"), Urgency::InTime);
        assert_eq!(on("2026-12-03"), Urgency::DueSoon);
        assert_eq!(on("2026-12-10"), Urgency::DueSoon);
        assert_eq!(on("2026-12-11"), Urgency::Overdue);
        let decided = state.approve(sent).expect("in review");
        assert_eq!(Urgency::of(decided, at("2027-12-11T00:00:00+08:00").taipei_day()), Urgency::InTime);
    }

    #[test]
    fn every_name_leads_back() {
        assert!(QueueFilter::ALL.iter().all(|filter| QueueFilter::from_name(filter.name()) == Some(*filter)));
    }
}
