//! Where an entry stands, as a small sign.

use domain::application::ApplicationStateKind;
use domain::entry::{EntryState, EntryStateKind};
use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::words::Words;

pub fn state_badge(words: Words, state: &EntryState) -> impl IntoView + use<> {
    entry_badge(state.kind(), words.state(state))
}

/// The same in the words of the portal's table (part 六(三)5), which families know from the printed steps.
pub fn portal_badge(words: Words, kind: EntryStateKind) -> impl IntoView + use<> {
    entry_badge(kind, words.portal_state(kind).to_owned())
}

fn entry_badge(kind: EntryStateKind, text: String) -> impl IntoView + use<> {
    let (class, picture) = match kind {
        EntryStateKind::Draft => ("badge badge--draft", Icon::Pen),
        EntryStateKind::InReview => ("badge badge--waiting", Icon::Clock),
        EntryStateKind::Returned => ("badge badge--returned", Icon::Back),
        EntryStateKind::Withdrawn => ("badge badge--withdrawn", Icon::Undo),
        EntryStateKind::Approved => ("badge badge--approved", Icon::Check),
        EntryStateKind::Delivered => ("badge badge--delivered", Icon::Book),
        EntryStateKind::Read => ("badge badge--read", Icon::Heart),
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}

/// Where a request for a contact book stands.
pub fn application_badge(words: Words, state: ApplicationStateKind) -> impl IntoView + use<> {
    let (class, picture) = match state {
        ApplicationStateKind::Draft => ("badge badge--draft", Icon::Pen),
        ApplicationStateKind::InReview => ("badge badge--waiting", Icon::Clock),
        ApplicationStateKind::Returned => ("badge badge--returned", Icon::Back),
        ApplicationStateKind::Approved => ("badge badge--read", Icon::Check),
        ApplicationStateKind::Withdrawn => ("badge badge--withdrawn", Icon::Undo),
    };
    let text = words.application_state(state);
    view! { <span class=class>{icon(picture)}{text}</span> }
}
