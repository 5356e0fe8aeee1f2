//! An admin, the operator or the command line gives somebody who works in an institution an account.

use domain::audit::AuditAction;
use domain::id::{AccountId, InstitutionId};
use domain::language::Language;
use domain::mail::MailKind;
use domain::people::{AccountState, EmailAddress, Role};
use domain::person_name::PersonName;
use domain::time::Moment;
use serde_json::json;

use super::manage_institution::authority;
use crate::actor::{Admin, Operator};
use crate::audit::{self, Subject, Who};
use crate::failure::Failure;
use crate::mail;
use crate::services::Services;
use crate::storage::accounts::{self, NewAccount, SecondFactor};
use crate::storage::outbox::{About, Recipient};
use crate::storage::{Connection, StorageError, institutions, staff};

/// Whom to invite.
pub struct Invitation<'a> {
    pub name: &'a PersonName,
    pub email: &'a EmailAddress,
    pub role: Role,
    pub language: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    Yes,
    /// The address has an account already.
    Known,
}

pub async fn invite_staff(
    services: &Services,
    admin: &Admin,
    invitation: &Invitation<'_>,
) -> Result<Invited, Failure> {
    invite(services, admin.institution(), Who::Account(admin.id()), invitation).await
}

/// The operator invites an admin of an institution; `None` when there is no such one. Whoever waits for an invitation there
/// gets it once more.
pub async fn invite_admin(
    services: &Services,
    operator: &Operator,
    institution: InstitutionId,
    invitation: &Invitation<'_>,
) -> Result<Option<Invited>, Failure> {
    let who = Who::Account(operator.id());
    let found = {
        let mut db = services.database.read().await?;
        let today = services.clock.now().taipei_day();
        if institutions::find(&mut db, institution, today).await?.is_none() {
            return Ok(None);
        }
        staff::of_institution(&mut db, institution).await?
    };
    let waiting = found.into_iter().find(|one| {
        one.role == Role::Admin
            && one.state == AccountState::Invited
            && one.email == invitation.email.as_str()
    });
    if let Some(waiting) = waiting
        && send_again(services, institution, who, waiting.id).await?
    {
        return Ok(Some(Invited::Yes));
    }
    invite(services, institution, who, invitation).await.map(Some)
}

/// For the command line: somebody who runs the installation.
pub async fn invite_operator(
    services: &Services,
    name: &PersonName,
    email: &EmailAddress,
    language: Language,
) -> Result<Invited, Failure> {
    let mut db = services.database.write().await?;
    let authority = authority(services, &mut db, services.clock.now()).await?;
    db.commit().await?;
    let invitation = Invitation { name, email, role: Role::Operator, language };
    invite_to(services, authority, &invitation).await
}

/// For the operator's command line, before there is an admin.
pub async fn invite_to(
    services: &Services,
    institution: InstitutionId,
    invitation: &Invitation<'_>,
) -> Result<Invited, Failure> {
    invite(services, institution, Who::Operator, invitation).await
}

/// Sends the invitation once more. False when nobody here waits for one.
pub async fn invite_again(services: &Services, admin: &Admin, id: AccountId) -> Result<bool, StorageError> {
    send_again(services, admin.institution(), Who::Account(admin.id()), id).await
}

async fn send_again(
    services: &Services,
    institution: InstitutionId,
    who: Who,
    id: AccountId,
) -> Result<bool, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if staff::state(&mut db, id, institution).await? != Some(AccountState::Invited) {
        return Ok(false);
    }
    send(services, &mut db, id, now).await?;
    let (action, details) = (AuditAction::StaffInvited, json!({ "again": true }));
    audit::write(&mut db, Some(institution), who, action, Subject::Account(id), details, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(true)
}

async fn invite(
    services: &Services,
    institution: InstitutionId,
    who: Who,
    invitation: &Invitation<'_>,
) -> Result<Invited, Failure> {
    let now = services.clock.now();
    let id = AccountId::new(services.random.uuid(now));
    let account = NewAccount {
        id,
        role: invitation.role,
        institution: Some(institution),
        email: invitation.email,
        name: invitation.name.as_str(),
        password_hash: "",
        language: invitation.language,
        state: AccountState::Invited,
        second_factor: SecondFactor::Required,
        details: None,
    };
    let mut db = services.database.write().await?;
    if accounts::add(&mut db, &account, now).await?.is_err() {
        return Ok(Invited::Known);
    }
    send(services, &mut db, id, now).await?;
    let (action, details) = (AuditAction::StaffInvited, json!({ "role": invitation.role.name() }));
    audit::write(&mut db, Some(institution), who, action, Subject::Account(id), details, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Invited::Yes)
}

async fn send(
    services: &Services,
    db: &mut Connection,
    id: AccountId,
    now: Moment,
) -> Result<(), StorageError> {
    mail::write(services, db, MailKind::Invitation, Recipient::Account(id), About::Nothing, now).await
}
