//! `/staff/students/{id}/special-approval`: the head lets a family do more for a while (專案, part 二(四)).

use domain::limits::EntryLimits;
use domain::special_approval::{
    ApprovalForm, ApprovalProblems, MOST_MEGABYTES, MOST_PHOTOS, NumberProblem, REASON_LIMIT,
};
use domain::suspension::last_day;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::days::day_problem;
use super::suspension::{text_problem, whose};
use crate::api::special_approvals::{Approving, approving};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Line};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::not_done;
use crate::components::page::{Page, Width, page_head};
use crate::refusal::ApprovalProblem;
use crate::words::{Words, use_words};

const NUMBER: Line = Line { required: false, ..Line::DIGITS };

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), approving);
    loaded(data, move |data| {
        view! {
            <Page title=words.special_approval_new() width=Width::Reading>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

/// What is wrong, as pairs of field and sentence in the form's order.
fn problems(words: Words, problems: &ApprovalProblems) -> Vec<(String, String)> {
    let number = |problem: Option<NumberProblem>, fewer: bool| {
        problem.map(|problem| match problem {
            NumberProblem::NotANumber => words.settings_not_a_number().to_owned(),
            NumberProblem::TooMuch(most) => words.special_approval_too_much(most),
            NumberProblem::NotWider(usual) if fewer => words.special_approval_not_fewer(usual),
            NumberProblem::NotWider(usual) => words.special_approval_not_wider(usual),
        })
    };
    let nothing = problems.nothing.then(|| words.special_approval_nothing().to_owned());
    let reason = problems.reason.as_ref();
    [
        ("first", problems.first.map(|problem| day_problem(words, problem).to_owned())),
        ("last", problems.last.map(|problem| day_problem(words, problem).to_owned())),
        (
            "reason",
            reason.map(|problem| text_problem(words, problem, words.special_approval_reason_missing())),
        ),
        ("days_between_uses", number(problems.days_between_uses, true).or(nothing)),
        ("body", number(problems.body, false)),
        ("photos", number(problems.photos, false)),
        ("megabytes", number(problems.megabytes, false)),
    ]
    .into_iter()
    .filter_map(|(field, sentence)| Some((field.to_owned(), sentence?)))
    .collect()
}

fn content(words: Words, data: Approving) -> impl IntoView {
    let Approving { whose: of, form, now, usual, refused } = data;
    let (typed, problem) = match refused {
        Some(refused) => (refused.form, Some(refused.problem)),
        None => (ApprovalForm { first: now.taipei_day().to_string(), ..ApprovalForm::default() }, None),
    };
    let (problems, overlaps) = match &problem {
        Some(ApprovalProblem::Form(problems)) => (self::problems(words, problems), None),
        Some(ApprovalProblem::Overlaps(span)) => {
            let first = span.begins_at.taipei_day();
            (Vec::new(), Some(words.special_approval_overlaps(first, last_day(span).unwrap_or(first))))
        }
        None => (Vec::new(), None),
    };
    let action = format!("/staff/students/{}/special-approval", of.student);
    let lead = format!("{} · {}", of.student_name, of.call_number);
    view! {
        <a class="back-link" href="/staff/special-approvals">{icon(Icon::Left)}{words.special_approval_back()}</a>
        {error_summary(words, &problems)}
        {overlaps.map(not_done)}
        <div class="page-head">{page_head(words.special_approval_new(), lead)}</div>
        {facts(whose(words, &of))}
        <form class="form" method="post" action=action novalidate>
            <input type="hidden" name="form" value=form.to_string()/>
            {fields(words, typed, &usual, &problems)}
            <button class="button button--primary">{words.special_approval_submit()}</button>
        </form>
    }
}

fn fields(
    words: Words,
    typed: ApprovalForm,
    usual: &EntryLimits,
    problems: &[(String, String)],
) -> impl IntoView + use<> {
    let error = |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, error)| error.clone());
    let megabytes = usual.photo.max_bytes / (1024 * 1024);
    view! {
        {Field::new("first", words.days_first(), error("first"))
            .hint(words.days_hint())
            .line(words, Line::TEXT, typed.first)}
        {Field::new("last", words.days_last(), error("last"))
            .hint(words.special_approval_last_hint())
            .line(words, Line::TEXT, typed.last)}
        {Field::new("reason", words.special_approval_reason(), error("reason"))
            .hint(words.special_approval_reason_hint(REASON_LIMIT))
            .area(words, 3, typed.reason)}
        <h2>{words.special_approval_wider()}</h2>
        <p>{words.special_approval_wider_text()}</p>
        {Field::new("days_between_uses", words.special_approval_days(), error("days_between_uses"))
            .hint(words.special_approval_days_hint(usual.days_between_uses))
            .line(words, NUMBER, typed.days_between_uses)}
        {Field::new("body", words.special_approval_body(), error("body"))
            .hint(words.special_approval_range(EntryLimits::POSSIBLE.body, usual.body))
            .line(words, NUMBER, typed.body)}
        {Field::new("photos", words.special_approval_photos(), error("photos"))
            .hint(words.special_approval_range(MOST_PHOTOS, usual.photos))
            .line(words, NUMBER, typed.photos)}
        {Field::new("megabytes", words.special_approval_megabytes(), error("megabytes"))
            .hint(words.special_approval_range(MOST_MEGABYTES, megabytes))
            .line(words, NUMBER, typed.megabytes)}
    }
}
