//! The settings of an institution, for its admin.

use domain::settings_form::{Setting, SettingsForm, SettingsProblems};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    pub institution: String,
    /// Of the settings that the form was opened with.
    pub version: i64,
    pub form: SettingsForm,
    pub problems: SettingsProblems,
    /// Somebody else saved while this form was filled in: what stands differently there now.
    pub overtaken: Option<Vec<Setting>>,
}

#[server(name = LoadSettings, endpoint = "settings")]
pub async fn settings() -> Result<SettingsPage, PageError> {
    use server::storage::{StorageError, settings};

    use crate::context::{admin, failed, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let admin = admin(&visit)?;
    let load = async {
        let mut db = visit.services.database.read().await?;
        let found = settings::find(&mut db, admin.institution()).await?;
        found.ok_or(StorageError::Changed("institution"))
    };
    let stored = load.await.map_err(|error| failed(&visit, &error))?;
    let (institution, version) = (stored.institution, stored.version);
    Ok(match visit.refusal {
        Some(Refusal::Settings(refused)) => {
            let overtaken = refused.overtaken.then(|| {
                let typed = refused.form.parse(&stored.all.settings);
                typed.map(|typed| stored.all.changed(&typed)).unwrap_or_default()
            });
            SettingsPage {
                institution,
                // Saving again means it: what stands there now has been seen.
                version: if refused.overtaken { version } else { refused.version },
                form: refused.form,
                problems: refused.problems,
                overtaken,
            }
        }
        _ => SettingsPage {
            institution,
            version,
            form: SettingsForm::of(&stored.all),
            problems: SettingsProblems::default(),
            overtaken: None,
        },
    })
}
