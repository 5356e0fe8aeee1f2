//! An admin changes what the institution has set for itself, all of it together.

use domain::audit::AuditAction;
use domain::settings_form::{AllSettings, Setting, SettingsForm, SettingsProblems};
use serde_json::{Value, json};
use thiserror::Error;

use crate::actor::Admin;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{StorageError, settings};

#[derive(Debug, Error)]
pub enum ChangeSettingsError {
    #[error("the settings cannot be as they were typed")]
    Refused(SettingsProblems),
    /// Somebody else has changed them since the page was opened.
    #[error("the settings are not the ones that were read")]
    OtherVersion,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `version` is the one on the page. Saving what is set already changes nothing and succeeds.
pub async fn change_settings(
    services: &Services,
    admin: &Admin,
    version: i64,
    form: &SettingsForm,
) -> Result<AllSettings, ChangeSettingsError> {
    let now = services.clock.now();
    let institution = admin.institution();
    let mut db = services.database.write().await?;
    settings::lock(&mut db, institution).await?;
    let before = settings::find(&mut db, institution).await?.ok_or(StorageError::Changed("institution"))?;
    let after = form.parse(&before.all.settings).map_err(ChangeSettingsError::Refused)?;
    let changed: Value = before.all.changed(&after).into_iter().map(Setting::name).collect();
    if changed.as_array().is_some_and(Vec::is_empty) {
        return Ok(after);
    }
    if before.version != version || !settings::save(&mut db, institution, version, &after).await? {
        return Err(ChangeSettingsError::OtherVersion);
    }
    let (who, subject) = (Who::Account(admin.id()), Subject::Institution(institution));
    let details = json!({ "changed": changed });
    audit::write(&mut db, Some(institution), who, AuditAction::SettingsChanged, subject, details, now)
        .await?;
    db.commit().await?;
    Ok(after)
}
