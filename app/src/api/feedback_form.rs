//! The form in which somebody with an account says what did not work.

use domain::id::FeedbackId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::FeedbackRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackForm {
    /// The id that it will have, so that a form sent twice makes one.
    pub form: FeedbackId,
    /// Does the admin see who says it?
    pub is_named: bool,
    pub refused: Option<FeedbackRefusal>,
}

#[server(name = LoadFeedbackForm, endpoint = "feedback-form")]
pub async fn feedback_form() -> Result<FeedbackForm, PageError> {
    use crate::context::{holder, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let holder = holder(&visit)?;
    let refused = match &visit.refusal {
        Some(Refusal::Feedback(refused)) => Some(refused.clone()),
        _ => None,
    };
    let form = match &refused {
        Some(refused) => refused.id,
        None => FeedbackId::new(visit.services.random.uuid(visit.services.clock.now())),
    };
    Ok(FeedbackForm { form, is_named: holder.role().is_staff(), refused })
}
