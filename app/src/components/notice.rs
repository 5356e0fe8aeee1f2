//! A framed message.

use leptos::prelude::*;

use super::icon::{Icon, notice_icon};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Good,
    Warn,
}

/// A message that was there when the page came.
pub fn notice(tone: Tone, title: impl Into<String>, text: impl Into<String>) -> impl IntoView {
    let (class, picture) = match tone {
        Tone::Info => ("notice notice--info", Icon::Info),
        Tone::Good => ("notice notice--good", Icon::Check),
        Tone::Warn => ("notice notice--warn", Icon::Clock),
    };
    let (title, text) = (title.into(), text.into());
    view! {
        <div class=class>
            {notice_icon(picture)}
            <div class="notice__body">
                {(!title.is_empty()).then(|| view! { <h2 class="notice__title">{title}</h2> })}
                {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            </div>
        </div>
    }
}

/// What was just done, told to screen readers too.
pub fn done(text: impl Into<String>) -> impl IntoView {
    let text = text.into();
    view! {
        <div class="notice notice--good" role="status">
            {notice_icon(Icon::Check)}
            <div class="notice__body"><p>{text}</p></div>
        </div>
    }
}

/// What could not be done, told to screen readers at once.
pub fn not_done(text: impl Into<String>) -> impl IntoView {
    not_done_with(text, "", "")
}

/// The same, with what somebody had typed for it, which is nowhere else; `label` says so.
pub fn not_done_with(text: impl Into<String>, label: &'static str, typed: &str) -> AnyView {
    let typed = (!typed.trim().is_empty()).then(|| {
        view! {
            <p class="field__hint">{label}</p>
            <p class="quote">{typed.to_owned()}</p>
        }
    });
    view! {
        <div class="notice notice--warn" role="alert">
            {notice_icon(Icon::Alert)}
            <div class="notice__body">
                <p>{text.into()}</p>
                {typed}
            </div>
        </div>
    }
    .into_any()
}
