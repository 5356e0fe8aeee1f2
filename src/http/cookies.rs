//! Our cookies (RFC 6265bis): the session, the chosen language, and two that last minutes.

use axum::http::header::{COOKIE, HOST, HeaderMap};
use axum::http::{HeaderName, HeaderValue, header};

use super::State;

pub const SESSION: &str = "session";
pub const LANGUAGE: &str = "language";
/// Between the two steps of the staff's log-in.
pub const SECOND_STEP: &str = "second_step";
/// Which notice was just agreed to, on the way to the registration form.
pub const NOTICE: &str = "notice";

/// Over TLS a cookie's name begins so, which keeps other hosts from setting it (RFC 6265bis §4.1.3.2).
const OURS: &str = "__Host-";

fn full_name(state: &State, headers: &HeaderMap, name: &str) -> String {
    if is_secure(state, headers) { format!("{OURS}{name}") } else { name.to_owned() }
}

/// The value of a cookie that the browser sent.
pub fn cookie(state: &State, headers: &HeaderMap, name: &str) -> Option<String> {
    let name = full_name(state, headers, name);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| **key == *name)
        .map(|(_, value)| value.to_owned())
}

/// `max_age` in seconds; `None` lasts until the browser is closed, `Some(0)` removes the cookie.
pub fn set_cookie(
    state: &State,
    headers: &HeaderMap,
    name: &str,
    value: &str,
    max_age: Option<i64>,
) -> (HeaderName, HeaderValue) {
    let age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let secure = if is_secure(state, headers) { "; Secure" } else { "" };
    let name = full_name(state, headers, name);
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    let value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
    (header::SET_COOKIE, value)
}

/// Everywhere but on this very machine, where the demo is served without TLS.
pub fn is_secure(state: &State, headers: &HeaderMap) -> bool {
    match &state.public_url {
        Some(url) => url.starts_with("https://"),
        None => !is_local(headers),
    }
}

fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name =
        if let Some(rest) = host.strip_prefix('[') { rest.split(']').next() } else { host.split(':').next() };
    matches!(name, Some("localhost" | "127.0.0.1" | "::1"))
}
