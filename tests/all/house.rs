//! A demo installation of its own for each test, furnished once and copied.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use contact_book::http::{State, router};
use domain::review_queue::UNDO_SECONDS;
use domain::time::Moment;
use leptos::config::LeptosOptions;
use server::clock::Clock;
use server::data_folder::DataFolder;
use server::jobs::deliver_mail::deliver_due;
use server::mail::{Compose, MailTransport};
use server::workflows::decide_entry::let_decisions_leave;
use server::{Random, Services, demo};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

use crate::people::Person;

static FURNISHED: OnceCell<TempDir> = OnceCell::const_new();
/// A Thursday morning in Taipei.
const NOW: &str = "2026-11-26T09:00:00+08:00";

pub struct House {
    router: Router,
    pub services: Services,
    folder: DataFolder,
    _home: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl House {
    pub async fn demo() -> Self {
        Self::open(true).await
    }

    /// The same people and data, but not served as a demo.
    pub async fn real() -> Self {
        Self::open(false).await
    }

    async fn open(is_demo: bool) -> Self {
        let template = FURNISHED
            .get_or_init(|| async {
                let home = tempfile::tempdir().expect("a folder");
                let folder = DataFolder::open(&home.path().join("data")).expect("new");
                let services = open(&folder).await;
                demo::furnish(&services).await.expect("furnished");
                deliver_mail(&services).await;
                services.database.close().await;
                home
            })
            .await;
        let home = tempfile::tempdir().expect("a folder");
        copy(&template.path().join("data"), &home.path().join("data"));
        let folder = DataFolder::open(&home.path().join("data")).expect("a copy");
        let services = open(&folder).await;
        let leptos = LeptosOptions::builder().output_name("contact-book").build();
        let state = State {
            services: services.clone(),
            leptos,
            demo: is_demo,
            public_url: None,
            address_header: None,
        };
        Self { router: router(state), services, folder, _home: home }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Sends the mail that waits to the demo's mailbox.
    pub async fn deliver_mail(&self) {
        deliver_mail(&self.services).await;
    }

    /// Until what was decided cannot be undone any more and has left.
    pub async fn let_decisions_leave(&self) {
        let then = self.services.clock.now().plus_seconds(UNDO_SECONDS);
        self.services.clock.move_to(then).expect("no file");
        let_decisions_leave(&self.services).await.expect("let leave");
    }

    pub async fn get(&self, who: &(impl Person + ?Sized), path: &str) -> Answer {
        self.send(who, Method::GET, path, |request| request, Body::empty()).await
    }

    /// Posts a form without files, as our own page would.
    pub async fn post(&self, who: &impl Person, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let with = |request: axum::http::request::Builder| {
            request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, "http://localhost")
        };
        self.send(who, Method::POST, path, with, Body::from(form.finish())).await
    }

    /// Posts a form with files: name, file name (empty for a plain field), content.
    pub async fn post_files(&self, who: &impl Person, path: &str, parts: &[(&str, &str, &[u8])]) -> Answer {
        let (kind, body) = multipart(parts);
        let with = |request: axum::http::request::Builder| {
            request.header(header::CONTENT_TYPE, kind.clone()).header(header::ORIGIN, "http://localhost")
        };
        self.send(who, Method::POST, path, with, Body::from(body)).await
    }

    pub async fn send(
        &self,
        who: &(impl Person + ?Sized),
        method: Method,
        path: &str,
        with: impl FnOnce(axum::http::request::Builder) -> axum::http::request::Builder,
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(cookie) = who.cookie() {
            request = request.header(header::COOKIE, cookie);
        }
        let request = with(request).body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        // Of what goes on for minutes the head is enough.
        let events = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if events { Body::empty() } else { body };
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

impl Answer {
    /// Where the browser is sent.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

pub fn multipart(parts: &[(&str, &str, &[u8])]) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "a-boundary-that-stands-nowhere-else";
    let mut body = Vec::new();
    for (name, file_name, content) in parts {
        let file = if file_name.is_empty() { String::new() } else { format!("; filename=\"{file_name}\"") };
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

async fn deliver_mail(services: &Services) {
    let compose: Compose = Arc::new(|mail| app::letters::compose("http://localhost", mail));
    let transport = MailTransport::Folder(services.mail_folder.clone());
    while deliver_due(services, &transport, &compose).await.expect("delivered") > 0 {}
}

async fn open(folder: &DataFolder) -> Services {
    let clock = Clock::standing_at(Moment::parse(NOW).expect("a time"));
    let random = Random::system().expect("randomness");
    Services::open(folder, None, None, clock, random).await.expect("opened")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}
