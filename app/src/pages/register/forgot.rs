//! `/forgot`: the password is forgotten.

use leptos::prelude::*;

use super::AskForEmail;
use crate::words::use_words;

pub fn page() -> AnyView {
    let words = use_words();
    AskForEmail {
        title: words.forgot_title(),
        lead: words.forgot_lead(),
        action: "/forgot",
        submit: words.forgot_submit(),
    }
    .page()
}
