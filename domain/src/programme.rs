//! 其他家庭支持活動方案 (part 二(二)): 除 … 經機關長官核准者外，學生端平日不啟用上傳功能. Inside one that the head has approved,
//! its students reply to what they have read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::{ProgrammeId, StudentId};
use crate::text::{self, TextProblem};
use crate::time::{Moment, TaipeiDay};
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
    #[error("it is not later than the last day is now")]
    NotLater,
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

/// A later last day for a programme, also when the old one is over.
pub fn extended(days: Days, last: TaipeiDay, today: TaipeiDay) -> Result<Days, DaysProblem> {
    let longer = Days { last, ..days };
    if last <= days.last {
        return Err(DaysProblem::NotLater);
    }
    check_days(longer, today).map(|()| longer)
}

/// The form as it was typed, to be shown again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeForm {
    pub title: String,
    pub first: String,
    pub last: String,
    /// The ids of those who are ticked.
    pub students: Vec<String>,
    /// What was looked for in the roster.
    pub search: String,
}

/// What is wrong, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeProblems {
    pub title: Option<TextProblem>,
    pub first: Option<DayProblem>,
    pub last: Option<DayProblem>,
    pub no_students: bool,
}

impl ProgrammeForm {
    /// Title and days; who takes part is asked of the roster.
    pub fn parse(&self, today: TaipeiDay) -> Result<(String, Days), ProgrammeProblems> {
        let title = check_title(&self.title);
        let days = read_days(&self.first, &self.last, today);
        match (title, days) {
            (Ok(title), Ok(days)) if !self.students.is_empty() => Ok((title, days)),
            (title, days) => {
                let (first, last) = days.err().unwrap_or_default();
                let no_students = self.students.is_empty();
                Err(ProgrammeProblems { title: title.err(), first, last, no_students })
            }
        }
    }
}

/// A programme as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub id: ProgrammeId,
    pub title: String,
    pub days: Days,
    pub made_by: String,
    pub made_at: Moment,
    /// Who ended it early, and when.
    pub ended: Option<(String, Moment)>,
    /// How many take part.
    pub students: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Coming,
    Running,
    Over,
}

impl Programme {
    pub fn phase(&self, today: TaipeiDay) -> Phase {
        if self.ended.is_some() || self.days.last < today {
            Phase::Over
        } else if today < self.days.first {
            Phase::Coming
        } else {
            Phase::Running
        }
    }
}

/// A student in a programme, and how many replies stand where. What is half-written is the student's own: only how much
/// of it there is can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakingPart {
    pub student: StudentId,
    pub name: String,
    pub call_number: String,
    pub waiting: u32,
    pub passed: u32,
    pub returned: u32,
    pub half_written: u32,
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
        assert_eq!(judge(376, 376), Ok(()));
        assert_eq!(judge(377, 377), Err(DaysProblem::FarOff));
    }

    #[test]
    fn an_extension_is_later_and_not_over() {
        let today = TaipeiDay::from_number(20_000);
        let days = Days { first: today.plus_days(0), last: today.plus_days(5) };
        let later = |last| extended(days, today.plus_days(last), today.plus_days(10)).map(|days| days.last);
        assert_eq!(later(5), Err(DaysProblem::NotLater));
        assert_eq!(later(9), Err(DaysProblem::Over));
        assert_eq!(later(10), Ok(today.plus_days(10)));
        assert_eq!(later(367), Err(DaysProblem::TooLong));
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
