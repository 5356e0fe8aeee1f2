//! `/staff/entries`: what waits, with text and photo at reading size, oldest first.

use domain::text::count_characters;
use domain::time::Moment;
use domain::view::{Parties, WaitingEntry};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::restrictions::{banner, link};
use super::today::waited;
use crate::api::review_queue::{ReviewQueue, review_queue};
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::letter::{Letter, from, letter};
use crate::components::loaded::loaded;
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::pages::staff::return_form::decide;
use crate::refusal::{ReviewProblem, ReviewRefusal};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let data = Resource::new(page_number(), review_queue);
    let words = use_words();
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |queue| {
        let done_text = match what.as_str() {
            "approved" => Some(words.done_approved()),
            "held" => Some(words.restriction_done_held()),
            "returned" => Some(words.done_returned()),
            _ => None,
        };
        view! {
            <Page title=words.review_title() width=Width::Full>
                <div class="stack">
                    {queue.refused.as_ref().map(|refused| refusal(words, refused))}
                    {done_text.map(done)}
                    {content(words, queue)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn refusal(words: Words, refused: &ReviewRefusal) -> AnyView {
    match &refused.problem {
        ReviewProblem::Notice(problem) => {
            let field = format!("reasons-{}", refused.entry);
            error_summary(words, &[(field, words.notice_problem(problem))]).into_any()
        }
        ReviewProblem::AlreadyDecided => not_done(words.error_already_decided()).into_any(),
        ReviewProblem::OtherVersion => not_done(words.error_other_version()).into_any(),
    }
}

fn content(words: Words, queue: ReviewQueue) -> AnyView {
    if queue.page.items.is_empty() && queue.page.number == 1 {
        return view! {
            <div class="empty">
                {small_cloud(Mood::Done)}
                <h1>{words.review_empty_title()}</h1>
                <p class="empty__text">{words.review_empty_text()}</p>
                <div class="actions"><a class="button" href="/staff">{words.staff_title()}</a></div>
            </div>
        }
        .into_any();
    }
    let (now, refused) = (queue.now, queue.refused);
    let lead = format!("{}{}", words.review_total(queue.total), words.review_lead());
    view! {
        <div class="page-head">{page_head(words.review_title(), lead)}</div>
        <div>
            {queue
                .page
                .items
                .into_iter()
                .map(|entry| {
                    let refused = refused.as_ref().filter(|refused| refused.entry == entry.id);
                    waiting(words, entry, now, refused)
                })
                .collect_view()}
        </div>
        {pager(words, "/staff/entries", queue.page.number, queue.page.has_next)}
    }
    .into_any()
}

fn waiting(
    words: Words,
    entry: WaitingEntry,
    now: Moment,
    refused: Option<&ReviewRefusal>,
) -> impl IntoView + use<> {
    let title_id = format!("entry-{}", entry.id);
    let decide = decide(words, entry.id, entry.version.round, entry.parties.strikes, refused);
    let version = entry.version;
    let mut rows = about(words, &entry.parties);
    rows.push((words.review_waiting(), text(waited(words, version.submitted_at, now))));
    rows.push((words.review_sent(), text(version.submitted_at.to_string())));
    if version.round > 1 {
        rows.push((words.history_resubmitted(), text(words.review_round(version.round))));
    }
    rows.push((words.review_length(), text(words.review_length_count(count_characters(&version.body)))));
    view! {
        <article class="review" aria-labelledby=title_id.clone()>
            {letter(words, Letter {
                date: version.submitted_at,
                title: version.title.clone(),
                body: version.body,
                photo: version.photo,
                from: from(words, entry.parties.relationship, &entry.parties.student_name),
                read_at: None,
                title_id: Some(title_id.clone()),
                is_heading: false,
            })}
            <aside
                class="card review__side"
                aria-label=words.sign_named(words.review_facts_label(), &version.title)
            >
                {facts(rows)}
                {banner(words, &entry.parties)}
                {strikes(words, &entry.parties)}
                {decide}
                <a class="button button--quiet" href=format!("/staff/entries/{}", entry.id)>
                    {words.review_open()}
                </a>
            </aside>
        </article>
    }
}

/// Who writes to whom, and how often something came back.
pub fn about(words: Words, parties: &Parties) -> Vec<(&'static str, AnyView)> {
    let family = words.sign_aside(&parties.family_name, words.relationship(parties.relationship));
    vec![
        (words.review_student(), text(format!("{} · {}", parties.student_name, parties.call_number))),
        (words.review_family(), text(family)),
        (words.restriction_title(), link(words, parties)),
        (words.review_returns(), text(words.review_returns_count(parties.strikes))),
    ]
}

/// Part 二(五): from the third return on, staff are shown that a suspension is possible.
pub fn strikes(words: Words, parties: &Parties) -> Option<impl IntoView + use<>> {
    parties.suspension_possible().then(|| not_alarming(words.review_strikes(parties.strikes)))
}

fn not_alarming(sentence: String) -> impl IntoView {
    view! { <div class="notice notice--warn"><div class="notice__body"><p>{sentence}</p></div></div> }
}
