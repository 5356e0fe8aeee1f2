//! `/staff/students/{id}/suspension`: proposing to the head that a family may not publish for a month (part 二(五)).

use domain::suspension::{ProposeProblem, WORDS_LIMIT};
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::suspension::{evidence, text_problem, whose};
use crate::api::suspensions::{Proposing, proposing};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let data = page_data(move || params.read().get("id").unwrap_or_default(), proposing);
    loaded(data, move |data| {
        view! {
            <Page title=words.suspension_propose() width=Width::Full>
                <div class="stack">{content(words, data)}</div>
            </Page>
        }
        .into_any()
    })
}

fn problem_sentence(words: Words, problem: ProposeProblem) -> String {
    match problem {
        ProposeProblem::TooFewReturns(count) => words.suspension_problem_few(count),
        ProposeProblem::Suspended(until) => {
            words.suspension_problem_suspended(Moment::from_micros(until.micros() - 1).taipei_day())
        }
        ProposeProblem::Proposed => words.suspension_problem_proposed().to_owned(),
        ProposeProblem::Refused => words.suspension_problem_refused().to_owned(),
    }
}

fn content(words: Words, data: Proposing) -> impl IntoView {
    let Proposing { whose: of, form, evidence: returned, problem, refused } = data;
    let note_problem = refused.as_ref().and_then(|refused| refused.note_problem.as_ref());
    let note_error = note_problem.map(|problem| text_problem(words, problem, ""));
    let problems: Vec<_> = note_error.iter().map(|error| ("note".to_owned(), error.clone())).collect();
    let just_refused = refused.as_ref().and_then(|refused| refused.problem);
    let typed = refused.map(|refused| refused.note).unwrap_or_default();
    let student = format!("/staff/students/{}", of.student);
    let action = format!("{student}/suspension");
    let lead = format!("{} · {}", of.student_name, of.call_number);
    let step = match problem {
        // What was just refused is said on top already.
        Some(problem) => (just_refused != Some(problem))
            .then(|| notice(Tone::Info, "", problem_sentence(words, problem)))
            .into_any(),
        None => view! {
            <section class="card" aria-label=words.suspension_propose()>
                <p>{words.suspension_propose_text()}</p>
                <form class="form" method="post" action=action novalidate>
                    <input type="hidden" name="form" value=form.to_string()/>
                    {Field::new("note", words.suspension_note(), note_error)
                        .hint(words.suspension_note_hint(WORDS_LIMIT))
                        .area(words, 4, typed)}
                    <button class="button button--primary">{words.suspension_propose_submit()}</button>
                </form>
            </section>
        }
        .into_any(),
    };
    view! {
        <a class="back-link" href="/staff/suspensions">{icon(Icon::Left)}{words.suspension_back()}</a>
        {error_summary(words, &problems)}
        {just_refused.map(|problem| not_done(problem_sentence(words, problem)))}
        <div class="page-head">
            {page_head(words.suspension_propose(), lead)}
            <a class="button" href=student>{of.student_name.clone()}</a>
        </div>
        {facts(whose(words, &of))}
        {evidence(words, returned)}
        {step}
    }
}
