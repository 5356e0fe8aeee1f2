//! `/reset`: a new password for one that was forgotten.

use domain::mail::LinkPurpose;
use leptos::prelude::*;

use super::{LinkForm, from_mail, way_on};
use crate::api::link::{LinkPage, LinkState};
use crate::components::art::Mood;
use crate::components::new_password::{new_password_alone, new_password_summary};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    from_mail(LinkPurpose::Reset, use_words().reset_title(), content)
}

fn content(words: Words, found: LinkPage) -> AnyView {
    match found.state {
        LinkState::Works => {
            let refused = found.refused.unwrap_or_default();
            let form = LinkForm {
                path: "/reset",
                token: found.token,
                title: words.reset_title(),
                lead: words.reset_lead(),
                fields: new_password_alone(words, words.password_new(), &refused),
                submit: words.reset_submit(),
            };
            (new_password_summary(words, &refused), form.card()).into_any()
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
