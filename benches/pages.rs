//! How many of the student's pages does the server send in a second? The page with twenty letters, through the whole
//! server on loopback, against a bare axum handler that sends the same bytes: 64 connections that stay open, in turns,
//! medians as a ratio within one run. Also what the parts of a page take. Exits with 1 when the server sends less than
//! half as many.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::routing::get;
use contact_book::http::{State, serve};
use leptos::config::LeptosOptions;
use mimalloc::MiMalloc;
use server::data_folder::DataFolder;
use server::demo::{CALL_NUMBER, PASSWORD, PIN};
use server::files::drawings::small_photo;
use server::mail::{Compose, MailTransport};
use server::storage::reviews::Verdict;
use server::storage::{books, roster};
use server::token::Token;
use server::workflows::decide_entry::decide_finally;
use server::workflows::log_in::{LogIn, NewDevice, log_in, log_in_student};
use server::workflows::read_inbox::read_inbox;
use server::workflows::resume_session::resume_session;
use server::workflows::save_entry::{PhotoChange, Target, Written, save_entry};
use server::workflows::submit_entry::submit_entry;
use server::{Actor, Clock, Random, Services, demo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tracing_subscriber::EnvFilter;

/// The program's own.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const LETTERS: usize = 20;
const CONNECTIONS: usize = 64;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(3);
const LEAST: f64 = 0.5;
const NOWHERE: NewDevice<'static> = NewDevice { name: "", from: None };

#[tokio::main]
async fn main() -> ExitCode {
    // The server writes its log, as it does for everybody, but nobody reads it here.
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::sink)
        .with_env_filter(EnvFilter::new("info,sqlx=warn"))
        .init();
    let home = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&home.path().join("data")).expect("a data folder");
    let clock = Clock::ahead_by_file(folder.path().join("demo-clock")).expect("a clock");
    let random = Random::system().expect("chance");
    let services = Services::open(&folder, None, None, clock, random).await.expect("opened");
    demo::furnish(&services).await.expect("furnished");
    send_letters(&services).await;
    let token = log_in_the_student(&services).await;

    let whole = serve_all(&services);
    let (head, page) = Client::to(whole, &token).await.fetch().await;
    let letters = String::from_utf8_lossy(&page).matches("href=\"/student/entries/").count();
    assert_eq!(letters, LETTERS, "{head}");
    let bare = serve_bare(&head, page.clone());
    let (_, same) = Client::to(bare, &token).await.fetch().await;
    assert!(same == page, "the same bytes");

    let mut rates = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for turn in 0..2 {
            // Each goes first in every other round.
            let which = (turn + round) % 2;
            rates[which].push(pages_a_second([whole, bare][which], &token).await);
        }
    }
    let [many, bare] = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    });
    let ratio = many / bare;
    println!(
        "student's page, {LETTERS} letters, {} bytes   server {many:8.0} a second   bare handler {bare:8.0} a second   \
         ratio {ratio:.3}   target ≥ {LEAST}",
        page.len()
    );
    tell_parts(&services, &token, &mut Client::to(whole, &token).await).await;
    if ratio >= LEAST { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// From the mother to the student, each two days after the one before, every second one with a photo.
async fn send_letters(services: &Services) {
    let family = who(services, "family@demo.example").await.family().expect("a family").clone();
    let mut db = services.database.read().await.expect("a connection");
    let book = books::of_family(&mut db, family.id(), services.clock.now()).await.expect("books")[0].id;
    drop(db);
    for number in 0..LETTERS {
        let then = services.clock.now().plus_seconds(2 * 86_400);
        services.clock.move_to(then).expect("written");
        let photo = if number % 2 == 0 {
            PhotoChange::Put(small_photo(u64::try_from(number).unwrap_or_default()).into())
        } else {
            PhotoChange::Keep
        };
        let written = Written {
            book: Some(book),
            title: format!("早安 {number}"),
            body: "今天也要加油。家裡都好，妹妹說她想你。".to_owned(),
            photo,
            ..Written::default()
        };
        let saved = save_entry(services, &family, Target::New(None), written).await.expect("saved");
        submit_entry(services, &family, saved.entry).await.expect("sent");
        // The staff's sessions end within hours.
        let reviewer = who(services, "reviewer@demo.example").await.reviewer().expect("a reviewer");
        decide_finally(services, &reviewer, saved.entry, None, Verdict::Approved).await.expect("approved");
    }
}

async fn who(services: &Services, email: &str) -> Actor {
    let LogIn::Done(session) = log_in(services, email, PASSWORD, &NOWHERE).await.expect("asked") else {
        return Actor::Anonymous;
    };
    let found = resume_session(services, &session.token).await.expect("asked");
    found.map_or(Actor::Anonymous, |found| found.actor)
}

async fn log_in_the_student(services: &Services) -> Token {
    let mut db = services.database.read().await.expect("a connection");
    let institution = roster::institutions(&mut db).await.expect("read")[0].id.to_string();
    drop(db);
    let done = log_in_student(services, &institution, CALL_NUMBER, PIN, &NOWHERE).await.expect("asked");
    let LogIn::Done(session) = done else { panic!("not let in") };
    session.token
}

fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("set");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

/// The server as the program starts it, with its jobs.
fn serve_all(services: &Services) -> SocketAddr {
    let (listener, address) = listen();
    let leptos = LeptosOptions::builder().output_name("contact-book").build();
    let state =
        State { services: services.clone(), leptos, demo: true, public_url: None, address_header: None };
    let transport = MailTransport::Folder(services.mail_folder.clone());
    let compose: Compose = Arc::new(|mail| app::letters::compose("http://localhost", mail));
    tokio::spawn(serve(state, listener, transport, compose, None));
    address
}

/// A handler that sends this body with these headers, and nothing around it.
fn serve_bare(head: &str, body: Vec<u8>) -> SocketAddr {
    let (listener, address) = listen();
    let body = axum::body::Bytes::from(body);
    let ours = |name: &HeaderName| !["content-length", "transfer-encoding", "date"].contains(&name.as_str());
    let headers: Vec<(HeaderName, String)> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.parse().expect("a name"), value.to_owned()))
        .filter(|(name, _)| ours(name))
        .collect();
    assert!(headers.iter().any(|(name, _)| name == CONTENT_TYPE));
    let router = Router::new().route(
        "/student",
        get(move || {
            let (headers, body) = (headers.clone(), body.clone());
            async move {
                let mut response = axum::response::Response::new(axum::body::Body::from(body));
                for (name, value) in headers {
                    response.headers_mut().insert(name, value.parse().expect("a value"));
                }
                response
            }
        }),
    );
    let server = axum_server::from_tcp(listener).expect("a listener");
    tokio::spawn(server.serve(router.into_make_service()));
    address
}

