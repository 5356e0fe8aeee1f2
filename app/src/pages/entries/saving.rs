//! The browser's side of a draft: what was typed is sent a moment after the last key, one save after the other, each
//! naming the one before.

use std::time::Duration;

use domain::id::AttachmentId;
use domain::view::SavedDraft;
use leptos::ev::Custom;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::js_sys::{Function, Reflect};
use web_sys::{FormData, HtmlElement, ProgressEvent, XmlHttpRequest};

use super::draft::{Draft, Place, SaveState};
use crate::components::navigation::{focus, tell_alive};
use crate::components::request::{ended, post_beyond_the_page};
use crate::components::sent_early::is_sent;
use crate::words::use_words;

/// After the last key.
const PAUSE: Duration = Duration::from_millis(1500);
/// Before it is tried again, when the server could not be reached or the session is over.
const AGAIN: Duration = Duration::from_secs(8);

/// What is to be saved.
#[derive(Default)]
pub struct Line {
    /// One more with each change, and how many of them are saved.
    changes: u64,
    saved: u64,
    /// The same for what is typed: it travels before any file, so that no slow file holds it up.
    typed: u64,
    typed_saved: u64,
    busy: bool,
    timer: Option<TimeoutHandle>,
    photo: PhotoToSend,
    /// Files to be attached, with their names; one with each save.
    files: Vec<(web_sys::Blob, String)>,
    /// Files that were chosen and are still being looked at.
    looking: usize,
    /// Attachments to be taken out.
    unwanted: Vec<AttachmentId>,
    /// The button that waits for the save to end.
    button: Option<HtmlElement>,
    /// That button was pressed by us: its form goes its way.
    let_through: bool,
    /// What stands on the server from elsewhere is overwritten.
    in_any_case: bool,
    /// The words that were sent last, while it is not known whether they arrived.
    unanswered: Option<Typed>,
    /// How many requests that outlive the page are on their way, and how many there were.
    parting: u32,
    partings: u64,
}

/// What the fields say.
#[derive(Clone, PartialEq, Eq)]
struct Typed {
    title: String,
    body: String,
    photo_alt: String,
}

impl Typed {
    fn of(fields: &FormData) -> Self {
        let text = |name| fields.get(name).as_string().unwrap_or_default();
        Self { title: text("title"), body: text("body"), photo_alt: text("photo_alt") }
    }

    /// Says to the server that these words may have come before, and are this page's own.
    fn goes_before(&self, fields: &FormData) -> Option<()> {
        fields.append_with_str("title_under_way", &self.title).ok()?;
        fields.append_with_str("body_under_way", &self.body).ok()?;
        fields.append_with_str("photo_alt_under_way", &self.photo_alt).ok()
    }
}

impl Line {
    /// Of those that wait to be sent.
    fn names_of_files(&self) -> Vec<String> {
        self.files.iter().map(|(_, name)| name.clone()).collect()
    }
}

#[derive(Default)]
enum PhotoToSend {
    #[default]
    AsItIs,
    /// One was chosen and is still being looked at.
    Preparing,
    Remove,
    Put(web_sys::Blob, String),
}

impl PhotoToSend {
    const fn is_being_prepared(&self) -> bool {
        matches!(self, Self::Preparing)
    }
}

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
    let sent = draft.form.get_untracked().is_some_and(|form| is_sent(&form));
    if !sent && !is_restored() {
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

/// The picture of a chosen photo is shown no more.
pub fn forget_chosen(draft: Draft) {
    if let Some(before) = draft.chosen.get_untracked() {
        // The picture is gone anyway when the browser has forgotten it.
        let _ = web_sys::Url::revoke_object_url(&before.url);
        draft.chosen.set(None);
    }
}

/// A photo was chosen: buttons wait until it is known what becomes of it.
pub fn begin_photo(draft: Draft) {
    forget_chosen(draft);
    draft.photo_error.set(None);
    draft.line.update_value(|line| line.photo = PhotoToSend::Preparing);
}

/// The chosen photo cannot be taken. What is wrong is read before the form goes anywhere.
pub fn refuse_photo(draft: Draft, sentence: String) {
    draft.photo_error.set(Some(sentence));
    let waited = draft.line.try_update_value(|line| {
        line.photo = PhotoToSend::AsItIs;
        line.button.take().is_some()
    });
    if waited == Some(true) {
        focus("photo");
    }
}

pub fn put_photo(draft: Draft, photo: web_sys::Blob, name: String) {
    draft.line.update_value(|line| {
        line.changes += 1;
        line.photo = PhotoToSend::Put(photo, name);
    });
    save_now(draft);
}

pub fn remove_photo(draft: Draft) {
    draft.photo.set(None);
    draft.removed.set(use_words().field_photo_removed().to_owned());
    // The button that was pressed goes with the photo.
    focus("photo");
    draft.line.update_value(|line| {
        line.changes += 1;
        line.photo = PhotoToSend::Remove;
    });
    save_now(draft);
}

/// Files besides the photo were chosen: buttons wait until it is known what becomes of them.
pub fn begin_files(draft: Draft) {
    draft.attachments_error.set(None);
    draft.line.update_value(|line| line.looking += 1);
}

/// How many bytes of files wait to be sent.
pub fn bytes_on_the_way(draft: Draft) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of files are whole numbers"
    )]
    let size = |file: &web_sys::Blob| file.size() as u64;
    draft.line.with_value(|line| line.files.iter().map(|(file, _)| size(file)).sum())
}

