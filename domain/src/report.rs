//! What happened in a month of an institution, in figures. They name nobody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::StudentId;
use crate::month::Month;
use crate::review::{GivenReturnReason, ReturnReason};
use crate::time::Moment;

/// Months beside each other in a report, the one that was asked for at the end.
pub const MONTHS: u32 = 12;
/// Days without a letter after which somebody should look after a student.
pub const QUIET_DAYS: i64 = 30;
/// How many of those students a page has on paper; the file has all of them.
pub const PRINTED_AT_MOST: u32 = 500;

/// What is counted, once each time that it happens. Letters are those of families: what students reply is counted apart,
/// and in no time and no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Counted {
    /// Sent to review, for the first time or corrected.
    Received,
    Approved,
    Returned,
    /// Returned for this reason; one return may have several. An institution's own are counted beside, by their names.
    Because(ReturnReason),
    /// Returned with free words only.
    InOwnWords,
    ReplyReceived,
    ReplyApproved,
    ReplyReturned,
    RequestReceived,
    RequestApproved,
    RequestReturned,
    /// Decided within the time that stands beside it.
    Took,
}

impl Counted {
    pub const ALL: [Self; 16] = [
        Self::Received,
        Self::Approved,
        Self::Returned,
        Self::Because(ReturnReason::NotCaring),
        Self::Because(ReturnReason::UnsuitableWords),
        Self::Because(ReturnReason::UnsuitablePhoto),
        Self::Because(ReturnReason::UnclearPhoto),
        Self::Because(ReturnReason::PersonalInformation),
        Self::InOwnWords,
        Self::ReplyReceived,
        Self::ReplyApproved,
        Self::ReplyReturned,
        Self::RequestReceived,
        Self::RequestApproved,
        Self::RequestReturned,
        Self::Took,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Because(reason) => reason.name(),
            Self::InOwnWords => "in_own_words",
            Self::ReplyReceived => "reply_received",
            Self::ReplyApproved => "reply_approved",
            Self::ReplyReturned => "reply_returned",
            Self::RequestReceived => "request_received",
            Self::RequestApproved => "request_approved",
            Self::RequestReturned => "request_returned",
            Self::Took => "took",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counted| counted.name() == name)
    }
}

const QUARTER: i64 = 900;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const LONGEST: i64 = 60 * DAY;

/// The step, in seconds, within which a decision is counted: quarters of an hour in the first day, hours after it, and
/// nothing above 60 days. So a month's times are few rows, however many decisions there were.
pub const fn step(from: Moment, to: Moment) -> i64 {
    let seconds = (to.micros().saturating_sub(from.micros())) / 1_000_000;
    if seconds <= QUARTER {
        QUARTER
    } else if seconds <= DAY {
        up_to(seconds, QUARTER)
    } else if seconds >= LONGEST {
        LONGEST
    } else {
        up_to(seconds, HOUR)
    }
}

const fn up_to(seconds: i64, step: i64) -> i64 {
    (seconds + step - 1) / step * step
}

/// A month of an institution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tallies {
    counts: BTreeMap<String, u32>,
    /// How many were decided within each step.
    took: BTreeMap<i64, u32>,
    /// How many families sent something.
    pub families: u32,
}

impl Tallies {
    /// So many more; `step` is 0 but for times.
    pub fn add(&mut self, counted: Counted, step: i64, count: u32) {
        let place = match counted {
            Counted::Took => self.took.entry(step).or_default(),
            other => self.counts.entry(other.name().to_owned()).or_default(),
        };
        *place = place.saturating_add(count);
    }

    /// So many more returns for a reason of the institution's own.
    pub fn add_own(&mut self, reason: &str, count: u32) {
        let place = self.counts.entry(reason.to_owned()).or_default();
        *place = place.saturating_add(count);
    }

    pub fn of(&self, counted: Counted) -> u32 {
        self.counts.get(counted.name()).copied().unwrap_or_default()
    }

    /// How many returns had this reason.
    pub fn because(&self, reason: &GivenReturnReason) -> u32 {
        self.counts.get(reason.name()).copied().unwrap_or_default()
    }

    pub fn decided(&self) -> u32 {
        self.of(Counted::Approved).saturating_add(self.of(Counted::Returned))
    }

    /// Of a hundred decisions, how many were returns, rounded; `None` without decisions.
    pub fn returned_share(&self) -> Option<u32> {
        let (decided, returned) = (u64::from(self.decided()), u64::from(self.of(Counted::Returned)));
        (returned * 100 + decided / 2).checked_div(decided).and_then(|share| u32::try_from(share).ok())
    }

    /// The seconds within which so many of a hundred were decided, to the end of their step; `None` without decisions.
    pub fn within(&self, percent: u32) -> Option<i64> {
        let all: u64 = self.took.values().copied().map(u64::from).sum();
        let wanted = (all * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        self.took.iter().find_map(|(step, count)| {
            seen += u64::from(*count);
            (seen >= wanted).then_some(*step)
        })
    }
}

/// What was received and decided in one of the months beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthInBrief {
    pub month: Month,
    pub received: u32,
    pub decided: u32,
}

/// A student who has been here for [`QUIET_DAYS`], and to whom no letter was delivered in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietStudent {
    pub id: StudentId,
    pub call_number: String,
    pub name: String,
    /// Whether a family holds a book for them.
    pub has_book: bool,
    /// When a letter was delivered last.
    pub last: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: i64) -> i64 {
        let from = Moment::from_micros(0);
        step(from, from.plus_seconds(seconds))
    }

    #[test]
    fn every_name_leads_back() {
        assert!(Counted::ALL.iter().all(|one| Counted::from_name(one.name()) == Some(*one)));
        assert!(ReturnReason::ALL.iter().all(|one| Counted::ALL.contains(&Counted::Because(*one))));
    }

    #[test]
    fn a_time_is_counted_to_the_end_of_its_step() {
        assert_eq!((after(0), after(-5), after(900), after(901)), (900, 900, 900, 1800));
        assert_eq!((after(86_400), after(86_401), after(90_000)), (86_400, 90_000, 90_000));
        assert_eq!(after(i64::MAX / 4_000_000), LONGEST);
    }

    #[test]
    fn half_and_nearly_all_are_found_in_the_steps() {
        let mut month = Tallies::default();
        assert_eq!((month.within(50), month.returned_share()), (None, None));
        month.add(Counted::Took, 900, 50);
        month.add(Counted::Took, 3600, 45);
        month.add(Counted::Took, 86_400, 5);
        assert_eq!(
            (month.within(50), month.within(51), month.within(95), month.within(96)),
            (Some(900), Some(3600), Some(3600), Some(86_400))
        );
        month.add(Counted::Approved, 0, 95);
        month.add(Counted::Returned, 0, 5);
        assert_eq!((month.decided(), month.returned_share()), (100, Some(5)));
    }
}
