//! A form that asks for an e-mail address, as it was refused, or empty.

use leptos::prelude::*;

use crate::error::PageError;
use crate::refusal::EmailRefusal;

#[server(name = LoadEmailForm, endpoint = "email-form")]
pub async fn email_form() -> Result<Option<EmailRefusal>, PageError> {
    use crate::context::visit;
    use crate::refusal::Refusal;

    Ok(match visit()?.refusal {
        Some(Refusal::Email(refusal)) => Some(refusal),
        _ => None,
    })
}
