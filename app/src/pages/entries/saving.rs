//! The browser's side of a draft: what was typed is sent a moment after the last key, one save after the other, each
//! naming the one before.

use std::time::Duration;

use domain::view::SavedDraft;
use leptos::ev::Custom;
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::js_sys::{Function, Reflect};

use self::files::forget_chosen;
use self::leaving::leave;
use self::line::PhotoToSend;
use self::sending::{Answer, send};
use super::draft::{Draft, Place, SaveState};
use crate::components::navigation::{focus, tell_alive};
use crate::components::sent_early::is_sent;
use crate::words::use_words;

pub mod files;
mod leaving;
pub mod line;
mod sending;

/// After the last key.
const PAUSE: Duration = Duration::from_millis(1500);
/// Before it is tried again, when the server could not be reached or the session is over.
const AGAIN: Duration = Duration::from_secs(8);

/// Counts what was typed before the page came to life, and saves once more when the page goes out of sight or is closed:
/// an old phone may throw it away.
pub fn begin(draft: Draft) {
    Effect::new(move || {
        if draft.form.get().is_some() && ["title", "body", "photo_alt"].into_iter().any(was_typed_in) {
            typed_early(draft);
        }
    });
    Effect::new(move || {
        let hidden = window_event_listener(event("visibilitychange"), move |_| {
            if document().hidden() {
                leave(draft);
            } else if draft.line.with_value(|line| line.changes > line.saved) {
                save_now(draft);
            }
        });
        let closed = window_event_listener(event("pagehide"), move |_| leave(draft));
        on_cleanup(move || {
            hidden.remove();
            closed.remove();
            // A link of the page leads on without a word of the browser's.
            leave(draft);
        });
    });
}

fn event(name: &'static str) -> Custom<web_sys::Event> {
    Custom::new(name)
}

/// Does the field of this id say something else than what the server drew?
fn was_typed_in(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id) else { return false };
    match element.dyn_into::<web_sys::HtmlInputElement>() {
        Ok(line) => line.value() != line.default_value(),
        Err(element) => element
            .dyn_into::<web_sys::HtmlTextAreaElement>()
            .is_ok_and(|area| area.default_value().is_ok_and(|drawn| area.value() != drawn)),
    }
}

/// What was typed or chosen before the page came to life counts as if it was typed now, unless it was sent already.
pub fn typed_early(draft: Draft) {
    if !is_sent(draft.form.get_untracked()) && !is_restored() {
        typed(draft);
    }
}

/// Whoever goes back or reloads finds in the fields what the browser remembers of an earlier visit, which may be older than
/// what the server drew. That is nothing typed.
fn is_restored() -> bool {
    let kind = || {
        let performance = Reflect::get(&window(), &"performance".into()).ok()?;
        let entries =
            Reflect::get(&performance, &"getEntriesByType".into()).ok()?.dyn_into::<Function>().ok()?;
        let entries = entries.call1(&performance, &"navigation".into()).ok()?;
        let first = Reflect::get_u32(&entries, 0).ok()?;
        Reflect::get(&first, &"type".into()).ok()?.as_string()
    };
    kind().is_some_and(|kind| kind != "navigate")
}

pub fn changed(draft: Draft, event: &web_sys::Event) {
    let field = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    if field.is_some_and(|field| field.type_() == "file") {
        return;
    }
    typed(draft);
}

fn typed(draft: Draft) {
    draft.line.update_value(|line| {
        line.changes += 1;
        line.typed += 1;
    });
    wait(draft, PAUSE);
}

pub fn overwrite(draft: Draft) {
    draft.line.update_value(|line| {
        line.changes += 1;
        line.in_any_case = true;
    });
    draft.state.set(SaveState::Saving);
    save_now(draft);
}

/// What stands here becomes a new draft, because the one that it was is gone.
pub fn keep_as_new(draft: Draft) {
    if let Some(form) = draft.form.get_untracked() {
        // Nothing is lost when the browser will not: then it is still said that the draft is gone.
        let _ = form.set_attribute("action", "/entries/new");
    }
    overwrite(draft);
}

pub fn submitted(draft: Draft, event: &leptos::ev::SubmitEvent) {
    if stands_still(draft) {
        event.prevent_default();
        focus("draft-trouble");
        return;
    }
    let button = event.submitter();
    let wait_for_it = draft.line.try_update_value(|line| {
        let idle = !line.busy
            && line.parting == 0
            && !line.photo.is_being_prepared()
            && line.looking == 0
            && line.changes == line.saved;
        if std::mem::take(&mut line.let_through) || idle {
            return false;
        }
        line.button = button;
        line.button.is_some()
    });
    if wait_for_it == Some(true) {
        event.prevent_default();
        save_now(draft);
    }
}

fn wait(draft: Draft, pause: Duration) {
    let timer = set_timeout_with_handle(move || save_now(draft), pause).ok();
    draft.line.update_value(|line| {
        if let Some(before) = std::mem::replace(&mut line.timer, timer) {
            before.clear();
        }
    });
}

/// Nothing goes anywhere before somebody has decided.
fn stands_still(draft: Draft) -> bool {
    matches!(
        draft.state.get_untracked(),
        SaveState::LoggedOut | SaveState::Overtaken | SaveState::Sent | SaveState::Gone
    )
}

/// Begins to save, unless that is under way; then it goes on by itself.
fn save_now(draft: Draft) {
    let begin = draft.line.try_update_value(|line| {
        let begin = !line.busy && line.parting == 0 && line.changes > line.saved;
        line.busy |= begin;
        begin
    });
    if begin == Some(true) {
        spawn_local(save(draft));
    } else if draft.line.try_update_value(|line| !line.busy && line.parting == 0) == Some(true) {
        press(draft);
    }
}

