//! The states of an entry and the steps between them.
//!
//! `Draft → InReview → Approved → Delivered → Read`, `InReview → Returned → InReview` (correction),
//! `InReview → Withdrawn`. A step consumes the state and fails when it is not allowed from there.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::EntryLimits;
use crate::time::{Moment, TaipeiDay};
use crate::turn::{TooEarly, take_turn};

/// Where an entry stands. `turn` is the day whose use (part 二(四)) the entry took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryState {
    Draft,
    /// `round` is 1 for the first submission and one more for each correction.
    InReview {
        turn: TaipeiDay,
        round: u32,
        submitted_at: Moment,
    },
    Returned {
        turn: TaipeiDay,
        round: u32,
        returned_at: Moment,
    },
    /// `turn` is kept when someone had decided before (a withdrawn correction), given back otherwise.
    Withdrawn {
        turn: Option<TaipeiDay>,
        withdrawn_at: Moment,
    },
    /// Read by staff and held until it may be delivered.
    Approved {
        turn: TaipeiDay,
        approved_at: Moment,
    },
    Delivered {
        turn: TaipeiDay,
        delivered_at: Moment,
    },
    Read {
        turn: TaipeiDay,
        delivered_at: Moment,
        read_at: Moment,
    },
}

/// The name of a state without its data, as it is stored and filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EntryStateKind {
    Draft,
    InReview,
    Returned,
    Withdrawn,
    Approved,
    Delivered,
    Read,
}

/// A step that the state does not allow.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("an entry that is {from:?} does not allow this step")]
pub struct NotAllowed {
    pub from: EntryStateKind,
}

/// Why an entry cannot be sent to review.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SubmitRefusal {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    TooEarly(#[from] TooEarly),
}

impl EntryState {
    /// Sends a draft, which takes a turn, or a corrected entry, which does not.
    ///
    /// `last_use` is the latest turn that any other entry of the same book has taken.
    pub fn submit(
        self,
        now: Moment,
        last_use: Option<TaipeiDay>,
        limits: &EntryLimits,
    ) -> Result<Self, SubmitRefusal> {
        match self {
            Self::Draft => {
                let turn = take_turn(last_use, now, limits.days_between_uses)?;
                Ok(Self::InReview { turn, round: 1, submitted_at: now })
            }
            Self::Returned { turn, round, .. } => {
                Ok(Self::InReview { turn, round: round.saturating_add(1), submitted_at: now })
            }
            other => Err(other.not_allowed().into()),
        }
    }

    /// Takes back what nobody has decided yet. Before the first decision the turn comes back too.
    pub fn withdraw(self, now: Moment) -> Result<Self, NotAllowed> {
        match self {
            Self::InReview { turn, round, .. } => {
                Ok(Self::Withdrawn { turn: (round > 1).then_some(turn), withdrawn_at: now })
            }
            other => Err(other.not_allowed()),
        }
    }

    pub fn approve(self, now: Moment) -> Result<Self, NotAllowed> {
        match self {
            Self::InReview { turn, .. } => Ok(Self::Approved { turn, approved_at: now }),
            other => Err(other.not_allowed()),
        }
    }

    /// Part 六(三)5: 審核未通過. The reasons stand in the review history.
    pub fn return_to_family(self, now: Moment) -> Result<Self, NotAllowed> {
        match self {
            Self::InReview { turn, round, .. } => Ok(Self::Returned { turn, round, returned_at: now }),
            other => Err(other.not_allowed()),
        }
    }

    pub fn deliver(self, now: Moment) -> Result<Self, NotAllowed> {
        match self {
            Self::Approved { turn, .. } => Ok(Self::Delivered { turn, delivered_at: now }),
            other => Err(other.not_allowed()),
        }
    }

    /// The student opens the entry. Opening it again changes nothing: the first time counts.
    pub fn read(self, now: Moment) -> Result<Self, NotAllowed> {
        match self {
            Self::Delivered { turn, delivered_at } => Ok(Self::Read { turn, delivered_at, read_at: now }),
            Self::Read { .. } => Ok(self),
            other => Err(other.not_allowed()),
        }
    }

    /// The day whose use this entry takes, if it takes one.
    pub const fn turn(self) -> Option<TaipeiDay> {
        match self {
            Self::Draft => None,
            Self::Withdrawn { turn, .. } => turn,
            Self::InReview { turn, .. }
            | Self::Returned { turn, .. }
            | Self::Approved { turn, .. }
            | Self::Delivered { turn, .. }
            | Self::Read { turn, .. } => Some(turn),
        }
    }

