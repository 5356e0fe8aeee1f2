//! The registration form, new or as it was refused.

use domain::time::TaipeiDay;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::RegisterRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterForm {
    /// Today in Taipei, by which a birth date is judged.
    pub today: TaipeiDay,
    pub refused: Option<RegisterRefusal>,
}

#[server(name = LoadRegisterForm, endpoint = "register-form")]
pub async fn register_form() -> Result<RegisterForm, PageError> {
    use crate::context::visit;
    use crate::refusal::Refusal;

    let visit = visit()?;
    let refused = match visit.refusal {
        Some(Refusal::Register(refusal)) => Some(refusal),
        _ => None,
    };
    Ok(RegisterForm { today: visit.services.clock.now().taipei_day(), refused })
}
