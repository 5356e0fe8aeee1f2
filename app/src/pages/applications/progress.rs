//! Which of the four steps is open, and the way back to those that are done.

use domain::application_form::Step;
use domain::id::ApplicationId;
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::words::Words;

/// `next` is the first step that is not done.
pub fn progress(words: Words, id: Option<ApplicationId>, current: Step, next: Step) -> impl IntoView {
    let items = Step::ALL.map(|step| {
        let name = match step {
            Step::Student => words.apply_step_student(),
            Step::Confirm => words.apply_step_confirm(),
            Step::Documents => words.apply_step_documents(),
            Step::Check => words.apply_step_check(),
        };
        if step == current {
            return view! {
                <li class="progress__item progress__item--now" aria-current="step">
                    <span class="progress__name">{name}</span>
                </li>
            }
            .into_any();
        }
        match id.filter(|_| step <= next) {
            // Loaded whole: what was uploaded meanwhile is then on the page.
            Some(id) => view! {
                <li class=if step < next { "progress__item progress__item--done" } else { "progress__item" }>
                    <a class="progress__name" href=step_address(id, step) rel="external">
                        {name}
                        {(step < next).then(|| view! {
                            <span class="visually-hidden">{words.apply_step_done()}</span>
                        })}
                    </a>
                </li>
            }
            .into_any(),
            None => view! {
                <li class="progress__item"><span class="progress__name">{name}</span></li>
            }
            .into_any(),
        }
    });
    view! {
        <nav class="progress" aria-label=words.apply_steps_label()>
            <ol class="progress__list" role="list">{items.into_iter().collect_view()}</ol>
        </nav>
    }
}

pub fn step_address(id: ApplicationId, step: Step) -> String {
    format!("/applications/{id}?step={}", step.name())
}

/// A link to a step that was done before.
pub fn back_link(words: Words, id: ApplicationId, step: Step) -> impl IntoView {
    view! {
        <a class="button" href=step_address(id, step) rel="external">{icon(Icon::Left)}{words.apply_back()}</a>
    }
}
