//! `/entries/{id}`: an entry as the student will see it, where it stands, and what can be done with it.

use domain::entry::EntryState;
use domain::time::{Moment, TaipeiDay};
use domain::view::{Book, Reply};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::api::entry::{Entry, entry};
use crate::components::badge::state_badge;
use crate::components::confirm::{Question, confirm};
use crate::components::icon::{Icon, icon};
use crate::components::letter::{Letter, from, letter};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::reasons::reasons;
use crate::refusal::StepRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let found = page_data(move || params.read().get("id").unwrap_or_default(), entry);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(found, move |found| {
        let done_text = match what.as_str() {
            "sent" => Some(words.done_sent()),
            "withdrawn" => Some(words.done_withdrawn()),
            "saved" => Some(words.done_saved()),
            _ => None,
        };
        let title = found.entry.title.clone();
        view! {
            <Page title width=Width::Reading>
                <div class="stack">
                    <a class="back-link" href="/entries">{icon(Icon::Left)}{words.back_entries()}</a>
                    {found.refused.clone().map(|refused| not_done(step_refused(words, &refused)))}
                    {done_text.map(done)}
                    {content(words, found)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn step_refused(words: Words, refused: &StepRefusal) -> String {
    match refused {
        StepRefusal::Paused => words.paused_step().to_owned(),
        StepRefusal::Suspended(until) => words.suspended_step(until),
        StepRefusal::Deciding => words.error_deciding().to_owned(),
        StepRefusal::TooEarly(next) => words.error_too_soon(next),
        StepRefusal::NotAllowed(_) | StepRefusal::NoProgramme | StepRefusal::BookClosed => {
            words.error_not_allowed().to_owned()
        }
    }
}

fn content(words: Words, found: Entry) -> impl IntoView {
    let state = found.entry.state;
    let heading = if state == EntryState::Draft {
        page_head(words.entry_preview_title(), words.entry_preview_lead()).into_any()
    } else {
        page_head(words.entry_state_title(), "").into_any()
    };
    view! {
        <div class="page-head">{heading}</div>
        {(state != EntryState::Draft).then(|| view! { <p>{state_badge(words, &state)}</p> })}
        {explanation(words, &found)}
        {found.entry.returned.as_ref().map(|returned| {
            let before = !matches!(state, EntryState::Returned { .. });
            view! {
                {before.then(|| view! { <p>{words.entries_returned_before()}</p> })}
                {reasons(words, &returned.notice)}
            }
        })}
        {as_read(words, &found)}
        {found.entry.reply.clone().map(|reply| answer(words, &found, reply))}
        <div class="actions">{actions(words, &found)}</div>
    }
}

fn explanation(words: Words, found: &Entry) -> Option<AnyView> {
    let say = |tone, text: String| Some(notice(tone, "", text).into_any());
    if found.entry.state.is_editable() && found.entry.book_closed {
        return say(Tone::Info, words.closed_book_entry().to_owned());
    }
    if found.entry.state.is_editable() && is_paused(found) {
        return Some(notice(Tone::Warn, words.paused_title(), words.paused_text()).into_any());
    }
    if let Some(until) = suspended_until(found).filter(|_| found.entry.state.is_editable()) {
        return Some(notice(Tone::Warn, words.suspended_title(until), words.suspended_text()).into_any());
    }
    match found.entry.state {
        EntryState::Draft => match &found.book {
            Some(Book { may_send_today: false, next_turn, .. }) => Some(
                notice(Tone::Warn, words.new_not_yet_title(next_turn), words.new_not_yet_text()).into_any(),
            ),
            _ => say(Tone::Info, words.entry_turn_note(found.turn_after)),
        },
        EntryState::InReview { submitted_at, .. } => say(Tone::Info, waiting(words, found, submitted_at)),
        EntryState::Returned { .. } => say(Tone::Info, words.entry_returned_text().to_owned()),
        EntryState::Withdrawn { .. } => {
            let again = if found.entry.book_closed { "" } else { words.entry_again_text() };
            say(Tone::Info, words.entry_withdrawn_text().to_owned() + again)
        }
        // It passed, and a restriction that is not told keeps it (part 一).
        EntryState::Approved { .. } => say(Tone::Info, words.entry_held_text().to_owned()),
        EntryState::Delivered { .. } => say(Tone::Good, words.entry_delivered_text().to_owned()),
        EntryState::Read { .. } => None,
    }
}

/// How long it may still take, as it has taken others these days, and when one may write again.
fn waiting(words: Words, found: &Entry, sent: Moment) -> String {
    let how_long = match found.reading {
        None => words.entry_waiting_text().to_owned(),
        Some(usual) if usual.is_late(sent, found.now) => words.reading_late().to_owned(),
        Some(usual) if usual.is_even() => words.reading_even(words.rough_time(usual.median)),
        Some(usual) => {
            words.reading_usual(words.rough_time(usual.median), words.rough_time(usual.slowest_tenth))
        }
    };
    let next = found.book.as_ref().filter(|book| !book.may_send_today);
    let next = next.map(|book| words.entry_next(book.next_turn)).unwrap_or_default();
    how_long + &next
}

/// Part 二(五): the family may not publish until then.
fn suspended_until(found: &Entry) -> Option<TaipeiDay> {
    found.book.as_ref().and_then(|book| book.suspended_until)
}

/// Part 一: nothing can be sent at present.
fn is_paused(found: &Entry) -> bool {
    found.book.as_ref().is_some_and(|book| book.paused)
}

fn as_read(words: Words, found: &Entry) -> impl IntoView + use<> {
    let entry = &found.entry;
    let date = entry.submitted_at.unwrap_or(entry.edited_at);
    let read_at = match entry.state {
        EntryState::Read { read_at, .. } => Some(read_at),
        _ => None,
    };
    let from = match &found.book {
        Some(book) => from(words, book.relationship, &book.student_name),
        None => entry.student_name.as_ref().map(|name| words.entry_to(name)).unwrap_or_default(),
    };
    let title =
        if entry.title.trim().is_empty() { words.new_no_title().to_owned() } else { entry.title.clone() };
    letter(
        words,
        Letter {
            date,
            title,
            body: entry.body.clone(),
            photo: entry.photo,
            photo_alt: entry.photo_alt.clone(),
            attachments: entry.attachments.clone(),
            marks: Vec::new(),
            from,
            read_at,
            title_id: None,
            is_heading: false,
        },
    )
}

/// What the student replied.
fn answer(words: Words, found: &Entry, reply: Reply) -> impl IntoView + use<> {
    let student = found.entry.student_name.clone().unwrap_or_default();
    let relationship = found.entry.relationship.map(|relationship| words.relationship(relationship));
    view! {
        <section class="stack" aria-labelledby="reply">
            <h2 id="reply">{words.reply_of(&student)}</h2>
            {letter(words, Letter {
                date: reply.delivered_at,
                title: reply.title,
                body: reply.body,
                photo: reply.photo,
                photo_alt: reply.photo_alt,
                attachments: Vec::new(),
                marks: Vec::new(),
                from: words.reply_from(relationship.unwrap_or_default(), &student),
                read_at: None,
                title_id: None,
                is_heading: false,
            })}
        </section>
    }
}

fn actions(words: Words, found: &Entry) -> AnyView {
    let id = found.entry.id;
    let edit = format!("/entries/{id}/edit");
    let closed = found.entry.book_closed;
    let can_go = !found.incomplete && !is_paused(found) && suspended_until(found).is_none() && !closed;
    let may_send = can_go && found.book.as_ref().is_some_and(|book| book.may_send_today);
    match found.entry.state {
        EntryState::Draft => view! {
            {may_send.then(|| view! {
                <form method="post" action=format!("/entries/{id}/submit")>
                    <button class="button button--primary">{words.entry_submit()}</button>
                </form>
            })}
            {(!closed).then(|| view! { <a class="button" href=edit>{icon(Icon::Pen)}{words.entry_edit()}</a> })}
            {confirm(words, Question {
                label: words.entry_discard(),
                picture: Icon::Trash,
                title: words.entry_discard_title(),
                text: words.entry_discard_text(),
                action: format!("/entries/{id}/discard"),
                yes: words.entry_discard_confirm(),
            })}
        }
        .into_any(),
        EntryState::Returned { .. } if closed => ().into_any(),
        EntryState::Returned { .. } => view! {
            {can_go.then(|| view! {
                <form method="post" action=format!("/entries/{id}/submit")>
                    <button class="button button--primary">{words.entry_submit()}</button>
                </form>
            })}
            <a class="button" href=edit>{icon(Icon::Pen)}{words.entry_correct()}</a>
        }
        .into_any(),
        EntryState::InReview { round, .. } => confirm(
            words,
            Question {
                label: words.entry_withdraw(),
                picture: Icon::Undo,
                title: words.entry_withdraw_title(),
                text: if round > 1 { words.entry_withdraw_text_kept() } else { words.entry_withdraw_text() },
                action: format!("/entries/{id}/withdraw"),
                yes: words.entry_withdraw_confirm(),
            },
        )
        .into_any(),
        EntryState::Withdrawn { .. } if !closed => view! {
            <form method="post" action=format!("/entries/{id}/again")>
                {found.again.map(|draft| view! { <input type="hidden" name="form" value=draft.to_string()/> })}
                <button class="button">{icon(Icon::Pen)}{words.entry_again()}</button>
            </form>
        }
        .into_any(),
        _ => ().into_any(),
    }
}
