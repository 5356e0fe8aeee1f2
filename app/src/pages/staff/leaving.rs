//! The card on which staff say how and when a student leaves.

use domain::roster::{Leaving, LeavingForm, LeavingProblem};
use domain::view::RosterStudent;
use leptos::prelude::*;

use super::student_fields::day_problem;
use crate::components::field::{Field, Line, described_by, field_error};
use crate::refusal::LeavingRefusal;
use crate::words::Words;

const DAY: Line = Line { required: false, ..Line::TEXT };

/// What the form says, and what is wrong with it.
pub struct Asked {
    form: LeavingForm,
    not_chosen: Option<String>,
    day: Option<String>,
}

impl Asked {
    pub fn of(words: Words, student: &RosterStudent, refused: Option<LeavingRefusal>) -> Self {
        let Some(LeavingRefusal { form, problem }) = refused else {
            let (leaving, day) = match student.leaving {
                Some((how, day)) => (how.name(), day.to_string()),
                None => ("here", String::new()),
            };
            let form = LeavingForm { leaving: leaving.to_owned(), day };
            return Self { form, not_chosen: None, day: None };
        };
        let (not_chosen, day) = match problem {
            LeavingProblem::Closed => (Some(words.roster_closed().to_owned()), None),
            LeavingProblem::NotChosen => (Some(words.leaving_not_chosen().to_owned()), None),
            LeavingProblem::Day(problem) => (None, Some(day_problem(words, problem).to_owned())),
        };
        Self { form, not_chosen, day }
    }

    /// For the summary on top.
    pub fn problems(&self) -> Vec<(String, String)> {
        [("leaving", &self.not_chosen), ("day", &self.day)]
            .into_iter()
            .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
            .collect()
    }
}

pub fn card(words: Words, student: &RosterStudent, asked: Asked) -> impl IntoView + use<> {
    let action = format!("/staff/students/{}/leaving", student.id);
    let choices = [
        ("here", words.leaving_here()),
        (Leaving::Released.name(), words.leaving_released()),
        (Leaving::Transferred.name(), words.leaving_transferred()),
    ]
    .map(|(name, label)| {
        view! {
            <label class="choice">
                <input
                    class="choice__input"
                    type="radio"
                    name="leaving"
                    value=name
                    checked=asked.form.leaving == name
                />
                <span>{label}</span>
            </label>
        }
    });
    let class = if asked.not_chosen.is_some() { "choices field field--invalid" } else { "choices field" };
    let described = described_by("leaving", false, asked.not_chosen.as_ref(), "");
    view! {
        <section class="card" aria-labelledby="leaving-title">
            <h2 class="card__title" id="leaving-title">{words.leaving_title()}</h2>
            <p>{words.leaving_text()}</p>
            <form class="form" method="post" action=action novalidate>
                <fieldset class=class id="leaving" tabindex="-1" aria-describedby=described>
                    <legend class="visually-hidden">{words.leaving_title()}</legend>
                    {field_error(words, "leaving", asked.not_chosen)}
                    <div class="choices__list">{choices.into_iter().collect_view()}</div>
                </fieldset>
                {Field::new("day", words.leaving_day(), asked.day)
                    .hint(words.leaving_day_hint())
                    .line(words, DAY, asked.form.day)}
                <button class="button button--primary">{words.leaving_submit()}</button>
                <p class="field__hint">{words.leaving_undo()}</p>
            </form>
        </section>
    }
}
