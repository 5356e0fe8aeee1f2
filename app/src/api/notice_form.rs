//! The personal-data notice: was it sent without agreeing?

use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadNoticeForm, endpoint = "notice-form")]
pub async fn notice_form() -> Result<bool, PageError> {
    use crate::context::visit;
    use crate::refusal::Refusal;

    Ok(matches!(visit()?.refusal, Some(Refusal::Consent)))
}
