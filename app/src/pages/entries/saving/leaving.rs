//! What is not saved yet leaves with the page, which may be closed for ever.

use domain::view::SavedDraft;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::draft::Draft;
use super::line::{PhotoToSend, Typed};
use super::sending::words_to_send;
use super::{arrived, heard_of, save_now, stands_still};
use crate::components::request::post_beyond_the_page;

/// The page goes out of sight, perhaps for ever. Words that are not saved leave by a request that outlives the page, also
/// while a save is on its way; files are too large for that and go as ever.
pub fn leave(draft: Draft) {
    let unsaved =
        draft.line.try_with_value(|line| (line.typed > line.typed_saved, line.changes > line.saved));
    match unsaved {
        Some((true, _)) if !stands_still(draft) => part(draft),
        Some((false, true)) => save_now(draft),
        _ => {}
    }
}

fn part(draft: Draft) {
    let Some((fields, address)) = words_to_send(draft) else { return };
    let words = Typed::of(&fields);
    let again = draft.line.with_value(|line| line.parting > 0 && line.unanswered.as_ref() == Some(&words));
    // It is told twice that a page is closed.
    if again {
        return;
    }
    let Some(request) = post_beyond_the_page(&address, &fields) else { return };
    let counted = draft.line.try_update_value(|line| {
        line.parting += 1;
        line.partings += 1;
        line.unanswered = Some(words);
        let files =
            !matches!(line.photo, PhotoToSend::AsItIs) || !line.files.is_empty() || !line.unwanted.is_empty();
        (line.changes, line.typed, line.busy, files)
    });
    let Some((changes, typed, busy, files)) = counted else { return };
    spawn_local(async move {
        let answer = request.await.filter(|(status, _)| *status == 200);
        let saved = answer.and_then(|(_, text)| serde_json::from_str::<SavedDraft>(&text).ok());
        let there = draft.line.try_update_value(|line| {
            line.parting -= 1;
            if saved.is_some() {
                line.unanswered = None;
                line.typed_saved = line.typed_saved.max(typed);
                if !busy && !files {
                    line.saved = line.saved.max(changes);
                    line.in_any_case = false;
                }
            }
        });
        // The page is still there: it goes on from what it has heard. What was refused is told by the next save.
        if there.is_some() {
            match saved {
                Some(saved) if busy => heard_of(draft, saved.revision),
                Some(saved) => {
                    draft.revision.set(saved.revision);
                    arrived(draft, saved);
                }
                None => {}
            }
            save_now(draft);
        }
    });
}
