//! A request with all that helps to decide it, for a reviewer of the institution it was sent to.

use domain::application::ApplicationState;
use domain::application_queue::{ActiveBook, ApplicationDecision, Asking, QueuedApplication};
use domain::audit::AuditAction;
use domain::id::ApplicationId;
use domain::language::Language;
use domain::restriction::RestrictionKind;
use domain::settings::InstitutionSettings;
use domain::view::Document;
use serde_json::json;

use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::application_queue::StoredApplication;
use crate::storage::{
    StorageError, accounts, application_queue, application_reviews, documents, restrictions, settings,
};

pub struct ShownApplication {
    pub application: StoredApplication,
    pub asking: Asking,
    /// What the family told about itself, while it waits for a decision that needs it.
    pub details: Option<Details>,
    /// In which the family reads.
    pub language: Language,
    pub documents: Vec<Document>,
    pub history: Vec<ApplicationDecision>,
    /// Other requests, and whether they are the same family's.
    pub related: Vec<(QueuedApplication, bool)>,
    pub restrictions: Vec<RestrictionKind>,
    pub active_book: Option<ActiveBook>,
    pub student_has_left: bool,
    pub settings: InstitutionSettings,
}

/// Before number and birth date are shown it is written down that they were. `None` when nothing of the kind was sent to
/// this reviewer's institution.
pub async fn show_application(
    services: &Services,
    reviewer: &Reviewer,
    id: ApplicationId,
) -> Result<Option<ShownApplication>, Failure> {
    let now = services.clock.now();
    let institution = reviewer.institution();
    let mut db = services.database.read().await?;
    let found = application_queue::find(&mut db, id, institution).await?;
    let Some((application, asking)) = found else { return Ok(None) };
    let account = accounts::find(&mut db, application.account).await?;
    let account = account.ok_or(StorageError::Changed("account"))?;
    let round = application.state.round();
    let waits = matches!(application.state, ApplicationState::InReview { .. });
    let details = match account.details.filter(|_| waits) {
        Some(sealed) => Some(Details::unseal(services, Whose::Account(&account.id.to_string()), &sealed)?),
        None => None,
    };
    let settings = settings::find(&mut db, institution).await?;
    let settings = settings.ok_or(StorageError::Changed("institution"))?.all.settings;
    let shown = ShownApplication {
        details,
        language: account.language,
        documents: documents::of_round(&mut db, &services.keyring, id, institution, round).await?,
        history: application_reviews::history(&mut db, id).await?,
        related: application_queue::related(&mut db, &application, institution).await?,
        restrictions: restrictions::in_force(&mut db, application.student, now).await?,
        active_book: application_queue::active_book(&mut db, &application).await?,
        student_has_left: application_queue::has_left(&mut db, application.student, now.taipei_day()).await?,
        settings,
        asking,
        application,
    };
    drop(db);
    if shown.details.is_some() {
        let mut db = services.database.write().await?;
        let (who, subject) = (Who::Account(reviewer.id()), Subject::Application(id));
        let (action, details) = (AuditAction::ApplicantSeen, json!({ "round": round }));
        audit::write(&mut db, Some(institution), who, action, subject, details, now).await?;
        db.commit().await?;
    }
    Ok(Some(shown))
}
