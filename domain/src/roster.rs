//! The roster: the students of an institution, as its list has them.

use serde::{Deserialize, Serialize};

use crate::person_name::{PersonName, PersonNameProblem};
use crate::student::CallNumber;
use crate::time::TaipeiDay;
use crate::written_day::{self, WrittenDayProblem};

/// How a student left. The book closes on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Leaving {
    /// 出校、釋放
    Released,
    /// 移校
    Transferred,
}

impl Leaving {
    pub const ALL: [Self; 2] = [Self::Released, Self::Transferred];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Transferred => "transferred",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|leaving| leaving.name() == name)
    }
}

/// Which students a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Show {
    #[default]
    Here,
    Left,
    All,
}

impl Show {
    pub const ALL: [Self; 3] = [Self::Here, Self::Left, Self::All];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Left => "left",
            Self::All => "all",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.name() == name)
    }
}

/// The form that adds a student or changes one, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentForm {
    pub call_number: String,
    pub name: String,
    /// 入校日; may be empty.
    pub admitted: String,
    /// 預計出校日; may be empty.
    pub expected_release: String,
}

/// What is wrong with the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentProblems {
    pub call_number: Option<CallNumberProblem>,
    pub name: Option<PersonNameProblem>,
    pub admitted: Option<DayProblem>,
    pub expected_release: Option<DayProblem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CallNumberProblem {
    Missing,
    Format,
    /// Another student here has it.
    Taken,
    /// The institution is closed and takes nobody any more.
    Closed,
}

/// What is wrong with a day of the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DayProblem {
    Missing,
    Format,
    Impossible,
    /// Not a day of anybody's stay: a slip in the year.
    FarOff,
    /// It lies before the day of admission.
    BeforeAdmission,
}

/// What the roster says of a student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentRecord {
    pub call_number: CallNumber,
    pub name: PersonName,
    pub admitted: Option<TaipeiDay>,
    pub expected_release: Option<TaipeiDay>,
}

/// The form that says how and when a student leaves, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingForm {
    /// A name of [`Leaving`], or `here` for a student who stays.
    pub leaving: String,
    pub day: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LeavingProblem {
    NotChosen,
    Day(DayProblem),
    /// Nobody comes back to an institution that is closed.
    Closed,
}

impl LeavingForm {
    /// `None` is a student who stays. Nobody leaves before they were admitted.
    pub fn judge(&self, admitted: Option<TaipeiDay>) -> Result<Option<(Leaving, TaipeiDay)>, LeavingProblem> {
        if self.leaving == "here" {
            return Ok(None);
        }
        let how = Leaving::from_name(&self.leaving).ok_or(LeavingProblem::NotChosen)?;
        let day = day(&self.day).map_err(LeavingProblem::Day)?;
        not_before(Some(day), admitted).map_err(LeavingProblem::Day)?;
        Ok(Some((how, day)))
    }
}

impl StudentProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl StudentForm {
    pub fn judge(&self) -> Result<StudentRecord, StudentProblems> {
        let call_number = call_number(&self.call_number);
        let name = PersonName::parse(&self.name);
        let admitted = optional_day(&self.admitted);
        let expected_release =
            optional_day(&self.expected_release).and_then(|day| not_before(day, admitted.ok().flatten()));
        match (call_number, name, admitted, expected_release) {
            (Ok(call_number), Ok(name), Ok(admitted), Ok(expected_release)) => {
                Ok(StudentRecord { call_number, name, admitted, expected_release })
            }
            (call_number, name, admitted, expected_release) => Err(StudentProblems {
                call_number: call_number.err(),
                name: name.err(),
                admitted: admitted.err(),
                expected_release: expected_release.err(),
            }),
        }
    }
}

impl From<WrittenDayProblem> for DayProblem {
    fn from(problem: WrittenDayProblem) -> Self {
        match problem {
            WrittenDayProblem::Missing => Self::Missing,
            WrittenDayProblem::Format => Self::Format,
            WrittenDayProblem::Impossible => Self::Impossible,
        }
    }
}

pub fn call_number(text: &str) -> Result<CallNumber, CallNumberProblem> {
    if text.trim().is_empty() {
        return Err(CallNumberProblem::Missing);
    }
    CallNumber::parse(text).ok_or(CallNumberProblem::Format)
}

/// A day of the roster, from 1950 to 2199.
pub fn day(text: &str) -> Result<TaipeiDay, DayProblem> {
    let day = written_day::day(text)?;
    // 1950-01-01 and 2200-01-01.
    if (-7305..84_006).contains(&day.number()) { Ok(day) } else { Err(DayProblem::FarOff) }
}

