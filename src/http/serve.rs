//! Listening, numbering requests, and stopping without cutting anybody off.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::extract::{Request, State as FromState};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_server::Handle;
use futures_util::FutureExt;
use hyper_util::rt::TokioTimer;
use server::Services;
use server::mail::{Compose, MailTransport};
use server::settings::BackupSettings;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::Instrument;

use super::State;
use super::limits::HEADER_TIME;

/// Under which number the log knows a request.
#[derive(Clone)]
pub struct RequestId(pub String);

/// How long open requests may still take after the stop was asked for.
const GRACE: Duration = Duration::from_secs(30);

/// Serves until SIGTERM or Ctrl-C. Open requests are finished, and so is what the jobs have begun.
pub async fn serve(
    state: State,
    listener: std::net::TcpListener,
    transport: MailTransport,
    compose: Compose,
    backups: Option<BackupSettings>,
) -> std::io::Result<()> {
    let handle: Handle<SocketAddr> = Handle::new();
    let (stop, stopping) = watch::channel(false);
    let jobs = server::jobs::run(state.services.clone(), transport, compose, backups, stopping);
    let jobs = tokio::spawn(jobs);
    tokio::spawn(wait_for_stop(handle.clone(), state.services.clone()));

    let database = state.services.database.clone();
    // A server that waits to see which version of HTTP is spoken waits for ever; HTTP/1 has a time limit from the start.
    let mut server = axum_server::from_tcp(listener)?.handle(handle).http1_only();
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    server.serve(super::router(state).into_make_service_with_connect_info::<SocketAddr>()).await?;

    stop.send_replace(true);
    if let Err(error) = jobs.await {
        tracing::error!(error = %error, "the jobs did not stop well");
    }
    database.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn wait_for_stop(handle: Handle<SocketAddr>, services: Services) {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: open requests are finished first");
    services.let_listeners_go();
    handle.graceful_shutdown(Some(GRACE));
}

/// Numbers a request, logs how it ended, and catches what should never happen. Paths hold ids, no names.
pub async fn note(FromState(state): FromState<State>, mut request: Request, next: Next) -> Response {
    let id = hex::encode(state.services.random.bytes::<6>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", request.id = %id);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let began = Instant::now();
    let answered = std::panic::AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span).await;
    let mut response = answered.unwrap_or_else(|_| {
        tracing::error!(request.id = %id, "a request panicked");
        let text = format!("系統出了點問題，請再試一次。 Something went wrong. Please try again. ({id})\n");
        (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    tracing::info!(
        request.id = %id,
        http.method = %method,
        http.path = %path,
        http.status = response.status().as_u16(),
        http.millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}
