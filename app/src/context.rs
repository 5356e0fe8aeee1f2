//! What a request brings along while the server draws its page or runs its server function.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::language::Language;
use domain::people::Role;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use server::token::Token;
use server::{
    Actor, Admin, Auditor, Family, Head, Holder, Keeper, Operator, Reviewer, Services, Staff, Student,
};

use crate::error::PageError;
use crate::refusal::Refusal;

/// Put into the context of each request by the router.
#[derive(Clone)]
pub struct Visit {
    pub services: Services,
    pub actor: Actor,
    /// Names this session among those of the account.
    pub session: Option<String>,
    /// Somebody whose password was right and whose code is still to come.
    pub second_step: Option<Token>,
    pub language: Language,
    /// Is this the demo, with its three aids?
    pub demo: bool,
    /// The address that people use, such as `https://book.example`.
    pub public_url: Arc<str>,
    /// Names this request in the log, and to the person when something broke.
    pub request_id: String,
    /// The form that was just refused, if one was.
    pub refusal: Option<Refusal>,
}

/// Recovery codes that were just made, to be shown this once.
#[derive(Clone)]
pub struct NewRecoveryCodes(pub Vec<String>, pub Role);

/// A student's PIN that was just made, to be shown this once.
#[derive(Clone)]
pub struct NewPin(pub String);

/// The visit of this request.
pub fn visit() -> Result<Visit, PageError> {
    use_context::<Visit>().ok_or_else(|| PageError::Failed(String::new()))
}

pub fn family(visit: &Visit) -> Result<&Family, PageError> {
    visit.actor.family().ok_or_else(|| refuse(visit))
}

pub fn staff(visit: &Visit) -> Result<&Staff, PageError> {
    visit.actor.staff().ok_or_else(|| refuse(visit))
}

pub fn reviewer(visit: &Visit) -> Result<Reviewer, PageError> {
    visit.actor.reviewer().ok_or_else(|| refuse(visit))
}

pub fn head(visit: &Visit) -> Result<Head, PageError> {
    visit.actor.head().ok_or_else(|| refuse(visit))
}

pub fn admin(visit: &Visit) -> Result<Admin, PageError> {
    visit.actor.admin().ok_or_else(|| refuse(visit))
}

pub fn operator(visit: &Visit) -> Result<&Operator, PageError> {
    visit.actor.operator().ok_or_else(|| refuse(visit))
}

pub fn keeper(visit: &Visit) -> Result<Keeper, PageError> {
    visit.actor.keeper().ok_or_else(|| refuse(visit))
}

pub fn auditor(visit: &Visit) -> Result<Auditor, PageError> {
    visit.actor.auditor().ok_or_else(|| refuse(visit))
}

pub fn holder(visit: &Visit) -> Result<Holder, PageError> {
    visit.actor.holder().ok_or_else(|| refuse(visit))
}

pub fn student(visit: &Visit) -> Result<&Student, PageError> {
    visit.actor.student().ok_or_else(|| refuse(visit))
}

fn refuse(visit: &Visit) -> PageError {
    if matches!(visit.actor, Actor::Anonymous) {
        set_status(StatusCode::UNAUTHORIZED);
        PageError::LoggedOut
    } else {
        set_status(StatusCode::FORBIDDEN);
        PageError::Forbidden
    }
}

/// Logs what broke, once, and gives the person its number.
pub fn failed(visit: &Visit, error: &dyn std::error::Error) -> PageError {
    tracing::error!(request.id = %visit.request_id, error = %error, "a page could not be drawn");
    set_status(StatusCode::INTERNAL_SERVER_ERROR);
    PageError::Failed(visit.request_id.clone())
}

pub fn not_found() -> PageError {
    set_status(StatusCode::NOT_FOUND);
    PageError::NotFound
}

pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}
