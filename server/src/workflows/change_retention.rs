//! The operator says for how long the installation keeps what people have left behind.

use domain::audit::AuditAction;
use domain::retention::{Kept, RetentionForm};
use serde_json::{Value, json};
use thiserror::Error;

use crate::actor::Operator;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, retention};

#[derive(Debug, Error)]
pub enum ChangeRetentionError {
    #[error("some are no number of days within their limits")]
    Refused(Vec<Kept>),
    /// Somebody else has changed them since the page was opened.
    #[error("the days are not the ones that were read")]
    OtherVersion,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `version` is the one on the page. Saving what is set already changes nothing and succeeds. What is over by the new days
/// goes when the job runs next.
pub async fn change_retention(
    services: &Services,
    operator: &Operator,
    version: i64,
    form: &RetentionForm,
) -> Result<(), ChangeRetentionError> {
    let after = form.judge().map_err(ChangeRetentionError::Refused)?;
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let (before, _) = retention::find(&mut db).await?;
    let changed: Vec<_> = Kept::ALL.into_iter().filter(|kept| before.of(*kept) != after.of(*kept)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    if !retention::save(&mut db, version, &after).await? {
        return Err(ChangeRetentionError::OtherVersion);
    }
    let details: serde_json::Map<String, Value> =
        changed.into_iter().map(|kept| (kept.name().to_owned(), json!(after.of(kept)))).collect();
    let (institution, who) = (operator.institution(), Who::Account(operator.id()));
    let (action, subject) = (AuditAction::RetentionChanged, Subject::Institution(institution));
    audit::write(&mut db, Some(institution), who, action, subject, Value::Object(details), now).await?;
    db.commit().await?;
    Ok(())
}
