//! 其他家庭支持活動方案 (part 二(二)): 除 … 經機關長官核准者外，學生端平日不啟用上傳功能. Inside one that the head has approved,
//! its students reply to what they have read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{self, TextProblem};
use crate::time::TaipeiDay;

/// Characters of a programme's title.
pub const TITLE_LIMIT: u32 = 60;
/// How long a programme can last, in days.
pub const LASTS_AT_MOST: u32 = 366;

/// The days of a programme, in Taipei; both count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    pub first: TaipeiDay,
    pub last: TaipeiDay,
}

impl Days {
    pub fn include(&self, day: TaipeiDay) -> bool {
        self.first <= day && day <= self.last
    }
}

/// Why a programme cannot be.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum DaysProblem {
    #[error("the last day is before the first")]
    EndsBeforeItBegins,
    #[error("the last day is over already")]
    Over,
    #[error("a programme lasts a year at most")]
    TooLong,
}

pub fn check_days(days: Days, today: TaipeiDay) -> Result<(), DaysProblem> {
    if days.last < days.first {
        Err(DaysProblem::EndsBeforeItBegins)
    } else if days.last < today {
        Err(DaysProblem::Over)
    } else if days.last > days.first.plus_days(LASTS_AT_MOST) {
        Err(DaysProblem::TooLong)
    } else {
        Ok(())
    }
}

pub fn check_title(title: &str) -> Result<String, TextProblem> {
    text::check(title, TITLE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_day_count() {
        let day = |n| TaipeiDay::from_number(20_000).plus_days(n);
        let days = Days { first: day(1), last: day(3) };
        let inside: Vec<bool> = (0..5).map(|n| days.include(day(n))).collect();
        assert_eq!(inside, [false, true, true, true, false]);
    }

    #[test]
    fn a_programme_ends_after_it_begins_and_within_a_year() {
        let today = TaipeiDay::from_number(20_000);
        let judge = |first, last| {
            check_days(
                Days { first: today.plus_days(first), last: today.plus_days(last) },
                today.plus_days(10),
            )
        };
        assert_eq!(judge(10, 10), Ok(()));
        assert_eq!(judge(12, 11), Err(DaysProblem::EndsBeforeItBegins));
        assert_eq!(judge(1, 9), Err(DaysProblem::Over));
        assert_eq!(judge(0, 366), Ok(()));
        assert_eq!(judge(0, 367), Err(DaysProblem::TooLong));
    }
}
