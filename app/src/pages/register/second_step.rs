//! `/login/totp` and `/login/set-up`: the staff's second step. What is drawn is where the person stands, whichever of
//! the two addresses they opened.

use domain::people::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{secret_problem, summary_of_one, way_on};
use crate::api::second_step::{SecondFactorSetup, SecondStep, second_step};
use crate::components::art::Mood;
use crate::components::field::{Field, Line};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width, page_head};
use crate::components::qr::qr;
use crate::refusal::SecretRefusal;
use crate::words::{Words, use_words};

const CODE: Line = Line { autocomplete: "one-time-code", ..Line::DIGITS };
/// Recovery codes hold letters, which a phone's keyboard for digits does not have.
const RECOVERY_CODE: Line = Line::TEXT;

pub fn page() -> AnyView {
    let words = use_words();
    let with_recovery_code =
        use_query_map().get_untracked().get("with").is_some_and(|what| what == "recovery-code");
    let step = page_data(|| (), |()| second_step());
    loaded(step, move |step| {
        let (title, content) = match step {
            SecondStep::Over => (words.totp_over_title(), over(words)),
            SecondStep::Code { refused } if with_recovery_code => {
                (words.totp_recovery_code_title(), ask_for_recovery_code(words, refused))
            }
            SecondStep::Code { refused } => (words.totp_title(), ask_for_code(words, refused)),
            SecondStep::SetUp { setup, refused } => (words.totp_setup_title(), set_up(words, setup, refused)),
            SecondStep::RecoveryCodes { codes, role } => {
                (words.totp_recovery_title(), keep(words, codes, role))
            }
        };
        view! { <Page title width=Width::Narrow><div class="stack">{content}</div></Page> }.into_any()
    })
}

fn over(words: Words) -> AnyView {
    way_on(Mood::Lost, words.totp_over_title(), words.totp_over_text(), vec![("/login", words.login_title())])
}

fn ask_for_code(words: Words, refused: Option<SecretRefusal>) -> AnyView {
    let error = problem(words, refused, words.totp_wrong());
    view! {
        {summary(words, error.as_ref())}
        <section class="card">
            <div class="page-head">{page_head(words.totp_title(), words.totp_lead())}</div>
            <form class="form" method="post" action="/login/totp" novalidate>
                {Field::new("code", words.totp_code(), error).line(words, CODE, "")}
                <button class="button button--primary button--wide">{words.totp_submit()}</button>
            </form>
            // A page of its own load, so that it works before this one has come to life.
            <p>
                <a class="manual__link" href="/login/totp?with=recovery-code" rel="external">
                    {words.totp_use_recovery_code()}
                </a>
            </p>
        </section>
    }
    .into_any()
}

fn ask_for_recovery_code(words: Words, refused: Option<SecretRefusal>) -> AnyView {
    let error = problem(words, refused, words.totp_wrong());
    view! {
        {summary(words, error.as_ref())}
        <section class="card">
            <div class="page-head">
                {page_head(words.totp_recovery_code_title(), words.totp_recovery_code_lead())}
            </div>
            <form class="form" method="post" action="/login/totp" novalidate>
                {Field::new("code", words.totp_recovery_code(), error).line(words, RECOVERY_CODE, "")}
                <button class="button button--primary button--wide">{words.totp_submit()}</button>
            </form>
            <p>
                <a class="manual__link" href="/login/totp" rel="external">{words.totp_use_code()}</a>
            </p>
        </section>
    }
    .into_any()
}

fn set_up(words: Words, setup: SecondFactorSetup, refused: Option<SecretRefusal>) -> AnyView {
    let error = problem(words, refused, words.totp_setup_wrong());
    view! {
        {summary(words, error.as_ref())}
        <div class="page-head">{page_head(words.totp_setup_title(), words.totp_setup_lead())}</div>
        <form class="form" method="post" action="/login/set-up" novalidate>
            <ol class="manual">
                <li class="manual__step"><p>{words.totp_step_install()}</p></li>
                <li class="manual__step">
                    <p>{words.totp_step_scan()}</p>
                    {qr(words.totp_qr_label(), setup.qr)}
                    <p>
                        <a class="manual__link" href=setup.uri rel="external">{words.totp_same_device()}</a>
                    </p>
                    <p>{words.totp_secret()}</p>
                    <p><code class="codes__secret">{setup.secret}</code></p>
                </li>
                <li class="manual__step">
                    <p>{words.totp_step_code()}</p>
                    {Field::new("code", words.totp_code(), error)
                        .hint(words.totp_setup_code_hint())
                        .line(words, CODE, "")}
                </li>
            </ol>
            <button class="button button--primary button--wide">{words.totp_setup_submit()}</button>
        </form>
    }
    .into_any()
}

fn keep(words: Words, codes: Vec<String>, role: Role) -> AnyView {
    let codes = codes.into_iter().map(|code| view! { <li class="codes__code">{code}</li> });
    view! {
        <div class="page-head">{page_head(words.totp_recovery_title(), words.totp_recovery_lead())}</div>
        <p><strong>{words.totp_recovery_keep()}</strong></p>
        <ul class="codes" role="list">{codes.collect_view()}</ul>
        // Somebody else than before is logged in now, so the whole page is loaded anew.
        <div class="actions">
            <a class="button button--primary" href=role.home() rel="external">{words.totp_recovery_next()}</a>
        </div>
    }
    .into_any()
}

/// `wrong` is said of a code that is not right.
fn problem(words: Words, refused: Option<SecretRefusal>, wrong: &'static str) -> Option<String> {
    refused.map(|refused| secret_problem(words, refused, words.totp_missing(), wrong))
}

fn summary(words: Words, error: Option<&String>) -> Option<impl IntoView + use<>> {
    summary_of_one(words, "code", error)
}
