//! One save on its way to the server: the words, and with them at most one photo and one file.

use domain::view::SavedDraft;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use super::super::draft::{Draft, Place};
use super::line::{Line, PhotoToSend, Typed};
use crate::components::request::ended;
use crate::words::use_words;

/// What the server said.
pub enum Answer {
    Saved(SavedDraft),
    LoggedOut,
    Overtaken,
    Sent,
    Gone,
    Unreachable,
}

/// The fields of the form without files, and where they go.
pub fn words_to_send(draft: Draft) -> Option<(FormData, String)> {
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

pub async fn send(draft: Draft) -> Answer {
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
