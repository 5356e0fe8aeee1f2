//! One entry in the queue: what is to be read, who wrote it, what was before, and the decision.

use domain::text::count_characters;
use domain::view::{EarlierDecision, Parties, WaitingEntry};
use leptos::prelude::*;

use super::queue_live::Live;
use super::restrictions::{banner, link};
use super::return_form::{Decide, decide};
use super::today::waited;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::letter::{Letter, from, letter};
use crate::components::reasons::reasons;
use crate::words::Words;

pub fn waiting(words: Words, live: Live, entry: WaitingEntry) -> impl IntoView {
    let (id, round) = (entry.id, entry.version.round);
    let title_id = format!("entry-{id}");
    let version = entry.version;
    let mut rows = about(words, &entry.parties);
    let now = live.opened_at.get_value();
    rows.push((words.review_waiting(), text(waited(words, version.submitted_at, now))));
    rows.push((words.review_sent(), text(version.submitted_at.to_string())));
    if round > 1 {
        rows.push((words.history_resubmitted(), text(words.review_round(round))));
    }
    rows.push((words.review_length(), text(words.review_length_count(count_characters(&version.body)))));
    let decision = decide(
        words,
        Decide {
            entry: id,
            round,
            strikes: entry.parties.answered.is_none().then_some(entry.parties.strikes),
            reasons: live.reasons_for(entry.parties.writer_language),
            refused: live.returned_from_here(id, round),
            place: live.place.get_value(),
            live: Some(live),
        },
    );
    let page = live.place.read_value().letter(id);
    view! {
        <article
            class="review"
            id=format!("review-{id}")
            tabindex="-1"
            aria-labelledby=title_id.clone()
            on:focusin=move |_| live.look_at(id)
            on:click=move |_| live.look_at(id)
            on:pointerenter=move |_| live.rest_on(id)
            on:pointerleave=move |_| live.leave()
        >
            {letter(words, Letter {
                date: version.submitted_at,
                title: version.title.clone(),
                body: version.body,
                photo: version.photo,
                photo_alt: version.photo_alt,
                attachments: version.attachments,
                marks: live.watch_words.get_value(),
                from: written_by(words, &entry.parties),
                read_at: None,
                title_id: Some(title_id.clone()),
                is_heading: false,
            })}
            <aside
                class="card review__side"
                aria-label=words.sign_named(words.review_facts_label(), &version.title)
            >
                {gone(words, live, &title_id)}
                {claim(words, live, id)}
                {reply_note(words, &entry.parties)}
                {facts(rows)}
                {banner(words, &entry.parties)}
                {strikes(words, &entry.parties)}
                {decision}
                {together(words, live, id, round, &version.title)}
                {earlier(words, &entry.earlier)}
                <a class="button button--quiet" href=page>{words.review_open()}</a>
            </aside>
        </article>
    }
}

/// Decided or taken back while somebody was working on it here.
fn gone(words: Words, live: Live, title_id: &str) -> impl IntoView + use<> {
    let title_id = title_id.to_owned();
    let is_gone = move || live.gone.read().iter().any(|id| title_id.ends_with(&id.to_string()));
    move || {
        is_gone().then(|| {
            view! {
                <div class="notice notice--warn">
                    {notice_icon(Icon::Alert)}
                    <div class="notice__body"><p>{words.review_gone()}</p></div>
                </div>
            }
        })
    }
}

/// A colleague has it open: it can be taken over.
fn claim(words: Words, live: Live, id: domain::id::EntryId) -> impl IntoView {
    let take = live.place.read_value().act(id, "take");
    move || {
        let claim = live.colleague_of(id)?;
        Some(view! {
            <div class="notice notice--warn">
                {notice_icon(Icon::Clock)}
                <div class="notice__body">
                    <p>{words.review_colleague(claim.name)}</p>
                    <form class="actions" method="post" action=take.clone()>
                        <button class="button button--quiet">{words.review_take()}</button>
                    </form>
                </div>
            </div>
        })
    }
}

/// To be approved with others; only what this reviewer has opened can be chosen.
fn together(
    words: Words,
    live: Live,
    id: domain::id::EntryId,
    round: u32,
    title: &str,
) -> impl IntoView + use<> {
    let label = words.sign_named(words.review_choose(), title);
    view! {
        <label class="choice choice--small">
            <input
                class="choice__input"
                type="checkbox"
                name="entry"
                form="together"
                id=format!("choose-{id}")
                value=format!("{id}:{round}")
                aria-label=label
                disabled=move || !live.is_mine(id)
            />
            <span>{words.review_choose()}</span>
        </label>
        {move || (!live.is_mine(id)).then(|| view! {
            <p class="field__hint">{words.review_choose_hint()}</p>
        })}
    }
}

/// What was decided in this book before.
pub fn earlier(words: Words, earlier: &[EarlierDecision]) -> Option<impl IntoView + use<>> {
    if earlier.is_empty() {
        return None;
    }
    let items = earlier
        .iter()
        .map(|decision| {
            let what =
                if decision.returned.is_some() { words.history_returned() } else { words.history_approved() };
            view! {
                <li>
                    <a href=format!("/staff/entries/{}", decision.entry)>{decision.title.clone()}</a>
                    <p class="field__hint">{format!("{} · {what}", decision.submitted_at.taipei_day())}</p>
                    {decision.returned.as_ref().map(|notice| reasons(words, notice))}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <details class="disclosure">
            <summary class="button button--quiet disclosure__toggle">
                {icon(Icon::Clock)}
                {words.review_earlier(earlier.len())}
            </summary>
            <div class="disclosure__panel"><ul class="stack" role="list">{items}</ul></div>
        </details>
    })
}

/// 「媽媽寫給小宇」, or the other way round.
pub fn written_by(words: Words, parties: &Parties) -> String {
    match parties.answered {
        Some(_) => words.reply_from(words.relationship(parties.relationship), &parties.student_name),
        None => from(words, parties.relationship, &parties.student_name),
    }
}

/// A student wrote it, inside a programme (part 二(二)).
pub fn reply_note(words: Words, parties: &Parties) -> Option<impl IntoView + use<>> {
    parties.answered.as_ref().map(|title| {
        let sentence = words.review_reply_to(title);
        view! {
            <div class="notice notice--info">
                {notice_icon(Icon::Back)}
                <div class="notice__body"><p>{sentence}</p></div>
            </div>
        }
    })
}

/// Who writes to whom, and how often something came back.
pub fn about(words: Words, parties: &Parties) -> Vec<(&'static str, AnyView)> {
    let family = words.sign_aside(&parties.family_name, words.relationship(parties.relationship));
    let mut rows = vec![
        (words.review_student(), text(format!("{} · {}", parties.student_name, parties.call_number))),
        (words.review_family(), text(family)),
        (words.restriction_title(), link(words, parties)),
    ];
    if parties.answered.is_none() {
        rows.push((words.review_returns(), text(words.review_returns_count(parties.strikes))));
    }
    rows
}

/// Part 二(五): from the third return on, staff are shown that a suspension is possible.
pub fn strikes(words: Words, parties: &Parties) -> Option<impl IntoView + use<>> {
    parties.suspension_possible().then(|| {
        let sentence = words.review_strikes(parties.strikes);
        let page = format!("/staff/students/{}/suspension", parties.student);
        view! {
            <div class="notice notice--warn">
                <div class="notice__body">
                    <p>{sentence}</p>
                    <p><a href=page>{words.suspension_propose()}</a></p>
                </div>
            </div>
        }
    })
}
