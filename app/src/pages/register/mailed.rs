//! `/verify/sent` and `/forgot/sent`: a mail is on its way. Whether the address was known is not said.

use domain::mail::LinkPurpose;
use leptos::prelude::*;

use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn verify_page() -> AnyView {
    let words = use_words();
    mailed(words, words.mailed_step_verify(LinkPurpose::Verify.minutes()), "/verify/resend")
}

pub fn forgot_page() -> AnyView {
    let words = use_words();
    mailed(words, words.mailed_step_reset(LinkPurpose::Reset.minutes()), "/forgot")
}

/// `press` says what to do with the link, `again` is where another mail is asked for.
fn mailed(words: Words, press: String, again: &'static str) -> AnyView {
    view! {
        <Page title=words.mailed_title() width=Width::Narrow>
            <section class="card">
                <div class="page-head">{page_head(words.mailed_title(), "")}</div>
                <ol class="manual">
                    <li class="manual__step">{words.mailed_step_open()}</li>
                    <li class="manual__step">{press}</li>
                    <li class="manual__step">{words.mailed_step_junk()}</li>
                </ol>
                <p>{words.mailed_note()}</p>
                <div class="actions"><a class="button" href=again>{words.mailed_again()}</a></div>
            </section>
        </Page>
    }
    .into_any()
}
