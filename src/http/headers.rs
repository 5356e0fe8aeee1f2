//! Headers that every answer carries.

use axum::extract::{Request, State as FromState};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::State;
use super::cookies::is_secure;

/// Pages bring their own policy with a nonce; anything else may load nothing.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
const NO_POWERS: HeaderValue = HeaderValue::from_static(
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
);
const ONE_YEAR_OF_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

pub async fn secure(FromState(state): FromState<State>, request: Request, next: Next) -> Response {
    let over_tls = is_secure(&state, request.headers());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(POLICY);
    // What holds a person's data must not stay in the browser of a shared terminal.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert("permissions-policy", NO_POWERS);
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if over_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONE_YEAR_OF_TLS);
    }
    response
}
