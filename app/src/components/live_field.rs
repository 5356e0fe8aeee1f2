//! A field that judges itself in the browser, with the rule that the server will ask again: once the person has left
//! it, never while they type for the first time. What is marked is unmarked as soon as it is right.

use leptos::prelude::*;

use super::field::{Field, Line, described_by, field_error};
use crate::words::Words;

/// What such a field holds while its page is open.
#[derive(Clone, Copy)]
pub struct Live {
    pub text: RwSignal<String>,
    pub error: RwSignal<Option<String>>,
    check: Callback<(), Option<String>>,
}

impl Live {
    /// `error` is what the server found; `check` says in words what is wrong now, reading `text` and whatever else
    /// it depends on.
    pub fn new(
        text: RwSignal<String>,
        error: Option<String>,
        check: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        Self { text, error: RwSignal::new(error), check: Callback::new(move |()| check()) }
    }

    /// While somebody types: an error goes when it is put right, and no new one comes.
    pub fn typed(self, text: String) {
        self.text.set(text);
        if self.error.read_untracked().is_some() && self.check.run(()).is_none() {
            self.error.set(None);
        }
    }

    /// The person has left the field. It is judged a moment later: a message that appears at once would push the
    /// button away from under the finger that is pressing it.
    pub fn left(self) {
        if !cfg!(feature = "hydrate") {
            return;
        }
        let judge = move || {
            // The page may be gone by then.
            if self.text.try_read_untracked().is_some() {
                self.error.set(self.check.run(()));
            }
        };
        set_timeout(judge, std::time::Duration::from_millis(200));
    }

    /// Something that the check depends on has changed.
    pub fn judge_again(self) {
        if !self.text.read_untracked().is_empty() {
            self.left();
        }
    }

    /// What was typed before the page came to life counts too, and is judged if the person has gone on.
    pub fn catch_up(self, input: NodeRef<leptos::html::Input>) {
        Effect::new(move || {
            let Some(input) = input.get() else { return };
            let value = input.value();
            if value == self.text.get_untracked() {
                return;
            }
            self.typed(value);
            let is_here = document().active_element().is_some_and(|active| input.is_same_node(Some(&active)));
            if !is_here {
                self.left();
            }
        });
    }
}

/// The label, hint and changing error around a control. The error of `field` itself is not looked at.
pub fn live_field(words: Words, field: &Field, kind: Line, live: Live, control: AnyView) -> AnyView {
    let id = field.id;
    let class = move || if live.error.read().is_some() { "field field--invalid" } else { "field" };
    let hint = field.hint.clone();
    let hint_id = format!("{id}-hint");
    view! {
        <div class=class>
            <label class="field__label" for=id>
                {field.label}
                " "
                {(!kind.required).then(|| view! { <span class="field__optional">{words.field_optional()}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <div aria-live="polite">{move || field_error(words, id, live.error.get())}</div>
            {control}
        </div>
    }
    .into_any()
}

/// A field of one line. `below` comes under it: what `field.also` names.
pub fn live_line(words: Words, field: Field, kind: Line, live: Live, below: impl IntoView) -> AnyView {
    let input: NodeRef<leptos::html::Input> = NodeRef::new();
    live.catch_up(input);
    // Phones write a first letter large on their own: right for names, wrong for all else.
    let capitals = if kind.autocomplete == "name" { "words" } else { "off" };
    let (id, also, hinted) = (field.id, field.also, !field.hint.is_empty());
    let control = view! {
        <input
            class="field__input"
            type=kind.kind
            id=id
            name=id
            value=live.text.get_untracked()
            autocomplete=kind.autocomplete
            inputmode=kind.keyboard
            autocapitalize=capitals
            spellcheck="false"
            required=kind.required
            aria-describedby=move || described_by(id, hinted, live.error.read().as_ref(), also)
            aria-invalid=move || live.error.read().as_ref().map(|_| "true")
            node_ref=input
            on:input=move |event| live.typed(event_target_value(&event))
            on:change=move |_| live.left()
        />
        {below.into_view()}
    };
    live_field(words, &field, kind, live, control.into_any())
}
