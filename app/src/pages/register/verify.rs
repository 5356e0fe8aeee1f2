//! `/verify`: the address of a registration. A button asks, because programs that scan mail open links too.

use domain::mail::LinkPurpose;
use leptos::prelude::*;

use super::{from_mail, way_on};
use crate::api::link::{LinkPage, LinkState};
use crate::components::art::Mood;
use crate::components::page::page_head;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    from_mail(LinkPurpose::Verify, use_words().verify_title(), content)
}

fn content(words: Words, found: LinkPage) -> AnyView {
    match found.state {
        LinkState::Works => view! {
            <section class="card">
                <div class="page-head">{page_head(words.verify_title(), words.verify_text())}</div>
                <form class="form" method="post" action="/verify">
                    <input type="hidden" name="token" value=found.token/>
                    <button class="button button--primary button--wide">{words.verify_submit()}</button>
                </form>
            </section>
        }
        .into_any(),
        LinkState::Used => way_on(
            Mood::Done,
            words.verify_used_title(),
            words.verify_used_text(),
            vec![("/login", words.login_title())],
        ),
        LinkState::Over => way_on(
            Mood::Lost,
            words.link_over_title(),
            words.link_over_text(LinkPurpose::Verify.minutes()),
            vec![("/verify/resend", words.mailed_again())],
        ),
    }
}
