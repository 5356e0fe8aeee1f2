//! An admin keeps people out, lets them in again, or helps who lost the phone that makes codes; for those who run the
//! installation the command line does.

use domain::audit::AuditAction;
use domain::id::{AccountId, InstitutionId};
use domain::people::{AccountState, EmailAddress};
use serde_json::json;

use crate::actor::Admin;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::staff::StaffMember;
use crate::storage::{Connection, StorageError, institutions, second_factors, sessions, staff};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Managed {
    Yes,
    /// Nobody of this id works here.
    NotFound,
    /// Nobody can lock themselves out.
    Oneself,
    /// They are not in a state in which this can be done.
    NotNow,
}

/// What is done to somebody's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Keeps them out. Ends all their sessions at once.
    Deactivate,
    /// Who never chose a password is invited again.
    Activate,
    /// They set up another program at their next log-in; whoever has the lost phone is logged out.
    RemoveSecondFactor,
}

pub async fn deactivate(services: &Services, admin: &Admin, id: AccountId) -> Result<Managed, StorageError> {
    manage(services, admin, id, Change::Deactivate).await
}

pub async fn activate(services: &Services, admin: &Admin, id: AccountId) -> Result<Managed, StorageError> {
    manage(services, admin, id, Change::Activate).await
}

pub async fn remove_second_factor(
    services: &Services,
    admin: &Admin,
    id: AccountId,
) -> Result<Managed, StorageError> {
    manage(services, admin, id, Change::RemoveSecondFactor).await
}

/// For the command line: those who run the installation.
pub async fn operators(services: &Services) -> Result<Vec<StaffMember>, StorageError> {
    let mut db = services.database.read().await?;
    match institutions::find_authority(&mut db).await? {
        Some(authority) => staff::of_institution(&mut db, authority).await,
        None => Ok(Vec::new()),
    }
}

/// For the command line: the same for one of those who run the installation. They can do it to nobody on their pages, so
/// that one account that was taken does not shut out the others.
pub async fn manage_operator(
    services: &Services,
    email: &EmailAddress,
    what: Change,
) -> Result<Managed, StorageError> {
    let mut db = services.database.write().await?;
    let Some(authority) = institutions::find_authority(&mut db).await? else { return Ok(Managed::NotFound) };
    let operators = staff::of_institution(&mut db, authority).await?;
    let Some(operator) = operators.iter().find(|one| one.email == email.as_str()) else {
        return Ok(Managed::NotFound);
    };
    let done = change(services, &mut db, (authority, Who::Operator), operator.id, what).await?;
    if done == Managed::Yes {
        db.commit().await?;
    }
    Ok(done)
}

async fn manage(
    services: &Services,
    admin: &Admin,
    id: AccountId,
    what: Change,
) -> Result<Managed, StorageError> {
    if id == admin.id() {
        return Ok(Managed::Oneself);
    }
    let mut db = services.database.write().await?;
    let by = (admin.institution(), Who::Account(admin.id()));
    let done = change(services, &mut db, by, id, what).await?;
    if done == Managed::Yes {
        db.commit().await?;
    }
    Ok(done)
}

/// In the institution of whoever does it.
async fn change(
    services: &Services,
    db: &mut Connection,
    (institution, who): (InstitutionId, Who),
    id: AccountId,
    what: Change,
) -> Result<Managed, StorageError> {
    let Some(state) = staff::state(db, id, institution).await? else { return Ok(Managed::NotFound) };
    let (action, done) = match what {
        Change::Deactivate => (AuditAction::StaffDeactivated, keep_out(db, institution, id, state).await?),
        Change::Activate => (AuditAction::StaffActivated, let_in(db, institution, id, state).await?),
        Change::RemoveSecondFactor => {
            second_factors::remove(db, id).await?;
            log_out(db, id).await?;
            (AuditAction::SecondFactorRemoved, true)
        }
    };
    if !done {
        return Ok(Managed::NotNow);
    }
    let now = services.clock.now();
    audit::write(db, Some(institution), who, action, Subject::Account(id), json!({}), now).await?;
    Ok(Managed::Yes)
}

async fn keep_out(
    db: &mut Connection,
    institution: InstitutionId,
    id: AccountId,
    state: AccountState,
) -> Result<bool, StorageError> {
    let out = matches!(state, AccountState::Active | AccountState::Invited)
        && staff::set_state(db, id, institution, state, AccountState::Deactivated).await?;
    if out {
        log_out(db, id).await?;
    }
    Ok(out)
}

async fn let_in(
    db: &mut Connection,
    institution: InstitutionId,
    id: AccountId,
    state: AccountState,
) -> Result<bool, StorageError> {
    if state != AccountState::Deactivated {
        return Ok(false);
    }
    let to = if staff::has_password(db, id).await? { AccountState::Active } else { AccountState::Invited };
    staff::set_state(db, id, institution, state, to).await
}

/// Also who stands between the two steps of a log-in.
async fn log_out(db: &mut Connection, id: AccountId) -> Result<(), StorageError> {
    sessions::end_others(db, id, "").await?;
    second_factors::end_of_account(db, id).await
}
