//! Clearing the queue with the keyboard. Only where the page is alive, never inside a field, and it can be switched off.

use leptos::prelude::*;

use super::key_list::key_list;
use super::queue_live::Live;
use crate::words::Words;

pub fn keys(words: Words, live: Live) -> impl IntoView {
    let rows = vec![
        ("j", words.review_keys_next()),
        ("k", words.review_keys_previous()),
        ("a", words.review_keys_approve()),
        ("r", words.review_keys_return()),
        ("x", words.review_keys_choose()),
        ("o", words.review_keys_open()),
        ("u", words.review_keys_undo()),
    ];
    key_list(words, rows, move |key| pressed(key, live))
}

#[cfg(feature = "hydrate")]
fn pressed(key: &str, live: Live) -> bool {
    let here = current(live);
    match key {
        "j" | "n" => go(live, here.map_or(0, |here| here + 1)),
        "k" | "p" => go(live, here.map_or(0, |here| here.saturating_sub(1))),
        "a" => click("approve", live, here),
        "r" => unfold(live, here),
        "x" => click("choose", live, here),
        "o" => {
            let id = here.and_then(|here| live.items.read_untracked().get(here).map(|entry| entry.id));
            if let Some(id) = id {
                // A browser that will not go there stays here.
                let _ = window().location().set_href(&live.place.read_value().letter(id));
            }
        }
        "u" => live.undo_last(),
        _ => return false,
    }
    true
}

#[cfg(not(feature = "hydrate"))]
fn pressed(_: &str, _: Live) -> bool {
    false
}

/// Which of the entries has the focus, or holds what has it.
#[cfg(feature = "hydrate")]
fn current(live: Live) -> Option<usize> {
    let at = document().active_element()?.closest(".review").ok()??.id();
    live.items.read_untracked().iter().position(|entry| at == format!("review-{}", entry.id))
}

#[cfg(feature = "hydrate")]
fn go(live: Live, to: usize) {
    let items = live.items.read_untracked();
    if let Some(entry) = items.get(to.min(items.len().saturating_sub(1))) {
        super::queue_live::focus_on(entry.id);
    }
}

#[cfg(feature = "hydrate")]
fn click(what: &str, live: Live, here: Option<usize>) {
    let id = here.and_then(|here| live.items.read_untracked().get(here).map(|entry| entry.id));
    if let Some(id) = id {
        crate::components::navigation::press(&format!("#{what}-{id}"));
    }
}

/// Unfolds the form of a return and leads to its reasons.
#[cfg(feature = "hydrate")]
fn unfold(live: Live, here: Option<usize>) {
    let id = here.and_then(|here| live.items.read_untracked().get(here).map(|entry| entry.id));
    let Some(id) = id else { return };
    if let Some(form) = document().get_element_by_id(&format!("return-{id}")) {
        // Nothing is lost when the browser will not.
        let _ = form.set_attribute("open", "");
        crate::components::navigation::focus(&format!("reasons-{id}"));
    }
}
