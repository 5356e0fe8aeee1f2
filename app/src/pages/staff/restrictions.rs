//! `/staff/students/{id}/restrictions`: part 一, a student's restrictions; and what says elsewhere that one is in force.

use domain::id::{RestrictionBatchId, StudentId};
use domain::restriction::{RestrictionForm, RestrictionKind};
use domain::time::Moment;
use domain::view::{Parties, Restriction};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::restriction_fields::{self, restriction_fields};
use crate::api::restrictions::{StudentRestrictions, restrictions};
use crate::components::confirm::{Question, confirm};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::refusal::RestrictionRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), restrictions);
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "made" => Some(words.restriction_done_made()),
            "ended" => Some(words.restriction_done_ended()),
            _ => None,
        };
        view! {
            <Page title=words.restriction_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

/// The regulation's term.
pub fn kind(words: Words, kind: RestrictionKind) -> &'static str {
    match kind {
        RestrictionKind::CourtBan => words.restriction_kind_court_ban(),
        RestrictionKind::Discipline => words.restriction_kind_discipline(),
        RestrictionKind::Investigation => words.restriction_kind_investigation(),
        RestrictionKind::ProtectiveIsolation => words.restriction_kind_protective_isolation(),
        RestrictionKind::ProtectiveRoom => words.restriction_kind_protective_room(),
        RestrictionKind::Illness => words.restriction_kind_illness(),
    }
}

/// Beside an entry: what is approved now is held.
pub fn banner(words: Words, parties: &Parties) -> Option<impl IntoView + use<>> {
    parties.restricted.then(|| notice(Tone::Warn, "", words.restriction_banner()))
}

/// From an entry to the restrictions on its student.
pub fn link(words: Words, parties: &Parties) -> AnyView {
    let page = format!("/staff/students/{}/restrictions", parties.student);
    view! { <a class="button button--quiet" href=page>{words.restriction_open()}</a> }.into_any()
}

/// In force, still to begin, adding one, and what there was.
fn content(words: Words, data: StudentRestrictions) -> impl IntoView {
    let StudentRestrictions { student, student_name, call_number, now, form, all, refused } = data;
    let wrong = refused.as_ref().map(|refused| &refused.problems);
    let problems = wrong.map(|wrong| restriction_fields::problems(words, wrong)).unwrap_or_default();
    let (over, current): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.span.end().is_some_and(|end| end <= now));
    let calm = !current.iter().any(|one| one.span.in_force(now));
    view! {
        {error_summary(words, &problems)}
        <a class="back-link" href=format!("/staff/students/{student}")>{icon(Icon::Left)}{student_name.clone()}</a>
        <div class="page-head">
            {page_head(words.restriction_title(), format!("{student_name} · {call_number}"))}
            <a class="button" href="/staff/restrictions">{words.restriction_batch_title()}</a>
        </div>
        {calm.then(|| notice(Tone::Good, "", words.restriction_none()))}
        {current.into_iter().map(|one| present(words, student, one, now)).collect_view()}
        {add(words, student, form.to_string(), now, refused, &problems)}
        {(!over.is_empty()).then(|| history(words, over))}
    }
}

/// One that is in force or still to begin.
fn present(words: Words, student: StudentId, one: Restriction, now: Moment) -> impl IntoView {
    let in_force = one.span.in_force(now);
    let (tone, picture, state) = if in_force {
        ("notice notice--warn", Icon::Alert, words.restriction_now())
    } else {
        ("notice notice--info", Icon::Clock, words.restriction_coming())
    };
    let action = format!("/staff/students/{student}/restrictions/{}/end", one.id);
    let question = if in_force {
        Question {
            label: words.restriction_end(),
            picture: Icon::Undo,
            title: words.restriction_end_title(),
            text: words.restriction_end_text(),
            action,
            yes: words.restriction_end_yes(),
        }
    } else {
        Question {
            label: words.restriction_cancel(),
            picture: Icon::Undo,
            title: words.restriction_cancel_title(),
            text: words.restriction_cancel_text(),
            action,
            yes: words.restriction_cancel_yes(),
        }
    };
    let mut rows = vec![
        (words.restriction_begins(), text(one.span.begins_at.to_string())),
        (words.restriction_until(), text(until(words, one.span.until))),
    ];
    if !one.note.is_empty() {
        rows.push((words.restriction_note(), text(one.note)));
    }
    rows.push((words.restriction_made_by(), text(words.restriction_made_when(one.made_by, one.made_at))));
    if let Some(batch) = one.batch {
        rows.push((words.restriction_batch(), of_many(words, batch).into_any()));
    }
    view! {
        <div class=tone>
            {notice_icon(picture)}
            <div class="notice__body">
                <h2 class="notice__title">{words.sign_named(state, kind(words, one.kind))}</h2>
                {facts(rows)}
                {confirm(words, question)}
            </div>
        </div>
    }
}

/// From what was made for many students together to all of them.
fn of_many(words: Words, batch: RestrictionBatchId) -> impl IntoView {
    view! { <a href=format!("/staff/restrictions/{batch}")>{words.restriction_batch_open_many()}</a> }
}

/// The end, or that it is open.
pub fn until(words: Words, until: Option<Moment>) -> String {
    until.map_or_else(|| words.restriction_until_open().to_owned(), |until| until.to_string())
}

fn add(
    words: Words,
    student: StudentId,
    id: String,
    now: Moment,
    refused: Option<RestrictionRefusal>,
    problems: &[(String, String)],
) -> impl IntoView + use<> {
    let open = refused.is_some();
    let typed = refused.map_or_else(
        || RestrictionForm { begins_at: now.to_field(), ..RestrictionForm::default() },
        |refused| refused.form,
    );
    let action = format!("/staff/students/{student}/restrictions");
    view! {
        <details class="disclosure" open=open>
            <summary class="button disclosure__toggle">{icon(Icon::Pen)}{words.restriction_add()}</summary>
            <div class="disclosure__panel">
                {notice(Tone::Info, "", words.restriction_add_text())}
                <form class="form" method="post" action=action aria-label=words.restriction_add() novalidate>
                    <input type="hidden" name="form" value=id/>
                    {restriction_fields(words, typed, problems)}
                    <button class="button button--primary">{words.restriction_submit()}</button>
                </form>
            </div>
        </details>
    }
}

fn history(words: Words, over: Vec<Restriction>) -> impl IntoView {
    let heads = [
        words.restriction_kind(),
        words.restriction_begins(),
        words.restriction_over(),
        words.restriction_note(),
        words.restriction_made_by(),
    ];
    let rows = over
        .into_iter()
        .map(|one| {
            let ended = one.span.end().map(|end| end.to_string()).unwrap_or_default();
            let batch = one.batch.map(|batch| view! { <br/>{of_many(words, batch)} });
            let ended_by = one.ended_by.map(|name| view! { <br/>{words.restriction_ended_by(name)} });
            row(view! {
                {cell(words.restriction_kind(), view! { {kind(words, one.kind)}{batch} })}
                {cell(words.restriction_begins(), one.span.begins_at.to_string())}
                {cell(words.restriction_over(), view! { {ended}{ended_by} })}
                {cell(words.restriction_note(), one.note)}
                {cell(words.restriction_made_by(), words.restriction_made_when(one.made_by, one.made_at))}
            })
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="history">
            <h2 id="history">{words.restriction_history()}</h2>
            {table("history", heads, rows)}
        </section>
    }
}
