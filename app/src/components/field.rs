//! A field of a form: its label, hint, error and control.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::text_area::TextArea;
use crate::words::Words;

/// What belongs to every field, whatever its control is.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// The control's id and name.
    pub id: &'static str,
    pub label: &'static str,
    /// Empty for none.
    pub hint: String,
    /// A sentence about what is wrong with it.
    pub error: Option<String>,
    /// The id of something else that describes it; empty for none.
    pub also: &'static str,
}

/// What belongs to a field of one line.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// `text`, `email`, `password`, `tel`.
    pub kind: &'static str,
    /// What the browser may fill in (HTML Standard §4.10.18.7), or `off`.
    pub autocomplete: &'static str,
    /// Which keyboard a phone shows.
    pub keyboard: &'static str,
    pub required: bool,
}

impl Line {
    pub const TEXT: Self = Self { kind: "text", autocomplete: "off", keyboard: "text", required: true };
    pub const DIGITS: Self = Self { keyboard: "numeric", ..Self::TEXT };
    pub const EMAIL: Self = Self { kind: "email", autocomplete: "username", keyboard: "email", ..Self::TEXT };
    pub const PASSWORD: Self = Self { kind: "password", autocomplete: "current-password", ..Self::TEXT };
}

impl Field {
    pub fn new(id: &'static str, label: &'static str, error: Option<String>) -> Self {
        Self { id, label, error, ..Self::default() }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    pub fn described_by(&self) -> Option<String> {
        described_by(self.id, !self.hint.is_empty(), self.error.as_ref(), self.also)
    }

    pub fn invalid(&self) -> Option<&'static str> {
        invalid(self.error.as_ref())
    }

    /// The label, hint and error around a control.
    pub fn around(self, words: Words, control: impl IntoView) -> AnyView {
        let class = if self.error.is_some() { "field field--invalid" } else { "field" };
        let hint_id = format!("{}-hint", self.id);
        view! {
            <div class=class>
                <label class="field__label" for=self.id>{self.label}</label>
                {(!self.hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{self.hint}</p> })}
                {field_error(words, self.id, self.error)}
                {control.into_view()}
            </div>
        }
        .into_any()
    }

    /// A field of one line; a password is never filled in again.
    pub fn line(self, words: Words, line: Line, value: impl Into<String>) -> AnyView {
        let control = view! {
            <input
                class="field__input"
                type=line.kind
                id=self.id
                name=self.id
                value=value.into()
                autocomplete=line.autocomplete
                inputmode=line.keyboard
                required=line.required
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            />
        };
        self.around(words, control)
    }

    /// A field of several lines.
    pub fn area(self, words: Words, rows: u32, text: String) -> AnyView {
        let control = view! {
            <TextArea
                id=self.id
                name=self.id
                class="field__input"
                rows
                text
                described_by=self.described_by()
                invalid=self.invalid()
                on_text=Callback::new(|_| ())
            />
        };
        self.around(words, control)
    }

    /// A choice of one among `options`.
    pub fn choice(self, words: Words, options: impl IntoView) -> AnyView {
        let control = view! {
            <select
                class="field__input"
                id=self.id
                name=self.id
                required
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            >
                {options.into_view()}
            </select>
        };
        self.around(words, control)
    }
}

/// A sentence about what is wrong with the field of this id.
pub fn field_error(words: Words, id: &str, error: Option<String>) -> Option<impl IntoView + use<>> {
    let id = format!("{id}-error");
    error.map(|error| {
        view! {
            <p class="field__error" id=id>
                {icon(Icon::Alert)}
                <span>
                    <span class="visually-hidden">{words.error_prefix()}</span>
                    {error}
                </span>
            </p>
        }
    })
}

/// `aria-invalid` is there only when it is true.
pub fn invalid(error: Option<&String>) -> Option<&'static str> {
    error.map(|_| "true")
}

/// The ids that describe a field: its hint, its error, and whatever else it has.
pub fn described_by(id: &str, hint: bool, error: Option<&String>, more: &str) -> Option<String> {
    let mut ids = Vec::new();
    if hint {
        ids.push(format!("{id}-hint"));
    }
    if error.is_some() {
        ids.push(format!("{id}-error"));
    }
    if !more.is_empty() {
        ids.push(more.to_owned());
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}
