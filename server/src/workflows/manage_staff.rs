//! An admin keeps people out, lets them in again, or helps who lost the phone that makes codes.

use domain::audit::AuditAction;
use domain::id::AccountId;
use domain::people::AccountState;
use serde_json::json;

use crate::actor::Admin;
use crate::audit::{self, Subject, Who};
use crate::services::Services;
use crate::storage::{Connection, StorageError, second_factors, sessions, staff};

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

/// Ends all their sessions at once.
pub async fn deactivate(services: &Services, admin: &Admin, id: AccountId) -> Result<Managed, StorageError> {
    manage(services, admin, id, AuditAction::StaffDeactivated, async |db, state| {
        let left = matches!(state, AccountState::Active | AccountState::Invited)
            && staff::set_state(db, id, admin.institution(), state, AccountState::Deactivated).await?;
        if left {
            sessions::end_others(db, id, "").await?;
            second_factors::end_of_account(db, id).await?;
        }
        Ok(left)
    })
    .await
}

/// Who never chose a password is invited again.
pub async fn activate(services: &Services, admin: &Admin, id: AccountId) -> Result<Managed, StorageError> {
    manage(services, admin, id, AuditAction::StaffActivated, async |db, state| {
        if state != AccountState::Deactivated {
            return Ok(false);
        }
        let to =
            if staff::has_password(db, id).await? { AccountState::Active } else { AccountState::Invited };
        staff::set_state(db, id, admin.institution(), state, to).await
    })
    .await
}

/// They set up another program at their next log-in; whoever has the lost phone is logged out.
pub async fn remove_second_factor(
    services: &Services,
    admin: &Admin,
    id: AccountId,
) -> Result<Managed, StorageError> {
    manage(services, admin, id, AuditAction::SecondFactorRemoved, async |db, _| {
        second_factors::remove(db, id).await?;
        second_factors::end_of_account(db, id).await?;
        sessions::end_others(db, id, "").await?;
        Ok(true)
    })
    .await
}

async fn manage(
    services: &Services,
    admin: &Admin,
    id: AccountId,
    action: AuditAction,
    act: impl AsyncFnOnce(&mut Connection, AccountState) -> Result<bool, StorageError>,
) -> Result<Managed, StorageError> {
    if id == admin.id() {
        return Ok(Managed::Oneself);
    }
    let mut db = services.database.write().await?;
    let Some(state) = staff::state(&mut db, id, admin.institution()).await? else {
        return Ok(Managed::NotFound);
    };
    if !act(&mut db, state).await? {
        return Ok(Managed::NotNow);
    }
    let (who, subject) = (Who::Account(admin.id()), Subject::Account(id));
    let now = services.clock.now();
    audit::write(&mut db, Some(admin.institution()), who, action, subject, json!({}), now).await?;
    db.commit().await?;
    Ok(Managed::Yes)
}
