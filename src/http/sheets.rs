//! Files for a spreadsheet program.

use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use server::sheet::{SheetError, sheet};

use super::State;
use super::failure::{failed, forbidden};
use super::visitor::Visitor;

/// `/staff/reports.csv`: the figures of a month.
pub async fn report(state: State, visitor: Visitor, request: Request) -> Response {
    let Some(staff) = visitor.actor.staff().cloned() else { return forbidden(&state, &visitor).await };
    let month = asked(&request, "month");
    let load = async {
        let mut db = state.services.database.read().await?;
        app::api::reports::load(&mut db, staff.institution(), &month, state.services.clock.now()).await
    };
    let data = match load.await {
        Ok(data) => data,
        Err(error) => return failed(&state, visitor, &error).await,
    };
    let rows = app::report_figures::rows(app::words::Words(visitor.language), &data);
    match sheet(rows) {
        Ok(sheet) => file(&format!("report-{}.csv", data.month), sheet),
        Err(error) => broken(&state, visitor, &error).await,
    }
}

async fn broken(state: &State, visitor: Visitor, error: &SheetError) -> Response {
    failed(state, visitor, error).await
}

fn file(name: &str, content: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, content).into_response()
}

/// What the address asks for; empty when it does not.
fn asked(request: &Request, name: &str) -> String {
    let query = request.uri().query().unwrap_or_default();
    let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}
