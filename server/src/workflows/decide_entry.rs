//! Staff approve an entry, or return it with reasons. Part 一 and 六(三)4–5 of the regulation.

use domain::audit::AuditAction;
use domain::entry::{EntryState, NotAllowed};
use domain::id::{EntryId, ReviewId};
use domain::mail::MailKind;
use serde_json::json;
use thiserror::Error;

use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::outbox::{About, Recipient};
use crate::storage::reviews::Verdict;
use crate::storage::{StorageError, entries, restrictions, reviews};

#[derive(Debug, Error)]
pub enum DecideError {
    #[error("there is no such entry")]
    NotFound,
    /// A colleague was faster, or the family took it back.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The family has corrected it since the page was opened.
    #[error("the entry is not the one that was read")]
    OtherVersion,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What became of the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    Delivered,
    /// Approved, and held until the restriction on the student ends (part 一).
    Held,
    Returned,
}

/// Decides about the version that was read: `round` is the one on the page, `None` whichever waits.
pub async fn decide_entry(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
    round: Option<u32>,
    verdict: Verdict,
) -> Result<Decided, DecideError> {
    let mut db = services.database.write().await?;
    let institution = reviewer.institution();
    // A colleague may be deciding about it, or the family taking it back, at this moment.
    entries::lock(&mut db, id).await?;
    let entry = entries::find_for_staff(&mut db, id, institution).await?.ok_or(DecideError::NotFound)?;
    let EntryState::InReview { round: current, submitted_at, .. } = entry.state else {
        return Err(NotAllowed { from: entry.state.kind() }.into());
    };
    if round.is_some_and(|round| round != current) {
        return Err(DecideError::OtherVersion);
    }
    // From here on nobody restricts the student or ends a restriction.
    let student = match entry.book {
        None => None,
        Some(book) => restrictions::lock_of_book(&mut db, book).await?,
    };
    let now = services.clock.now();
    let held = match student {
        None => false,
        Some(student) => !restrictions::in_force(&mut db, student, now).await?.is_empty(),
    };
    // Of what is held the family is told when it is delivered.
    let (decided, mail) = match &verdict {
        Verdict::Approved => {
            let approved = entry.state.approve(now)?;
            entries::set_state(&mut db, id, entry.state, approved).await?;
            if held {
                (Decided::Held, None)
            } else {
                entries::set_state(&mut db, id, approved, approved.deliver(now)?).await?;
                (Decided::Delivered, Some(MailKind::EntryDelivered))
            }
        }
        Verdict::Returned(_) => {
            entries::set_state(&mut db, id, entry.state, entry.state.return_to_family(now)?).await?;
            (Decided::Returned, Some(MailKind::EntryReturned))
        }
    };
    let review = ReviewId::new(services.random.uuid(now));
    let version = (current, submitted_at);
    reviews::add(&mut db, review, &entry, version, &verdict, reviewer.id(), now).await?;
    if let Some(kind) = mail {
        mail::write(services, &mut db, kind, Recipient::Account(entry.account), About::Entry(id), now)
            .await?;
    }
    let who = Who::Account(reviewer.id());
    let action = match decided {
        Decided::Delivered | Decided::Held => AuditAction::EntryApproved,
        Decided::Returned => AuditAction::EntryReturned,
    };
    let details = json!({ "round": current, "reasons": reason_codes(&verdict) });
    audit::write(&mut db, Some(institution), who, action, Subject::Entry(id), details, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(decided)
}

/// The reasons of a return without its words.
fn reason_codes(verdict: &Verdict) -> Vec<&'static str> {
    match verdict {
        Verdict::Approved => Vec::new(),
        Verdict::Returned(notice) => notice.reasons().iter().map(|reason| reason.name()).collect(),
    }
}
