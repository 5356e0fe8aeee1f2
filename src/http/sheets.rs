//! Files for a spreadsheet program, and the audit's head to be kept.

use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use server::kept_head::sign;
use server::sheet::{SheetError, sheet};
use server::storage::audit_trail::{FROM_THE_END, lines};
use server::storage::tallies::first_quiet_students;
use server::storage::{StorageError, settings};

use super::State;
use super::failure::{failed, forbidden};
use super::visitor::Visitor;

/// `/staff/reports.csv`: the figures of a month; for reviewers and heads also who has had no letter for long.
pub async fn report(state: State, visitor: Visitor, request: Request) -> Response {
    let Some(staff) = visitor.actor.staff().cloned() else { return forbidden(&state, &visitor).await };
    let month = asked(&request, "month");
    let now = state.services.clock.now();
    let load = async {
        let mut db = state.services.database.read().await?;
        let data = app::api::reports::load(&mut db, staff.institution(), &month, now).await?;
        let quiet = match staff.reviewer() {
            Some(reviewer) => {
                Some(first_quiet_students(&mut db, reviewer.institution(), MOST_STUDENTS, now).await?)
            }
            None => None,
        };
        Ok::<_, StorageError>((data, quiet))
    };
    let (data, quiet) = match load.await {
        Ok(loaded) => loaded,
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let rows = app::report_figures::rows(app::words::Words(visitor.language), &data, quiet.as_deref());
    match sheet(rows) {
        Ok(sheet) => file(&format!("report-{}.csv", data.month), sheet),
        Err(error) => broken(&state, visitor, &error).await,
    }
}

/// The students that one file holds: more than an institution has.
const MOST_STUDENTS: u32 = 10_000;
/// The rows of the audit that one file holds.
const MOST: usize = 10_000;
/// Rows that are read at once.
const AT_ONCE: u32 = 500;

/// `/staff/audit.csv`: what the search finds, newest first, at most [`MOST`] rows.
pub async fn audit(state: State, visitor: Visitor, request: Request) -> Response {
    let Some(auditor) = visitor.actor.auditor() else { return forbidden(&state, &visitor).await };
    let [person, call_number, action, from, until] =
        ["person", "call_number", "action", "from", "until"].map(|name| asked(&request, name));
    let (search, _) = app::api::audit::searched(&person, &call_number, &action, &from, &until);
    let load = async {
        let mut db = state.services.database.read().await?;
        let (mut found, mut before) = (Vec::new(), FROM_THE_END);
        while found.len() < MOST {
            let lines = lines(&mut db, auditor.institution(), &search, before, AT_ONCE).await?;
            let Some(last) = lines.last() else { break };
            before = last.number;
            found.extend(lines);
        }
        let own: Vec<_> =
            settings::of(&mut db, auditor.institution()).await?.every_own_reason().cloned().collect();
        Ok::<_, StorageError>((found, own))
    };
    let (found, own) = match load.await {
        Ok(found) => found,
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let words = app::words::Words(visitor.language);
    match sheet(app::audit_words::rows(words, &found, auditor.role(), &own)) {
        Ok(sheet) => file("audit.csv", sheet),
        Err(error) => broken(&state, visitor, &error).await,
    }
}

/// `/staff/audit-head.txt`: the head of the audit, signed, to be kept outside.
pub async fn audit_head(state: State, visitor: Visitor) -> Response {
    if visitor.actor.auditor().is_none() {
        return forbidden(&state, &visitor).await;
    }
    let load = async { sign(&state.services, &mut *state.services.database.read().await?).await };
    let line = match load.await {
        Ok(line) => line.unwrap_or_default(),
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let text = format!("{}\n\n{line}\n", app::audit_words::head_file(app::words::Words(visitor.language)));
    download("audit-head.txt", "text/plain; charset=utf-8", text.into_bytes())
}

async fn broken(state: &State, visitor: Visitor, error: &SheetError) -> Response {
    failed(state, visitor, error).await
}

fn file(name: &str, content: Vec<u8>) -> Response {
    download(name, "text/csv; charset=utf-8", content)
}

fn download(name: &str, kind: &str, content: Vec<u8>) -> Response {
    let headers =
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, content).into_response()
}

/// What the address asks for; empty when it does not.
fn asked(request: &Request, name: &str) -> String {
    let query = request.uri().query().unwrap_or_default();
    let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}
