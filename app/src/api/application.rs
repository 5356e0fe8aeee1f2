//! One request for a contact book as its family sees it: a step of filling it in, or where it stands.

use domain::application_form::Step;
use domain::time::TaipeiDay;
use domain::view::{Document, FamilyApplication};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::ApplicationRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    pub application: FamilyApplication,
    pub documents: Vec<Document>,
    /// The step that is shown while it is a draft.
    pub step: Step,
    /// The first step that is not done: no later one can be shown yet.
    pub next_step: Step,
    pub refused: Option<ApplicationRefusal>,
    /// What was tried is not possible as it stands.
    pub not_allowed: bool,
    pub today: TaipeiDay,
}

/// `step` is the one that the address asks for, if any.
#[server(name = LoadApplication, endpoint = "application")]
pub async fn application(id: String, step: String) -> Result<Application, PageError> {
    use domain::id::ApplicationId;
    use server::storage::{StorageError, applications, documents};

    use crate::context::{failed, family, not_found, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let family = family(&visit)?;
    let id = ApplicationId::parse(&id).ok_or_else(not_found)?;
    let services = &visit.services;
    let load = async {
        let mut db = services.database.read().await?;
        let Some(stored) = applications::find_own(&mut db, id, family.id()).await? else { return Ok(None) };
        let Some(shown) = applications::one_of_family(&mut db, id, family.id()).await? else {
            return Ok(None);
        };
        let documents = documents::of_application(&mut db, &services.keyring, id, family.id()).await?;
        Ok::<_, StorageError>(Some((stored, shown, documents)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (stored, application, documents) = found.ok_or_else(not_found)?;
    let next_step = stored.filled.next_step(stored.found.is_some());
    let (refused, not_allowed) = match &visit.refusal {
        Some(Refusal::Application(refused)) => (Some(refused.clone()), false),
        Some(Refusal::ApplicationStep(_)) => (None, true),
        _ => (None, false),
    };
    let asked = refused.as_ref().map(|refused| refused.step).or_else(|| Step::from_name(&step));
    let step = asked.map_or(next_step, |step| step.min(next_step));
    let today = services.clock.now().taipei_day();
    Ok(Application { application, documents, step, next_step, refused, not_allowed, today })
}
