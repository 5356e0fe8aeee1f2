//! The browser's side of an upload: one file after the other is looked at, made smaller if it is a large photo, and sent
//! with its progress. An old phone holds one photo in memory at a time.

use std::collections::{HashMap, VecDeque};

use domain::document::{
    DocumentFormat, DocumentKind, DocumentLimits, FIRST_BYTES, RefusedDocument, check_document, shown_name,
};
use domain::id::DocumentId;
use domain::view::Document;
use gloo_file::futures::read_as_bytes;
use gloo_file::{Blob, File, FileList};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use super::document_field::{Files, Upload, UploadState};
use crate::components::request::ended;
use crate::components::smaller::make_smaller;

/// Photos of documents are made no larger than this before they are sent, in pixels of the long edge.
const LONG_EDGE: u32 = 2400;

/// The files that wait, and the one that is being sent.
#[derive(Default)]
pub struct Line {
    next_key: u32,
    files: HashMap<u32, File>,
    waiting: VecDeque<u32>,
    busy: bool,
    sending: Option<(u32, XmlHttpRequest)>,
}

pub fn add(files: Files, kind: DocumentKind, chosen: Option<web_sys::FileList>) {
    let Some(chosen) = chosen.map(FileList::from) else { return };
    for file in chosen.iter() {
        let name = shown_name(&file.name());
        let key = files.line.try_update_value(|line| {
            line.next_key += 1;
            line.files.insert(line.next_key, file.clone());
            line.next_key
        });
        let Some(key) = key else { return };
        files.uploads.update(|all| all.push(Upload { key, kind, name, state: UploadState::Waiting }));
        line_up(files, key);
    }
}

pub fn retry(files: Files, key: u32) {
    set_state(files, key, UploadState::Waiting);
    line_up(files, key);
}

/// Takes a file out of the line, or puts the message about it away.
pub fn cancel(files: Files, key: u32) {
    let under_way = files.line.try_update_value(|line| {
        line.files.remove(&key);
        line.waiting.retain(|waiting| *waiting != key);
        line.sending.take_if(|(sending, _)| *sending == key)
    });
    let upload = files.uploads.read_untracked().iter().find(|upload| upload.key == key).cloned();
    forget(files, key);
    if let Some(Some((_, request))) = under_way {
        // It is over for us, whatever the browser says.
        let _ = request.abort();
    }
    if let Some(upload) = upload.filter(|upload| !matches!(upload.state, UploadState::Refused(_))) {
        files.said.set(files.words.upload_cancelled(upload.name));
    }
}

pub fn remove(files: Files, id: DocumentId) {
    spawn_local(async move {
        let url = format!("/applications/{}/documents/{id}/remove", files.application);
        let name = files.taken.read_untracked().iter().find(|one| one.id == id).map(|one| one.name.clone());
        let name = name.unwrap_or_default();
        let removed = async {
            let request = XmlHttpRequest::new().ok()?;
            request.open("POST", &url).ok()?;
            request.set_request_header("Accept", "application/json").ok()?;
            ended(&request, None).await?;
            request.status().ok().filter(|status| matches!(*status, 204 | 404))
        };
        match removed.await {
            Some(_) => {
                files.taken.update(|all| all.retain(|document| document.id != id));
                files.said.set(files.words.upload_removed(name));
            }
            // The page tells how it stands.
            None => reload(),
        }
    });
}

fn line_up(files: Files, key: u32) {
    let begin = files.line.try_update_value(|line| {
        line.waiting.push_back(key);
        !std::mem::replace(&mut line.busy, true)
    });
    if begin == Some(true) {
        spawn_local(work_off(files));
    }
}

async fn work_off(files: Files) {
    while let Some((key, file)) = next(files) {
        handle(files, key, file).await;
    }
}

/// The next file, or the line is not busy any more.
fn next(files: Files) -> Option<(u32, File)> {
    files.line.try_update_value(|line| {
        while let Some(key) = line.waiting.pop_front() {
            if let Some(file) = line.files.get(&key) {
                return Some((key, file.clone()));
            }
        }
        line.busy = false;
        None
    })?
}

