//! What is deleted when, for the operator.

use domain::retention::{Kept, Retention, RetentionForm};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPage {
    pub days: Retention,
    /// Another one after each change.
    pub version: i64,
    /// What was typed, or what is set.
    pub form: RetentionForm,
    pub wrong: Vec<Kept>,
    /// Somebody else has changed them meanwhile.
    pub changed: bool,
}

#[server(name = LoadRetention, endpoint = "retention")]
pub async fn retention() -> Result<RetentionPage, PageError> {
    use server::storage::retention;

    use crate::context::{failed, operator, visit};
    use crate::refusal::{Refusal, RetentionRefusal};

    let visit = visit()?;
    operator(&visit)?;
    let load = async { retention::find(&mut *visit.services.database.read().await?).await };
    let (days, version) = load.await.map_err(|error| failed(&visit, &error))?;
    let refused = match &visit.refusal {
        Some(Refusal::Retention(refused)) => Some(refused.clone()),
        _ => None,
    };
    let RetentionRefusal { form, wrong, changed } = refused.unwrap_or_else(|| RetentionRefusal {
        form: RetentionForm::from(&days),
        ..RetentionRefusal::default()
    });
    Ok(RetentionPage { days, version, form, wrong, changed })
}
