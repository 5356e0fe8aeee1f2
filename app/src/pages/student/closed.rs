//! The inbox and its letters while they are not open (part 一).

use leptos::prelude::*;

use crate::components::art::{Mood, small_cloud};
use crate::words::Words;

pub fn closed(words: Words) -> impl IntoView {
    view! {
        <div class="empty">
            {small_cloud(Mood::Warm)}
            <h1>{words.closed_title()}</h1>
            <p class="empty__text">{words.closed_text()}</p>
        </div>
    }
}
