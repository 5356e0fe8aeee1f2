//! What the reviewer has just decided and can still take back: nothing of it has left yet.

use domain::review_queue::UndoableDecision;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::queue_decide::undo;
use super::queue_live::Live;
use crate::api::queue_place::QueuePlace;
use crate::components::icon::{Icon, icon, notice_icon};
use crate::words::Words;

pub fn undo_bar(words: Words, live: Live) -> impl IntoView {
    view! {
        <div class="undo">
            <For
                each=move || live.undoable()
                key=|decision| decision.entry
                children=move |decision| one(words, live, decision)
            />
        </div>
    }
}

fn one(words: Words, live: Live, decision: UndoableDecision) -> impl IntoView {
    let leaves_at = decision.leaves_at;
    let left = move || words.review_undo_left(live.seconds_until(leaves_at));
    view! {
        <div class="notice notice--good">
            {notice_icon(if decision.approved { Icon::Check } else { Icon::Back })}
            <div class="notice__body">
                <p>{what(words, &decision)}" "{left}</p>
                {undo_form(words, live.place.read_value().act(decision.entry, "undo"), move |event| {
                    undo(event, live, decision.entry, decision.approved);
                })}
            </div>
        </div>
    }
}

fn what(words: Words, decision: &UndoableDecision) -> String {
    if decision.approved {
        words.review_undo_approved(&decision.student_name, &decision.title)
    } else {
        words.review_undo_returned(&decision.student_name, &decision.title)
    }
}

/// The decision about one entry, on its own page.
pub fn undo_notice(words: Words, place: &QueuePlace, decision: &UndoableDecision) -> impl IntoView + use<> {
    view! {
        <div class="notice notice--good">
            {notice_icon(Icon::Check)}
            <div class="notice__body">
                <p>{what(words, decision)}</p>
                {undo_form(words, place.act(decision.entry, "undo"), |_| {})}
            </div>
        </div>
    }
}

fn undo_form(words: Words, action: String, on_submit: impl Fn(&SubmitEvent) + 'static) -> impl IntoView {
    view! {
        <form class="actions" method="post" action=action on:submit=move |event| on_submit(&event)>
            <button class="button" data-undo="">{icon(Icon::Undo)}{words.review_undo()}</button>
        </form>
    }
}
