//! The operator's forms: `POST /operator/institutions`, `/operator/institutions/{id}` and what stands below it.

use app::refusal::{InstitutionRefusal, InviteRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::InstitutionId;
use domain::institution::InstitutionForm;
use domain::people::Role;
use domain::person_name::PersonName;
use domain::registration::parse_email;
use server::workflows::invite_staff::{Invitation, Invited, invite_admin};
use server::workflows::manage_institution::{
    InstitutionError, add_institution, change_institution, close_institution, reopen_institution,
};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::{refused, refused_still};
use super::super::visitor::Visitor;
use super::see_other;

const PAGE: &str = "/operator/institutions";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub async fn add(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    let (id, form) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let now = state.services.clock.now();
    let id = id.unwrap_or_else(|| InstitutionId::new(state.services.random.uuid(now)));
    match add_institution(&state.services, operator, id, &form).await {
        Ok(()) => see_other(&format!("{PAGE}/{id}?done=added")),
        Err(InstitutionError::Refused(problems)) => {
            let refusal = Refusal::Institution(InstitutionRefusal { id, form, problems });
            refused(&state, &visitor, PAGE, refusal, REFUSED).await
        }
        Err(error) => failed(&state, visitor.clone(), &error).await,
    }
}

pub async fn change(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    let Some(id) = InstitutionId::parse(&id) else { return not_found(&state, &visitor).await };
    let form = match read(request).await {
        Ok((_, form)) => form,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    match change_institution(&state.services, operator, id, &form).await {
        Ok(()) => see_other(&format!("{PAGE}/{id}?done=changed")),
        Err(InstitutionError::Refused(problems)) => {
            let refusal = Refusal::Institution(InstitutionRefusal { id, form, problems });
            refused(&state, &visitor, &format!("{PAGE}/{id}"), refusal, REFUSED).await
        }
        Err(InstitutionError::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor.clone(), &error).await,
    }
}

pub async fn close(state: State, visitor: Visitor, id: String) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    let Some(id) = InstitutionId::parse(&id) else { return not_found(&state, &visitor).await };
    match close_institution(&state.services, operator, id).await {
        Ok(()) => see_other(&format!("{PAGE}/{id}?done=closed")),
        Err(InstitutionError::HasStudents(count)) => {
            let path = format!("{PAGE}/{id}");
            refused_still(&state, &visitor, &path, Refusal::HasStudents(count), REFUSED).await
        }
        Err(InstitutionError::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor.clone(), &error).await,
    }
}

pub async fn reopen(state: State, visitor: Visitor, id: String) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    let Some(id) = InstitutionId::parse(&id) else { return not_found(&state, &visitor).await };
    match reopen_institution(&state.services, operator, id).await {
        Ok(()) => see_other(&format!("{PAGE}/{id}?done=reopened")),
        Err(InstitutionError::NotFound) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor.clone(), &error).await,
    }
}

pub async fn invite(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    let Some(id) = InstitutionId::parse(&id) else { return not_found(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((fields.text("name")?, fields.text("email")?))
    };
    let (name, email) = match read.await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let (parsed_name, parsed_email) = (PersonName::parse(&name), parse_email(&email));
    let mut refusal = InviteRefusal {
        name,
        email,
        role: Role::Admin.name().to_owned(),
        name_problem: parsed_name.as_ref().err().copied(),
        email_problem: parsed_email.as_ref().err().copied(),
        email_taken: false,
        role_missing: false,
    };
    if let (Ok(name), Ok(email)) = (&parsed_name, &parsed_email) {
        let invitation = Invitation { name, email, role: Role::Admin, language: visitor.language };
        match invite_admin(&state.services, operator, id, &invitation).await {
            Ok(None) => return not_found(&state, &visitor).await,
            Ok(Some(Invited::Yes)) => return see_other(&format!("{PAGE}/{id}?done=invited")),
            Ok(Some(Invited::Known)) => refusal.email_taken = true,
            Err(error) => return failed(&state, visitor.clone(), &error).await,
        }
    }
    let path = format!("{PAGE}/{id}");
    refused_still(&state, &visitor, &path, Refusal::Invite(refusal), REFUSED).await
}

/// The id that the form made up, and what was typed.
async fn read(request: Request<Body>) -> Result<(Option<InstitutionId>, InstitutionForm), BadForm> {
    let fields = Fields::read(request).await?;
    let id = InstitutionId::parse(fields.one("form")?);
    Ok((id, InstitutionForm { name: fields.text("institution")?, phone: fields.text("phone")? }))
}
