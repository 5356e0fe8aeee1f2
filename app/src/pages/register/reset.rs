//! `/reset`: a new password for one that was forgotten.

use domain::mail::LinkPurpose;
use leptos::prelude::*;

use super::{from_mail, way_on};
use crate::api::link::{LinkPage, LinkState};
use crate::components::art::Mood;
use crate::components::new_password::{new_password_alone, new_password_summary};
use crate::components::page::page_head;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    from_mail(LinkPurpose::Reset, use_words().reset_title(), content)
}

fn content(words: Words, found: LinkPage) -> AnyView {
    match found.state {
        LinkState::Works => {
            let refused = found.refused.unwrap_or_default();
            view! {
                {new_password_summary(words, &refused)}
                <section class="card">
                    <div class="page-head">{page_head(words.reset_title(), words.reset_lead())}</div>
                    <form class="form" method="post" action="/reset" novalidate>
                        <input type="hidden" name="token" value=found.token/>
                        {new_password_alone(words, &refused)}
                        <button class="button button--primary button--wide">{words.reset_submit()}</button>
                    </form>
                </section>
            }
            .into_any()
        }
        LinkState::Used => way_on(
            Mood::Done,
            words.link_used_title(),
            words.reset_used_text(),
            vec![("/login", words.login_title()), ("/forgot", words.mailed_again())],
        ),
        LinkState::Over => way_on(
            Mood::Lost,
            words.link_over_title(),
            words.link_over_text(LinkPurpose::Reset.minutes()),
            vec![("/forgot", words.mailed_again())],
        ),
    }
}
