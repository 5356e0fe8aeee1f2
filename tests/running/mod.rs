//! The program itself, started as an operator starts it, and spoken to over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Server {
    pub child: Child,
    pub address: String,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// The demo on this data folder.
pub fn start(data: &Path, database_url: Option<&str>) -> Server {
    start_with(Command::new(env!("CARGO_BIN_EXE_contact-book")), data, database_url)
}

/// The same by a command that ends up in the program.
pub fn start_with(mut command: Command, data: &Path, database_url: Option<&str>) -> Server {
    command
        .arg("demo")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CONTACT_BOOK_DATA_DIR", data)
        .env("CONTACT_BOOK_LOG", "error")
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env("LEPTOS_HASH_FILES", "false")
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped());
    if let Some(url) = database_url {
        command.env("DATABASE_URL", url);
    }
    let mut child = command.spawn().expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line).expect("a line");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next()).expect("an address");
    Server { child, address: address.to_owned() }
}

/// As the mother. The cookie.
pub fn log_in(address: &str) -> String {
    let form = b"email=family%40demo.example&password=demo-contact-book";
    let answer = post(address, "", "/login", "application/x-www-form-urlencoded", form).expect("an answer");
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a session");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

pub fn get(address: &str, cookie: &str, path: &str) -> Option<Answer> {
    ask(
        address,
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    )
}

pub fn post(address: &str, cookie: &str, path: &str, kind: &str, body: &[u8]) -> Option<Answer> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    ask(address, &[head.as_bytes(), body].concat())
}

/// `None` when the server went away before it had answered.
fn ask(address: &str, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_mins(2))).ok()?;
    stream.write_all(request).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = decode(&head, &bytes[end + 4..]);
    Some(Answer { status, head, body })
}

/// Pages are sent in chunks (RFC 9112 §7.1).
fn decode(head: &str, body: &[u8]) -> Vec<u8> {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_vec();
    }
    let (mut whole, mut rest) = (Vec::new(), body);
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(String::from_utf8_lossy(&rest[..end]).trim(), 16).unwrap_or(0);
        if size == 0 || rest.len() < end + 2 + size {
            break;
        }
        whole.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    whole
}
