//! A field of a form with its label, hint and error.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::words::Words;

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

/// `field`, marked when something is wrong with it.
pub fn field_class(error: Option<&String>) -> &'static str {
    if error.is_some() { "field field--invalid" } else { "field" }
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
