//! What pages are made of beside forms.

use domain::entry::EntryState;
use domain::id::EntryId;
use domain::people::Relationship;
use domain::review::{GivenReturnReason, ReturnNotice, ReturnReason};
use domain::time::Moment;
use leptos::prelude::*;

use super::part;
use crate::api::offered::{EntryReasons, OfferedReason, PreviewWords};
use crate::api::queue_place::QueuePlace;
use crate::components::art::{Mood, small_cloud};
use crate::components::badge::state_badge;
use crate::components::confirm::{Question, confirm};
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::letter::{Letter, from, letter};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::pager::pager;
use crate::components::reasons::reasons;
use crate::components::table::{cell, row, table};
use crate::pages::staff::return_form::{Decide, decide};
use crate::words::Words;

/// 2026/11/26 09:00
const NOW: Moment = Moment::from_micros(1_795_654_800_000_000);

pub fn parts(words: Words) -> impl IntoView {
    view! {
        {part("notices", words.guide_notices(), notices(words))}
        {part("badges", words.guide_badges(), badges(words))}
        {part("cards", words.guide_cards(), cards(words))}
        {part("letters", words.guide_letter_read(), sample_letter(words))}
        {part("stamps", words.guide_stamp(), stamp(words))}
        {part("entry-cards", words.guide_entry_card(), entry_card(words))}
        {part("empty-states", words.guide_empty(), empty(words))}
        {part("disclosures", words.guide_disclosure(), disclosures(words))}
        {part("reasons-given", words.guide_reasons(), return_notice(words).map(|notice| reasons(words, &notice)))}
        {part("tables", words.guide_table(), people(words))}
        {part("tiles", words.guide_tiles(), tiles(words))}
        {part("timelines", words.guide_timeline(), timeline(words))}
        {part("pagers", words.guide_pager(), pager(words, "/styleguide", 2, true))}
    }
}

fn notices(words: Words) -> impl IntoView {
    view! {
        <div class="grid grid--two">
            {notice(Tone::Info, words.guide_notice_info(), words.guide_sentence())}
            {notice(Tone::Good, words.guide_notice_good(), words.guide_sentence())}
            {notice(Tone::Warn, words.guide_notice_warn(), words.guide_sentence())}
            {done(words.done_saved())}
            {not_done(words.error_not_allowed())}
        </div>
    }
}

/// One entry in each state that there is.
fn badges(words: Words) -> impl IntoView {
    let turn = NOW.taipei_day();
    let states = [
        EntryState::Draft,
        EntryState::InReview { turn, round: 1, submitted_at: NOW },
        EntryState::Returned { turn, round: 1, returned_at: NOW },
        EntryState::Withdrawn { turn: None, withdrawn_at: NOW },
        EntryState::Approved { turn, approved_at: NOW },
        EntryState::Delivered { turn, delivered_at: NOW },
        EntryState::Read { turn, delivered_at: NOW, read_at: NOW },
    ];
    let badges = states.map(|state| view! { <li>{state_badge(words, &state)}</li> });
    view! {
        <ul class="actions" role="list">
            {badges.into_iter().collect_view()}
            <li><span class="badge badge--new">{words.student_new()}</span></li>
        </ul>
    }
}

fn cards(words: Words) -> impl IntoView {
    let rows = || {
        vec![
            (words.book_institution(), text(words.guide_school())),
            (words.book_relationship(), text(words.relationship(Relationship::Mother))),
        ]
    };
    view! {
        <div class="grid">
            <article class="card">
                <h3 class="card__title">{words.guide_facts()}</h3>
                {facts(rows())}
                <div class="actions"><a class="button" href="/styleguide">{words.guide_button_link()}</a></div>
            </article>
            <article class="book">
                <header class="book__label">
                    <p class="book__whose">{words.book_whose()}</p>
                    <h3 class="book__name">{words.guide_person()}</h3>
                </header>
                {facts(rows())}
                <p class="book__next">{icon(Icon::Heart)}<strong>{words.book_can_write()}</strong></p>
            </article>
        </div>
    }
}

fn sample_letter(words: Words) -> impl IntoView {
    letter(
        words,
        Letter {
            date: NOW,
            title: words.guide_entry_title().to_owned(),
            body: words.guide_sentence().to_owned(),
            photo: None,
            photo_alt: String::new(),
            attachments: Vec::new(),
            marks: Vec::new(),
            from: from(words, Relationship::Mother, words.guide_person()),
            read_at: Some(NOW),
            title_id: None,
            is_heading: false,
        },
    )
}

fn stamp(words: Words) -> impl IntoView {
    view! {
        <p class="stamp">
            <span class="stamp__word">{words.stamp_read()}</span>
            <span class="stamp__when">{NOW.to_string()}</span>
        </p>
    }
}

