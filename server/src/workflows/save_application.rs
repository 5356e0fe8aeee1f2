//! A family saves what it has filled in to apply for a contact book, before anybody judges it.

use domain::application::{ApplicationState, Concern, Service};
use domain::application_form::Filled;
use domain::id::{ApplicationId, InstitutionId, StudentId};
use domain::people::Relationship;
use domain::student::CallNumber;
use domain::time::Moment;
use thiserror::Error;

use crate::actor::Family;
use crate::services::Services;
use crate::storage::applications::StoredApplication;
use crate::storage::{Connection, StorageError, applications, roster};

/// What came with a form, as typed; `None` where the form does not have the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub institution: Option<String>,
    pub call_number: Option<String>,
    pub relationship: Option<String>,
    pub service: Option<String>,
}

/// Where it goes.
#[derive(Clone, Copy, Debug)]
pub enum ApplicationTarget {
    /// A new request. The form carries the id it will have, so that a form sent twice makes one.
    New(ApplicationId),
    Existing(ApplicationId),
}

/// A request as it stands once everything was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedApplication {
    pub id: ApplicationId,
    pub filled: Filled,
    pub found: Option<StudentId>,
    pub state: ApplicationState,
}

#[derive(Debug, Error)]
pub enum SaveApplicationError {
    #[error("there is no such request")]
    NotFound,
    /// It was sent already, decided, or withdrawn.
    #[error("the request cannot be changed any more")]
    NotEditable,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

pub async fn save_application(
    services: &Services,
    family: &Family,
    target: ApplicationTarget,
    typed: &Typed,
) -> Result<SavedApplication, SaveApplicationError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let id = match target {
        ApplicationTarget::New(id) => {
            applications::add_draft(&mut db, id, family.id(), now).await?;
            id
        }
        ApplicationTarget::Existing(id) => id,
    };
    applications::lock(&mut db, id).await?;
    let before = applications::find_own(&mut db, id, family.id()).await?;
    let before = before.ok_or(SaveApplicationError::NotFound)?;
    let StoredApplication { filled, found, .. } = match before.state {
        ApplicationState::Draft => draft(&mut db, before.clone(), typed).await?,
        ApplicationState::Returned { .. } => correction(&mut db, before.clone(), typed).await?,
        _ => return Err(SaveApplicationError::NotEditable),
    };
    if (&filled, found) != (&before.filled, before.found) {
        applications::fill_in(&mut db, id, &filled, found, now).await?;
    }
    db.commit().await?;
    Ok(SavedApplication { id, filled, found, state: before.state })
}

/// Everything may be changed. Another student has to be looked up and confirmed anew.
async fn draft(
    db: &mut Connection,
    mut draft: StoredApplication,
    typed: &Typed,
) -> Result<StoredApplication, StorageError> {
    let filled = &mut draft.filled;
    let named_before = (filled.institution, filled.call_number.clone());
    if let Some(text) = &typed.institution {
        let known = roster::institutions(db).await?;
        let chosen = InstitutionId::parse(text);
        filled.institution = chosen.filter(|id| known.iter().any(|institution| institution.id == *id));
    }
    if let Some(text) = &typed.call_number {
        filled.call_number = call_number(text);
    }
    if let Some(text) = &typed.relationship {
        filled.relationship = Relationship::from_name(text);
    }
    if (filled.institution, &filled.call_number) != (named_before.0, &named_before.1) {
        filled.student = None;
        draft.found = None;
    }
    if let Some(service) = typed.service.as_deref().and_then(Service::from_name) {
        filled.service = Some(service);
        // It is chosen below the student that was found: 確認申請對象無誤.
        filled.student = draft.found;
    }
    Ok(draft)
}

/// Only what was asked for again may be changed; documents are taken by themselves.
async fn correction(
    db: &mut Connection,
    mut returned: StoredApplication,
    typed: &Typed,
) -> Result<StoredApplication, StorageError> {
    let notice = applications::latest_return(db, returned.id).await?;
    let asked = notice.is_some_and(|(notice, _): (_, Moment)| notice.asks_for(Concern::Relationship));
    let chosen = typed.relationship.as_deref().and_then(Relationship::from_name);
    if let Some(relationship) = chosen.filter(|_| asked) {
        returned.filled.relationship = Some(relationship);
    }
    Ok(returned)
}

/// Made narrow where it is a call number; as typed otherwise, but for what no database text can hold, and not longer
/// than anybody types.
fn call_number(text: &str) -> String {
    match CallNumber::parse(text) {
        Some(number) => number.as_str().to_owned(),
        None => text.trim().replace('\0', "\u{FFFD}").chars().take(40).collect(),
    }
}
