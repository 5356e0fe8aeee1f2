//! `/login`: family and staff.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::login_form::login_form;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width, page_head};
use crate::refusal::LogInRefusal;
use crate::words::{Words, use_words};

#[component]
pub fn LoginPage() -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    let next = query.get_untracked().get("next").unwrap_or_default();
    let what = query.get_untracked().get("done").unwrap_or_default();
    let form = page_data(|| (), |()| login_form());
    loaded(form, move |refused| {
        let done_text = match what.as_str() {
            "verified" => Some(words.login_done_verified()),
            "reset" => Some(words.login_done_reset()),
            "invited" => Some(words.login_done_invited()),
            "email" => Some(words.login_done_email()),
            "closed" => Some(words.login_done_closed()),
            _ => None,
        };
        let taken = what == "taken";
        let next = refused.as_ref().map_or_else(|| next.clone(), |refused| refused.next.clone());
        view! {
            <Page title=words.login_title() width=Width::Narrow>
                <div class="stack">
                    {done_text.map(done)}
                    {taken.then(|| not_done(words.login_done_taken()))}
                    {login(words, refused, next)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn login(words: Words, refused: Option<LogInRefusal>, next: String) -> impl IntoView {
    let wait = refused.as_ref().and_then(|refused| refused.wait);
    let (email_error, password_error) = match &refused {
        None | Some(LogInRefusal { wait: Some(_), .. }) => (None, None),
        Some(LogInRefusal { email_missing, password_missing, .. }) if *email_missing || *password_missing => {
            (
                email_missing.then(|| words.error_email_missing().to_owned()),
                password_missing.then(|| words.error_password_missing().to_owned()),
            )
        }
        Some(_) => (Some(words.error_login().to_owned()), None),
    };
    let problems: Vec<_> = [("email", &email_error), ("password", &password_error)]
        .into_iter()
        .filter_map(|(field, error)| Some((field.to_owned(), error.clone()?)))
        .collect();
    let email = refused.map(|refused| refused.email).unwrap_or_default();
    view! {
        {error_summary(words, &problems)}
        {wait.map(|minutes| not_done(words.wait(minutes)))}
        <section class="card">
            <div class="page-head">{page_head(words.login_title(), words.login_lead())}</div>
            <form class="form" method="post" action="/login" novalidate>
                <input type="hidden" name="next" value=next/>
                {Field::new("email", words.login_email(), email_error).line(words, Line::EMAIL, email)}
                {Field::new("password", words.login_password(), password_error)
                    .line(words, Line::PASSWORD, "")}
                <button class="button button--primary button--wide">{words.login_submit()}</button>
            </form>
            <p><a class="manual__link" href="/forgot">{words.forgot_link()}</a></p>
        </section>
        <p>
            {words.register_ask()}
            " "
            <a class="manual__link" href="/register/notice">{words.register_link()}</a>
        </p>
        <p>
            {words.login_student_ask()}
            " "
            <a class="manual__link" href="/student/login" rel="external">{words.landing_student()}</a>
        </p>
    }
}
