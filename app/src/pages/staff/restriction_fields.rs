//! The fields of a restriction, for one student or for many.

use domain::restriction::{NOTE_LIMIT, RestrictionForm, RestrictionKind, RestrictionProblems, WhenProblem};
use domain::text::TextProblem;
use leptos::prelude::*;

use super::restrictions::kind;
use crate::components::field::{Field, Line, described_by, field_error};
use crate::components::text_area::TextArea;
use crate::words::Words;

const TIME: Line = Line { kind: "datetime-local", ..Line::TEXT };
const TIME_OR_NONE: Line = Line { required: false, ..TIME };

/// `problems` are pairs of field and sentence, those of other fields too.
pub fn restriction_fields(
    words: Words,
    typed: RestrictionForm,
    problems: &[(String, String)],
) -> impl IntoView + use<> {
    let error = |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, error)| error.clone());
    view! {
        {kinds(words, &typed.kind, error("kind"))}
        {Field::new("begins_at", words.restriction_begins(), error("begins_at"))
            .hint(words.restriction_begins_hint())
            .line(words, TIME, typed.begins_at)}
        {Field::new("until", words.restriction_until(), error("until"))
            .hint(words.restriction_until_hint())
            .line(words, TIME_OR_NONE, typed.until)}
        {note(words, typed.note, error("note"))}
    }
}

/// What is wrong with the form, as pairs of field and sentence in its order.
pub fn problems(words: Words, problems: &RestrictionProblems) -> Vec<(String, String)> {
    let kind = problems.kind_missing.then(|| words.restriction_kind_missing().to_owned());
    let when = |problem: Option<WhenProblem>| problem.map(|problem| when_problem(words, problem).to_owned());
    let note = problems.note.as_ref().map(|problem| match problem {
        TextProblem::TooLong { count, limit } => words.restriction_note_long(count, limit),
        _ => words.restriction_note_wrong().to_owned(),
    });
    [("kind", kind), ("begins_at", when(problems.begins_at)), ("until", when(problems.until)), ("note", note)]
        .into_iter()
        .filter_map(|(field, sentence)| Some((field.to_owned(), sentence?)))
        .collect()
}

fn when_problem(words: Words, problem: WhenProblem) -> &'static str {
    match problem {
        WhenProblem::Missing => words.restriction_when_missing(),
        WhenProblem::Format => words.restriction_when_format(),
        WhenProblem::FarOff => words.restriction_when_far(),
        WhenProblem::NotAfterBeginning => words.restriction_when_order(),
        WhenProblem::Over => words.restriction_when_over(),
    }
}

fn kinds(words: Words, chosen: &str, error: Option<String>) -> impl IntoView + use<> {
    let choices = RestrictionKind::ALL.map(|one| {
        view! {
            <label class="choice">
                <input
                    class="choice__input"
                    type="radio"
                    name="kind"
                    value=one.name()
                    checked=one.name() == chosen
                />
                <span>{kind(words, one)}</span>
            </label>
        }
    });
    let class = if error.is_some() { "choices field field--invalid" } else { "choices field" };
    let described = described_by("kind", false, error.as_ref(), "");
    view! {
        <fieldset class=class id="kind" tabindex="-1" aria-describedby=described>
            <legend class="choices__legend">{words.restriction_kind()}</legend>
            {field_error(words, "kind", error)}
            <div class="choices__list">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}

fn note(words: Words, typed: String, error: Option<String>) -> impl IntoView {
    let field =
        Field::new("note", words.restriction_note(), error).hint(words.restriction_note_hint(NOTE_LIMIT));
    let control = view! {
        <TextArea
            id="note"
            name="note"
            class="field__input"
            rows=3
            text=typed
            described_by=field.described_by()
            invalid=field.invalid()
            on_text=Callback::new(|_| ())
        />
    };
    field.around(words, control)
}
