//! `POST /applications/new` and `/applications/{id}`: save whatever came, then judge, then go on to the next step.

use app::refusal::{ApplicationRefusal, LookUpRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::application::{ApplicationProblems, ApplicationState};
use domain::application_form::{Filled, Step};
use domain::document::{DocumentProblem, RefusedDocument};
use domain::id::ApplicationId;
use server::Family;
use server::workflows::look_up_student::{Ineligible, LookUpError, look_up_student};
use server::workflows::save_application::{
    ApplicationTarget, SaveApplicationError, SavedApplication, save_application,
};
use server::workflows::take_document::{TakeDocumentError, take_document};

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::render::refused;
use super::super::upload::UploadError;
use super::super::visitor::Visitor;
use super::application_fields::{Action, ApplicationFields, GivenFile, read};
use super::application_steps;
use super::see_other;

pub async fn new(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    write(state, visitor, None, request).await
}

pub async fn save(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    match ApplicationId::parse(&id) {
        Some(id) => write(state, visitor, Some(id), request).await,
        None => not_found(&state, &visitor).await,
    }
}

async fn write(
    state: State,
    visitor: Visitor,
    existing: Option<ApplicationId>,
    request: Request<Body>,
) -> Response {
    let Some(family) = visitor.actor.family().cloned() else { return forbidden(&state, &visitor).await };
    let mut fields = match read(&state, request).await {
        Ok(fields) => fields,
        Err(UploadError::Bad(bad)) => return bad.answer(&state, &visitor).await,
        Err(UploadError::Disk(error)) => return failed(&state, visitor, &error).await,
    };
    let services = &state.services;
    let fresh = || ApplicationId::new(services.random.uuid(services.clock.now()));
    let id = existing.or(fields.form).unwrap_or_else(fresh);
    if existing.is_none() && fields.is_empty() {
        // Nothing to keep yet.
        let refusal = Found::new(id, Step::Student, Filled::default().problems());
        return answer(&state, &visitor, existing, refusal).await;
    }
    let target = existing.map_or(ApplicationTarget::New(id), ApplicationTarget::Existing);
    match save_application(services, &family, target, &fields.typed).await {
        Ok(saved) => {
            let files = std::mem::take(&mut fields.files);
            match take_all(&state, &family, id, files).await {
                Ok(documents) => judge(state, visitor, &family, existing, &fields, saved, documents).await,
                Err(error) => failed(&state, visitor, &error).await,
            }
        }
        Err(SaveApplicationError::NotFound) => not_found(&state, &visitor).await,
        // Sent meanwhile, from another device or by the same form again: the page tells how it stands.
        Err(SaveApplicationError::NotEditable) => see_other(&format!("/applications/{id}")),
        Err(SaveApplicationError::Storage(error)) => failed(&state, visitor, &error).await,
    }
}

/// Takes each file by itself, so that one that cannot be taken does not cost the others.
async fn take_all(
    state: &State,
    family: &Family,
    id: ApplicationId,
    files: Vec<GivenFile>,
) -> Result<Vec<RefusedDocument>, TakeDocumentError> {
    let mut refused = Vec::new();
    for GivenFile { kind, name, file } in files {
        let taken = match file {
            Ok(file) => take_document(&state.services, family, id, kind, &name, file).await.map(|_| ()),
            Err(problem) => Err(problem.into()),
        };
        match taken {
            Ok(()) => {}
            Err(TakeDocumentError::Refused(problem)) => {
                refused.push(RefusedDocument { kind, file: name, problem });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(refused)
}

/// What was found wrong with a step.
struct Found {
    refusal: ApplicationRefusal,
}

impl Found {
    fn new(application: ApplicationId, step: Step, problems: ApplicationProblems) -> Self {
        let refusal =
            ApplicationRefusal { application, step, problems, look_up: None, documents: Vec::new() };
        Self { refusal }
    }

    fn is_nothing(&self) -> bool {
        let ApplicationRefusal { problems, look_up, documents, .. } = &self.refusal;
        problems.is_empty() && look_up.is_none() && documents.is_empty()
    }

    fn status(&self) -> StatusCode {
        let too_large = |refused: &RefusedDocument| matches!(refused.problem, DocumentProblem::TooLarge(_));
        match self.refusal.look_up {
            Some(LookUpRefusal::TooOften(_)) => StatusCode::TOO_MANY_REQUESTS,
            _ if self.refusal.documents.iter().any(too_large) => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

async fn judge(
    state: State,
    visitor: Visitor,
    family: &Family,
    existing: Option<ApplicationId>,
    fields: &ApplicationFields,
    saved: SavedApplication,
    documents: Vec<RefusedDocument>,
) -> Response {
    let id = saved.id;
    let correcting = matches!(saved.state, ApplicationState::Returned { .. });
    let shown = if existing.is_none() { Some(Step::Student) } else { fields.step };
    let all = saved.filled.problems();
    let mut found = Found::new(id, Step::Documents, ApplicationProblems::default());
    found.refusal.documents = documents;
    if !correcting && shown == Some(Step::Student) {
        found = Found::new(id, Step::Student, of_student(&all));
    }
    let named = saved.filled.institution.is_some() && !saved.filled.call_number.is_empty();
    if !correcting && named && saved.found.is_none() && found.refusal.problems.is_empty() {
        match look_up_student(&state.services, family, id).await {
            Ok(()) => {}
            Err(LookUpError::Storage(error)) => return failed(&state, visitor, &error).await,
            Err(LookUpError::NotFound) => return see_other(&format!("/applications/{id}")),
            Err(LookUpError::Ineligible(ineligible)) => {
                found.refusal.step = Step::Student;
                found.refusal.look_up = Some(ineligible_refusal(ineligible));
            }
            Err(LookUpError::TooOften(wait)) => {
                found.refusal.step = Step::Student;
                found.refusal.look_up = Some(LookUpRefusal::TooOften(wait.minutes));
            }
        }
    }
    let going_on = fields.action == Action::GoOn;
    if !correcting && shown == Some(Step::Confirm) {
        // The box was not ticked on this form, whatever was ticked before.
        let service_missing = fields.typed.service.is_none() || all.service_missing;
        let student_not_confirmed = all.student_not_confirmed;
        found.refusal.step = Step::Confirm;
        found.refusal.problems =
            ApplicationProblems { service_missing, student_not_confirmed, ..ApplicationProblems::default() };
    }
    if !correcting && shown == Some(Step::Documents) && going_on && found.is_nothing() {
        match missing_documents(&state, family, id).await {
            Ok(documents_missing) => found.refusal.problems.documents_missing = documents_missing,
            Err(error) => return failed(&state, visitor, &error).await,
        }
    }
    if !found.is_nothing() {
        return answer(&state, &visitor, existing, found).await;
    }
    match fields.action {
        Action::Send => application_steps::send(&state, visitor, id, false).await,
        Action::Save if correcting => see_other(&format!("/applications/{id}?done=saved")),
        Action::Save => see_other(&format!("/applications/{id}?step=documents&done=saved")),
        Action::GoOn => see_other(&match shown {
            Some(Step::Student) => format!("/applications/{id}?step=confirm"),
            Some(Step::Confirm) => format!("/applications/{id}?step=documents"),
            _ => format!("/applications/{id}"),
        }),
    }
}

/// What the first step asks for.
fn of_student(all: &ApplicationProblems) -> ApplicationProblems {
    ApplicationProblems {
        institution_missing: all.institution_missing,
        call_number_missing: all.call_number_missing,
        relationship_missing: all.relationship_missing,
        ..ApplicationProblems::default()
    }
}

async fn missing_documents(
    state: &State,
    family: &Family,
    id: ApplicationId,
) -> Result<Vec<domain::document::DocumentKind>, server::StorageError> {
    let mut db = state.services.database.read().await?;
    let stored = server::storage::applications::find_own(&mut db, id, family.id()).await?;
    Ok(stored.map(|stored| stored.filled.problems().documents_missing).unwrap_or_default())
}

pub fn ineligible_refusal(ineligible: Ineligible) -> LookUpRefusal {
    match ineligible {
        Ineligible::NoStudent => LookUpRefusal::NoStudent,
        Ineligible::HasBook => LookUpRefusal::HasBook,
        Ineligible::UnderWay(id) => LookUpRefusal::UnderWay(id),
    }
}

async fn answer(state: &State, visitor: &Visitor, existing: Option<ApplicationId>, found: Found) -> Response {
    let status = found.status();
    // The address that the browser shows, so that the page comes to life.
    let path = match existing {
        Some(id) => format!("/applications/{id}"),
        None => "/applications/new".to_owned(),
    };
    refused(state, visitor, &path, Refusal::Application(found.refusal), status).await
}
