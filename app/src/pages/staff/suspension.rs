//! `/staff/suspensions/{id}`: one suspension, from its proposal to its end (part 二(五)).

use domain::suspension::{Case, Evidence, Outcome, Suspended, WORDS_LIMIT, last_day, one_month_from};
use domain::text::TextProblem;
use domain::time::{Moment, TaipeiDay};
use domain::view::Whose;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::suspensions::badge;
use crate::api::suspensions::{OneCase, suspension};
use crate::components::confirm::{Question, confirm};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done_with, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::reasons::reasons;
use crate::refusal::{NotSuspended, SuspensionRefusal};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), suspension);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "proposed" => Some(words.suspension_done_proposed()),
            "suspended" => Some(words.suspension_done_suspended()),
            "refused" => Some(words.suspension_done_refused()),
            "lifted" => Some(words.suspension_done_lifted()),
            _ => None,
        };
        view! {
            <Page title=words.suspension_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

/// What is wrong with words that staff typed; `missing` when there have to be some.
pub fn text_problem(words: Words, problem: &TextProblem, missing: &'static str) -> String {
    match problem {
        TextProblem::Empty => missing.to_owned(),
        TextProblem::TooLong { count, limit } => words.settings_text_long(count, limit),
        TextProblem::Forbidden | TextProblem::PiledUp => words.settings_text_forbidden().to_owned(),
    }
}

/// Student and family, as rows of facts.
pub fn whose(words: Words, whose: &Whose) -> Vec<(&'static str, AnyView)> {
    let student = format!("{} · {}", whose.student_name, whose.call_number);
    let family = words.sign_aside(&whose.family_name, words.relationship(whose.relationship));
    vec![(words.suspension_student(), text(student)), (words.suspension_family(), text(family))]
}

/// What came back, the latest first.
pub fn evidence(words: Words, evidence: Vec<Evidence>) -> impl IntoView {
    let count = evidence.len();
    let items = evidence.into_iter().map(|one| {
        view! {
            <li class="card">
                <h3 class="card__title">{one.title}</h3>
                <p class="field__hint">{words.suspension_evidence_when(one.returned_at, one.submitted_at)}</p>
                <p class="quote">{one.body}</p>
                {reasons(words, &one.notice)}
                <a href=format!("/staff/entries/{}", one.entry)>{words.suspension_open_entry()}</a>
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="evidence">
            <h2 id="evidence">{words.suspension_evidence()}</h2>
            <p>{words.suspension_evidence_count(count)}</p>
            <ul class="stack" role="list">{items.collect_view()}</ul>
        </section>
    }
}

/// The field with what is wrong with it.
fn problems(words: Words, refused: Option<&SuspensionRefusal>) -> Vec<(String, String)> {
    match refused {
        Some(SuspensionRefusal::Told { problem, .. }) => {
            vec![("told".to_owned(), text_problem(words, problem, ""))]
        }
        Some(SuspensionRefusal::Reason { problem, .. }) => {
            vec![("reason".to_owned(), text_problem(words, problem, words.suspension_reason_missing()))]
        }
        None | Some(SuspensionRefusal::Not { .. } | SuspensionRefusal::NotInForce) => Vec::new(),
    }
}

/// Why nothing was decided or lifted, and what was typed.
fn not(words: Words, refused: Option<&SuspensionRefusal>) -> Option<AnyView> {
    let (why, typed) = match refused? {
        SuspensionRefusal::Told { .. } | SuspensionRefusal::Reason { .. } => return None,
        SuspensionRefusal::NotInForce => (words.suspension_not_in_force().to_owned(), ""),
        SuspensionRefusal::Not { typed, why } => (sentence(words, *why), typed.as_str()),
    };
    Some(not_done_with(why, words.suspension_unsaid(), typed))
}

fn sentence(words: Words, why: NotSuspended) -> String {
    match why {
        NotSuspended::Decided => words.suspension_decided_already().to_owned(),
        NotSuspended::BookClosed => words.suspension_book_closed().to_owned(),
        NotSuspended::TooFewReturns(count) => words.suspension_problem_few(count),
        NotSuspended::Already(until) => {
            let last = Moment::from_micros(until.micros() - 1).taipei_day();
            words.suspension_problem_suspended(last)
        }
    }
}

fn content(words: Words, data: OneCase) -> impl IntoView {
    let OneCase { case, evidence: returned, now, may_decide, refused } = data;
    let problems = problems(words, refused.as_ref());
    let title = words.suspension_case_title(&case.whose.family_name);
    let student = format!("/staff/students/{}", case.whose.student);
    let mut rows = whose(words, &case.whose);
    rows.push((words.suspension_state(), badge(words, &case, now).into_any()));
    let proposed = words.suspension_who_when(&case.proposed_by, case.proposed_at);
    rows.push((words.suspension_proposed_by(), text(proposed)));
    if !case.note.is_empty() {
        rows.push((words.suspension_note(), text(case.note.clone())));
    }
    view! {
        <a class="back-link" href="/staff/suspensions">{icon(Icon::Left)}{words.suspension_back()}</a>
        {error_summary(words, &problems)}
        {not(words, refused.as_ref())}
        <div class="page-head">
            {page_head(title, "")}
            <a class="button" href=student>{case.whose.student_name.clone()}</a>
        </div>
        <div class="grid grid--two grid--loose">
            <section class="card" aria-label=words.suspension_title()>{facts(rows)}</section>
            <section class="card" aria-labelledby="decision">
                <h2 class="card__title" id="decision">{words.suspension_decision()}</h2>
                {decision(words, &case, now, may_decide, refused.as_ref(), &problems)}
            </section>
        </div>
        {evidence(words, returned)}
    }
}

fn decision(
    words: Words,
    case: &Case,
    now: Moment,
    may_decide: bool,
    refused: Option<&SuspensionRefusal>,
    problems: &[(String, String)],
) -> AnyView {
    match &case.outcome {
        Outcome::Waiting if case.book_closed => {
            notice(Tone::Info, "", words.suspension_book_closed()).into_any()
        }
        Outcome::Waiting if may_decide => {
            let error =
                |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, error)| error.clone());
            let action = format!("/staff/suspensions/{}", case.id);
            view! {
                {suspend_form(words, action.clone(), now, refused, error("told"))}
                {refuse_form(words, action, refused, error("reason"))}
            }
            .into_any()
        }
        Outcome::Waiting => notice(Tone::Info, "", words.suspension_only_head()).into_any(),
        Outcome::Refused { by, at, reason } => facts(vec![
            (words.suspension_decided_by(), text(words.suspension_who_when(by, at))),
            (words.suspension_reason(), text(reason.clone())),
        ])
        .into_any(),
        Outcome::Suspended(suspended) => in_force(words, case, suspended, now, may_decide).into_any(),
    }
}

fn suspend_form(
    words: Words,
    action: String,
    now: Moment,
    refused: Option<&SuspensionRefusal>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let typed = match refused {
        Some(SuspensionRefusal::Told { typed, .. }) => Some(typed.clone()),
        _ => None,
    };
    let last = last_day(&one_month_from(now)).unwrap_or_else(|| now.taipei_day());
    let (open, hint) = (typed.is_some(), words.suspension_told_hint(WORDS_LIMIT));
    view! {
        <details class="disclosure" open=open>
            <summary class="button disclosure__toggle">{icon(Icon::Clock)}{words.suspension_suspend()}</summary>
            <div class="disclosure__panel">
                <p>{words.suspension_suspend_text(last)}</p>
                <form class="form" method="post" action=action novalidate>
                    {Field::new("told", words.suspension_told(), error)
                        .hint(hint)
                        .area(words, 4, typed.unwrap_or_default())}
                    <button class="button button--danger" name="decision" value="suspend">
                        {words.suspension_suspend_yes()}
                    </button>
                </form>
            </div>
        </details>
    }
}

fn refuse_form(
    words: Words,
    action: String,
    refused: Option<&SuspensionRefusal>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let typed = match refused {
        Some(SuspensionRefusal::Reason { typed, .. }) => Some(typed.clone()),
        _ => None,
    };
    let (open, hint) = (typed.is_some(), words.suspension_reason_hint(WORDS_LIMIT));
    view! {
        <details class="disclosure" open=open>
            <summary class="button disclosure__toggle">{icon(Icon::Undo)}{words.suspension_refuse()}</summary>
            <div class="disclosure__panel">
                <form class="form" method="post" action=action novalidate>
                    {Field::new("reason", words.suspension_reason(), error)
                        .hint(hint)
                        .area(words, 3, typed.unwrap_or_default())}
                    <button class="button button--danger" name="decision" value="refuse">
                        {words.suspension_refuse_yes()}
                    </button>
                </form>
            </div>
        </details>
    }
}

/// Of one that was made: when, by whom, what the family was told and answered; while it lasts it can be lifted.
fn in_force(
    words: Words,
    case: &Case,
    suspended: &Suspended,
    now: Moment,
    may_decide: bool,
) -> impl IntoView + use<> {
    let span = suspended.span;
    let first: TaipeiDay = span.begins_at.taipei_day();
    let last = last_day(&span).unwrap_or(first);
    let decided = words.suspension_who_when(&suspended.by, span.begins_at);
    let mut rows = vec![
        (words.suspension_period(), text(words.suspension_period_days(first, last))),
        (words.suspension_decided_by(), text(decided)),
    ];
    if !suspended.told.is_empty() {
        rows.push((words.suspension_told(), text(suspended.told.clone())));
    }
    let read = match suspended.answer_read_at {
        Some(at) => words.suspension_answer_read(at),
        None => words.suspension_answer_not_read().to_owned(),
    };
    let answer = match &suspended.answer {
        Some(answer) => view! {
            <p class="field__hint">{answer.at.to_string()}</p>
            <p class="quote">{answer.words.clone()}</p>
            {(!may_decide).then(|| view! { <p class="field__hint">{read}</p> })}
        }
        .into_any(),
        None => view! { <p>{words.suspension_answer_none()}</p> }.into_any(),
    };
    let lift = (may_decide && span.in_force(now) && !case.book_closed).then(|| {
        let question = Question {
            label: words.suspension_lift(),
            picture: Icon::Undo,
            title: words.suspension_lift_title(),
            text: words.suspension_lift_text(),
            action: format!("/staff/suspensions/{}/lift", case.id),
            yes: words.suspension_lift_yes(),
        };
        confirm(words, question)
    });
    view! {
        {facts(rows)}
        <h3>{words.suspension_answer_title()}</h3>
        {answer}
        {lift}
    }
}
