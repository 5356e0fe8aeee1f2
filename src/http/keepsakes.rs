//! `/keepsakes/{book}` for a family, `/staff/students/{id}/keepsake` for staff: a page for the printer, and the same as an
//! archive to keep.

use app::keepsake::{Keepsake, Place};
use app::words::Words;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse, Response};
use domain::id::{BookId, StudentId};
use server::workflows::make_keepsake::{Asked, keepsake_archive, keepsake_page};

use super::failure::{failed, forbidden, not_found};
use super::visitor::Visitor;
use super::{State, download};

/// The page has a style sheet and pictures of ours, and nothing else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

pub async fn of_family(state: State, visitor: Visitor, id: String, request: Request) -> Response {
    let Some(family) = visitor.actor.family().cloned() else { return forbidden(&state, &visitor).await };
    let Some(book) = BookId::parse(&id) else { return not_found(&state, &visitor).await };
    page(state, visitor, Asked::Family(&family, book), Place::OfFamily(book), part(&request)).await
}

pub async fn archive_of_family(state: State, visitor: Visitor, id: String) -> Response {
    let Some(family) = visitor.actor.family().cloned() else { return forbidden(&state, &visitor).await };
    let Some(book) = BookId::parse(&id) else { return not_found(&state, &visitor).await };
    archive(state, visitor, Asked::Family(&family, book)).await
}

pub async fn of_student(state: State, visitor: Visitor, id: String, request: Request) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(student) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    page(state, visitor, Asked::Staff(&reviewer, student), Place::OfStudent(student), part(&request)).await
}

pub async fn archive_of_student(state: State, visitor: Visitor, id: String) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(&state, &visitor).await };
    let Some(student) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    archive(state, visitor, Asked::Staff(&reviewer, student)).await
}

fn keepsake(state: &State, visitor: &Visitor, place: Place) -> Keepsake {
    Keepsake { words: Words(visitor.language), place, today: state.services.clock.now().taipei_day() }
}

/// Which part is asked for; the first one when none is named, `None` when it is no number.
fn part(request: &Request) -> Option<u32> {
    let query = request.uri().query().unwrap_or_default();
    let named = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "part");
    named.map_or(Some(1), |(_, number)| number.parse().ok())
}

async fn page(state: State, visitor: Visitor, asked: Asked<'_>, place: Place, part: Option<u32>) -> Response {
    let Some(part) = part else { return not_found(&state, &visitor).await };
    let layout = keepsake(&state, &visitor, place);
    match keepsake_page(&state.services, asked, part, &layout).await {
        Ok(Some(page)) => ([(CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response(),
        Ok(None) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn archive(state: State, visitor: Visitor, asked: Asked<'_>) -> Response {
    let layout = keepsake(&state, &visitor, Place::Archive);
    match keepsake_archive(&state.services, asked, layout).await {
        Ok(Some(pieces)) => download::archive(pieces, "keepsake.zip"),
        Ok(None) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}
