//! `/applications/new`: whose contact book it is for.

use domain::application_form::Step;
use leptos::prelude::*;

use super::progress::progress;
use super::student_step::{Chosen, student_step};
use crate::api::application_form::{ApplicationForm, application_form};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let form = page_data(|| (), |()| application_form());
    loaded(form, move |form| {
        view! {
            <Page title=words.apply_title() width=Width::Reading>
                <div class="stack">
                    <a class="back-link" href="/applications">{icon(Icon::Left)}{words.back_applications()}</a>
                    {content(words, form)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, form: ApplicationForm) -> impl IntoView {
    let chosen = form.saved.as_ref().map(Chosen::of).unwrap_or_default();
    view! {
        {progress(words, None, Step::Student, Step::Student)}
        {student_step(words, "/applications/new".to_owned(), Some(form.id), chosen, form.refused.as_ref())}
    }
}
