//! `/staff/entries/{id}`: one entry with all that was decided about it.

use domain::view::{Decision, ReviewedEntry, Version};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::queue_item::{about, earlier, reply_note, strikes, written_by};
use super::restrictions::banner;
use super::today::waited;
use super::undo_bar::undo_notice;
use crate::api::offered::EntryReasons;
use crate::api::queue_place::QueuePlace;
use crate::api::reviewed_entry::{EntryToReview, reviewed_entry};
use crate::components::badge::state_badge;
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::letter::{Letter, letter, photo_alt};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done_with, notice};
use crate::components::page::{Page, Width};
use crate::components::reasons::reasons;
use crate::pages::staff::return_form::{Decide, decide};
use crate::refusal::{ReviewProblem, ReviewRefusal};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), reviewed_entry);
    let words = use_words();
    loaded(data, move |data| {
        view! {
            <Page title=words.review_entry_title() width=Width::Full>{content(words, data)}</Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: EntryToReview) -> impl IntoView {
    let EntryToReview { now, reviewer, entry, watch_words, reasons: offered, refused } = data;
    let query = use_query_map();
    let place = QueuePlace::from_query(|asked| query.read_untracked().get(asked));
    let shown = entry.waiting.as_ref().or(entry.history.first().map(|decision| &decision.version)).cloned();
    let mut rows = about(words, &entry.parties);
    if let Some(version) = &entry.waiting {
        rows.push((words.review_waiting(), text(waited(words, version.submitted_at, now))));
    }
    let waiting = entry.waiting.as_ref().filter(|_| !entry.decided);
    let told = refused.as_ref().map(|refused| {
        let typed = if waiting.is_none() { typed(refused, &offered) } else { String::new() };
        refusal(words, refused, &typed)
    });
    let decision = waiting.map(|version| {
        decide(
            words,
            Decide {
                entry: entry.id,
                round: version.round,
                strikes: entry.parties.answered.is_none().then_some(entry.parties.strikes),
                reasons: offered,
                refused,
                place: place.clone(),
                live: None,
            },
        )
    });
    let colleague = entry.claim.clone().filter(|claim| claim.is_of_colleague(reviewer, now));
    let by_colleague = entry.decided && entry.undoable.is_none();
    view! {
        <div class="stack">
            <a class="back-link" href=place.list()>{icon(Icon::Left)}{words.back_review()}</a>
            <h1>{words.review_entry_title()}</h1>
            {told}
            {entry.undoable.as_ref().map(|decision| undo_notice(words, &place, decision))}
            {by_colleague.then(|| notice(Tone::Info, "", words.review_decided()))}
            <div class="split">
                <section class="stack" aria-label=words.review_entry_label()>
                    <p>{state_badge(words, &entry.state)}</p>
                    {shown.map(|version| version_letter(words, &entry, version, watch_words))}
                    {(!entry.history.is_empty()).then(|| history(words, &entry.history))}
                </section>
                <aside class="split__aside card review__side" aria-label=words.review_facts_label()>
                    {colleague.map(|claim| notice(Tone::Warn, "", words.review_colleague(claim.name)))}
                    {facts(rows)}
                    {banner(words, &entry.parties)}
                    {reply_note(words, &entry.parties)}
                    {strikes(words, &entry.parties)}
                    {decision}
                    {earlier(words, &entry.earlier)}
                </aside>
            </div>
        </div>
    }
}

/// What became of the decision that was sent. `typed` is what it said, where no form says it.
fn refusal(words: Words, refused: &ReviewRefusal, typed: &str) -> AnyView {
    let sentence = match &refused.problem {
        ReviewProblem::Notice(problem) => {
            let field = format!("reasons-{}", refused.entry);
            return error_summary(words, &[(field, words.notice_problem(problem))]).into_any();
        }
        ReviewProblem::AlreadyDecided => words.error_already_decided(),
        ReviewProblem::OtherVersion => words.error_other_version(),
        ReviewProblem::Preview => {
            return notice(Tone::Info, "", words.application_review_previewed()).into_any();
        }
        ReviewProblem::Undone => return done(words.review_done_undone()).into_any(),
    };
    not_done_with(sentence, words.review_unsaid(), typed)
}

/// What a return said, a line for each reason and then the advice.
pub fn typed(refused: &ReviewRefusal, offered: &EntryReasons) -> String {
    let ticked = offered.reasons.iter().filter(|reason| refused.reasons.contains(&reason.name));
    let mut lines: Vec<&str> = ticked.map(|reason| reason.label.as_str()).collect();
    lines.push(&refused.suggestion);
    lines.join("\n")
}

fn version_letter(
    words: Words,
    entry: &ReviewedEntry,
    version: Version,
    marks: Vec<String>,
) -> impl IntoView + use<> {
    letter(
        words,
        Letter {
            date: version.submitted_at,
            title: version.title,
            body: version.body,
            photo: version.photo,
            photo_alt: version.photo_alt,
            attachments: version.attachments,
            marks,
            from: written_by(words, &entry.parties),
            read_at: None,
            title_id: None,
            is_heading: false,
        },
    )
}

fn history(words: Words, decisions: &[Decision]) -> impl IntoView + use<> {
    let items = decisions
        .iter()
        .map(|decision| {
            let what =
                if decision.returned.is_some() { words.history_returned() } else { words.history_approved() };
            let version = decision.version.clone();
            view! {
                <li class="timeline__item">
                    <p class="timeline__what">{what}</p>
                    <p class="timeline__when">
                        {format!("{} · {}", decision.decided_at, decision.decided_by)}
                    </p>
                    <div class="timeline__more">
                        {decision.returned.as_ref().map(|notice| reasons(words, notice))}
                        <details class="disclosure">
                            <summary class="button button--quiet disclosure__toggle">
                                {words.review_version(version.round)}
                            </summary>
                            <div class="disclosure__panel">
                                <p><strong>{version.title.clone()}</strong></p>
                                <p class="letter__body">{version.body}</p>
                                {version.photo.map(|photo| view! {
                                    <img
                                        src=format!("/files/{}/thumbnail", photo.id)
                                        width=photo.width
                                        height=photo.height
                                        alt=photo_alt(words, &version.photo_alt, &version.title)
                                        loading="lazy"
                                    />
                                })}
                            </div>
                        </details>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="history">
            <h2 class="card__title" id="history">{words.history_title()}</h2>
            <ol class="timeline" role="list">{items}</ol>
        </section>
    }
}
