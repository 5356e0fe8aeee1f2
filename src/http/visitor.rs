//! Who sends a request, in which language, and under which number the log knows it.

use axum::extract::{FromRequestParts, Request, State as FromState};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use domain::language::Language;
use server::Actor;
use server::workflows::log_in::Token;
use server::workflows::resume_session::resume_session;

use super::State;
use super::cookies::{LANGUAGE, SESSION, cookie};
use super::failure::failed;

/// Put into every request before it reaches a route.
#[derive(Clone)]
pub struct Visitor {
    pub actor: Actor,
    pub token: Option<Token>,
    pub language: Language,
    pub request_id: String,
}

pub async fn recognise(FromState(state): FromState<State>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let request_id =
        request.extensions().get::<super::serve::RequestId>().map_or_else(String::new, |id| id.0.clone());
    let token = cookie(headers, SESSION).and_then(|text| Token::parse(&text));
    let actor = match &token {
        Some(token) => match resume_session(&state.services, token).await {
            Ok(actor) => actor,
            Err(error) => {
                let visitor =
                    Visitor { actor: Actor::Anonymous, token: None, language: spoken(headers), request_id };
                return failed(&state, visitor, &error).await;
            }
        },
        None => Actor::Anonymous,
    };
    let language = actor.language().unwrap_or_else(|| spoken(headers));
    request.extensions_mut().insert(Visitor { actor, token, language, request_id });
    next.run(request).await
}

/// From the cookie, then from what the browser prefers.
fn spoken(headers: &HeaderMap) -> Language {
    cookie(headers, LANGUAGE)
        .and_then(|tag| Language::from_tag(&tag))
        .or_else(|| Language::preferred(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?))
        .unwrap_or_default()
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
