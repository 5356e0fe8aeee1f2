//! Asking once before what cannot be undone. Without JavaScript too: the question is folded behind the button.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::words::Words;

pub struct Question {
    pub label: &'static str,
    pub picture: Icon,
    pub title: &'static str,
    pub text: &'static str,
    /// Where the answer is posted.
    pub action: String,
    pub yes: &'static str,
}

pub fn confirm(words: Words, question: Question) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary class="button button--quiet disclosure__toggle">
                {icon(question.picture)}
                {question.label}
            </summary>
            <div class="disclosure__panel">
                <h2 class="disclosure__title">{question.title}</h2>
                <p>{question.text}</p>
                <form class="actions" method="post" action=question.action>
                    <button class="button button--danger">{question.yes}</button>
                </form>
                <p class="field__hint">{words.keep_hint()}</p>
            </div>
        </details>
    }
}
