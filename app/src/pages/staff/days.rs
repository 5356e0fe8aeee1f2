//! What is wrong with a first or last day that staff typed.

use domain::programme::{DayProblem, DaysProblem};
use domain::written_day::WrittenDayProblem;

use crate::words::Words;

pub fn day_problem(words: Words, problem: DayProblem) -> &'static str {
    match problem {
        DayProblem::Written(WrittenDayProblem::Missing) => words.roster_day_missing(),
        DayProblem::Written(WrittenDayProblem::Format) => words.roster_day_format(),
        DayProblem::Written(WrittenDayProblem::Impossible) => words.roster_day_impossible(),
        DayProblem::Days(DaysProblem::EndsBeforeItBegins) => words.days_order(),
        DayProblem::Days(DaysProblem::Over) => words.days_over(),
        DayProblem::Days(DaysProblem::TooLong) => words.days_too_long(),
        DayProblem::Days(DaysProblem::FarOff) => words.days_far(),
        DayProblem::Days(DaysProblem::NotLater) => words.days_not_later(),
    }
}
