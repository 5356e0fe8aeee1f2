//! The program itself under strain: its memory when much is uploaded, a disk that is full, PDFs that are made to keep it
//! busy, and connections that say nothing or far too much.

mod running;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use domain::document::{DocumentLimits, DocumentProblem};
use domain::id::ApplicationId;
use server::data_folder::DataFolder;
use server::files::document::{Renderer, clean, in_a_file};
use server::files::specimen_documents as documents;
use server::workflows::log_in::{LogIn, NewDevice, log_in as log_in_beside};
use server::workflows::resume_session::resume_session;
use server::workflows::save_application::{ApplicationTarget, Typed, save_application};
use server::{Clock, Random, Services, demo};

use running::{Server, get, log_in, post, start, start_with};

const PROGRAM: &str = env!("CARGO_BIN_EXE_contact-book");

/// Requests of the mother that she has begun, made beside the running server.
fn drafts(data: &Path, count: usize) -> Vec<ApplicationId> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = DataFolder::beside(data).expect("the data folder");
        let random = Random::system().expect("chance");
        let services = Services::open(&folder, None, None, Clock::system(), random).await.expect("opened");
        let device = NewDevice { name: "", from: None };
        let session = log_in_beside(&services, demo::ACCOUNTS[0].0, demo::PASSWORD, &device).await;
        let LogIn::Done(session) = session.expect("asked") else { panic!("not let in") };
        let actor = resume_session(&services, &session.token).await.expect("asked").expect("logged in").actor;
        let family = actor.family().expect("a family");
        let mut all = Vec::new();
        for _ in 0..count {
            let id = ApplicationId::new(services.random.uuid(services.clock.now()));
            let target = ApplicationTarget::New(id);
            save_application(&services, family, target, &Typed::default()).await.expect("saved");
            all.push(id);
        }
        services.database.close().await;
        all
    })
}

fn send(address: &str, cookie: &str, application: ApplicationId, file: &[u8]) -> (u16, String) {
    let head = "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nidentity\r\n\
                --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
    let path = format!("/applications/{application}/documents");
    let answer = post(address, cookie, &path, "multipart/form-data; boundary=b", &body).expect("an answer");
    (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
}

/// MiB of memory that a process has had at most, and has now.
fn memory(server: &Server) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).expect("Linux");
    let kib = |name: &str| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect(name);
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    };
    (kib("VmHWM:") / 1024, kib("VmRSS:") / 1024)
}

fn stop(mut server: Server) {
    server.child.kill().expect("stopped");
    server.child.wait().expect("gone");
}

#[test]
fn twenty_uploads_of_ten_megabytes_at_once_take_less_than_200_mb() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let server = start(&data, None);
    let photo = Arc::new(documents::large_photo(4000, 3000));
    assert!((9_000_000..12_000_000).contains(&photo.len()), "{} bytes", photo.len());
    let cookie = log_in(&server.address);
    let applications = drafts(&data, 20);
    let begin = Arc::new(Barrier::new(applications.len()));
    let threads: Vec<_> = applications
        .into_iter()
        .map(|application| {
            let (photo, begin) = (photo.clone(), begin.clone());
            let (address, cookie) = (server.address.clone(), cookie.clone());
            thread::spawn(move || {
                begin.wait();
                send(&address, &cookie, application, &photo)
            })
        })
        .collect();
    for thread in threads {
        let (status, text) = thread.join().expect("sent");
        assert_eq!(status, 200, "{text}");
    }
    let (most, now) = memory(&server);
    eprintln!("20 uploads of {} bytes at once: {most} MiB at most, {now} MiB after", photo.len());
    assert!(most < 200, "{most} MiB");
    stop(server);
}