async fn handle(files: Files, key: u32, file: File) {
    let Some(upload) = find(files, key) else { return };
    set_state(files, key, UploadState::Preparing);
    let start = Blob::from(file.clone()).slice(0, file.size().min(FIRST_BYTES as u64));
    let beginning = read_as_bytes(&start).await.unwrap_or_default();
    let limits = DocumentLimits::REGULATION;
    let format = match check_document(file.size(), &beginning) {
        Ok(format) => format,
        Err(problem) => {
            return refuse(files, key, RefusedDocument { kind: upload.kind, file: upload.name, problem });
        }
    };
    let picture = format == DocumentFormat::Picture;
    let smaller = if picture { make_smaller(file.as_ref(), LONG_EDGE).await } else { None };
    let blob: web_sys::Blob = smaller.unwrap_or_else(|| AsRef::<web_sys::Blob>::as_ref(&file).clone());
    let (count, bytes) = {
        let taken = files.taken.read_untracked();
        (taken.len(), taken.iter().map(|document| document.bytes).sum())
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size in whole bytes")]
    let size = blob.size() as u64;
    if let Err(problem) = limits.have_room(count, bytes, size) {
        return refuse(files, key, RefusedDocument { kind: upload.kind, file: upload.name, problem });
    }
    if find(files, key).is_none() {
        // Cancelled while it was looked at.
        return;
    }
    let preview = picture.then(|| web_sys::Url::create_object_url_with_blob(&blob).ok()).flatten();
    set_state(files, key, UploadState::Sending { percent: 0, preview: preview.clone() });
    let answer = send(files, key, &upload, &blob, preview.clone()).await;
    if let Some(url) = preview {
        // The picture is gone anyway when the browser has forgotten it.
        let _ = web_sys::Url::revoke_object_url(&url);
    }
    if find(files, key).is_none() {
        return;
    }
    match answer {
        Answer::Taken(document) => {
            forget(files, key);
            files.said.set(files.words.upload_done(&document.name));
            files.taken.update(|all| all.push(*document));
        }
        Answer::Refused(refused) => refuse(files, key, refused),
        Answer::Gone => reload(),
        Answer::Broken => {
            set_state(files, key, UploadState::Broken);
            files.said.set(files.words.upload_broken(&upload.name));
        }
    }
}

enum Answer {
    Taken(Box<Document>),
    Refused(RefusedDocument),
    /// The request cannot be changed any more, or the session is over: the page tells.
    Gone,
    Broken,
}

async fn send(
    files: Files,
    key: u32,
    upload: &Upload,
    blob: &web_sys::Blob,
    preview: Option<String>,
) -> Answer {
    let request = async {
        let form = FormData::new().ok()?;
        form.append_with_str("kind", upload.kind.name()).ok()?;
        form.append_with_blob_and_filename("file", blob, &upload.name).ok()?;
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", &format!("/applications/{}/documents", files.application)).ok()?;
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                let percent = (event.loaded() / event.total() * 100.0) as u32;
                set_state(files, key, UploadState::Sending { percent, preview: preview.clone() });
            }
        });
        request.upload().ok()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        files.line.update_value(|line| line.sending = Some((key, request.clone())));
        ended(&request, Some(&form)).await?;
        files.line.update_value(|line| line.sending = None);
        Some(request)
    };
    let Some(request) = request.await else { return Answer::Broken };
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or_default() {
        200 => match serde_json::from_str(&text) {
            Ok(document) => Answer::Taken(Box::new(document)),
            // Not ours: the browser was sent on to the log-in.
            Err(_) => Answer::Gone,
        },
        413 | 422 => serde_json::from_str(&text).map_or(Answer::Broken, Answer::Refused),
        401 | 403 | 404 | 409 => Answer::Gone,
        _ => Answer::Broken,
    }
}

fn find(files: Files, key: u32) -> Option<Upload> {
    files.uploads.read_untracked().iter().find(|upload| upload.key == key).cloned()
}

fn set_state(files: Files, key: u32, state: UploadState) {
    files.uploads.update(|all| {
        if let Some(upload) = all.iter_mut().find(|upload| upload.key == key) {
            upload.state = state;
        }
    });
}

fn forget(files: Files, key: u32) {
    files.line.update_value(|line| {
        line.files.remove(&key);
    });
    files.uploads.update(|all| all.retain(|upload| upload.key != key));
}

fn refuse(files: Files, key: u32, refused: RefusedDocument) {
    let sentence = files.words.refused_document(&refused);
    files.said.set(sentence.clone());
    set_state(files, key, UploadState::Refused(sentence));
}

fn reload() {
    // A failed reload leaves the page as it is.
    let _ = window().location().reload();
}
