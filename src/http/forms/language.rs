//! `POST /language`.

use axum::body::Body;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use domain::language::Language;
use server::workflows::choose_language::choose_language;

use super::super::State;
use super::super::cookies::{LANGUAGE, set_cookie};
use super::super::failure::{bad_request, failed};
use super::super::fields::{BadForm, Fields};
use super::super::visitor::Visitor;
use super::see_other;

const ONE_YEAR: i64 = 365 * 24 * 3600;

pub async fn choose(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let read = async {
        let fields = Fields::read(request).await?;
        Ok::<_, BadForm>((Language::from_tag(fields.one("language")?), fields.text("back")?))
    };
    let (language, back) = match read.await {
        Ok((Some(language), back)) => (language, back),
        Ok((None, _)) => return bad_request(&state, &visitor).await,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    if let Err(error) = choose_language(&state.services, &visitor.actor, language).await {
        return failed(&state, visitor, &error).await;
    }
    let cookie = set_cookie(&state, &headers, LANGUAGE, language.tag(), Some(ONE_YEAR));
    ([cookie], see_other(ours(&back))).into_response()
}

/// A path of this site, so that nobody is sent elsewhere.
pub fn ours(path: &str) -> &str {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") { path } else { "/" }
}
