//! The photo and the files besides it: chosen, looked at, taken out again.

use domain::id::AttachmentId;
use leptos::prelude::*;

use super::super::draft::Draft;
use super::line::PhotoToSend;
use super::save_now;
use crate::components::navigation::focus;
use crate::words::use_words;

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
