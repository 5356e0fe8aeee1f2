//! Drawing pages, also as the answer to a form.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use app::context::{NewPin, NewRecoveryCodes, Visit};
use app::refusal::Refusal;
use app::shell::{WithoutScript, shell};
use app::trouble::Trouble;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, Uri};
use axum::response::Response;
use domain::people::Role;
use leptos::prelude::{Owner, provide_context};
use leptos_axum::render_app_async_with_context;

use super::State;
use super::visitor::Visitor;

/// How a page is drawn beyond what its address says.
#[derive(Clone, Default)]
pub struct Drawing {
    pub refusal: Option<Refusal>,
    /// Takes the place of the page.
    pub trouble: Option<Trouble>,
    /// Recovery codes that were just made, to be shown this once.
    pub recovery_codes: Option<(Vec<String>, Role)>,
    /// A student's PIN that was just made, to be shown this once.
    pub pin: Option<String>,
    /// The browser must not bring the page to life: it stands at an address that is not its own.
    pub still: bool,
}

pub fn visit(state: &State, visitor: &Visitor, refusal: Option<Refusal>) -> Visit {
    Visit {
        services: state.services.clone(),
        actor: visitor.actor.clone(),
        session: visitor.session.clone(),
        second_step: visitor.second_step.as_ref().map(|(token, _)| token.clone()),
        language: visitor.language,
        demo: state.demo,
        public_url: state
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", state.leptos.site_addr).into()),
        request_id: visitor.request_id.clone(),
        refusal,
    }
}

/// Draws the page that stands at the request's address.
pub async fn page(state: &State, visitor: &Visitor, request: Request<Body>, drawing: Drawing) -> Response {
    let visit = visit(state, visitor, drawing.refusal);
    let (trouble, still) = (drawing.trouble, drawing.still);
    let (codes, pin) = (drawing.recovery_codes, drawing.pin);
    let owner = Arc::new(OnceLock::new());
    let keep = owner.clone();
    let provide = move || {
        if let Some(owner) = Owner::current() {
            // It is asked for once for each page.
            let _ = keep.set(owner);
        }
        provide_context(visit.clone());
        if let Some(trouble) = trouble.clone() {
            provide_context(trouble);
        }
        if let Some((codes, role)) = codes.clone() {
            provide_context(NewRecoveryCodes(codes, role));
        }
        if let Some(pin) = pin.clone() {
            provide_context(NewPin(pin));
        }
        if still {
            provide_context(WithoutScript);
        }
    };
    let options = state.leptos.clone();
    let drawing = render_app_async_with_context(provide, move || shell(options.clone()))(request);
    with_its_own_context(drawing, owner).await
}

/// Goes on with a page in the page's own context, whatever was drawn on the thread meanwhile.
///
/// When the page stands, `leptos_integration_utils` 0.8.9 (`from_app`) names the code to be loaded beside it, in whatever
/// context it finds on the thread: among pages that are drawn at the same moment that is another one's, whose head would
/// then tell the browser to load the code of this page.
async fn with_its_own_context(
    mut drawing: Pin<Box<dyn Future<Output = Response> + Send>>,
    owner: Arc<OnceLock<Owner>>,
) -> Response {
    poll_fn(move |context| match owner.get() {
        Some(owner) => owner.with(|| drawing.as_mut().poll(context)),
        None => drawing.as_mut().poll(context),
    })
    .await
}

/// The page at `path`, drawn as the answer to a form that was refused.
pub async fn refused(
    state: &State,
    visitor: &Visitor,
    path: &str,
    refusal: Refusal,
    status: StatusCode,
) -> Response {
    answer(state, visitor, path, Drawing { refusal: Some(refusal), ..Drawing::default() }, status).await
}

/// The same, for a form whose own address is no page.
pub async fn refused_still(
    state: &State,
    visitor: &Visitor,
    path: &str,
    refusal: Refusal,
    status: StatusCode,
) -> Response {
    answer(
        state,
        visitor,
        path,
        Drawing { refusal: Some(refusal), still: true, ..Drawing::default() },
        status,
    )
    .await
}

pub async fn trouble(state: &State, visitor: &Visitor, trouble: Trouble, status: StatusCode) -> Response {
    let drawing = Drawing { trouble: Some(trouble), still: true, ..Drawing::default() };
    answer(state, visitor, "/", drawing, status).await
}

pub async fn answer(
    state: &State,
    visitor: &Visitor,
    path: &str,
    drawing: Drawing,
    status: StatusCode,
) -> Response {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = path.parse().unwrap_or_else(|_| Uri::from_static("/"));
    let mut response = page(state, visitor, request, drawing).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}
