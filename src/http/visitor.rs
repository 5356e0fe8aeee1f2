//! Who sends a request, in which language, and under which number the log knows it.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State as FromState};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use domain::language::Language;
use server::Actor;
use server::token::Token;
use server::workflows::log_in::NewDevice;
use server::workflows::resume_session::{look_at_session, resume_session};

use super::State;
use super::cookies::{LANGUAGE, SECOND_STEP, SESSION, cookie};
use super::device::device_name;
use super::events::asked_by_itself;
use super::failure::failed;

/// Put into every request before it reaches a route.
#[derive(Clone)]
pub struct Visitor {
    pub actor: Actor,
    pub token: Option<Token>,
    /// Names this session among those of the account.
    pub session: Option<String>,
    /// Known by this while the second step of a log-in is still to come, with where the person was going.
    pub second_step: Option<(Token, String)>,
    /// What the browser calls itself; may be empty.
    pub device: String,
    /// Where the request comes from, if that is known.
    pub from: Option<IpAddr>,
    pub language: Language,
    pub request_id: String,
}

pub async fn recognise(FromState(state): FromState<State>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let request_id =
        request.extensions().get::<super::serve::RequestId>().map_or_else(String::new, |id| id.0.clone());
    let token = cookie(&state, headers, SESSION).and_then(|text| Token::parse(&text));
    let mut visitor = Visitor {
        actor: Actor::Anonymous,
        token: None,
        session: None,
        second_step: cookie(&state, headers, SECOND_STEP).and_then(|text| between_steps(&text)),
        device: device_name(headers),
        from: address(&state, &request),
        language: spoken(&state, headers),
        request_id,
    };
    if let Some(token) = token {
        let found = if asked_by_itself(request.uri().path()) {
            look_at_session(&state.services, &token).await
        } else {
            resume_session(&state.services, &token).await
        };
        match found {
            Ok(Some(found)) => {
                visitor.language = found.actor.language().unwrap_or(visitor.language);
                visitor.actor = found.actor;
                visitor.session = Some(found.id);
            }
            Ok(None) => {}
            Err(error) => return failed(&state, visitor, &error).await,
        }
        visitor.token = Some(token);
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

/// Where a request comes from. A proxy adds whom it serves at the end; what stands before, anyone may have written.
fn address(state: &State, request: &Request) -> Option<IpAddr> {
    let said = state.address_header.as_ref().and_then(|name| {
        let last = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    });
    said.or_else(|| request.extensions().get::<ConnectInfo<SocketAddr>>().map(|connection| connection.ip()))
}

fn between_steps(cookie: &str) -> Option<(Token, String)> {
    let (token, next) = cookie.split_once(':')?;
    let next = form_urlencoded::parse(format!("next={next}").as_bytes()).next()?.1.into_owned();
    Some((Token::parse(token)?, next))
}

impl Visitor {
    pub fn new_device(&self) -> NewDevice<'_> {
        NewDevice { name: &self.device, from: self.from }
    }
}

/// From the cookie, then from what the browser prefers.
fn spoken(state: &State, headers: &HeaderMap) -> Language {
    cookie(state, headers, LANGUAGE)
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
