//! `/invitation`: staff choose their first password.

use domain::mail::LinkPurpose;
use leptos::prelude::*;

use super::{LinkForm, from_mail, way_on};
use crate::api::link::{LinkPage, LinkState};
use crate::components::art::Mood;
use crate::components::new_password::{new_password_alone, new_password_summary};
use crate::components::notice::{Tone, notice};
use crate::words::{Words, use_words};

const MINUTES_OF_A_DAY: i64 = 24 * 60;

pub fn page() -> AnyView {
    from_mail(LinkPurpose::Invitation, use_words().invitation_title(), content)
}

fn content(words: Words, found: LinkPage) -> AnyView {
    match found.state {
        LinkState::Works => {
            let refused = found.refused.unwrap_or_default();
            let next = notice(Tone::Info, words.invitation_next_title(), words.invitation_next_text());
            let form = LinkForm {
                path: "/invitation",
                token: found.token,
                title: words.invitation_title(),
                lead: words.invitation_lead(),
                fields: (new_password_alone(words, words.login_password(), &refused), next).into_any(),
                submit: words.invitation_submit(),
            };
            (new_password_summary(words, &refused), form.card()).into_any()
        }
        LinkState::Used => way_on(
            Mood::Done,
            words.link_used_title(),
            words.invitation_used_text(),
            vec![("/login", words.login_title())],
        ),
        LinkState::Over => way_on(
            Mood::Lost,
            words.link_over_title(),
            words.invitation_over_text(LinkPurpose::Invitation.minutes() / MINUTES_OF_A_DAY),
            vec![("/", words.back_home())],
        ),
    }
}
