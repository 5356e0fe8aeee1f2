//! Staff approve a family's request, or return it with reasons. Part 二(一) and 六(二) of the regulation.

use domain::application::{ApplicationState, GivenReason, StepNotAllowed};
use domain::audit::AuditAction;
use domain::id::{ApplicationId, BookId, InstitutionId, ReviewId};
use domain::mail::MailKind;
use domain::report::Counted;
use domain::restriction::RestrictionKind;
use serde_json::{Value, json};
use thiserror::Error;

use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::application_queue::StoredApplication;
use crate::storage::application_reviews::ApplicationVerdict;
use crate::storage::outbox::{About, Recipient};
use crate::storage::{
    Connection, StorageError, application_queue, application_reviews, applications, books, restrictions,
    students, tallies,
};

#[derive(Debug, Error)]
pub enum DecideApplicationError {
    #[error("there is no such request")]
    NotFound,
    /// A colleague was faster, or the family took it back.
    #[error(transparent)]
    NotAllowed(#[from] StepNotAllowed),
    /// The family has corrected it since the page was opened.
    #[error("the request is not the one that was read")]
    OtherVersion,
    /// Part 二(一): 學生 1 人限申請 1 個.
    #[error("the student has an active book already")]
    BookExists,
    /// Part 一: a court or prosecutor forbade it.
    #[error("a restriction on the student forbids it")]
    Restricted,
    #[error("the student has left")]
    StudentLeft,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Decides about the version that was read: `round` is the one on the page, `None` whichever waits.
pub async fn decide_application(
    services: &Services,
    reviewer: &Reviewer,
    id: ApplicationId,
    round: Option<u32>,
    verdict: ApplicationVerdict,
) -> Result<(), DecideApplicationError> {
    let now = services.clock.now();
    let institution = reviewer.institution();
    let mut db = services.database.write().await?;
    // A colleague may be deciding about it, or the family taking it back, at this moment.
    applications::lock(&mut db, id).await?;
    let found = application_queue::find(&mut db, id, institution).await?;
    let (application, _) = found.ok_or(DecideApplicationError::NotFound)?;
    let ApplicationState::InReview { round: current, submitted_at, .. } = application.state else {
        return Err(StepNotAllowed { from: application.state.kind() }.into());
    };
    if round.is_some_and(|round| round != current) {
        return Err(DecideApplicationError::OtherVersion);
    }
    let (to, kind, action, details) = match &verdict {
        ApplicationVerdict::Approved => {
            let book = open_book(services, &mut db, &application, institution).await?;
            let details = json!({ "round": current, "book": book.to_string() });
            let to = application.state.approve(now)?;
            (to, MailKind::ApplicationApproved, AuditAction::ApplicationApproved, details)
        }
        ApplicationVerdict::Returned(notice) => {
            let reasons: Value = notice.reasons().iter().map(GivenReason::name).collect();
            let details = json!({ "round": current, "reasons": reasons });
            let to = application.state.return_to_family(now)?;
            (to, MailKind::ApplicationReturned, AuditAction::ApplicationReturned, details)
        }
    };
    applications::set_state(&mut db, id, application.state, to).await?;
    let review = ReviewId::new(services.random.uuid(now));
    let version = (current, submitted_at);
    application_reviews::add(&mut db, review, &application, version, &verdict, reviewer.id(), now).await?;
    let family = Recipient::Account(application.account);
    mail::write(services, &mut db, kind, family, About::Application(id), now).await?;
    let counted = match verdict {
        ApplicationVerdict::Approved => Counted::RequestApproved,
        ApplicationVerdict::Returned(_) => Counted::RequestReturned,
    };
    tallies::count(&mut db, institution, counted, 0, now).await?;
    let (who, subject) = (Who::Account(reviewer.id()), Subject::Application(id));
    audit::write(&mut db, Some(institution), who, action, subject, details, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(())
}

/// Opens the book that was asked for, if nothing stands against it.
async fn open_book(
    services: &Services,
    db: &mut Connection,
    application: &StoredApplication,
    institution: InstitutionId,
) -> Result<BookId, DecideApplicationError> {
    let now = services.clock.now();
    let (student, account) = (application.student, application.account);
    // From here on nobody else opens a book for this student, restricts them or lets them go.
    students::lock(db, student, institution).await?;
    if application_queue::has_left(db, student, now.taipei_day()).await? {
        return Err(DecideApplicationError::StudentLeft);
    }
    let restricted = restrictions::in_force(db, student, now).await?;
    if restricted.into_iter().any(RestrictionKind::blocks_approval) {
        return Err(DecideApplicationError::Restricted);
    }
    let book = BookId::new(services.random.uuid(now));
    // The index `book_one_active_per_student` has the last word, whatever was looked at before.
    if books::open_first(db, book, student, account, application.relationship, now).await? {
        Ok(book)
    } else {
        Err(DecideApplicationError::BookExists)
    }
}
