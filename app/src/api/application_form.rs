//! The first step of a new request: whose contact book it is for.

use domain::id::ApplicationId;
use domain::view::FamilyApplication;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::ApplicationRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationForm {
    /// The request has its id before it exists, so that a form sent twice makes one.
    pub id: ApplicationId,
    /// What was saved of it, once it was refused.
    pub saved: Option<FamilyApplication>,
    pub refused: Option<ApplicationRefusal>,
}

#[server(name = LoadApplicationForm, endpoint = "application-form")]
pub async fn application_form() -> Result<ApplicationForm, PageError> {
    use server::storage::applications;

    use crate::context::{failed, family, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let family = family(&visit)?;
    let services = &visit.services;
    let refused = match &visit.refusal {
        Some(Refusal::Application(refused)) => Some(refused.clone()),
        _ => None,
    };
    let fresh = || ApplicationId::new(services.random.uuid(services.clock.now()));
    let id = refused.as_ref().map_or_else(fresh, |refused| refused.application);
    let load =
        async { applications::one_of_family(&mut *services.database.read().await?, id, family.id()).await };
    let saved = load.await.map_err(|error| failed(&visit, &error))?;
    Ok(ApplicationForm { id, saved, refused })
}
