//! Only our own pages may change anything.
//!
//! The browser says where a request comes from: `Sec-Fetch-Site` (Fetch Metadata), or `Origin` where it is too old
//! for that. Our pages carry `<meta name="referrer" content="same-origin">`, because under `no-referrer` browsers
//! send `Origin: null` with a form. A request with neither header comes from no browser, so nobody's cookies ride
//! along unasked.

use app::trouble::Trouble;
use axum::extract::{Request, State as FromState};
use axum::http::header::{HOST, HeaderMap, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::State;
use super::render::trouble;
use super::visitor::Visitor;

pub async fn same_origin(
    FromState(state): FromState<State>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_ours(&state, request.headers()) {
        next.run(request).await
    } else {
        trouble(&state, &visitor, Trouble::ForeignOrigin, StatusCode::FORBIDDEN).await
    }
}

fn is_ours(state: &State, headers: &HeaderMap) -> bool {
    let text = |header: &str| headers.get(header).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    let Some(origin) = text(ORIGIN.as_str()) else { return true };
    if let Some(url) = &state.public_url {
        return origin == &**url;
    }
    let host = text(HOST.as_str()).unwrap_or_default();
    !host.is_empty() && (origin == format!("http://{host}") || origin == format!("https://{host}"))
}
