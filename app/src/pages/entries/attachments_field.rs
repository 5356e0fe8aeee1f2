//! 附件上傳: files besides the photo, as far as the institution of the chosen book takes them.

use domain::limits::EntryLimits;
use domain::view::Attachment;
use leptos::prelude::*;

use crate::components::field::{described_by, field_error};
use crate::components::icon::{Icon, icon};
use crate::words::Words;

pub fn attachments_field(
    words: Words,
    attached: &[Attachment],
    limits: Signal<EntryLimits>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let needed = !attached.is_empty() || error.is_some();
    let allowed = move || needed || !limits.get().attachments.none();
    let class = if error.is_some() { "field field--invalid" } else { "field" };
    let hint = move || {
        let limits = limits.get().attachments;
        let kinds = match (limits.pdf, limits.pictures) {
            (true, true) => words.attachment_kinds_both(),
            (false, true) => words.attachment_kinds_picture(),
            _ => words.attachment_kinds_pdf(),
        };
        words.attachment_hint(limits.files, kinds, limits.pages)
    };
    let accept = move || match (limits.get().attachments.pdf, limits.get().attachments.pictures) {
        (true, true) => "application/pdf,image/jpeg,image/png",
        (false, true) => "image/jpeg,image/png",
        _ => "application/pdf",
    };
    let items = attached
        .iter()
        .map(|one| {
            view! {
                <li class="attached__item">
                    <span>{one.name.clone()}" "{words.upload_pages(one.pages.len())}</span>
                    <button
                        class="button button--quiet"
                        name="remove_attachment"
                        value=one.id.to_string()
                        aria-label=words.sign_named(words.attachment_remove(), &one.name)
                        formnovalidate
                    >
                        {icon(Icon::Trash)}
                        {words.attachment_remove()}
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class=class hidden=move || !allowed()>
            <label class="field__label" for="attachments">
                {words.attachment_label()}
                " "
                <span class="field__optional">{words.field_optional()}</span>
            </label>
            <p class="field__hint" id="attachments-hint">{hint}</p>
            {field_error(words, "attachments", error.clone())}
            <ul class="attached" role="list">{items}</ul>
            <input
                class="photo-field__input"
                type="file"
                id="attachments"
                name="attachments"
                multiple
                accept=accept
                aria-describedby=described_by("attachments", true, error.as_ref(), "")
                aria-invalid=crate::components::field::invalid(error.as_ref())
            />
        </div>
    }
}
