//! What is deleted when: the operator sets it, an institution's admin sees it.

use domain::retention::{Kept, Retention, RetentionForm};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPage {
    pub days: Retention,
    /// Another one after each change.
    pub version: i64,
    /// For how many days after a decision the institution keeps documents; the operator, who has none, sees the limits.
    pub document_days: Option<u32>,
    /// What was typed, or what is set.
    pub form: RetentionForm,
    pub wrong: Vec<Kept>,
    /// Somebody else has changed them meanwhile.
    pub changed: bool,
}

#[server(name = LoadRetention, endpoint = "retention")]
pub async fn retention() -> Result<RetentionPage, PageError> {
    use server::storage::{StorageError, retention, settings};

    use crate::context::{failed, keeper, visit};
    use crate::refusal::{Refusal, RetentionRefusal};

    let visit = visit()?;
    let keeper = keeper(&visit)?;
    let load = async {
        let mut db = visit.services.database.read().await?;
        let document_days = match visit.actor.admin() {
            Some(_) => {
                let found = settings::find(&mut db, keeper.institution()).await?;
                Some(found.ok_or(StorageError::Changed("institution"))?.all.settings.document_days)
            }
            None => None,
        };
        let (days, version) = retention::find(&mut db).await?;
        Ok::<_, StorageError>((days, version, document_days))
    };
    let (days, version, document_days) = load.await.map_err(|error| failed(&visit, &error))?;
    let refused = match &visit.refusal {
        Some(Refusal::Retention(refused)) => Some(refused.clone()),
        _ => None,
    };
    let RetentionRefusal { form, wrong, changed } = refused.unwrap_or_else(|| RetentionRefusal {
        form: RetentionForm::from(&days),
        ..RetentionRefusal::default()
    });
    Ok(RetentionPage { days, version, document_days, form, wrong, changed })
}
