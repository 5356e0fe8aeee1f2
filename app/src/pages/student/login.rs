//! Logging in with institution, call number and PIN.

use leptos::prelude::*;

use crate::api::student_login_form::student_login_form;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::institutions::institution_options;
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::not_done;
use crate::components::page::{Page, Width, page_head};
use crate::refusal::StudentLogInRefusal;
use crate::words::{Words, use_words};

pub fn login_page() -> AnyView {
    let words = use_words();
    let form = page_data(|| (), |()| student_login_form());
    loaded(form, move |refused| {
        view! { <Page title=words.student_login_title() width=Width::Narrow>{login(words, refused)}</Page> }
            .into_any()
    })
}

fn login(words: Words, refused: Option<StudentLogInRefusal>) -> impl IntoView {
    let missing =
        refused.as_ref().is_some_and(|r| r.institution_missing || r.call_number_missing || r.pin_missing);
    let error = |is_missing: fn(&StudentLogInRefusal) -> bool, sentence: &'static str| {
        refused.as_ref().filter(|refused| is_missing(refused)).map(|_| sentence.to_owned())
    };
    let institution_error = error(|r| r.institution_missing, words.error_institution_missing());
    let number_error = error(|r| r.call_number_missing, words.error_call_number_missing());
    let wait = refused.as_ref().and_then(|refused| refused.wait);
    let pin_error = if refused.is_some() && !missing && wait.is_none() {
        Some(words.error_student_login().to_owned())
    } else {
        error(|r| r.pin_missing, words.error_pin_missing())
    };
    let problems: Vec<_> =
        [("institution", &institution_error), ("call_number", &number_error), ("pin", &pin_error)]
            .into_iter()
            .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
            .collect();
    let typed = refused.unwrap_or_default();
    view! {
        <div class="stack">
            {error_summary(words, &problems)}
            {wait.map(|minutes| not_done(words.wait(minutes)))}
            <div class="page-head">{page_head(words.student_login_title(), words.student_login_lead())}</div>
            <form class="form" method="post" action="/student/login" novalidate autocomplete="off">
                {Field::new("institution", words.student_institution(), institution_error)
                    .choice(words, institution_options(typed.institution))}
                {Field::new("call_number", words.student_call_number(), number_error)
                    .line(words, Line::DIGITS, typed.call_number)}
                {Field::new("pin", words.student_pin(), pin_error)
                    .line(words, Line { kind: "password", ..Line::DIGITS }, "")}
                <button class="button button--primary button--wide">{words.student_login_submit()}</button>
            </form>
            <p class="field__hint">{words.student_login_help()}</p>
        </div>
    }
}
