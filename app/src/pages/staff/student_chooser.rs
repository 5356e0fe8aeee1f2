//! Choosing students of the roster in a form. Searching sends the form (`action=search`), so that what is filled in stays.

use domain::view::RosterStudent;
use leptos::prelude::*;

use crate::api::student_choice::StudentChoice;
use crate::components::field::{described_by, field_error};
use crate::words::Words;

/// Those who are ticked, and what the search in the roster finds besides. `legend` says what they are chosen for.
pub fn student_chooser(
    words: Words,
    legend: &'static str,
    choice: StudentChoice,
    error: Option<String>,
) -> impl IntoView {
    let StudentChoice { search, chosen, found, of } = choice;
    let class = if error.is_some() { "choices field field--invalid" } else { "choices field" };
    let described = described_by("students", false, error.as_ref(), "");
    let count = chosen.len();
    let listed = u32::try_from(chosen.len() + found.len()).unwrap_or(u32::MAX);
    let nobody = found.is_empty();
    view! {
        <fieldset class=class id="students" tabindex="-1" aria-describedby=described>
            <legend class="choices__legend">{legend}</legend>
            {field_error(words, "students", error)}
            {(count > 0).then(|| view! {
                <p>{words.choose_students_chosen(count)}</p>
                <div class="choices__list">
                    {chosen.into_iter().map(|one| tick_box(one, true)).collect_view()}
                </div>
            })}
            <div class="field">
                <label class="field__label" for="search">{words.choose_students_search()}</label>
                <div class="search__line">
                    <input
                        class="field__input"
                        type="search"
                        id="search"
                        name="search"
                        value=search
                        autocomplete="off"
                    />
                    <button class="button" name="action" value="search">{words.students_search_submit()}</button>
                </div>
            </div>
            {nobody.then(|| view! { <p role="status">{words.choose_students_none_found()}</p> })}
            <div class="choices__list">
                {found.into_iter().map(|one| tick_box(one, false)).collect_view()}
            </div>
            {(of > listed).then(|| view! { <p class="field__hint">{words.choose_students_more(of)}</p> })}
        </fieldset>
    }
}

fn tick_box(student: RosterStudent, ticked: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                class="choice__input"
                type="checkbox"
                name="students"
                value=student.id.to_string()
                checked=ticked
            />
            <span>{format!("{} · {}", student.name, student.call_number)}</span>
        </label>
    }
}
