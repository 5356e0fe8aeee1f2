//! The drill that every operator should hold now and then, with the program itself: a backup while families write, a kill,
//! everything gone, a restore. What was acknowledged before the backup began is there afterwards, and opens.

mod running;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use server::files::drawings::small_photo;

use running::{get, log_in, post, start};

/// Submissions before the backup begins.
const BEFORE: u32 = 4;

#[test]
fn what_was_acknowledged_before_a_backup_survives_the_loss_of_everything_else_on_sqlite() {
    drill([None, None, None]);
}

#[test]
fn what_was_acknowledged_before_a_backup_survives_the_loss_of_everything_else_on_postgresql() {
    let databases = ["before", "broken_off", "after"].map(new_database);
    drill([Some(&databases[0]), Some(&databases[1]), Some(&databases[2])]);
}

/// The databases before, of a restore that is killed, and after; none is SQLite in the data folder.
fn drill([database_url, broken_off, new_database_url]: [Option<&str>; 3]) {
    let home = tempfile::tempdir().expect("a folder");
    let (data, shelf) = (home.path().join("data"), home.path().join("backup.zip"));
    let mut server = start(&data, database_url);
    let cookie = log_in(&server.address);
    let book = book(&server.address, &cookie);
    let mut acknowledged = BTreeMap::new();
    for number in 1..=BEFORE {
        let entry = submit(&server.address, &cookie, &book, number).expect("acknowledged");
        let photo = photo_of(&server.address, &cookie, &entry);
        acknowledged.insert(entry, photo);
    }

    let stop = Arc::new(AtomicBool::new(false));
    let writer = {
        let (stop, address, cookie, book) =
            (stop.clone(), server.address.clone(), cookie.clone(), book.clone());
        std::thread::spawn(move || {
            let mut number = BEFORE;
            while !stop.load(Ordering::SeqCst) {
                number += 1;
                submit(&address, &cookie, &book, number).expect("acknowledged");
            }
            number - BEFORE
        })
    };
    let path = shelf.to_str().expect("text");
    let made = run(&data, database_url, &["backup", path, "--with-key"]);
    assert!(made.status.success() && said(&made).contains("the key is in it"), "{}", said(&made));
    stop.store(true, Ordering::SeqCst);
    assert!(writer.join().expect("wrote") > 0, "nobody wrote meanwhile");
    server.child.kill().expect("killed");
    server.child.wait().expect("gone");
    std::fs::remove_dir_all(&data).expect("removed");

    let verified = run(&data, new_database_url, &["verify", path]);
    assert!(verified.status.success() && said(&verified).contains("is whole"), "{}", said(&verified));
    kill_a_restore(&data, broken_off, path);
    let restored = run(&data, new_database_url, &["restore", path]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("rows were checked and hold"), "{}", said(&restored));
    let audit = run(&data, new_database_url, &["audit", "verify"]);
    assert!(audit.status.success(), "{}", said(&audit));
    // A demo's passwords are known, and stay known.
    let refused = run(&data, new_database_url, &["serve"]);
    assert!(!refused.status.success() && said(&refused).contains("is the demo's"), "{}", said(&refused));

    let mut server = start(&data, new_database_url);
    let cookie = log_in(&server.address);
    for (entry, photo) in &acknowledged {
        assert!(photo_of(&server.address, &cookie, entry) == *photo, "the photo of {entry} is another one");
    }
    server.child.kill().expect("stopped");
    server.child.wait().expect("gone");
}

/// Kills one in the middle: what it leaves is neither served nor restored over. Then it is cleared away.
fn kill_a_restore(data: &Path, database_url: Option<&str>, archive: &str) {
    let mut restoring = command(data, database_url, &["restore", archive]).spawn().expect("started");
    let mark = data.join("restoring");
    while !mark.exists() {
        assert!(restoring.try_wait().expect("asked").is_none(), "it ended before it began");
        std::thread::sleep(Duration::from_millis(1));
    }
    restoring.kill().expect("killed");
    restoring.wait().expect("gone");
    assert!(mark.exists(), "it was quicker than its killer");
    for arguments in [&["serve"][..], &["demo"], &["restore", archive], &["audit", "verify"]] {
        let refused = run(data, database_url, arguments);
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(said(&refused).contains("a restore into the data folder"), "{}", said(&refused));
    }
    std::fs::remove_dir_all(data).expect("removed");
}

fn new_database(name: &str) -> String {
    let url = std::env::var("CONTACT_BOOK_TEST_POSTGRES")
        .expect("PostgreSQL is missing: run the tests through `make test` or `scripts/with-postgres`");
    let database = format!("drill_{name}_{}", std::process::id());
    let made = Command::new("psql").args([&url, "-qc", &format!("CREATE DATABASE {database}")]).status();
    assert!(made.expect("psql").success());
    url.replace("/postgres?", &format!("/{database}?"))
}

fn run(data: &Path, database_url: Option<&str>, arguments: &[&str]) -> Output {
    command(data, database_url, arguments).output().expect("run")
}

fn command(data: &Path, database_url: Option<&str>, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-book"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CONTACT_BOOK_DATA_DIR", data)
        .env("CONTACT_BOOK_LOG", "error")
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env_remove("DATABASE_URL");
    if let Some(url) = database_url {
        command.env("DATABASE_URL", url);
    }
    command
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Of an entry that waits for review.
fn photo_of(address: &str, cookie: &str, entry: &str) -> Vec<u8> {
    let page = get(address, cookie, entry).expect("an answer");
    let text = String::from_utf8_lossy(&page.body).into_owned();
    assert_eq!(page.status, 200, "{entry} is gone");
    assert!(text.contains("badge--waiting"), "{entry} does not wait for review");
    let photo = text.split("src=\"/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a photo");
    let photo = get(address, cookie, &format!("/files/{photo}")).expect("an answer");
    assert!(photo.status == 200 && photo.body.starts_with(b"\xFF\xD8\xFF"), "the photo of {entry} is gone");
    photo.body
}

/// Moves the clock to a day on which one may write, writes with a photo and sends. The address, once acknowledged.
fn submit(address: &str, cookie: &str, book: &str, number: u32) -> Option<String> {
    let days = 2 * i64::from(number);
    let now = server::clock::Clock::system().now().plus_seconds(days * 86_400).to_rfc3339();
    let now = now.replace(':', "%3A").replace('+', "%2B");
    let form = "application/x-www-form-urlencoded";
    post(address, cookie, "/demo/clock", form, format!("now={now}").as_bytes())?;
    let mut body = Vec::new();
    for (name, value) in [("book", book), ("title", "早安"), ("body", "今天也要加油")] {
        let field = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(field.as_bytes());
    }
    body.extend_from_slice(
        b"--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n",
    );
    body.extend_from_slice(&small_photo(u64::from(number)));
    body.extend_from_slice(b"\r\n--b--\r\n");
    let saved = post(address, cookie, "/entries/new", "multipart/form-data; boundary=b", &body)?;
    let entry = saved.head.lines().find_map(|line| line.strip_prefix("location: "))?.to_owned();
    let sent = post(address, cookie, &format!("{entry}/submit"), form, b"")?;
    (sent.status == 303).then_some(entry)
}

fn book(address: &str, cookie: &str) -> String {
    let home = get(address, cookie, "/home").expect("an answer");
    let text = String::from_utf8_lossy(&home.body).into_owned();
    text.split("/entries/new?book=").nth(1).expect("a book")[..36].to_owned()
}
