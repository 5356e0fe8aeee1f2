//! Deciding about a request with the keyboard.

use leptos::prelude::*;

use super::document_viewer::Viewer;
use super::key_list::key_list;
use crate::words::Words;

/// The keys, and what each does, are said on the page.
pub fn keys(words: Words, viewer: Viewer) -> impl IntoView {
    let rows = vec![
        ("n", words.application_keys_next()),
        ("p", words.application_keys_previous()),
        ("+ −", words.application_keys_zoom()),
        ("t", words.application_keys_turn()),
        ("a", words.application_keys_approve()),
        ("r", words.application_keys_return()),
    ];
    key_list(words, rows, move |key| pressed(key, viewer))
}

#[cfg(feature = "hydrate")]
fn pressed(key: &str, viewer: Viewer) -> bool {
    match key {
        "n" | "j" => viewer.next(),
        "p" | "k" => viewer.previous(),
        "+" | "=" => viewer.larger(),
        "-" => viewer.smaller(),
        "t" => viewer.turn(),
        "a" => open("approve", "approve-yes"),
        "r" => open("return", "reasons"),
        _ => return false,
    }
    true
}

#[cfg(not(feature = "hydrate"))]
fn pressed(_: &str, _: Viewer) -> bool {
    false
}

/// Unfolds a question and leads to its answer.
#[cfg(feature = "hydrate")]
fn open(question: &str, answer: &str) {
    if let Some(question) = document().get_element_by_id(question) {
        // Nothing is lost when the browser will not.
        let _ = question.set_attribute("open", "");
        crate::components::navigation::focus(answer);
    }
}
