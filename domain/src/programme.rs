//! 其他家庭支持活動方案 (part 二(二)): 除 … 經機關長官核准者外，學生端平日不啟用上傳功能. Inside one that the head has approved,
//! its students reply to what they have read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{self, TextProblem};
use crate::time::TaipeiDay;
use crate::written_day::{self, WrittenDayProblem};

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
    #[error("it lasts a year at most")]
    TooLong,
    #[error("the first day is too far away to be meant")]
    FarOff,
}

pub fn check_days(days: Days, today: TaipeiDay) -> Result<(), DaysProblem> {
    if days.last < days.first {
        Err(DaysProblem::EndsBeforeItBegins)
    } else if days.last < today {
        Err(DaysProblem::Over)
    } else if days.last > days.first.plus_days(LASTS_AT_MOST) {
        Err(DaysProblem::TooLong)
    } else if days.first > today.plus_days(LASTS_AT_MOST) {
        Err(DaysProblem::FarOff)
    } else {
        Ok(())
    }
}

pub fn check_title(title: &str) -> Result<String, TextProblem> {
    text::check(title, TITLE_LIMIT)
}

/// Why a first or last day cannot stand in a form.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayProblem {
    #[error(transparent)]
    Written(#[from] WrittenDayProblem),
    #[error(transparent)]
    Days(#[from] DaysProblem),
}

/// What is wrong with the first day and with the last.
pub type DayProblems = (Option<DayProblem>, Option<DayProblem>);

/// Reads two days as they were typed. What is wrong between them stands at the last one.
pub fn read_days(first: &str, last: &str, today: TaipeiDay) -> Result<Days, DayProblems> {
    match (written_day::day(first), written_day::day(last)) {
        (Ok(first), Ok(last)) => {
            let days = Days { first, last };
            match check_days(days, today) {
                Ok(()) => Ok(days),
                Err(DaysProblem::FarOff) => Err((Some(DaysProblem::FarOff.into()), None)),
                Err(problem) => Err((None, Some(problem.into()))),
            }
        }
        (first, last) => Err((first.err().map(DayProblem::from), last.err().map(DayProblem::from))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;

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
        assert_eq!(judge(376, 376), Ok(()));
        assert_eq!(judge(377, 377), Err(DaysProblem::FarOff));
    }

    #[test]
    fn what_is_wrong_with_a_day_stands_at_its_field() {
        let today = Moment::parse("2026-11-26T09:00:00+08:00").expect("a time").taipei_day();
        let read = |first, last| read_days(first, last, today).map(|days| days.last.to_string());
        let written = |problem| Some(DayProblem::Written(problem));
        assert_eq!(read("115/11/26", "2026/12/5"), Ok("2026/12/05".to_owned()));
        assert_eq!(
            read("", "2026/2/30"),
            Err((written(WrittenDayProblem::Missing), written(WrittenDayProblem::Impossible)))
        );
        assert_eq!(
            read("2026/12/5", "2026/12/4"),
            Err((None, Some(DayProblem::Days(DaysProblem::EndsBeforeItBegins))))
        );
        assert_eq!(read("2028/1/1", "2028/1/2"), Err((Some(DayProblem::Days(DaysProblem::FarOff)), None)));
    }
}
