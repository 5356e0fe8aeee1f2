//! What an institution has set for itself.

use domain::id::InstitutionId;
use domain::settings::InstitutionSettings;
use domain::settings_form::AllSettings;

use super::row::Row;
use super::{Connection, StorageError};

/// The settings as they stand, with a number that is another one after each change.
pub struct StoredSettings {
    pub institution: String,
    pub all: AllSettings,
    pub version: i64,
}

pub async fn find(
    db: &mut Connection,
    institution: InstitutionId,
) -> Result<Option<StoredSettings>, StorageError> {
    let row = sqlx::query("SELECT name, phone, settings, settings_version FROM institution WHERE id = $1")
        .bind(institution.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let row = Row::of("institution", &row);
        Ok(StoredSettings {
            institution: row.text("name")?,
            all: AllSettings { phone: row.text("phone")?, settings: read(&row)? },
            version: row.number("settings_version")?,
        })
    })
    .transpose()
}

/// What it has set, without its name and telephone; the default where there is no such institution.
pub async fn of(
    db: &mut Connection,
    institution: InstitutionId,
) -> Result<InstitutionSettings, StorageError> {
    Ok(find(db, institution).await?.map(|found| found.all.settings).unwrap_or_default())
}

/// Locks the settings until the transaction ends.
pub async fn lock(db: &mut Connection, institution: InstitutionId) -> Result<(), StorageError> {
    sqlx::query("UPDATE institution SET settings_version = settings_version WHERE id = $1")
        .bind(institution.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Writes all settings together, if they are still the ones of `version`.
pub async fn save(
    db: &mut Connection,
    institution: InstitutionId,
    version: i64,
    all: &AllSettings,
) -> Result<bool, StorageError> {
    let settings = serde_json::to_string(&all.settings).map_err(|error| wrong(&error))?;
    let done = sqlx::query(
        "UPDATE institution SET phone = $1, settings = $2, settings_version = settings_version + 1
         WHERE id = $3 AND settings_version = $4",
    )
    .bind(&all.phone)
    .bind(settings)
    .bind(institution.to_string())
    .bind(version)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The column `settings`.
pub(super) fn read(row: &Row<'_>) -> Result<InstitutionSettings, StorageError> {
    serde_json::from_str(&row.text("settings")?).map_err(|error| wrong(&error))
}

fn wrong(error: &serde_json::Error) -> StorageError {
    StorageError::Row { table: "institution", what: format!("settings: {error}") }
}