fn entry_card(words: Words) -> impl IntoView {
    let state = EntryState::Returned { turn: NOW.taipei_day(), round: 1, returned_at: NOW };
    view! {
        <article class="entry-card">
            <div class="entry-card__thumb entry-card__thumb--none">
                {icon(Icon::Pen)}
                <span class="visually-hidden">{words.entry_no_photo()}</span>
            </div>
            <div class="entry-card__body">
                <h3 class="entry-card__title"><a href="/styleguide">{words.guide_entry_title()}</a></h3>
                <p class="entry-card__meta">
                    <span>{words.entry_to(words.guide_person())}</span>
                    <span>{words.entry_sent(NOW)}</span>
                </p>
            </div>
            <p class="entry-card__state">{state_badge(words, &state)}</p>
            <div class="entry-card__more stack">
                <div class="actions">
                    <a class="button button--primary" href="/styleguide">{words.entry_correct()}</a>
                </div>
            </div>
        </article>
    }
}

fn empty(words: Words) -> impl IntoView {
    let moods = [
        (Mood::Warm, words.entries_empty_title(), words.entries_empty_text()),
        (Mood::Done, words.review_empty_title(), words.review_empty_text()),
        (Mood::Lost, words.missing_title(), words.missing_text()),
    ];
    let moods = moods.map(|(mood, title, sentence)| {
        view! {
            <div class="empty">
                {small_cloud(mood)}
                <h3>{title}</h3>
                <p class="empty__text">{sentence}</p>
                <div class="actions"><a class="button" href="/styleguide">{words.guide_button_link()}</a></div>
            </div>
        }
    });
    view! { <div class="grid">{moods.into_iter().collect_view()}</div> }
}

fn disclosures(words: Words) -> impl IntoView {
    // It leads to no entry, so that pressing its buttons decides nothing.
    let entry = EntryId::parse("0193598e-7b1c-7000-8000-0123456789ab");
    view! {
        <div class="grid grid--two">
            <div class="actions">
                {confirm(words, Question {
                    label: words.nav_log_out(),
                    picture: Icon::Undo,
                    title: words.guide_confirm_title(),
                    text: words.guide_confirm_text(),
                    action: "/logout".to_owned(),
                    yes: words.nav_log_out(),
                })}
            </div>
            {entry.map(|entry| decide(words, decision(words, entry)))}
        </div>
    }
}

fn decision(words: Words, entry: EntryId) -> Decide {
    let reasons = ReturnReason::ALL.map(|reason| OfferedReason {
        name: reason.name().to_owned(),
        label: words.reason(reason).to_owned(),
        reads: words.reason(reason).to_owned(),
    });
    let preview = PreviewWords {
        language: words.0,
        title: words.reasons_title().to_owned(),
        advice: words.reasons_advice().to_owned(),
    };
    let reasons = EntryReasons { reasons: reasons.into(), preview };
    Decide {
        entry,
        round: 1,
        strikes: Some(3),
        reasons,
        refused: None,
        place: QueuePlace::default(),
        live: None,
    }
}

fn return_notice(words: Words) -> Option<ReturnNotice> {
    let names = ReturnReason::ALL.map(ReturnReason::name);
    ReturnNotice::parse(names, words.guide_advice(), &GivenReturnReason::usual()).ok()
}

fn people(words: Words) -> impl IntoView {
    let heads = [words.demo_who(), words.demo_can()];
    let rows =
        [(words.role_reviewer(), words.demo_can_reviewer()), (words.role_head(), words.demo_can_head())].map(
            |(who, can)| {
                row(view! {
                    {cell(words.demo_who(), who)}
                    {cell(words.demo_can(), can)}
                })
            },
        );
    table("tables", heads, rows.into_iter().collect_view())
}

fn tiles(words: Words) -> impl IntoView {
    view! {
        <ul class="tiles" role="list">
            <li class="tiles__link">
                <span class="tiles__name">{words.tile_waiting()}</span>
                <span class="tiles__value">"12"</span>
            </li>
            <li class="tiles__link tiles__link--alert">
                <span class="tiles__name">{words.tile_oldest()}</span>
                <span class="tiles__value">{words.review_waiting_hours(20)}</span>
                <span class="tiles__note">{words.tile_oldest_note(NOW)}</span>
            </li>
        </ul>
    }
}

fn timeline(words: Words) -> impl IntoView {
    let steps = [
        ("timeline__item", words.history_returned()),
        ("timeline__item", words.history_resubmitted()),
        ("timeline__item timeline__item--now", words.history_approved()),
    ];
    let steps = steps.map(|(class, what)| {
        view! {
            <li class=class>
                <p class="timeline__what">{what}</p>
                <p class="timeline__when">{NOW.to_string()}</p>
            </li>
        }
    });
    view! { <ol class="timeline" role="list">{steps.into_iter().collect_view()}</ol> }
}