async fn save(draft: Draft) {
    let counted = draft.line.try_with_value(|line| (line.changes, line.typed, line.partings));
    let Some((changes, typed, partings)) = counted else { return };
    if !stands_still(draft) && draft.state.get_untracked() != SaveState::Offline {
        draft.state.set(SaveState::Saving);
    }
    let with_photo = draft.line.try_with_value(|line| matches!(line.photo, PhotoToSend::Put(..)));
    let answer = send(draft).await;
    draft.progress.try_set(None);
    let all_saved = draft.line.try_update_value(|line| {
        line.busy = false;
        if line.parting == 0 && !matches!(answer, Answer::Unreachable) {
            line.unanswered = None;
        }
        if matches!(answer, Answer::Saved(_)) {
            line.saved = line.saved.max(changes);
            line.typed_saved = line.typed_saved.max(typed);
            line.in_any_case = false;
            // One is brought and one taken out with each save.
            if !line.unwanted.is_empty() || !line.files.is_empty() {
                line.changes += 1;
            }
        }
        line.saved == line.changes
    });
    // The page may have gone meanwhile.
    let Some(all_saved) = all_saved else { return };
    match answer {
        Answer::Saved(saved) => {
            let another = draft.line.with_value(|line| matches!(line.photo, PhotoToSend::Put(..)));
            if with_photo == Some(true) && !another {
                forget_chosen(draft);
            }
            let refused = match (&saved.photo_problem, saved.refused.is_empty()) {
                (Some(_), _) => Some("photo"),
                (None, false) => Some("attachments"),
                (None, true) => None,
            };
            if draft.line.with_value(|line| line.partings > partings) {
                heard_of(draft, saved.revision);
            } else {
                draft.revision.set(saved.revision);
            }
            arrived(draft, saved);
            if let Some(field) = refused {
                // What is wrong with a file is read before the form goes anywhere.
                draft.line.update_value(|line| line.button = None);
                focus(field);
            }
            if all_saved { press(draft) } else { wait(draft, Duration::ZERO) }
        }
        Answer::Unreachable => {
            stand(draft, SaveState::Offline);
            // The form itself may still get through, and tells what is wrong; but files are with us, not in it.
            let only_words = draft.line.with_value(|line| {
                !matches!(line.photo, PhotoToSend::Put(..))
                    && line.files.is_empty()
                    && line.unwanted.is_empty()
            });
            if only_words {
                press(draft);
            }
            wait(draft, AGAIN);
        }
        Answer::LoggedOut => {
            stand(draft, SaveState::LoggedOut);
            wait(draft, AGAIN);
        }
        // The page went out of sight meanwhile, and its own words came first.
        Answer::Overtaken if draft.line.with_value(|line| line.partings > partings) => {
            wait(draft, Duration::ZERO);
        }
        Answer::Overtaken => stand(draft, SaveState::Overtaken),
        Answer::Sent => stand(draft, SaveState::Sent),
        Answer::Gone => stand(draft, SaveState::Gone),
    }
}

/// Of two that were on their way at once the earlier one may answer last.
fn heard_of(draft: Draft, revision: i64) {
    draft.revision.update(|known| *known = revision.max(*known));
}

/// Says it once, however often it is found.
fn stand(draft: Draft, state: SaveState) {
    if *draft.state.read_untracked() != state {
        draft.state.set(state);
    }
}

fn arrived(draft: Draft, saved: SavedDraft) {
    draft.photo.set(saved.photo);
    if let Some(problem) = saved.photo_problem {
        let sentence = use_words().photo_problem(problem, &draft.limits.get_untracked());
        draft.photo_error.set(Some(sentence));
    }
    if !saved.refused.is_empty() {
        draft.attachments_error.set(use_words().refused_attachments(&saved.refused));
    }
    let (still, unwanted) = draft.line.with_value(|line| (line.names_of_files(), line.unwanted.clone()));
    draft.attaching.set(still);
    let attached: Vec<_> = saved.attachments.into_iter().filter(|one| !unwanted.contains(&one.id)).collect();
    // A list that is drawn anew loses the focus.
    if draft.attachments.with_untracked(|there| *there != attached) {
        draft.attachments.set(attached);
    }
    let time = saved.saved_at.to_string();
    draft.state.set(SaveState::Saved(time.rsplit(' ').next().unwrap_or_default().to_owned()));
    // It became a new draft, because the one that it was is gone.
    let moved = matches!(draft.place.get_untracked(), Place::Book(before) if before != saved.id);
    if moved {
        draft.place.set(Place::Book(saved.id));
        if let Some(form) = draft.form.get_untracked() {
            // Otherwise the next save makes one more.
            let _ = form.set_attribute("action", &draft.place.get_untracked().address());
        }
    }
    // A reload finds the draft, not an empty form.
    if let Ok(history) = window().history()
        && (moved || window().location().pathname().is_ok_and(|path| path == "/entries/new"))
    {
        // An address that stays leads to the form, which names the draft.
        let address = draft.place.get_untracked().address();
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
        tell_alive(&address);
    }
}

/// Presses the button that waited, once the page has written down which save was the last.
fn press(draft: Draft) {
    let pressed = move || {
        let button = draft.line.try_update_value(|line| {
            let looked_at = line.photo.is_being_prepared() || line.looking > 0;
            let button = if looked_at { None } else { line.button.take() };
            line.let_through = button.is_some();
            button
        });
        if let Some(Some(button)) = button {
            button.click();
        }
    };
    set_timeout(pressed, Duration::ZERO);
}