/// An empty text says nothing.
pub fn optional_day(text: &str) -> Result<Option<TaipeiDay>, DayProblem> {
    match day(text) {
        Err(DayProblem::Missing) => Ok(None),
        other => other.map(Some),
    }
}

/// Nobody leaves before they came.
pub fn not_before(
    day: Option<TaipeiDay>,
    admitted: Option<TaipeiDay>,
) -> Result<Option<TaipeiDay>, DayProblem> {
    match (day, admitted) {
        (Some(day), Some(admitted)) if day < admitted => Err(DayProblem::BeforeAdmission),
        _ => Ok(day),
    }
}

/// A student's name as a family may see it before it is theirs to see: first and last character, 王○明.
pub fn masked(name: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;

    let characters: Vec<&str> = name.trim().graphemes(true).collect();
    match characters.as_slice() {
        [] => String::new(),
        [_] => "○".to_owned(),
        [first, _] => format!("{first}○"),
        [first, middle @ .., last] => format!("{first}{}{last}", "○".repeat(middle.len().min(3))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_masked_but_for_its_ends() {
        assert_eq!(masked("王小明"), "王○明");
        assert_eq!(masked("王明"), "王○");
        assert_eq!(masked("王"), "○");
        assert_eq!(masked("歐陽小明"), "歐○○明");
        assert_eq!(masked("Nguyễn Văn An"), "N○○○n");
    }

    fn form(call_number: &str, name: &str, admitted: &str, expected_release: &str) -> StudentForm {
        let [call_number, name, admitted, expected_release] =
            [call_number, name, admitted, expected_release].map(str::to_owned);
        StudentForm { call_number, name, admitted, expected_release }
    }

    #[test]
    fn a_student_may_have_no_days_yet() {
        let record = form("１００１", " 王小明 ", "", "").judge().expect("right");
        assert_eq!((record.call_number.as_str(), record.name.as_str()), ("1001", "王小明"));
        assert_eq!((record.admitted, record.expected_release), (None, None));
    }

    #[test]
    fn every_field_has_its_own_problem() {
        let problems = form("10-01", "", "2026/2/30", "後天").judge().expect_err("wrong");
        assert_eq!(problems.call_number, Some(CallNumberProblem::Format));
        assert_eq!(problems.name, Some(PersonNameProblem::Missing));
        assert_eq!(problems.admitted, Some(DayProblem::Impossible));
        assert_eq!(problems.expected_release, Some(DayProblem::Format));
        let missing = form(" ", "王小明", "", "").judge().expect_err("wrong");
        assert_eq!(missing.call_number, Some(CallNumberProblem::Missing));
    }

    #[test]
    fn nobody_leaves_before_they_came() {
        let problems = form("1", "王", "115/9/2", "115/9/1").judge().expect_err("wrong");
        assert_eq!(problems.expected_release, Some(DayProblem::BeforeAdmission));
        assert!(form("1", "王", "115/9/2", "2026/9/2").judge().is_ok(), "the same day");
    }

    #[test]
    fn leaving_needs_a_day_that_is_not_before_admission() {
        let judge = |leaving: &str, text: &str| {
            let form = LeavingForm { leaving: leaving.to_owned(), day: text.to_owned() };
            form.judge(day("115/1/1").ok())
        };
        assert_eq!(judge("here", "whatever"), Ok(None));
        assert_eq!(judge("", "115/9/1"), Err(LeavingProblem::NotChosen));
        assert_eq!(judge("released", ""), Err(LeavingProblem::Day(DayProblem::Missing)));
        assert_eq!(judge("released", "114/12/31"), Err(LeavingProblem::Day(DayProblem::BeforeAdmission)));
        assert_eq!(
            judge("transferred", "115/1/1"),
            Ok(day("115/1/1").ok().map(|d| (Leaving::Transferred, d)))
        );
    }

    #[test]
    fn a_day_that_is_nobody_s_is_a_slip() {
        assert_eq!(day("1949/12/31"), Err(DayProblem::FarOff));
        assert!(day("1950/1/1").is_ok() && day("2199/12/31").is_ok());
        assert_eq!(day("2200/1/1"), Err(DayProblem::FarOff));
        assert_eq!(day("0115/9/1"), Err(DayProblem::FarOff));
    }

    #[test]
    fn every_name_leads_back() {
        assert!(Leaving::ALL.iter().all(|leaving| Leaving::from_name(leaving.name()) == Some(*leaving)));
        assert!(Show::ALL.iter().all(|show| Show::from_name(show.name()) == Some(*show)));
    }
}
