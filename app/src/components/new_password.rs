//! A new password and the same once more: how strong it is while it is typed, and a button that shows both. Without
//! JavaScript only the two fields and the rules remain.

use domain::password::{
    ConfirmProblem, NewPassword, PasswordProblem, PasswordProblems, SHORTEST, Strength, strength,
};
use leptos::prelude::*;

use super::error_summary::error_summary;
use super::field::{Field, Line, described_by};
use super::live_field::{Live, live_field};
use crate::refusal::NewPasswordRefusal;
use crate::words::Words;

const NEW_PASSWORD: Line = Line { autocomplete: "new-password", ..Line::PASSWORD };
const STRENGTH_ID: &str = "password-strength";

/// The two fields where nothing else is known of the person: `password` and `password_confirm`.
pub fn new_password_alone(words: Words, label: &'static str, refused: &NewPasswordRefusal) -> AnyView {
    let (typed, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problems = move || -> PasswordProblems {
        NewPassword::parse(&typed.read_untracked(), &again.read_untracked(), &[]).err().unwrap_or_default()
    };
    let password = Live::new(typed, password_said(words, refused.password), move || {
        password_said(words, problems().password)
    });
    let confirm = Live::new(again, confirm_said(words, refused.confirm), move || {
        confirm_said(words, problems().confirm)
    });
    new_password(words, label, password, confirm, Vec::new)
}

/// What is wrong with the two fields, for the top of their page.
pub fn new_password_summary(words: Words, refused: &NewPasswordRefusal) -> Option<impl IntoView + use<>> {
    let problems: Vec<_> = [
        ("password", password_said(words, refused.password)),
        ("password_confirm", confirm_said(words, refused.confirm)),
    ]
    .into_iter()
    .filter_map(|(field, sentence)| Some((field.to_owned(), sentence?)))
    .collect();
    error_summary(words, &problems)
}

fn password_said(words: Words, problem: Option<PasswordProblem>) -> Option<String> {
    problem.map(|problem| words.password_problem(problem))
}

fn confirm_said(words: Words, problem: Option<ConfirmProblem>) -> Option<String> {
    problem.map(|problem| words.confirm_problem(problem).to_owned())
}

/// The same for somebody of whom more is known: `about` is what stands in the other fields.
pub fn new_password(
    words: Words,
    label: &'static str,
    password: Live,
    confirm: Live,
    about: impl Fn() -> Vec<String> + Send + Sync + 'static,
) -> AnyView {
    let shown = RwSignal::new(false);
    // A browser that sees a readable field being sent might keep what stands in it among its suggestions.
    #[cfg(feature = "hydrate")]
    {
        let listener = window_event_listener(leptos::ev::submit, move |_| shown.set(false));
        on_cleanup(move || listener.remove());
    }
    let rules = Field { also: STRENGTH_ID, ..Field::new("password", label, None) }
        .hint(words.password_rules(SHORTEST));
    let again = Field::new("password_confirm", words.password_confirm(), None);
    view! {
        {one(words, rules, password, shown, move || confirm.judge_again(), show_button(words, shown), meter(words, password, about))}
        {one(words, again, confirm, shown, || (), ().into_any(), ().into_any())}
    }
    .into_any()
}

fn one(
    words: Words,
    field: Field,
    live: Live,
    shown: RwSignal<bool>,
    after: impl Fn() + 'static,
    beside: AnyView,
    below: AnyView,
) -> AnyView {
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    live.catch_up(input);
    let (id, also, hinted) = (field.id, field.also, !field.hint.is_empty());
    let control = view! {
        <div class="password__row">
            <input
                class="field__input"
                type=move || if shown.get() { "text" } else { NEW_PASSWORD.kind }
                id=id
                name=id
                value=""
                autocomplete=NEW_PASSWORD.autocomplete
                autocapitalize="off"
                spellcheck="false"
                required
                aria-describedby=move || described_by(id, hinted, live.error.read().as_ref(), also)
                aria-invalid=move || live.error.read().as_ref().map(|_| "true")
                node_ref=input
                on:input=move |event| live.typed(event_target_value(&event))
                on:change=move |_| {
                    live.left();
                    after();
                }
            />
            {beside}
        </div>
        {below}
    };
    live_field(words, &field, NEW_PASSWORD, live, control.into_any())
}

/// Comes with JavaScript: without it, it could do nothing.
fn show_button(words: Words, shown: RwSignal<bool>) -> AnyView {
    let ready = RwSignal::new(false);
    Effect::new(move || ready.set(true));
    // Nothing is said before the button was pressed once.
    let pressed = RwSignal::new(false);
    let label = move || if shown.get() { words.password_hide() } else { words.password_show() };
    let said = move || match (pressed.get(), shown.get()) {
        (false, _) => "",
        (true, true) => words.password_shown(),
        (true, false) => words.password_hidden(),
    };
    view! {
        {move || ready.get().then(|| view! {
            <button
                class="button"
                type="button"
                aria-controls="password password_confirm"
                on:click=move |_| {
                    shown.update(|shown| *shown = !*shown);
                    pressed.set(true);
                }
            >
                {label}
            </button>
        })}
        <span class="visually-hidden" role="status">{said}</span>
    }
    .into_any()
}

/// How hard it is to guess; empty until something is typed.
fn meter(words: Words, password: Live, about: impl Fn() -> Vec<String> + Send + Sync + 'static) -> AnyView {
    let how_strong = Memo::new(move |_| {
        let text = password.text.read();
        let about = about();
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        (!text.is_empty()).then(|| strength(&text, &about))
    });
    view! {
        <p class="field__measure password__strength" id=STRENGTH_ID role="status">
            {move || how_strong.get().map(|strength| view! {
                {strokes(strength)}
                <span>{words.strength(strength)}</span>
            })}
        </p>
    }
    .into_any()
}

fn strokes(strength: Strength) -> impl IntoView {
    let full = match strength {
        Strength::TooShort | Strength::Weak => 1,
        Strength::Fair => 2,
        Strength::Strong => 3,
    };
    let strokes = (1..=3).map(|stroke| {
        let class =
            if stroke <= full { "password__stroke password__stroke--full" } else { "password__stroke" };
        view! { <span class=class></span> }
    });
    view! { <span class="password__strokes" aria-hidden="true">{strokes.collect_view()}</span> }
}