/// Those that can be taken are sent at once, so that they are safe before the form is.
pub fn attach(draft: Draft, files: Vec<(web_sys::Blob, String)>) {
    draft.attaching.update(|names| names.extend(files.iter().map(|(_, name)| name.clone())));
    let waited = draft.line.try_update_value(|line| {
        line.looking -= 1;
        line.changes += u64::from(!files.is_empty());
        line.files.extend(files);
        // What is wrong with a file is read before the form goes anywhere.
        let refused = draft.attachments_error.read_untracked().is_some();
        refused && line.button.take().is_some()
    });
    if waited == Some(true) {
        focus("attachments");
    }
    save_now(draft);
}

pub fn take_out(draft: Draft, attachment: AttachmentId) {
    let name = draft.attachments.with_untracked(|all| {
        all.iter().find(|one| one.id == attachment).map(|one| one.name.clone()).unwrap_or_default()
    });
    draft.removed.set(use_words().attachment_removed(name));
    // The button that was pressed goes with the file.
    focus("attachments");
    draft.attachments.update(|all| all.retain(|one| one.id != attachment));
    draft.line.update_value(|line| {
        line.changes += 1;
        line.unwanted.push(attachment);
    });
    save_now(draft);
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

/// The page goes out of sight, perhaps for ever. Words that are not saved leave by a request that outlives the page, also
/// while a save is on its way; files are too large for that and go as ever.
fn leave(draft: Draft) {
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

enum Answer {
    Saved(SavedDraft),
    LoggedOut,
    Overtaken,
    Sent,
    Gone,
    Unreachable,
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

/// The fields of the form without files, and where they go.
fn words_to_send(draft: Draft) -> Option<(FormData, String)> {
    let form = draft.form.get_untracked()?;
    let fields = FormData::new_with_form(&form).ok()?;
    // What was chosen is in the line; the form itself need not send it.
    fields.delete("photo");
    fields.delete("attachments");
    fields.append_with_str("action", "save").ok()?;
    draft.line.try_with_value(|line| {
        if line.in_any_case {
            fields.delete("revision");
        }
        line.unanswered.as_ref().map_or(Some(()), |words| words.goes_before(&fields))
    })??;
    // Not `form.action`: that is the button of this name.
    Some((fields, form.get_attribute("action")?))
}

async fn send(draft: Draft) -> Answer {
    let request = async {
        let (fields, address) = words_to_send(draft)?;
        let photo = draft.line.try_update_value(|line| {
            line.unanswered = Some(Typed::of(&fields));
            if line.photo.is_being_prepared() { PhotoToSend::AsItIs } else { std::mem::take(&mut line.photo) }
        })?;
        match &photo {
            PhotoToSend::AsItIs | PhotoToSend::Preparing => {}
            PhotoToSend::Remove => fields.append_with_str("remove_photo", "on").ok()?,
            PhotoToSend::Put(blob, name) => {
                fields.append_with_blob_and_filename("photo", blob, name).ok()?;
            }
        }
        let (file, unwanted) = draft.line.try_update_value(|line| {
            let first = if line.unwanted.is_empty() { None } else { Some(line.unwanted.remove(0)) };
            // What is typed is safe first.
            let later = line.files.is_empty() || line.typed != line.typed_saved;
            (if later { None } else { Some(line.files.remove(0)) }, first)
        })?;
        if let Some((file, name)) = &file {
            fields.append_with_blob_and_filename("attachments", file, name).ok()?;
        }
        if let Some(attachment) = unwanted {
            fields.append_with_str("remove_attachment", &attachment.to_string()).ok()?;
        }
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", &address).ok()?;
        request.set_request_header("Accept", "application/json").ok()?;
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 100_000.0 {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                draft.progress.set(Some((event.loaded() / event.total() * 100.0) as u32));
            }
        });
        request.upload().ok()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        let over = ended(&request, Some(&fields)).await;
        let status = request.status().unwrap_or_default();
        if status != 200 {
            // It goes with the next one, unless another was chosen meanwhile.
            draft.line.try_update_value(|line| {
                if matches!(line.photo, PhotoToSend::AsItIs) {
                    line.photo = photo;
                }
                // One that the server does not get or take keeps nothing else from being saved.
                if !is_about_the_file(status) {
                    line.files.splice(0..0, file.clone());
                }
                line.unwanted.splice(0..0, unwanted);
            });
        }
        over?;
        if let Some((_, name)) = file.filter(|_| is_about_the_file(status)) {
            draft.attachments_error.try_set(Some(use_words().attachment_not_taken(name)));
            let waiting = draft.line.try_with_value(Line::names_of_files);
            draft.attaching.try_set(waiting.unwrap_or_default());
            draft.line.try_update_value(|line| line.button = None);
        }
        Some(match status {
            200 => {
                let text = request.response_text().ok()??;
                serde_json::from_str(&text).map_or(Answer::Unreachable, Answer::Saved)
            }
            // 403: somebody else has logged in on this machine meanwhile.
            401 | 403 => Answer::LoggedOut,
            404 if matches!(draft.place.try_get_untracked(), Some(Place::Book(_))) => Answer::Gone,
            409 => Answer::Overtaken,
            410 => Answer::Sent,
            _ => Answer::Unreachable,
        })
    };
    request.await.unwrap_or(Answer::Unreachable)
}

/// The request was too large, took too long, or could not be worked on: with a file in it, the file is why.
const fn is_about_the_file(status: u16) -> bool {
    matches!(status, 400 | 408 | 413 | 500)
}
