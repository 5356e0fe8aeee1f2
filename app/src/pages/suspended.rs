//! On `/home`: that a family may not publish for a month (part 二(五)), why, and its one answer.

use domain::suspension::{FamilySuspension, WORDS_LIMIT, last_day};
use domain::text::TextProblem;
use leptos::prelude::*;

use crate::components::field::{described_by, field_error, invalid};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::components::text_area::TextArea;
use crate::refusal::SuspensionAnswerRefusal;
use crate::words::Words;

/// The field of an answer, and what is wrong with it.
pub fn problems(words: Words, refused: Option<&SuspensionAnswerRefusal>) -> Vec<(String, String)> {
    let problem = |refused: &SuspensionAnswerRefusal| {
        refused.problem.as_ref().map(|problem| (field(refused.suspension), sentence(words, problem)))
    };
    refused.and_then(problem).into_iter().collect()
}

pub fn suspended(
    words: Words,
    suspension: FamilySuspension,
    refused: Option<&SuspensionAnswerRefusal>,
) -> impl IntoView + use<> {
    let FamilySuspension { id, student_name, span, told, answer } = suspension;
    let last = last_day(&span).unwrap_or_else(|| span.begins_at.taipei_day());
    let title = words.suspended_days(span.begins_at.taipei_day(), last, student_name);
    let refused = refused.filter(|refused| refused.suspension == id).cloned();
    let answered = match answer {
        Some(answer) => view! {
            <p class="field__hint">{words.suspended_answered(answer.at)}</p>
            <p class="quote">{answer.words}</p>
        }
        .into_any(),
        None => form(words, id, refused).into_any(),
    };
    view! {
        <section class="notice notice--warn" aria-label=title.clone()>
            {notice_icon(Icon::Clock)}
            <div class="notice__body">
                <h2 class="notice__title">{title.clone()}</h2>
                <p>{words.suspended_why()}</p>
                {(!told.is_empty()).then(|| view! {
                    <p>
                        <strong>{words.suspended_told()}</strong>
                        {told}
                    </p>
                })}
                {answered}
            </div>
        </section>
    }
}

fn form(
    words: Words,
    id: domain::id::SuspensionId,
    refused: Option<SuspensionAnswerRefusal>,
) -> impl IntoView {
    let open = refused.is_some();
    let (typed, problem) = refused.map(|refused| (refused.typed, refused.problem)).unwrap_or_default();
    let error = problem.map(|problem| sentence(words, &problem));
    let field = field(id);
    let hint = format!("{field}-hint");
    let described = described_by(&field, true, error.as_ref(), "");
    view! {
        <details class="disclosure" open=open>
            <summary class="button button--quiet disclosure__toggle">{icon(Icon::Pen)}{words.suspended_answer_open()}</summary>
            <div class="disclosure__panel">
                <form class="form" method="post" action="/home" novalidate>
                    <input type="hidden" name="suspension" value=id.to_string()/>
                    <div class=if error.is_some() { "field field--invalid" } else { "field" }>
                        <label class="field__label" for=field.clone()>{words.suspended_answer()}</label>
                        <p class="field__hint" id=hint>{words.suspended_answer_hint(WORDS_LIMIT)}</p>
                        {field_error(words, &field, error.clone())}
                        <TextArea
                            id=field.clone()
                            name="answer"
                            class="field__input"
                            rows=4
                            text=typed
                            described_by=described
                            invalid=invalid(error.as_ref())
                            on_text=Callback::new(|_| ())
                        />
                    </div>
                    <button class="button button--primary">{words.suspended_answer_submit()}</button>
                </form>
            </div>
        </details>
    }
}

fn field(id: domain::id::SuspensionId) -> String {
    format!("answer-{id}")
}

fn sentence(words: Words, problem: &TextProblem) -> String {
    match problem {
        TextProblem::Empty => words.suspended_answer_missing().to_owned(),
        TextProblem::TooLong { count, limit } => words.suspended_answer_long(count, limit),
        TextProblem::Forbidden | TextProblem::PiledUp => words.suspended_answer_wrong().to_owned(),
    }
}
