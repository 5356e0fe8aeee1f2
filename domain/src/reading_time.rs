//! How long staff take to read these days, told to a family that waits.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// Days back from now that count.
pub const COUNTED_DAYS: i64 = 30;
/// Of fewer decisions nothing is told: a single slow one would frighten.
pub const FEWEST_DECISIONS: u32 = 5;

/// From sending to the decision, in seconds, over the last [`COUNTED_DAYS`] days of one institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingTime {
    /// Half of all were decided within it.
    pub median: i64,
    /// Nine of ten were decided within it.
    pub slowest_tenth: i64,
}

/// Decisions from this moment on count.
pub const fn since(now: Moment) -> Moment {
    now.plus_seconds(-COUNTED_DAYS * 24 * 3600)
}

impl ReadingTime {
    /// Has this one waited longer than nine of ten do?
    pub const fn is_late(&self, sent: Moment, now: Moment) -> bool {
        now.micros() > sent.plus_seconds(self.slowest_tenth).micros()
    }

    /// Are the usual and the slow ones the same, as people say it?
    pub fn is_even(&self) -> bool {
        roughly(self.median) == roughly(self.slowest_tenth)
    }
}

/// A span of time as people say it, never less than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoughTime {
    WithinTheHour,
    Hours(i64),
    Days(i64),
}

/// Rounded up: better to wait a little less than was said.
pub const fn roughly(seconds: i64) -> RoughTime {
    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;
    if seconds <= HOUR {
        RoughTime::WithinTheHour
    } else if seconds <= DAY {
        RoughTime::Hours((seconds + HOUR - 1) / HOUR)
    } else {
        RoughTime::Days((seconds + DAY - 1) / DAY)
    }
}

/// Which of `count` times, put in order and counted from 0, is the median, and which the one within which nine of ten
/// lie. `None` when they are too few to tell.
pub const fn ranks(count: u32) -> Option<(u32, u32)> {
    if count < FEWEST_DECISIONS { None } else { Some(((count - 1) / 2, (count * 9).div_ceil(10) - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranks_are_the_middle_and_nine_of_ten() {
        assert_eq!(ranks(4), None);
        assert_eq!(ranks(5), Some((2, 4)));
        assert_eq!(ranks(10), Some((4, 8)));
        assert_eq!(ranks(100), Some((49, 89)));
    }

    #[test]
    fn times_are_rounded_up() {
        assert_eq!(roughly(0), RoughTime::WithinTheHour);
        assert_eq!(roughly(3600), RoughTime::WithinTheHour);
        assert_eq!(roughly(3601), RoughTime::Hours(2));
        assert_eq!(roughly(86_400), RoughTime::Hours(24));
        assert_eq!(roughly(86_401), RoughTime::Days(2));
    }

    #[test]
    fn what_rounds_to_the_same_is_told_once() {
        assert!(ReadingTime { median: 60, slowest_tenth: 3600 }.is_even());
        assert!(!ReadingTime { median: 3600, slowest_tenth: 3601 }.is_even());
    }

    #[test]
    fn late_is_later_than_nine_of_ten() {
        let sent = Moment::from_micros(0);
        let usual = ReadingTime { median: 60, slowest_tenth: 100 };
        assert!(!usual.is_late(sent, sent.plus_seconds(100)));
        assert!(usual.is_late(sent, sent.plus_seconds(101)));
    }
}
