//! One request, for the reviewer who decides it.

use domain::application::ApplicationState;
use domain::application_queue::{ActiveBook, ApplicationDecision, Asking, QueuedApplication};
use domain::id::ApplicationId;
use domain::identification::IdentificationKind;
use domain::restriction::RestrictionKind;
use domain::time::Moment;
use domain::view::Document;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::offered::{OfferedReason, PreviewWords};
use crate::error::PageError;
use crate::refusal::ApplicationReviewRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedApplication {
    pub id: ApplicationId,
    pub now: Moment,
    pub asking: Asking,
    pub state: ApplicationState,
    pub submitted_at: Moment,
    /// What the family told about itself, while the request waits.
    pub applicant: Option<Applicant>,
    pub documents: Vec<Document>,
    /// Days that documents are kept after the decision.
    pub document_days: u32,
    pub history: Vec<ApplicationDecision>,
    pub of_family: Vec<QueuedApplication>,
    pub of_student: Vec<QueuedApplication>,
    pub restrictions: Vec<RestrictionKind>,
    pub active_book: Option<ActiveBook>,
    pub student_has_left: bool,
    /// A colleague has it open: who, and since when.
    pub colleague: Option<(String, Moment)>,
    pub offered: Vec<OfferedReason>,
    pub preview: PreviewWords,
    pub refused: Option<ApplicationReviewRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    pub id_kind: IdentificationKind,
    pub id_number: String,
    pub birth_date: String,
}

/// Looking at a request that nobody has open takes it.
#[server(name = LoadReviewedApplication, endpoint = "reviewed-application")]
pub async fn reviewed_application(id: String) -> Result<ReviewedApplication, PageError> {
    use server::failure::Failure;
    use server::workflows::show_application::show_application;
    use server::workflows::take_application::open_application;

    use crate::context::{failed, not_found, reviewer, visit};
    use crate::refusal::Refusal;
    use crate::words::Words;

    let visit = visit()?;
    let reviewer = reviewer(&visit)?;
    let id = ApplicationId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        open_application(&visit.services, &reviewer, id).await?;
        let shown = show_application(&visit.services, &reviewer, id).await?;
        Ok::<_, Failure>(shown)
    };
    let shown = load.await.map_err(|error| failed(&visit, &error))?.ok_or_else(not_found)?;
    let application = shown.application;
    let waits = matches!(application.state, ApplicationState::InReview { .. });
    let claim = application.claim.filter(|claim| waits && claim.by != reviewer.id() && claim.in_force(now));
    let (own, theirs) = (Words(visit.language), Words(shown.language));
    let offered = shown.settings.application_reasons().into_iter().map(|reason| OfferedReason {
        label: own.given_reason(&reason),
        reads: theirs.given_reason(&reason),
        name: reason.name().to_owned(),
    });
    let (of_family, of_student): (Vec<_>, Vec<_>) =
        shown.related.into_iter().partition(|(_, same_family)| *same_family);
    let refused = match &visit.refusal {
        Some(Refusal::ApplicationReview(refused)) => Some(refused.clone()),
        _ => None,
    };
    Ok(ReviewedApplication {
        id,
        now,
        asking: shown.asking,
        state: application.state,
        submitted_at: application.submitted_at,
        applicant: shown.details.map(|details| Applicant {
            id_kind: details.identification.kind(),
            id_number: details.identification.as_str().to_owned(),
            birth_date: own.birth_date_in_digits(details.birth_date),
        }),
        documents: shown.documents,
        document_days: shown.settings.document_days,
        history: shown.history,
        of_family: of_family.into_iter().map(|(one, _)| one).collect(),
        of_student: of_student.into_iter().map(|(one, _)| one).collect(),
        restrictions: shown.restrictions,
        active_book: shown.active_book,
        student_has_left: shown.student_has_left,
        colleague: claim.map(|claim| (claim.name, claim.at)),
        offered: offered.collect(),
        preview: PreviewWords::of(shown.language, theirs.application_reasons_title()),
        refused,
    })
}
