//! How much memory does the server take when 64 people send a photo of twelve megapixels at once? The program itself as
//! it is released, its most resident memory (`VmHWM` of Linux), and whether all 64 are saved.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

#[path = "../tests/running/mod.rs"]
mod running;

use std::collections::BTreeSet;
use std::fs;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use server::files::specimen_documents::large_photo;

use running::{Server, get, log_in, post, start};

const PEOPLE: usize = 64;
/// Megabytes.
const MOST: u64 = 300;
/// What a photo may have, part 六(三)2 of the regulation.
const LIMIT: usize = 10 * 1024 * 1024;

fn main() {
    let home = tempfile::tempdir().expect("a folder");
    let mut server = start(&home.path().join("data"), None);
    let photo = Arc::new(large_photo(4000, 3000));
    assert!((9_000_000..LIMIT).contains(&photo.len()), "{} bytes", photo.len());
    let cookie = log_in(&server.address);
    let book = book(&server.address, &cookie);
    let before = most_memory(&server);
    let begin = Arc::new(Barrier::new(PEOPLE + 1));
    let threads: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let (photo, begin) = (photo.clone(), begin.clone());
            let (address, cookie, book) = (server.address.clone(), cookie.clone(), book.clone());
            thread::spawn(move || {
                let form = form(&book, number, &photo);
                begin.wait();
                let kind = "multipart/form-data; boundary=b";
                let answer = post(&address, &cookie, "/entries/new", kind, &form).expect("an answer");
                let to = answer.head.lines().find_map(|line| line.strip_prefix("location: "));
                assert_eq!(answer.status, 303, "{}", String::from_utf8_lossy(&answer.body));
                to.expect("the preview").to_owned()
            })
        })
        .collect();
    begin.wait();
    let start = Instant::now();
    let entries: BTreeSet<String> = threads.into_iter().map(|thread| thread.join().expect("sent")).collect();
    let took = start.elapsed().as_secs_f64();
    let most = most_memory(&server);
    let saved = entries.iter().filter(|entry| has_photo(&server.address, &cookie, entry)).count();
    println!(
        "{PEOPLE} photos of {} bytes at once   {saved} saved in {took:.1} s   {most} MB at most, {before} MB before   \
         target ≤ {MOST} MB: {}",
        photo.len(),
        if most <= MOST { "kept" } else { "missed" }
    );
    server.child.kill().expect("stopped");
    server.child.wait().expect("gone");
    assert_eq!(saved, PEOPLE, "all are saved");
}

fn form(book: &str, number: usize, photo: &[u8]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, value) in [("book", book), ("title", &format!("早安 {number}")), ("body", "今天也要加油")]
    {
        form.extend_from_slice(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    form.extend_from_slice(
        b"--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n",
    );
    form.extend_from_slice(photo);
    form.extend_from_slice(b"\r\n--b--\r\n");
    form
}

/// Is it there, with a photo that can be opened?
fn has_photo(address: &str, cookie: &str, entry: &str) -> bool {
    let page = get(address, cookie, entry).expect("an answer");
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let photo = text.split("src=\"/files/").nth(1).and_then(|rest| rest.split('"').next());
    photo.is_some_and(|photo| {
        let photo = get(address, cookie, &format!("/files/{photo}")).expect("an answer");
        photo.status == 200 && photo.body.starts_with(b"\xFF\xD8\xFF")
    })
}

/// Megabytes of memory that the process has had at most.
fn most_memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("VmHWM");
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kib * 1024 / 1_000_000
}

fn book(address: &str, cookie: &str) -> String {
    let home = get(address, cookie, "/home").expect("an answer");
    let text = String::from_utf8_lossy(&home.body).into_owned();
    text.split("/entries/new?book=").nth(1).expect("a book")[..36].to_owned()
}
