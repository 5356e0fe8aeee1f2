//! 附件上傳: files besides the photo, as far as the institution of the chosen book takes them. Where the page is alive they
//! are looked at and sent at once.

use domain::view::Attachment;
use leptos::prelude::*;

use super::draft::Draft;
use crate::components::field::{described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::words::Words;

pub fn attachments_field(
    words: Words,
    draft: Draft,
    attached: Vec<Attachment>,
    error: Option<String>,
) -> impl IntoView {
    let needed = !attached.is_empty() || error.is_some();
    draft.attachments.set(attached);
    draft.attachments_error.set(error);
    let error = draft.attachments_error;
    let limits = move || draft.limits.get().attachments;
    let allowed = move || needed || !limits().none();
    let class = move || if error.read().is_some() { "field field--invalid" } else { "field" };
    let hint = move || {
        let kinds = match (limits().pdf, limits().pictures) {
            (true, true) => words.attachment_kinds_both(),
            (false, true) => words.attachment_kinds_picture(),
            _ => words.attachment_kinds_pdf(),
        };
        words.attachment_hint(limits().files, kinds, limits().pages)
    };
    let accept = move || match (limits().pdf, limits().pictures) {
        (true, true) => "application/pdf,image/jpeg,image/png",
        (false, true) => "image/jpeg,image/png",
        _ => "application/pdf",
    };
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    view! {
        <div class=class hidden=move || !allowed()>
            <label class="field__label" for="attachments">
                {words.attachment_label()}
                " "
                <span class="field__optional">{words.field_optional()}</span>
            </label>
            <p class="field__hint" id="attachments-hint">{hint}</p>
            <div aria-live="polite">{move || field_error(words, "attachments", error.get())}</div>
            <ul class="attached" role="list">
                {move || {
                    draft.attachments.get().into_iter().map(|one| item(words, draft, alive, one)).collect_view()
                }}
                {move || draft.attaching.get().into_iter().map(|name| view! {
                    <li class="attached__item">
                        <span>{name}</span>
                        <span>{words.field_photo_sending(draft.progress.get().unwrap_or_default())}</span>
                    </li>
                }).collect_view()}
            </ul>
            <input
                class="photo-field__input"
                type="file"
                id="attachments"
                name="attachments"
                multiple
                accept=accept
                aria-describedby=move || described_by("attachments", true, error.read().as_ref(), "")
                aria-invalid=move || error.read().as_ref().map(|_| "true")
                on:change=move |event| take_from(&event_target(&event), draft)
            />
        </div>
    }
}

fn item(words: Words, draft: Draft, alive: RwSignal<bool>, one: Attachment) -> impl IntoView {
    let id = one.id;
    view! {
        <li class="attached__item">
            <span>{one.name.clone()}" "{words.upload_pages(one.pages.len())}</span>
            <button
                class="button button--quiet"
                name="remove_attachment"
                value=id.to_string()
                aria-label=words.sign_named(words.attachment_remove(), &one.name)
                formnovalidate
                on:click=move |event| {
                    if alive.get_untracked() {
                        event.prevent_default();
                        draft.take_out(id);
                    }
                }
            >
                {icon(Icon::Trash)}
                {words.attachment_remove()}
            </button>
        </li>
    }
}

/// The server draws the field; only a browser can choose a file.
#[cfg(not(feature = "hydrate"))]
fn take_from(_: &leptos::web_sys::HtmlInputElement, _: Draft) {}

#[cfg(feature = "hydrate")]
use browser::take_from;

#[cfg(feature = "hydrate")]
mod browser {
    use domain::attachment::{RefusedAttachment, Taken, check_attachment};
    use domain::document::{FIRST_BYTES, shown_name};
    use gloo_file::futures::read_as_bytes;
    use gloo_file::{Blob, FileList};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::draft::Draft;
    use super::super::saving::files::{attach, begin_files, bytes_on_the_way};
    use crate::words::use_words;

    /// Judges the chosen files by the rule of the server, sends those that it would take, and says what is wrong with the
    /// others.
    pub fn take_from(input: &web_sys::HtmlInputElement, draft: Draft) {
        let words = use_words();
        let Some(files) = input.files().map(FileList::from) else { return };
        let files: Vec<gloo_file::File> = files.iter().cloned().collect();
        // From here on the draft has them; the form need not send them once more.
        input.set_value("");
        begin_files(draft);
        spawn_local(async move {
            let limits = draft.limits.get_untracked();
            let there = draft.attachments.read_untracked().len() + draft.attaching.read_untracked().len();
            let on_the_way = bytes_on_the_way(draft);
            // How large the others are is known to the server.
            let there = u32::try_from(there).unwrap_or(u32::MAX);
            let mut taken = Taken { photo: None, files: there, bytes: on_the_way };
            let (mut good, mut refused) = (Vec::new(), Vec::new());
            for file in files {
                let (blob, name): (web_sys::Blob, _) =
                    (AsRef::<web_sys::Blob>::as_ref(&file).clone(), file.name());
                let looked_at = Blob::from(blob.clone());
                let size = looked_at.size();
                let beginning = looked_at.slice(0, size.min(FIRST_BYTES as u64));
                let first_bytes = read_as_bytes(&beginning).await.unwrap_or_default();
                match check_attachment(size, &first_bytes, &limits, taken) {
                    Ok(_) => {
                        taken = taken.and(size);
                        good.push((blob, name));
                    }
                    Err(problem) => refused.push(RefusedAttachment { name: shown_name(&name), problem }),
                }
            }
            draft.attachments_error.set(words.refused_attachments(&refused));
            attach(draft, good);
        });
    }
}