/// One connection that stays open.
struct Client {
    stream: TcpStream,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Client {
    async fn to(address: SocketAddr, token: &Token) -> Self {
        let stream = TcpStream::connect(address).await.expect("connected");
        stream.set_nodelay(true).expect("set");
        let request =
            format!("GET /student HTTP/1.1\r\nHost: {address}\r\nCookie: session={}\r\n\r\n", token.reveal());
        Self { stream, request: request.into_bytes(), buffer: Vec::with_capacity(1 << 17) }
    }

    /// Sends the request and reads the whole answer, which lies in the buffer then. Where its body begins.
    async fn ask(&mut self) -> usize {
        self.stream.write_all(&self.request).await.expect("sent");
        self.buffer.clear();
        let (mut body, mut length) = (0, None);
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("read");
            assert!(read > 0, "the server closed the connection");
            if body == 0
                && let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n")
            {
                body = end + 4;
                let head = std::str::from_utf8(&self.buffer[..body]).expect("text");
                assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .map(|length| length.parse::<usize>().expect("a number"));
            }
            let done = match length {
                Some(length) => self.buffer.len() == body + length,
                None => body > 0 && self.buffer.ends_with(b"0\r\n\r\n"),
            };
            if done {
                return body;
            }
        }
    }

    /// Head and body.
    async fn fetch(&mut self) -> (String, Vec<u8>) {
        let body = self.ask().await;
        let head = String::from_utf8_lossy(&self.buffer[..body]).into_owned();
        let mut rest = &self.buffer[body..];
        if !head.contains("transfer-encoding: chunked") {
            return (head, rest.to_vec());
        }
        let mut whole = Vec::new();
        while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
            let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).expect("a size"), 16);
            let size = size.expect("a size");
            whole.extend_from_slice(&rest[end + 2..end + 2 + size]);
            rest = &rest[end + 4 + size..];
        }
        (head, whole)
    }
}

async fn pages_a_second(address: SocketAddr, token: &Token) -> f64 {
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(Client::to(address, token).await);
    }
    let begin = Instant::now();
    let mut running = JoinSet::new();
    for mut client in clients {
        running.spawn(async move {
            let mut pages = 0_u32;
            while begin.elapsed() < ROUND {
                client.ask().await;
                pages += 1;
            }
            pages
        });
    }
    let pages: u32 = running.join_all().await.into_iter().sum();
    f64::from(pages) / begin.elapsed().as_secs_f64()
}

/// What the parts of a page take, one after the other on one connection.
async fn tell_parts(services: &Services, token: &Token, one: &mut Client) {
    let found = resume_session(services, token).await.expect("asked").expect("logged in");
    let student = found.actor.student().expect("a student");
    let (mut sessions, mut inboxes, mut sites, mut pages) = (vec![], vec![], vec![], vec![]);
    for _ in 0..300 {
        let start = Instant::now();
        resume_session(services, token).await.expect("asked").expect("logged in");
        sessions.push(start.elapsed());
        let start = Instant::now();
        read_inbox(services, student, 1).await.expect("asked").expect("open");
        inboxes.push(start.elapsed());
        let start = Instant::now();
        roster::institutions(&mut services.database.read().await.expect("a connection"))
            .await
            .expect("asked");
        sites.push(start.elapsed());
        let start = Instant::now();
        one.ask().await;
        pages.push(start.elapsed());
    }
    let [session, inbox, site, page] = [sessions, inboxes, sites, pages].map(|mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    });
    println!(
        "one after the other   page {page:.3} ms, of it   session {session:.3} ms   inbox {inbox:.3} ms   \
         institutions {site:.3} ms   drawing and all else {:.3} ms",
        page - session - inbox - site
    );
}
