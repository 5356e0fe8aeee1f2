//! What is written in an entry or a reply: title, words and photo, each with its limit and what is wrong with it.

use domain::limits::EntryLimits;
use domain::text::{count_characters, split_at_limit};
use leptos::prelude::*;

use super::draft::Draft;
use super::photo_field::PhotoField;
use crate::components::field::{Field, Line};
use crate::components::text_area::TextArea;
use crate::words::{Words, use_words};

/// Enter in a line of a form presses its first button, and the first ones that are seen take a photo or a file out again. So
/// this stands before them all, seen and heard by nobody, and goes on.
pub fn pressed_by_enter() -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="submit"
            name="action"
            value="preview"
            tabindex="-1"
            aria-hidden="true"
        />
    }
}

/// Where an institution takes no photos there is no field, but for a photo that was kept before.
pub fn photo_field(
    words: Words,
    draft: Draft,
    alt: String,
    error: Option<String>,
    alt_error: Option<String>,
) -> impl IntoView {
    let needed = draft.photo.get_untracked().is_some() || error.is_some();
    let allowed = move || needed || draft.limits.get().photos > 0;
    view! {
        <div class="stack" hidden=move || !allowed()>
            <PhotoField draft error/>
            {Field::new("photo_alt", words.field_photo_alt(), alt_error)
                .hint(words.field_photo_alt_hint())
                .line(words, Line { required: false, ..Line::TEXT }, alt)}
        </div>
        <p class="field__hint" hidden=allowed>{words.field_photo_none()}</p>
    }
}

pub fn title_field(words: Words, title: String, error: Option<String>) -> impl IntoView {
    Field::new("title", words.field_title(), error).hint(words.field_title_hint()).line(
        words,
        Line::TEXT,
        title,
    )
}

pub fn body_field(
    words: Words,
    body: String,
    limits: Signal<EntryLimits>,
    error: Option<String>,
) -> impl IntoView {
    let text = RwSignal::new(body.clone());
    let count = Memo::new(move |_| count_characters(&text.read()));
    let most = move || limits.get().body;
    let class = move || {
        if count.get() > most() { "field__measure counter counter--over" } else { "field__measure counter" }
    };
    let field = Field { also: "body-counter", ..Field::new("body", words.field_body(), error) }
        .hint(words.field_body_hint());
    let control = view! {
        <TextArea
            id="body"
            name="body"
            class="field__input field__input--letter"
            rows=6
            text=body
            described_by=field.described_by()
            invalid=field.invalid()
            on_text=move |typed: String| text.set(typed)
        />
        <p class=class id="body-counter">
            <span>{move || words.counter(count.get(), &limits.get())}</span>
            <progress
                class="counter__bar"
                max=most
                value=move || count.get().min(most())
                aria-hidden="true"
            ></progress>
        </p>
        <SpokenCounter count limits/>
        {too_much(words, text, limits)}
    };
    field.around(words, control)
}

/// Beyond the limit nothing is cut: it is shown which part is too much.
fn too_much(words: Words, text: RwSignal<String>, limits: Signal<EntryLimits>) -> impl IntoView {
    move || {
        let (fits, over) = split_at_limit(&text.read(), limits.get().body);
        (!over.is_empty()).then(|| {
            // Enough of what fits to find the place.
            let before: String = fits.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
            view! {
                <p class="too-much">
                    <span class="too-much__label">{words.counter_too_much()}</span>
                    "…"
                    {before}
                    <mark class="too-much__part">{over}</mark>
                </p>
            }
        })
    }
}

/// Tells screen readers politely when little room is left, not at every key.
#[component]
fn SpokenCounter(count: Memo<u32>, limits: Signal<EntryLimits>) -> impl IntoView {
    let words = use_words();
    let spoken = move || {
        let (count, limit) = (count.get(), limits.get().body);
        // Every ten characters near the end, and each one beyond it.
        let near = count + 20 >= limit && count.is_multiple_of(10);
        if near || count > limit { words.counter_text(count, limit) } else { String::new() }
    };
    view! { <p class="visually-hidden" role="status">{spoken}</p> }
}
