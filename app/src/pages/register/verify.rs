//! `/verify`: the address of a registration. A form asks, because programs that scan mail open links too, and for the
//! password, because somebody else may have registered the address.

use domain::mail::LinkPurpose;
use leptos::prelude::*;

use super::{LinkForm, from_mail, secret_problem, summary_of_one, way_on};
use crate::api::link::{LinkPage, LinkState};
use crate::components::art::Mood;
use crate::components::field::{Field, Line};
use crate::refusal::SecretRefusal;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    from_mail(LinkPurpose::Verify, use_words().verify_title(), content)
}

fn content(words: Words, found: LinkPage) -> AnyView {
    match found.state {
        LinkState::Works => works(words, found.token, found.secret),
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

fn works(words: Words, token: String, refused: Option<SecretRefusal>) -> AnyView {
    let error = refused.map(|refused| {
        secret_problem(words, refused, words.error_password_missing(), words.verify_password_wrong())
    });
    let summary = summary_of_one(words, "password", error.as_ref());
    let form = LinkForm {
        path: "/verify",
        token,
        title: words.verify_title(),
        lead: words.verify_text(),
        fields: Field::new("password", words.verify_password(), error).line(words, Line::PASSWORD, ""),
        submit: words.verify_submit(),
    };
    view! {
        {summary}
        {form.card()}
        <p><a class="manual__link" href="/register/notice">{words.verify_again()}</a></p>
    }
    .into_any()
}
