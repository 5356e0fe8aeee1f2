//! The terminal's log-in form as it was refused, or empty.

use leptos::prelude::*;

use crate::error::PageError;
use crate::refusal::StudentLogInRefusal;

#[server(name = LoadStudentLoginForm, endpoint = "student-login-form")]
pub async fn student_login_form() -> Result<Option<StudentLogInRefusal>, PageError> {
    use crate::context::visit;
    use crate::refusal::Refusal;

    Ok(match visit()?.refusal {
        Some(Refusal::StudentLogIn(refusal)) => Some(refusal),
        _ => None,
    })
}
