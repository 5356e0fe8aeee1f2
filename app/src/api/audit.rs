//! The audit of an institution, and whether its chain holds.

use domain::application::OwnReason;
use domain::audit::{AuditLine, AuditSearch, Comparison};
use domain::people::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    pub role: Role,
    /// What was asked for, with the days as they were typed.
    pub search: AuditSearch,
    pub from: String,
    pub until: String,
    /// Whether a day was not understood.
    pub wrong_day: bool,
    /// Whether this is not the beginning of the list.
    pub goes_on: bool,
    pub lines: Vec<AuditLine>,
    /// The reasons that the institution has and had of its own.
    pub own_reasons: Vec<OwnReason>,
    /// The number from which the next page goes on.
    pub next: Option<i64>,
}

/// The chain of the whole installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// The last row's number, hash and time, signed, to be kept outside; `None` when nothing was written yet.
    pub head: Option<String>,
    pub found: Option<Found>,
    /// What was kept outside and is brought back.
    pub kept: String,
    pub compared: Option<Comparison>,
}

/// What following the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    Whole(i64),
    /// The row with this number does not say what was written.
    Changed(i64),
    Missing(i64),
    Added(i64),
    Headless,
    /// It took longer than a page may.
    TooLong,
}

/// The days as they are typed; `before` is the number from which a page goes on.
#[server(name = LoadAudit, endpoint = "audit")]
pub async fn audit(
    person: String,
    call_number: String,
    action: String,
    from: String,
    until: String,
    before: String,
) -> Result<Audit, PageError> {
    use server::storage::audit_trail::{FROM_THE_END, lines};
    use server::storage::paging::PAGE;
    use server::storage::{StorageError, settings};

    use crate::context::{auditor, failed, visit};

    let visit = visit()?;
    let auditor = auditor(&visit)?;
    let (search, wrong_day) = searched(&person, &call_number, &action, &from, &until);
    let before = before.parse().ok();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let institution = auditor.institution();
        let before = before.unwrap_or(FROM_THE_END);
        let lines = lines(&mut db, institution, &search, before, PAGE + 1).await?;
        Ok::<_, StorageError>((lines, settings::of(&mut db, institution).await?))
    };
    let (mut lines, settings) = load.await.map_err(|error| failed(&visit, &error))?;
    let has_next = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let next = if has_next { lines.last().map(|line| line.number) } else { None };
    let goes_on = before.is_some();
    let own_reasons = settings.every_own_reason().cloned().collect();
    Ok(Audit { role: auditor.role(), search, from, until, wrong_day, goes_on, lines, own_reasons, next })
}

/// What is looked for, and whether a day was not understood; then it is not asked for.
#[cfg(feature = "ssr")]
pub fn searched(
    person: &str,
    call_number: &str,
    action: &str,
    from: &str,
    until: &str,
) -> (AuditSearch, bool) {
    use domain::audit::AuditAction;
    use domain::search::LookedFor;
    use domain::time::TaipeiDay;

    // A browser's own field for days says 2026-11-26, people say 2026/11/26 or 115/11/26.
    let day = |text: &str| -> Result<Option<TaipeiDay>, ()> {
        let text = text.trim().replace('-', "/");
        if text.is_empty() { Ok(None) } else { domain::written_day::day(&text).map(Some).map_err(|_| ()) }
    };
    let (from, until) = (day(from), day(until));
    let wrong = from.is_err() || until.is_err();
    let search = AuditSearch {
        person: LookedFor::parse(person),
        call_number: LookedFor::parse(call_number),
        action: AuditAction::from_name(action),
        from: from.unwrap_or_default(),
        until: until.unwrap_or_default(),
    };
    (search, wrong)
}

/// Follows the chain from its first row only when it is asked to, and compares a head that was kept, if there is one.
#[server(name = LoadAuditChain, endpoint = "audit-chain")]
pub async fn audit_chain(follow: bool, kept: String) -> Result<Chain, PageError> {
    use server::kept_head::{compare, sign};
    use server::storage::audit::{Broken, Whole, verify_soon};

    use crate::context::{auditor, failed, visit};

    let visit = visit()?;
    auditor(&visit)?;
    let load = async {
        let mut db = visit.services.database.read().await?;
        let found = if follow {
            Some(match verify_soon(&mut db).await? {
                None => Found::TooLong,
                Some(Ok(Whole { rows, .. })) => Found::Whole(rows),
                Some(Err(Broken::Changed(row))) => Found::Changed(row),
                Some(Err(Broken::Missing(row))) => Found::Missing(row),
                Some(Err(Broken::Added(row))) => Found::Added(row),
                Some(Err(Broken::Headless)) => Found::Headless,
            })
        } else {
            None
        };
        // A connection whose question was given up is not asked again.
        let mut db = visit.services.database.read().await?;
        let compared = if follow && !kept.trim().is_empty() {
            Some(compare(&visit.services, &mut db, &kept).await?)
        } else {
            None
        };
        let head = sign(&visit.services, &mut db).await?;
        Ok::<_, server::storage::StorageError>(Chain { head, found, kept, compared })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
