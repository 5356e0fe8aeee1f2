//! `POST /demo/clock`: moves the demo's clock forward.

use app::refusal::{ClockRefusal, Refusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::time::Moment;
use server::demo::move_clock;

use super::super::State;
use super::super::failure::failed;
use super::super::fields::Fields;
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

pub async fn change(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let read = async { Fields::read(request).await?.text("now") };
    let typed = match read.await {
        Ok(typed) => typed,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let moved = match Moment::parse(&typed) {
        Some(moment) => move_clock(&state.services, moment).await,
        None => return clock_refused(&state, &visitor, typed, false).await,
    };
    match moved {
        Ok(true) => see_other("/demo/clock?done=moved"),
        Ok(false) => clock_refused(&state, &visitor, typed, true).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn clock_refused(state: &State, visitor: &Visitor, typed: String, in_the_past: bool) -> Response {
    let refusal = Refusal::Clock(ClockRefusal { typed, in_the_past });
    refused(state, visitor, "/demo/clock", refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}
