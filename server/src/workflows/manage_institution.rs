//! The operator, here or on the command line, adds, renames, closes and opens institutions.

use domain::audit::AuditAction;
use domain::id::InstitutionId;
use domain::institution::{InstitutionForm, InstitutionOverview, InstitutionProblems, InstitutionRecord};
use domain::time::Moment;
use serde_json::{Value, json};
use thiserror::Error;

use crate::actor::Operator;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{Connection, StorageError, institutions, settings};

#[derive(Debug, Error)]
pub enum InstitutionError {
    #[error("there is no such institution")]
    NotFound,
    #[error("an institution cannot be so")]
    Refused(InstitutionProblems),
    /// So many students are there: they leave first, each as it is fit.
    #[error("{0} students are there")]
    HasStudents(u32),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `id` is the one that the form made up: sent twice, it makes one.
pub async fn add_institution(
    services: &Services,
    operator: &Operator,
    id: InstitutionId,
    form: &InstitutionForm,
) -> Result<(), InstitutionError> {
    add_as(services, Who::Account(operator.id()), id, form).await
}

/// For the operator's command line.
pub async fn add_as(
    services: &Services,
    who: Who,
    id: InstitutionId,
    form: &InstitutionForm,
) -> Result<(), InstitutionError> {
    let record = form.judge().map_err(InstitutionError::Refused)?;
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if institutions::find(&mut db, id, now.taipei_day()).await?.is_some_and(|known| known.name == record.name)
    {
        return Ok(());
    }
    if institutions::add(&mut db, id, &record, now).await?.is_err() {
        return Err(InstitutionError::Refused(InstitutionProblems::taken()));
    }
    write_down(&mut db, who, AuditAction::InstitutionAdded, id, json!({}), now).await?;
    db.commit().await?;
    Ok(())
}

/// Name and telephone. Saving what it is already changes nothing and succeeds.
pub async fn change_institution(
    services: &Services,
    operator: &Operator,
    id: InstitutionId,
    form: &InstitutionForm,
) -> Result<(), InstitutionError> {
    let record = form.judge().map_err(InstitutionError::Refused)?;
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let before = lock(&mut db, id, now).await?;
    if institutions::has_name(&mut db, &record.name, id).await? {
        return Err(InstitutionError::Refused(InstitutionProblems::taken()));
    }
    let InstitutionRecord { name, phone } = &record;
    let mut changed = Vec::new();
    if before.name != *name {
        changed.push("name");
    }
    if before.phone != *phone {
        changed.push("phone");
    }
    if changed.is_empty() {
        return Ok(());
    }
    institutions::change(&mut db, id, &record).await?;
    let who = Who::Account(operator.id());
    write_down(&mut db, who, AuditAction::InstitutionChanged, id, json!({ "changed": changed }), now).await?;
    db.commit().await?;
    Ok(())
}

/// From now on families do not find it and no student is added. Its staff still read what is there. Closing a closed one
/// changes nothing and succeeds.
pub async fn close_institution(
    services: &Services,
    operator: &Operator,
    id: InstitutionId,
) -> Result<(), InstitutionError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let before = lock(&mut db, id, now).await?;
    if before.closed_at.is_some() {
        return Ok(());
    }
    if before.students > 0 {
        return Err(InstitutionError::HasStudents(before.students));
    }
    institutions::set_closed(&mut db, id, Some(now)).await?;
    let who = Who::Account(operator.id());
    write_down(&mut db, who, AuditAction::InstitutionClosed, id, json!({}), now).await?;
    db.commit().await?;
    Ok(())
}

/// Takes the closing back. Opening an open one changes nothing and succeeds.
pub async fn reopen_institution(
    services: &Services,
    operator: &Operator,
    id: InstitutionId,
) -> Result<(), InstitutionError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if lock(&mut db, id, now).await?.closed_at.is_none() {
        return Ok(());
    }
    institutions::set_closed(&mut db, id, None).await?;
    let who = Who::Account(operator.id());
    write_down(&mut db, who, AuditAction::InstitutionReopened, id, json!({}), now).await?;
    db.commit().await?;
    Ok(())
}

/// Where operators' accounts belong, and what belongs to no institution; made when it is first needed.
pub async fn authority(
    services: &Services,
    db: &mut Connection,
    now: Moment,
) -> Result<InstitutionId, StorageError> {
    institutions::authority(db, InstitutionId::new(services.random.uuid(now)), now).await
}

/// As it is, and nobody else adds a student or changes its settings until the transaction ends.
async fn lock(
    db: &mut Connection,
    id: InstitutionId,
    now: Moment,
) -> Result<InstitutionOverview, InstitutionError> {
    settings::lock(db, id).await?;
    institutions::find(db, id, now.taipei_day()).await?.ok_or(InstitutionError::NotFound)
}

async fn write_down(
    db: &mut Connection,
    who: Who,
    action: AuditAction,
    id: InstitutionId,
    details: Value,
    now: Moment,
) -> Result<(), StorageError> {
    audit::write(db, Some(id), who, action, Subject::Institution(id), details, now).await
}
