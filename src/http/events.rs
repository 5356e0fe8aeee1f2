//! `GET /staff/entries/events`: tells the page of the queue that something has changed, as server-sent events (HTML
//! Standard §9.2). It says no more than that; the page asks for the rest, as whoever it is then.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::State;
use super::failure::forbidden;
use super::visitor::Visitor;

/// After this a browser connects again, and its session is asked for.
const LONGEST: Duration = Duration::from_mins(5);
/// So that proxies do not take the silence for the end.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// Before a browser connects again, in milliseconds.
const RETRY: Duration = Duration::from_secs(3);
/// Many changes at once are one event.
const GATHER: Duration = Duration::from_millis(200);

struct Listener {
    queue: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    ends: Instant,
    begun: bool,
    /// What a browser that connects again knew last.
    known: Option<u64>,
}

/// Where they come from.
pub const PATH: &str = "/staff/entries/events";

/// What a page asks for without its reader: a screen that was left open is nobody who is there. The queue is asked for
/// again at every event.
pub fn asked_by_itself(path: &str) -> bool {
    matches!(path, PATH | "/api/review-queue")
}

/// Nobody is logged in any more. A browser that is answered so does not connect again.
pub fn over() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

pub async fn queue(state: &State, visitor: &Visitor, headers: &HeaderMap) -> Response {
    let Some(reviewer) = visitor.actor.reviewer() else { return forbidden(state, visitor).await };
    let known = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let queue = state.services.queues.watch(reviewer.institution());
    let closing = state.services.watch_closing();
    let listener = Listener { queue, closing, ends: Instant::now() + LONGEST, begun: false, known };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = next(&mut listener).await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response()
}

/// `None` ends the stream.
async fn next(listener: &mut Listener) -> Option<Event> {
    if !listener.begun {
        listener.begun = true;
        let now = *listener.queue.borrow_and_update();
        // Something happened while nobody listened.
        let missed = listener.known.is_some_and(|known| known != now);
        let name = if missed { "moved" } else { "listening" };
        return Some(Event::default().event(name).id(now.to_string()).retry(RETRY).data("-"));
    }
    tokio::select! {
        changed = listener.queue.changed() => changed.ok()?,
        () = sleep_until(listener.ends) => return None,
        _ = listener.closing.wait_for(|closing| *closing) => return None,
    }
    tokio::time::sleep(GATHER).await;
    let now = *listener.queue.borrow_and_update();
    Some(Event::default().event("moved").id(now.to_string()).data("-"))
}