    /// May the family still change text and photo?
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned { .. })
    }

    pub const fn kind(self) -> EntryStateKind {
        match self {
            Self::Draft => EntryStateKind::Draft,
            Self::InReview { .. } => EntryStateKind::InReview,
            Self::Returned { .. } => EntryStateKind::Returned,
            Self::Withdrawn { .. } => EntryStateKind::Withdrawn,
            Self::Approved { .. } => EntryStateKind::Approved,
            Self::Delivered { .. } => EntryStateKind::Delivered,
            Self::Read { .. } => EntryStateKind::Read,
        }
    }

    const fn not_allowed(self) -> NotAllowed {
        NotAllowed { from: self.kind() }
    }
}

impl EntryStateKind {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::InReview,
        Self::Returned,
        Self::Withdrawn,
        Self::Approved,
        Self::Delivered,
        Self::Read,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Approved => "approved",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which of its entries a family looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryFilter {
    #[default]
    All,
    Drafts,
    /// With staff, or held until it may be delivered.
    Waiting,
    Returned,
    /// Delivered and not read yet.
    Delivered,
    Read,
}

impl EntryFilter {
    pub const ALL: [Self; 6] =
        [Self::All, Self::Drafts, Self::Waiting, Self::Returned, Self::Delivered, Self::Read];

    /// As it stands in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Drafts => "drafts",
            Self::Waiting => "waiting",
            Self::Returned => "returned",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }

    pub const fn shows(self, kind: EntryStateKind) -> bool {
        match self {
            Self::All => true,
            Self::Drafts => matches!(kind, EntryStateKind::Draft),
            Self::Waiting => matches!(kind, EntryStateKind::InReview | EntryStateKind::Approved),
            Self::Returned => matches!(kind, EntryStateKind::Returned),
            Self::Delivered => matches!(kind, EntryStateKind::Delivered),
            Self::Read => matches!(kind, EntryStateKind::Read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_micros(1_700_000_000_000_000);

    fn in_each_state() -> [EntryState; 7] {
        let turn = NOW.taipei_day();
        [
            EntryState::Draft,
            EntryState::InReview { turn, round: 1, submitted_at: NOW },
            EntryState::Returned { turn, round: 1, returned_at: NOW },
            EntryState::Withdrawn { turn: None, withdrawn_at: NOW },
            EntryState::Approved { turn, approved_at: NOW },
            EntryState::Delivered { turn, delivered_at: NOW },
            EntryState::Read { turn, delivered_at: NOW, read_at: NOW },
        ]
    }

    /// Every step from every state: the ones listed succeed, all others are refused.
    #[test]
    fn only_the_listed_steps_are_allowed() {
        use EntryStateKind as K;
        type Step = fn(EntryState) -> Option<EntryState>;
        type Row = (&'static str, Step, &'static [(K, K)]);
        let steps: [Row; 6] = [
            (
                "submit",
                |s| s.submit(NOW, None, &EntryLimits::REGULATION).ok(),
                &[(K::Draft, K::InReview), (K::Returned, K::InReview)],
            ),
            ("withdraw", |s| s.withdraw(NOW).ok(), &[(K::InReview, K::Withdrawn)]),
            ("approve", |s| s.approve(NOW).ok(), &[(K::InReview, K::Approved)]),
            ("return", |s| s.return_to_family(NOW).ok(), &[(K::InReview, K::Returned)]),
            ("deliver", |s| s.deliver(NOW).ok(), &[(K::Approved, K::Delivered)]),
            ("read", |s| s.read(NOW).ok(), &[(K::Delivered, K::Read), (K::Read, K::Read)]),
        ];
        for (name, step, allowed) in steps {
            for state in in_each_state() {
                let expected = allowed.iter().find(|(from, _)| *from == state.kind()).map(|(_, to)| *to);
                assert_eq!(step(state).map(EntryState::kind), expected, "{name} from {state:?}");
            }
        }
    }

    #[test]
    fn the_first_reading_is_the_one_that_counts() {
        let turn = NOW.taipei_day();
        let delivered = EntryState::Delivered { turn, delivered_at: NOW };
        let read = delivered.read(NOW.plus_seconds(60)).expect("delivered");
        assert_eq!(read.read(NOW.plus_seconds(3600)), Ok(read));
    }

    #[test]
    fn a_filter_is_found_by_its_name() {
        assert!(EntryFilter::ALL.iter().all(|filter| EntryFilter::from_name(filter.name()) == Some(*filter)));
    }

    #[test]
    fn a_state_is_found_by_its_name() {
        for kind in EntryStateKind::ALL {
            assert_eq!(EntryStateKind::from_name(kind.name()), Some(kind));
        }
    }
}
