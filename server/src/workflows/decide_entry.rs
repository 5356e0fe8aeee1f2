//! Staff approve an entry, or return it with reasons. Part 一 and 六(三)4–5 of the regulation.
//!
//! A decision is written down first and leaves half a minute later, so that it can be undone while nothing of it is out:
//! until then the entry waits as before, for the family too. What leaves does so in one transaction: state, the review
//! that is kept for ever, the mail and the audit. A server that was killed in between finds the decision and carries it
//! out.

use domain::audit::AuditAction;
use domain::entry::{EntryState, NotAllowed};
use domain::id::{AccountId, EntryId, InstitutionId, ReviewId};
use domain::mail::MailKind;
use domain::review_queue::UNDO_SECONDS;
use domain::time::Moment;
use serde_json::json;
use thiserror::Error;

use super::deliver_entry::arrived;
use crate::actor::Reviewer;
use crate::audit::{self, Subject, Who};
use crate::mail;
use crate::services::Services;
use crate::storage::entries::StoredEntry;
use crate::storage::outbox::{About, Recipient};
use crate::storage::reviews::Verdict;
use crate::storage::verdicts::Given;
use crate::storage::{Connection, StorageError, books, entries, restrictions, reviews, tallies, verdicts};

#[derive(Debug, Error)]
pub enum DecideError {
    #[error("there is no such entry")]
    NotFound,
    /// A colleague was faster, or the family took it back.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// A colleague decided about it a moment ago, and the decision has not left yet.
    #[error("it is decided already")]
    AlreadyDecided,
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

/// Decides about the version that was read: `round` is the one on the page, `None` whichever waits. It leaves after
/// [`UNDO_SECONDS`].
pub async fn decide_entry(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
    round: Option<u32>,
    verdict: Verdict,
) -> Result<(), DecideError> {
    let mut db = services.database.write().await?;
    let (entry, round) = waiting(&mut db, reviewer.institution(), id, round).await?;
    let now = services.clock.now();
    let given = Given {
        entry: entry.id,
        round,
        verdict,
        by: reviewer.id(),
        at: now,
        leaves_at: now.plus_seconds(UNDO_SECONDS),
    };
    if !verdicts::add(&mut db, &given).await? {
        let before = verdicts::find(&mut db, entry.id).await?;
        return match before {
            // Sent twice, as a double click does: it stands as they want it.
            Some(before) if before.says_the_same_as(&given) => Ok(()),
            _ => Err(DecideError::AlreadyDecided),
        };
    }
    db.commit().await?;
    services.queues.moved(reviewer.institution());
    services.verdict_given.notify_one();
    Ok(())
}

/// Decides and lets it leave at once, for what was decided in the past.
pub async fn decide_finally(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
    round: Option<u32>,
    verdict: Verdict,
) -> Result<Decided, DecideError> {
    let mut db = services.database.write().await?;
    let institution = reviewer.institution();
    let (entry, round) = waiting(&mut db, institution, id, round).await?;
    if verdicts::find(&mut db, id).await?.is_some() {
        return Err(DecideError::AlreadyDecided);
    }
    let now = services.clock.now();
    let given = Given { entry: id, round, verdict, by: reviewer.id(), at: now, leaves_at: now };
    let decided = carry_out(services, &mut db, &entry, &given, institution).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    services.queues.moved(institution);
    Ok(decided)
}

/// Takes back a decision of one's own that has not left yet, and says which it was. `None` when there is none (any more).
pub async fn undo_decision(
    services: &Services,
    reviewer: &Reviewer,
    id: EntryId,
) -> Result<Option<Verdict>, StorageError> {
    let mut db = services.database.write().await?;
    entries::lock(&mut db, id).await?;
    let now = services.clock.now();
    let Some(given) = verdicts::find(&mut db, id).await? else { return Ok(None) };
    if given.by != reviewer.id() || given.leaves_at <= now {
        return Ok(None);
    }
    verdicts::remove(&mut db, id).await?;
    let who = Who::Account(reviewer.id());
    let details = json!({ "round": given.round, "decision": given.verdict.name() });
    let institution = Some(reviewer.institution());
    audit::write(&mut db, institution, who, AuditAction::DecisionUndone, Subject::Entry(id), details, now)
        .await?;
    db.commit().await?;
    services.queues.moved(reviewer.institution());
    Ok(Some(given.verdict))
}

/// Lets every decision leave whose time to undo it is over, and says how many they were. One that fails does not stop
/// the others.
pub async fn let_decisions_leave(services: &Services) -> Result<u32, StorageError> {
    let now = services.clock.now();
    let due = verdicts::due(&mut *services.database.read().await?, now).await?;
    let mut left = 0;
    for id in due {
        match let_leave(services, id).await {
            Ok(Some(institution)) => {
                left += 1;
                services.queues.moved(institution);
            }
            // It waits no more, or another server of ours was faster.
            Ok(None) | Err(StorageError::Changed(_)) => {}
            Err(error) => tracing::error!(entry.id = %id, error = %error, "a decision was not carried out"),
        }
    }
    if left > 0 {
        services.mail_waiting.notify_one();
    }
    Ok(left)
}

/// The institution that it left. `None` when it was undone, or the entry waits no more: its family closed the account, or
/// the student left.
async fn let_leave(services: &Services, id: EntryId) -> Result<Option<InstitutionId>, StorageError> {
    let mut db = services.database.write().await?;
    entries::lock(&mut db, id).await?;
    let Some(given) = verdicts::find(&mut db, id).await? else { return Ok(None) };
    if given.leaves_at > services.clock.now() {
        return Ok(None);
    }
    let entry = entries::find(&mut db, id).await?;
    let still_waits = |entry: &StoredEntry| matches!(entry.state, EntryState::InReview { round, .. } if round == given.round);
    let waiting = entry.filter(still_waits);
    let carried_out = match (waiting, books::institution(&mut db, id).await?) {
        (Some(entry), Some(institution)) => {
            match carry_out(services, &mut db, &entry, &given, institution).await {
                Ok(_) => Some(institution),
                Err(DecideError::Storage(error)) => return Err(error),
                Err(_) => None,
            }
        }
        _ => None,
    };
    if carried_out.is_none() {
        verdicts::remove(&mut db, id).await?;
    }
    db.commit().await?;
    Ok(carried_out)
}

/// Locks the entry, which waits in this institution, and says which round waits.
async fn waiting(
    db: &mut Connection,
    institution: InstitutionId,
    id: EntryId,
    round: Option<u32>,
) -> Result<(StoredEntry, u32), DecideError> {
    // A colleague may be deciding about it, or the family taking it back, at this moment.
    entries::lock(db, id).await?;
    let entry = entries::find_for_staff(db, id, institution).await?.ok_or(DecideError::NotFound)?;
    let EntryState::InReview { round: current, .. } = entry.state else {
        return Err(NotAllowed { from: entry.state.kind() }.into());
    };
    if round.is_some_and(|round| round != current) {
        return Err(DecideError::OtherVersion);
    }
    Ok((entry, current))
}

/// Part of the caller's transaction, which holds the lock of the entry.
async fn carry_out(
    services: &Services,
    db: &mut Connection,
    entry: &StoredEntry,
    given: &Given,
    institution: InstitutionId,
) -> Result<Decided, DecideError> {
    let EntryState::InReview { round, submitted_at, .. } = entry.state else {
        return Err(NotAllowed { from: entry.state.kind() }.into());
    };
    // From here on nobody restricts the student or ends a restriction.
    let student = match entry.book {
        None => None,
        Some(book) => restrictions::lock_of_book(db, book).await?,
    };
    let now = services.clock.now();
    let held = match student {
        None => false,
        Some(student) => !restrictions::in_force(db, student, now).await?.is_empty(),
    };
    // Of what is held the family is told when it is delivered.
    let (decided, mail) = match &given.verdict {
        Verdict::Approved => {
            let approved = entry.state.approve(now)?;
            entries::set_state(db, entry.id, entry.state, approved).await?;
            if held {
                (Decided::Held, None)
            } else {
                entries::set_state(db, entry.id, approved, approved.deliver(now)?).await?;
                (Decided::Delivered, Some(arrived(entry)))
            }
        }
        Verdict::Returned(_) => {
            entries::set_state(db, entry.id, entry.state, entry.state.return_to_family(now)?).await?;
            // A student hears of it at the terminal.
            (Decided::Returned, entry.answers.is_none().then_some((MailKind::EntryReturned, entry.id)))
        }
    };
    verdicts::remove(db, entry.id).await?;
    let review = ReviewId::new(services.random.uuid(now));
    let who: (AccountId, Moment) = (given.by, given.at);
    reviews::add(db, review, entry, (round, submitted_at), &given.verdict, who).await?;
    if let Some((kind, about)) = mail {
        let to = Recipient::Account(entry.account);
        mail::write(services, db, kind, to, About::Entry(about), now).await?;
    }
    if entry.answers.is_some() {
        tallies::reply_decided(db, institution, &given.verdict, given.at).await?;
    } else {
        tallies::decided(db, institution, &given.verdict, (submitted_at, given.at)).await?;
    }
    let action = match decided {
        Decided::Delivered | Decided::Held => AuditAction::EntryApproved,
        Decided::Returned => AuditAction::EntryReturned,
    };
    let details = json!({ "round": round, "reasons": given.verdict.reason_names() });
    let who = Who::Account(given.by);
    audit::write(db, Some(institution), who, action, Subject::Entry(entry.id), details, now).await?;
    Ok(decided)
}
