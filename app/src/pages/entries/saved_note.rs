//! Says whether what is typed is safe: when it was saved, that it could not be yet, or what stands in the way.

use leptos::prelude::*;

use super::draft::{Draft, SaveState};
use crate::components::icon::{Icon, icon};
use crate::words::Words;

pub fn saved_note(words: Words, draft: Draft) -> impl IntoView {
    let said = move || match draft.state.get() {
        SaveState::Saving => Some((Icon::Clock, words.draft_saving().to_owned())),
        SaveState::Saved(at) => Some((Icon::Check, words.draft_saved(at))),
        SaveState::Offline => Some((Icon::Alert, words.draft_offline().to_owned())),
        SaveState::Untouched
        | SaveState::LoggedOut
        | SaveState::Overtaken
        | SaveState::Sent
        | SaveState::Gone => None,
    };
    let line = move || {
        said().map(|(picture, text)| view! { <p class="saved">{icon(picture)}<span>{text}</span></p> })
    };
    let trouble = move || {
        let (title, text, action) = match draft.state.get() {
            SaveState::LoggedOut => (
                words.draft_logged_out_title(),
                words.draft_logged_out_text(),
                view! {
                    <a class="button" href=draft.place.get().log_in() target="_blank" rel="external">{words.login_submit()}</a>
                }
                .into_any(),
            ),
            SaveState::Overtaken => (
                words.draft_overtaken_title(),
                words.draft_overtaken_text(),
                view! {
                    // What is typed here stays here.
                    <a class="button" href=draft.place.get().address() target="_blank" rel="external">
                        {words.draft_overtaken_look()}
                    </a>
                    <button class="button" type="button" on:click=move |_| draft.overwrite()>
                        {words.draft_overtaken_keep()}
                    </button>
                }
                .into_any(),
            ),
            SaveState::Sent => (
                words.draft_sent_title(),
                words.draft_sent_text(),
                view! { <a class="button" href=draft.place.get().list() rel="external">{words.back_entries()}</a> }
                    .into_any(),
            ),
            SaveState::Gone => (
                words.draft_gone_title(),
                words.draft_gone_text(),
                view! {
                    <button class="button" type="button" on:click=move |_| draft.keep_as_new()>
                        {words.draft_gone_keep()}
                    </button>
                }
                .into_any(),
            ),
            SaveState::Untouched | SaveState::Saving | SaveState::Saved(_) | SaveState::Offline => return None,
        };
        Some(view! {
            <div class="notice notice--warn" id="draft-trouble" tabindex="-1">
                {icon(Icon::Alert)}
                <div class="notice__body">
                    <h2 class="notice__title">{title}</h2>
                    <p>{text}</p>
                    <div class="actions">{action}</div>
                </div>
            </div>
        })
    };
    view! {
        <div class="draft-state" role="status">{line}</div>
        <div role="alert">{trouble}</div>
        <p class="visually-hidden" role="status">{move || draft.removed.get()}</p>
    }
}
