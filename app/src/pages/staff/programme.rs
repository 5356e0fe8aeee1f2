//! `/staff/programmes/{id}`: one family-support programme, who takes part, and what came of it (part 二(二)).

use domain::programme::{Phase, Programme, TakingPart};
use domain::time::TaipeiDay;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::days::day_problem;
use super::programmes::badge;
use crate::api::programmes::{OneProgramme, programme};
use crate::components::confirm::{Question, confirm};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::field::{Field, Line};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::refusal::{ExtendProblem, ProgrammeDaysRefusal};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), programme);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "made" => Some(words.programme_done_made()),
            "extended" => Some(words.programme_done_extended()),
            "ended" => Some(words.programme_done_ended()),
            _ => None,
        };
        view! {
            <Page title=data.programme.title.clone() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: OneProgramme) -> impl IntoView {
    let OneProgramme { today, programme, taking_part, may_change, refused, too_late } = data;
    let error = refused.as_ref().and_then(|refused| match refused.problem {
        ExtendProblem::Day(problem) => Some(day_problem(words, problem)),
        // The page says so where the field would be.
        ExtendProblem::Ended => None,
    });
    let problems: Vec<_> = error.iter().map(|error| ("last".to_owned(), (*error).to_owned())).collect();
    let half_written: u32 = taking_part.iter().map(|one| one.half_written).sum();
    let over = programme.phase(today) == Phase::Over;
    view! {
        <a class="back-link" href="/staff/programmes">{icon(Icon::Left)}{words.programme_back()}</a>
        {error_summary(words, &problems)}
        {too_late.then(|| not_done(words.programme_too_late()))}
        <div class="page-head">{page_head(programme.title.clone(), "")}</div>
        {(over && half_written > 0).then(|| half_written_note(words, &programme, half_written, may_change))}
        <div class="grid grid--two grid--loose">
            <section class="card" aria-label=words.programme_facts()>
                {facts(about(words, &programme, today))}
            </section>
            {may_change.then(|| changes(words, &programme, over, refused, error.map(str::to_owned)))}
        </div>
        {students(words, taking_part)}
    }
}

/// What its students can finish only inside a programme that is in force: this one, if it is made longer, or another.
fn half_written_note(
    words: Words,
    programme: &Programme,
    count: u32,
    may_change: bool,
) -> impl IntoView + use<> {
    let ended = programme.ended.is_some();
    let sentence = if ended {
        words.programme_half_written_ended(count)
    } else {
        words.programme_half_written_over(count)
    };
    let another = (ended && may_change).then(|| {
        let form = format!("/staff/programmes/new?unfinished={}", programme.id);
        view! {
            <div class="actions">
                <a class="button" href=form>{icon(Icon::Pen)}{words.programme_let_finish()}</a>
            </div>
        }
    });
    view! {
        {notice(Tone::Warn, "", sentence)}
        {another}
    }
}

fn about(words: Words, programme: &Programme, today: TaipeiDay) -> Vec<(&'static str, AnyView)> {
    let days = words.suspension_period_days(programme.days.first, programme.days.last);
    let mut rows = vec![
        (words.suspension_state(), badge(words, programme, today).into_any()),
        (words.suspension_period(), text(days)),
        (words.programme_students(), text(words.programme_count(programme.students))),
        (
            words.special_approval_made_by(),
            text(words.suspension_who_when(&programme.made_by, programme.made_at)),
        ),
    ];
    if let Some((name, when)) = &programme.ended {
        rows.push((words.programme_ended(), text(words.suspension_who_when(name, when))));
    }
    rows
}

/// A later last day; and while it is not over, ending it.
fn changes(
    words: Words,
    programme: &Programme,
    over: bool,
    refused: Option<ProgrammeDaysRefusal>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let page = format!("/staff/programmes/{}", programme.id);
    let typed = refused.map(|refused| refused.typed).unwrap_or_default();
    let extend = programme.ended.is_none().then(|| {
        view! {
            <form class="form" method="post" action=page.clone() novalidate>
                {Field::new("last", words.programme_new_last(), error)
                    .hint(words.days_hint())
                    .line(words, Line::TEXT, typed)}
                <button class="button">{words.programme_extend()}</button>
            </form>
        }
    });
    let end = (!over).then(|| {
        let question = Question {
            label: words.programme_end(),
            picture: Icon::Undo,
            title: words.programme_end_title(),
            text: words.programme_end_text(),
            action: format!("{page}/end"),
            yes: words.programme_end_yes(),
        };
        confirm(words, question)
    });
    let nothing_left = extend.is_none();
    view! {
        <section class="card" aria-labelledby="change">
            <h2 class="card__title" id="change">{words.programme_change()}</h2>
            {nothing_left.then(|| view! { <p>{words.programme_was_ended()}</p> })}
            {extend}
            {end}
        </section>
    }
}

fn students(words: Words, taking_part: Vec<TakingPart>) -> impl IntoView {
    let heads = [
        words.suspension_student(),
        words.programme_passed(),
        words.programme_waiting(),
        words.programme_returned(),
        words.programme_half_written(),
    ];
    let rows = taking_part.into_iter().map(|one| {
        let name = view! {
            <a class="table__link" href=format!("/staff/students/{}", one.student)>
                {format!("{} · {}", one.name, one.call_number)}
            </a>
        };
        row(view! {
            {cell(words.suspension_student(), name)}
            {cell(words.programme_passed(), one.passed)}
            {cell(words.programme_waiting(), one.waiting)}
            {cell(words.programme_returned(), one.returned)}
            {cell(words.programme_half_written(), one.half_written)}
        })
    });
    view! {
        <section class="stack" aria-labelledby="students">
            <h2 id="students">{words.programme_taking_part()}</h2>
            <p>{words.programme_replies_text()}</p>
            {table("students", heads, rows.collect_view())}
        </section>
    }
}
