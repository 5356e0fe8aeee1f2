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
            {(found.len() > 1).then(|| tick_all(words, found.iter().map(tick_id).collect()))}
            {nobody.then(|| view! { <p role="status">{words.choose_students_none_found()}</p> })}
            <div class="choices__list">
                {found.into_iter().map(|one| tick_box(one, false)).collect_view()}
            </div>
            {(of > listed).then(|| view! { <p class="field__hint">{words.choose_students_more(of)}</p> })}
        </fieldset>
    }
}

/// Ticks all that were found. It comes with the script; without it each is ticked by itself.
fn tick_all(words: Words, ids: Vec<String>) -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let tick = move |_| {
        #[cfg(feature = "hydrate")]
        for id in &ids {
            use wasm_bindgen::JsCast;

            let found = document().get_element_by_id(id);
            if let Some(input) = found.and_then(|one| one.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                input.set_checked(true);
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = &ids;
    };
    view! {
        <button class="button button--quiet" type="button" hidden=move || !alive.get() on:click=tick>
            {words.choose_students_all()}
        </button>
    }
}

fn tick_id(student: &RosterStudent) -> String {
    format!("student-{}", student.id)
}

fn tick_box(student: RosterStudent, ticked: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                class="choice__input"
                id=tick_id(&student)
                type="checkbox"
                name="students"
                value=student.id.to_string()
                checked=ticked
            />
            <span>{format!("{} · {}", student.name, student.call_number)}</span>
        </label>
    }
}
