//! A form that was refused: what was typed (never passwords) and what is wrong. Words are made on the page.

use domain::draft::EntryProblems;
use domain::entry::EntryStateKind;
use domain::id::EntryId;
use domain::review::ReturnNoticeProblem;
use domain::time::TaipeiDay;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    LogIn(LogInRefusal),
    StudentLogIn(StudentLogInRefusal),
    /// The words of this entry are saved and wait to be put right.
    Entry {
        entry: EntryId,
        problems: EntryProblems,
    },
    Step(StepRefusal),
    Review(ReviewRefusal),
    Clock(ClockRefusal),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogInRefusal {
    pub email: String,
    /// Where the person was going.
    pub next: String,
    pub email_missing: bool,
    pub password_missing: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentLogInRefusal {
    pub institution: String,
    pub call_number: String,
    pub institution_missing: bool,
    pub call_number_missing: bool,
    pub pin_missing: bool,
}

/// Sending, withdrawing or discarding was not possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepRefusal {
    TooEarly(TaipeiDay),
    NotAllowed(EntryStateKind),
}

/// A decision was not possible, or said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRefusal {
    pub entry: EntryId,
    pub problem: ReviewProblem,
    /// The reasons that were ticked, and the free words.
    pub reasons: Vec<String>,
    pub suggestion: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewProblem {
    Notice(ReturnNoticeProblem),
    AlreadyDecided,
    OtherVersion,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRefusal {
    pub typed: String,
    /// It can be read, but lies in the past.
    pub in_the_past: bool,
}
