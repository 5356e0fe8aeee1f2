//! What a special approval (專案, part 二(四)) allows.

use domain::limits::Wider;
use domain::special_approval::Allowed;
use leptos::prelude::*;

use super::icon::{Icon, notice_icon};
use crate::words::Words;

/// A sentence for each thing that is wider than usual.
pub fn sentences(words: Words, wider: &Wider) -> Vec<String> {
    let between = wider.days_between_uses.map(|days| match days {
        0 => words.allowed_any_time().to_owned(),
        1 => words.allowed_daily().to_owned(),
        days => words.allowed_days(days),
    });
    let body = wider.body.map(|count| words.allowed_body(count));
    let photos = wider.photos.map(|count| words.allowed_photos(count));
    let size = wider.photo_bytes.map(|bytes| words.allowed_photo_size(bytes / (1024 * 1024)));
    [between, body, photos, size].into_iter().flatten().collect()
}

pub fn list(words: Words, wider: &Wider) -> impl IntoView + use<> {
    let items = sentences(words, wider).into_iter().map(|sentence| view! { <li>{sentence}</li> });
    view! { <ul>{items.collect_view()}</ul> }
}

/// Told to the family while it lasts.
pub fn allowed(words: Words, allowed: &Allowed) -> impl IntoView + use<> {
    view! {
        <div class="notice notice--good">
            {notice_icon(Icon::Heart)}
            <div class="notice__body">
                <p>{words.allowed_until(allowed.last)}</p>
                {list(words, &allowed.wider)}
            </div>
        </div>
    }
}
