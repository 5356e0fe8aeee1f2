//! What forms are made of.

use domain::id::EntryId;
use domain::limits::EntryLimits;
use domain::photo::PhotoProblem;
use leptos::prelude::*;

use super::part;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line, described_by, field_error};
use crate::components::text_area::TextArea;
use crate::pages::entries::draft::{Draft, Place};
use crate::pages::entries::photo_field::PhotoField;
use crate::words::Words;

const LIMITS: EntryLimits = EntryLimits::REGULATION;

pub fn parts(words: Words) -> impl IntoView {
    let problems = [
        ("guide-wrong".to_owned(), words.error_title_missing().to_owned()),
        ("guide-wrong-radio".to_owned(), words.error_book_missing().to_owned()),
    ];
    view! {
        {part("error-summaries", words.guide_error_summary(), error_summary(words, &problems))}
        {part("fields", words.guide_fields(), fields(words))}
        {part("choices", words.guide_choices(), choices(words))}
        {part("counters", words.guide_counter(), counters(words))}
        {part("photo-fields", words.guide_photo_field(), view! {
            <div class="grid grid--two">
                {draft().map(|draft| view! { <PhotoField draft error=Some(photo_error(words))/> })}
            </div>
        })}
    }
}

/// Of an entry that there is not.
fn draft() -> Option<Draft> {
    let entry = EntryId::parse("0193598e-7b1c-7000-8000-0123456789ab")?;
    Some(Draft::new(Place::Book(entry), 0, None, Signal::derive(|| LIMITS)))
}

fn photo_error(words: Words) -> String {
    words.photo_problem(PhotoProblem::TooLarge, &LIMITS)
}

fn fields(words: Words) -> impl IntoView {
    let options = || {
        view! {
            <option value="">{words.field_book_choose()}</option>
            <option value="one">{words.guide_person()}</option>
        }
    };
    view! {
        <div class="grid grid--two">
            <div class="form">
                {Field::new("guide-plain", words.field_title(), None).line(words, Line::TEXT, "")}
                {Field::new("guide-hint", words.field_title(), None)
                    .hint(words.field_title_hint())
                    .line(words, Line::TEXT, words.guide_entry_title())}
                {Field::new("guide-wrong", words.field_title(), Some(words.error_title_missing().to_owned()))
                    .hint(words.field_title_hint())
                    .line(words, Line::TEXT, "")}
            </div>
            <div class="form">
                {Field::new("guide-password", words.login_password(), None).line(words, Line::PASSWORD, "")}
                {Field::new("guide-choice", words.field_book(), None).choice(words, options())}
                {Field::new("guide-wrong-choice", words.field_book(), Some(words.error_book_missing().to_owned()))
                    .choice(words, options())}
            </div>
        </div>
    }
}

fn choices(words: Words) -> impl IntoView {
    let wrong = Some(words.error_book_missing().to_owned());
    view! {
        <div class="grid">
            {group("guide-checkbox", words.guide_checkbox(), None, words, "checkbox")}
            {group("guide-radio", words.guide_radio(), None, words, "radio")}
            {group("guide-wrong-radio", words.guide_radio_wrong(), wrong, words, "radio")}
        </div>
    }
}

fn group(
    id: &'static str,
    legend: &'static str,
    error: Option<String>,
    words: Words,
    kind: &'static str,
) -> impl IntoView {
    let class = if error.is_some() { "choices field field--invalid" } else { "choices field" };
    let described = described_by(id, false, error.as_ref(), "");
    let is_right = error.is_none();
    let choices = [(words.role_reviewer(), is_right), (words.role_head(), false)].map(|(label, checked)| {
        view! {
            <label class="choice">
                <input class="choice__input" type=kind name=id value=label checked=checked/>
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset
            class=class
            id=id
            tabindex="-1"
            aria-describedby=described
        >
            <legend class="choices__legend">{legend}</legend>
            {field_error(words, id, error)}
            <div class="choices__list">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}

fn counters(words: Words) -> impl IntoView {
    view! {
        <div class="grid grid--two">
            {written(words, "guide-letter", words.guide_letter(), 42)}
            {written(words, "guide-letter-over", words.guide_letter_over(), LIMITS.body + 12)}
        </div>
    }
}

/// The field of a letter with its counter at `count`.
fn written(words: Words, id: &'static str, label: &'static str, count: u32) -> AnyView {
    let class =
        if count > LIMITS.body { "field__measure counter counter--over" } else { "field__measure counter" };
    let error = (count > LIMITS.body).then(|| words.error_body_long(count, LIMITS.body, count - LIMITS.body));
    let field = Field::new(id, label, error);
    let control = view! {
        <TextArea
            id=id
            name=id
            class="field__input field__input--letter"
            rows=3
            text=words.guide_sentence().to_owned()
            described_by=field.described_by()
            invalid=field.invalid()
            on_text=Callback::new(|_| ())
        />
        <p class=class>
            <span>{words.counter(count, &LIMITS)}</span>
            <progress class="counter__bar" max=LIMITS.body value=count.min(LIMITS.body) aria-hidden="true"></progress>
        </p>
    };
    field.around(words, control)
}
