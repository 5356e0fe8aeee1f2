//! The forms of `/staff/accounts`.

use app::refusal::{InviteRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::AccountId;
use domain::people::Role;
use domain::person_name::PersonName;
use domain::registration::parse_email;
use server::StorageError;
use server::workflows::invite_staff::{Invitation, Invited, invite_again, invite_staff};
use server::workflows::manage_staff::{Managed, activate, deactivate, remove_second_factor};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

const PAGE: &str = "/staff/accounts";

pub async fn invite(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(admin) = visitor.actor.admin() else { return forbidden(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("name")?, fields.text("email")?, fields.text("role")?))
    };
    let (name, email, role) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let parsed_name = PersonName::parse(&name);
    let parsed_email = parse_email(&email);
    let parsed_role = Role::from_name(&role).filter(|role| role.is_of_an_institution());
    let mut refusal = InviteRefusal {
        name,
        email,
        role,
        name_problem: parsed_name.as_ref().err().copied(),
        email_problem: parsed_email.as_ref().err().copied(),
        email_taken: false,
        role_missing: parsed_role.is_none(),
    };
    if let (Ok(name), Ok(email), Some(role)) = (&parsed_name, &parsed_email, parsed_role) {
        let invitation = Invitation { name, email, role, language: visitor.language };
        match invite_staff(&state.services, &admin, &invitation).await {
            Ok(Invited::Yes) => return see_other("/staff/accounts?done=invited"),
            Ok(Invited::Known) => refusal.email_taken = true,
            Err(error) => return failed(&state, visitor, &error).await,
        }
    }
    refused(&state, &visitor, PAGE, Refusal::Invite(refusal), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// What an admin does with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Deactivate,
    Activate,
    InviteAgain,
    RemoveSecondFactor,
}

pub async fn act(state: State, visitor: Visitor, id: String, what: Act) -> Response {
    let Some(admin) = visitor.actor.admin() else { return forbidden(&state, &visitor).await };
    let Some(id) = AccountId::parse(&id) else { return not_found(&state, &visitor).await };
    let services = &state.services;
    let outcome: Result<Managed, StorageError> = match what {
        Act::Deactivate => deactivate(services, &admin, id).await,
        Act::Activate => activate(services, &admin, id).await,
        Act::RemoveSecondFactor => remove_second_factor(services, &admin, id).await,
        Act::InviteAgain => invite_again(services, &admin, id)
            .await
            .map(|sent| if sent { Managed::Yes } else { Managed::NotFound }),
    };
    let done = match what {
        Act::Deactivate => "deactivated",
        Act::Activate => "activated",
        Act::InviteAgain => "invited",
        Act::RemoveSecondFactor => "second_factor",
    };
    match outcome {
        Ok(Managed::Yes) => see_other(&format!("{PAGE}?done={done}")),
        Ok(Managed::NotFound) => not_found(&state, &visitor).await,
        Ok(Managed::Oneself) => forbidden(&state, &visitor).await,
        // Somebody else was faster: the list shows how it stands now.
        Ok(Managed::NotNow) => see_other(PAGE),
        Err(error) => failed(&state, visitor, &error).await,
    }
}
