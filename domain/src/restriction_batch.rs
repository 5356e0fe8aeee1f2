//! One restriction for many students at once, such as all of a unit that is isolated (part 一).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::{RestrictionBatchId, StudentId};
use crate::restriction::{NewRestriction, RestrictionForm, RestrictionKind, RestrictionProblems, Span};
use crate::time::Moment;

/// How many students can be restricted at once.
pub const STUDENTS_AT_MOST: usize = 500;

/// The form as it was filled in, to be shown again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchForm {
    pub restriction: RestrictionForm,
    /// The ids of those who are ticked.
    pub students: Vec<String>,
    /// What was looked for in the roster.
    pub search: String,
}

/// Why those who are ticked cannot be restricted together.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChosenProblem {
    #[error("nobody is chosen")]
    Nobody,
    #[error("{count} are chosen, {limit} can be")]
    TooMany { count: usize, limit: usize },
    /// So many are of no student of this institution.
    #[error("{0} of those who are chosen are not in the roster")]
    Unknown(usize),
    /// Call number and name of each.
    #[error("{} of those who are chosen have left", .0.len())]
    Left(Vec<(String, String)>),
}

/// What is wrong, field by field. All `None` is fine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchProblems {
    pub restriction: RestrictionProblems,
    pub students: Option<ChosenProblem>,
}

/// A restriction to be made for many, every field understood. Whether the students are there is asked of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    restriction: NewRestriction,
    students: BTreeSet<StudentId>,
}

impl NewBatch {
    pub fn parse(form: &BatchForm, now: Moment) -> Result<Self, BatchProblems> {
        let restriction = NewRestriction::parse(&form.restriction, now);
        match (restriction, chosen(&form.students)) {
            (Ok(restriction), Ok(students)) => Ok(Self { restriction, students }),
            (restriction, students) => Err(BatchProblems {
                restriction: restriction.err().unwrap_or_default(),
                students: students.err(),
            }),
        }
    }

    pub const fn restriction(&self) -> &NewRestriction {
        &self.restriction
    }

    /// In the order in which they are locked.
    pub const fn students(&self) -> &BTreeSet<StudentId> {
        &self.students
    }
}

fn chosen(ticked: &[String]) -> Result<BTreeSet<StudentId>, ChosenProblem> {
    let ids: BTreeSet<&String> = ticked.iter().collect();
    let students: BTreeSet<StudentId> = ids.iter().filter_map(|id| StudentId::parse(id)).collect();
    let count = ids.len();
    if count == 0 {
        Err(ChosenProblem::Nobody)
    } else if count > STUDENTS_AT_MOST {
        Err(ChosenProblem::TooMany { count, limit: STUDENTS_AT_MOST })
    } else if students.len() < count {
        Err(ChosenProblem::Unknown(count - students.len()))
    } else {
        Ok(students)
    }
}

/// A restriction that was made for many, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionBatch {
    pub id: RestrictionBatchId,
    pub kind: RestrictionKind,
    /// As it was made; some of it may have been ended early.
    pub span: Span,
    /// Empty for none.
    pub note: String,
    pub made_by: String,
    pub made_at: Moment,
    /// Who ended for all what was not over, and when.
    pub ended: Option<(String, Moment)>,
    /// For how many it was made.
    pub students: u32,
    /// For how many it is not over.
    pub left: u32,
}

/// A student whom a restriction for many is on, and what is left of it for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InBatch {
    pub student: StudentId,
    pub name: String,
    pub call_number: String,
    pub span: Span,
    /// Who ended it before its time, for this student alone or for all.
    pub ended_by: Option<String>,
}

impl InBatch {
    pub fn is_over(&self, now: Moment) -> bool {
        self.span.end().is_some_and(|end| end <= now)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchPhase {
    Coming,
    InForce,
    Over,
}

impl RestrictionBatch {
    pub const fn phase(&self, now: Moment) -> BatchPhase {
        if self.left == 0 {
            BatchPhase::Over
        } else if now.micros() < self.span.begins_at.micros() {
            BatchPhase::Coming
        } else {
            BatchPhase::InForce
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0193598e-7b1c-7000-8000-000000000001";

    fn now() -> Moment {
        Moment::parse("2026-11-26T09:00:00+08:00").expect("a time")
    }

    fn form(students: Vec<String>) -> BatchForm {
        let restriction = RestrictionForm {
            kind: "illness".to_owned(),
            begins_at: "2026-11-26T09:00".to_owned(),
            ..RestrictionForm::default()
        };
        BatchForm { restriction, students, search: String::new() }
    }

    fn problem(students: Vec<String>) -> Option<ChosenProblem> {
        NewBatch::parse(&form(students), now()).err().unwrap_or_default().students
    }

    fn many(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("0193598e-7b1c-7000-8000-{number:012}")).collect()
    }

    #[test]
    fn from_one_to_five_hundred_students_are_chosen_each_once() {
        assert_eq!(problem(Vec::new()), Some(ChosenProblem::Nobody));
        assert_eq!(problem(many(500)), None);
        assert_eq!(problem(many(501)), Some(ChosenProblem::TooMany { count: 501, limit: 500 }));
        assert_eq!(problem(vec![ONE.to_owned(), "林小宇".to_owned()]), Some(ChosenProblem::Unknown(1)));
        let twice = NewBatch::parse(&form(vec![ONE.to_owned(); 501]), now()).expect("one student");
        assert_eq!(twice.students().len(), 1);
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once() {
        let mut wrong = form(Vec::new());
        wrong.restriction.kind.clear();
        let problems = NewBatch::parse(&wrong, now()).expect_err("wrong");
        assert!(problems.restriction.kind_missing && problems.students == Some(ChosenProblem::Nobody));
    }

    #[test]
    fn it_is_over_when_it_is_over_for_each() {
        let batch = |left| RestrictionBatch {
            id: RestrictionBatchId::parse(ONE).expect("an id"),
            kind: RestrictionKind::Illness,
            span: Span { begins_at: now(), until: None, ended_at: None },
            note: String::new(),
            made_by: String::new(),
            made_at: now(),
            ended: None,
            students: 2,
            left,
        };
        assert_eq!(batch(1).phase(now().plus_seconds(-1)), BatchPhase::Coming);
        assert_eq!(batch(1).phase(now()), BatchPhase::InForce);
        assert_eq!(batch(0).phase(now()), BatchPhase::Over);
    }
}
