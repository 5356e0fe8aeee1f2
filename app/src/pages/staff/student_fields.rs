//! The fields of a student, to add one or to change one, and the words for what is wrong with them.

use domain::roster::{CallNumberProblem, DayProblem, StudentForm};
use leptos::prelude::*;

use crate::components::field::{Field, Line};
use crate::refusal::StudentRefusal;
use crate::words::Words;

const OPTIONAL: Line = Line { required: false, ..Line::TEXT };

/// What is wrong with each field, in words.
pub struct Errors {
    call_number: Option<String>,
    name: Option<String>,
    admitted: Option<String>,
    expected_release: Option<String>,
}

impl Errors {
    pub fn of(words: Words, refused: &StudentRefusal) -> Self {
        let problems = &refused.problems;
        let day = |problem: Option<DayProblem>| problem.map(|problem| day_problem(words, problem).to_owned());
        Self {
            call_number: problems.call_number.map(|problem| call_number_problem(words, problem).to_owned()),
            name: problems.name.map(|problem| words.name_problem(problem).to_owned()),
            admitted: day(problems.admitted),
            expected_release: day(problems.expected_release),
        }
    }

    /// For the summary on top.
    pub fn problems(&self) -> Vec<(String, String)> {
        [
            ("call_number", &self.call_number),
            ("name", &self.name),
            ("admitted", &self.admitted),
            ("expected_release", &self.expected_release),
        ]
        .into_iter()
        .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
        .collect()
    }
}

pub fn call_number_field(words: Words, form: &StudentForm, errors: &Errors) -> AnyView {
    Field::new("call_number", words.students_call_number(), errors.call_number.clone())
        .hint(words.students_call_number_hint())
        .line(words, Line::TEXT, form.call_number.clone())
}

/// All but the call number.
pub fn other_fields(words: Words, form: StudentForm, errors: Errors) -> impl IntoView {
    view! {
        {Field::new("name", words.students_name(), errors.name).line(words, Line::TEXT, form.name)}
        {Field::new("admitted", words.students_admitted(), errors.admitted)
            .hint(words.students_day_hint())
            .line(words, OPTIONAL, form.admitted)}
        {Field::new("expected_release", words.students_expected_release(), errors.expected_release)
            .hint(words.students_day_hint())
            .line(words, OPTIONAL, form.expected_release)}
    }
}

pub fn call_number_problem(words: Words, problem: CallNumberProblem) -> &'static str {
    match problem {
        CallNumberProblem::Missing => words.roster_call_number_missing(),
        CallNumberProblem::Format => words.roster_call_number_format(),
        CallNumberProblem::Taken => words.roster_call_number_taken(),
        CallNumberProblem::Closed => words.roster_closed(),
    }
}

pub fn day_problem(words: Words, problem: DayProblem) -> &'static str {
    match problem {
        DayProblem::Missing => words.roster_day_missing(),
        DayProblem::Format => words.roster_day_format(),
        DayProblem::Impossible => words.roster_day_impossible(),
        DayProblem::FarOff => words.roster_day_far(),
        DayProblem::BeforeAdmission => words.roster_day_early(),
    }
}
