//! `/verify/resend`: the mail did not come, or came too late.

use leptos::prelude::*;

use super::AskForEmail;
use crate::words::use_words;

pub fn page() -> AnyView {
    let words = use_words();
    AskForEmail {
        title: words.resend_title(),
        lead: words.resend_lead(),
        action: "/verify/resend",
        submit: words.resend_submit(),
    }
    .page()
}
