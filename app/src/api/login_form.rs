//! The log-in form as it was refused, or empty.

use leptos::prelude::*;

use crate::error::PageError;
use crate::refusal::LogInRefusal;

#[server(name = LoadLoginForm, endpoint = "login-form")]
pub async fn login_form() -> Result<Option<LogInRefusal>, PageError> {
    use crate::context::visit;
    use crate::refusal::Refusal;

    Ok(match visit()?.refusal {
        Some(Refusal::LogIn(refusal)) => Some(refusal),
        _ => None,
    })
}