#[test]
fn a_disk_that_is_full_is_a_clear_answer_and_nothing_half_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    stop(start(&data, None));
    let applications = drafts(&data, 1);
    // No file may become larger than 6 MiB: to the program it is a disk that takes no more.
    let limits = "trap '' XFSZ; ulimit -f 12288; exec \"$0\" \"$@\"";
    let mut command = Command::new("/bin/dash");
    command.args(["-c", limits, PROGRAM]);
    let server = start_with(command, &data, None);
    let cookie = log_in(&server.address);
    let (status, text) = send(&server.address, &cookie, applications[0], &documents::large_photo(4000, 3000));
    assert_eq!(status, 500);
    assert!(text.contains("</html>"), "a page that says so: {text}");
    let kept = data.join("files").read_dir().expect("the vault").count();
    let (status, text) = send(&server.address, &cookie, applications[0], &documents::clean_pdf());
    assert_eq!(status, 200, "what there is room for is taken: {text}");
    assert_eq!(data.join("files").read_dir().expect("the vault").count(), kept + 4);
    assert_eq!(get(&server.address, &cookie, "/home").expect("an answer").status, 200);
    stop(server);
}

#[test]
fn the_program_draws_a_pdf_as_this_process_does() {
    let limits = DocumentLimits::REGULATION;
    let elsewhere = Renderer::Program(PROGRAM.into());
    for pdf in [documents::clean_pdf(), documents::pages(3), documents::script(), documents::pages(21)] {
        let file = || in_a_file(&pdf).expect("a file");
        let there = clean(file(), &elsewhere, &limits).expect("started");
        assert_eq!(there, clean(file(), &Renderer::InProcess, &limits).expect("read"));
    }
    let missing = Renderer::Program("/nowhere/contact-book".into());
    let refused = clean(in_a_file(&documents::clean_pdf()).expect("a file"), &missing, &limits);
    assert_eq!(refused.expect("a shell"), Err(DocumentProblem::TooComplicated));
}

#[test]
fn a_pdf_that_keeps_its_reader_busy_or_fills_its_memory_is_given_up() {
    let limits = DocumentLimits::REGULATION;
    let elsewhere = Renderer::Program(PROGRAM.into());
    for (what, pdf) in [("endless", documents::endless()), ("a bomb", documents::bomb())] {
        let begin = Instant::now();
        let refused = clean(in_a_file(&pdf).expect("a file"), &elsewhere, &limits).expect("started");
        let took = begin.elapsed();
        assert!(refused.is_err(), "{what}");
        assert!(took < Duration::from_secs(25), "{what} took {took:?}");
        eprintln!("{what}: {:?} after {took:?}", refused.err());
    }
}

/// Until the server closes this connection, or breaks it off; `None` when it is still open after a minute.
fn closed_after(mut stream: TcpStream) -> Option<(Duration, Vec<u8>)> {
    let begin = Instant::now();
    stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a limit");
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer);
    let open = ended.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
    (!open).then_some((begin.elapsed(), answer))
}

#[test]
fn a_connection_that_does_not_say_what_it_wants_is_closed() {
    let home = tempfile::tempdir().expect("a folder");
    let server = start(&home.path().join("data"), None);
    // The last two may become the beginning of HTTP/1 or of HTTP/2.
    let threads = ["", "GET / HTTP/1.1\r\nHost: x\r\nX: ", "P", "PRI * HTTP/2.0\r\n"].map(|said| {
        let mut stream = TcpStream::connect(&server.address).expect("connected");
        stream.write_all(said.as_bytes()).expect("said");
        (said, thread::spawn(move || closed_after(stream)))
    });
    for (said, thread) in threads {
        let (took, _) = thread.join().expect("waited").unwrap_or_else(|| panic!("{said:?} is open still"));
        assert!(took < Duration::from_secs(40), "{said:?} took {took:?}");
    }
    stop(server);
}

#[test]
fn a_head_of_a_megabyte_is_refused_and_troubles_nobody_else() {
    let home = tempfile::tempdir().expect("a folder");
    let server = start(&home.path().join("data"), None);
    let mut stream = TcpStream::connect(&server.address).expect("connected");
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(1 << 20));
    // The server may hang up before it has heard all of it.
    let _ = stream.write_all(head.as_bytes());
    let (took, answer) = closed_after(stream).expect("closed");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(get(&server.address, "", "/healthz").expect("an answer").status, 200);
    stop(server);
}
