//! A server that is killed in the middle of its work loses nothing it has acknowledged, and makes nothing twice of what
//! is sent again afterwards. `CONTACT_BOOK_KILLS` says how often each is killed.

mod running;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::entry::EntryFilter;
use domain::identification::{IdentificationKind, IdentificationNumber};
use domain::notice::CURRENT;
use domain::people::EmailAddress;
use server::Database;
use server::files::drawings::small_photo;
use server::storage::{accounts, entries, registrations};

use running::{Server, get, log_in, post, start};

/// Times that the server is killed, a database and a loop: what the environment says, or so many.
fn kills(usual: u64) -> u64 {
    let kills = std::env::var("CONTACT_BOOK_KILLS").ok();
    kills.map_or(usual, |kills| kills.parse().expect("CONTACT_BOOK_KILLS is a number"))
}

#[test]
fn kills_lose_no_acknowledged_entry_and_double_none_on_sqlite() {
    lose_nothing(None);
}

#[test]
fn kills_lose_no_acknowledged_entry_and_double_none_on_postgresql() {
    lose_nothing(Some(&new_database("entries")));
}

#[test]
fn kills_while_people_register_lose_no_acknowledged_registration_on_sqlite() {
    lose_no_registration(None);
}

#[test]
fn kills_while_people_register_lose_no_acknowledged_registration_on_postgresql() {
    lose_no_registration(Some(&new_database("registrations")));
}

#[test]
fn kills_while_applying_lose_no_acknowledged_request_on_sqlite() {
    lose_no_request(None);
}

#[test]
fn kills_while_applying_lose_no_acknowledged_request_on_postgresql() {
    lose_no_request(Some(&new_database("requests")));
}

fn new_database(name: &str) -> String {
    let url = std::env::var("CONTACT_BOOK_TEST_POSTGRES")
        .expect("PostgreSQL is missing: run the tests through `make test` or `scripts/with-postgres`");
    let database = format!("killed_{name}_{}", std::process::id());
    let made = Command::new("psql").args([&url, "-qc", &format!("CREATE DATABASE {database}")]).status();
    assert!(made.expect("psql").success());
    url.replace("/postgres?", &format!("/{database}?"))
}

/// Writes with photos and sends, five times as many as the server is killed. What broke off is sent again once the server
/// is back, as its writer would do: the same form.
fn lose_nothing(database_url: Option<&str>) {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let mut acknowledged: BTreeMap<u32, String> = BTreeMap::new();
    let (mut number, mut round, mut sent_again) = (1, 0, 0);
    let mut one = None;
    let kills = kills(50);
    let wanted = usize::try_from(5 * kills).expect("a small number");
    while round < kills || acknowledged.len() < wanted {
        assert!(round < 20 * kills, "only {} submissions came through", acknowledged.len());
        let mut server = start(&data, database_url);
        let cookie = log_in(&server.address);
        let book = book(&server.address, &cookie);
        let address = server.address.clone();
        killed_while(&mut server, round, 5, &mut one, || {
            if let Some(entry) = submit(&address, &cookie, &book, number) {
                acknowledged.insert(number, entry);
                number += 1;
            } else {
                sent_again += 1;
            }
        });
        round += 1;
    }
    eprintln!("{round} kills, {} submissions acknowledged, {sent_again} sent again", acknowledged.len());

    let mut server = start(&data, database_url);
    let cookie = log_in(&server.address);
    for entry in acknowledged.values() {
        let page = get(&server.address, &cookie, entry).expect("an answer");
        let text = String::from_utf8_lossy(&page.body).into_owned();
        assert_eq!(page.status, 200, "{entry} is gone");
        assert!(text.contains("badge--waiting"), "{entry} does not wait for review");
        let photo =
            text.split("src=\"/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a photo");
        let photo = get(&server.address, &cookie, &format!("/files/{photo}")).expect("an answer");
        assert!(
            photo.status == 200 && photo.body.starts_with(b"\xFF\xD8\xFF"),
            "the photo of {entry} is gone"
        );
    }
    server.child.kill().expect("stopped");
    server.child.wait().expect("gone");
    let kept = titles(&data, database_url);
    for number in acknowledged.keys() {
        assert_eq!(kept.get(&title(*number)), Some(&1), "times that submission {number} is there");
    }
    // What was never acknowledged may be there, but not twice either.
    let twice: Vec<_> =
        kept.iter().filter(|(title, times)| title.starts_with(TITLE) && **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

const TITLE: &str = "早安，第 ";

/// Names one submission.
fn title(number: u32) -> String {
    format!("{TITLE}{number} 封")
}

/// How often each title stands among the mother's entries, in whatever state.
fn titles(data: &Path, database_url: Option<&str>) -> BTreeMap<String, u32> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let file = format!("sqlite://{}", data.join("contact-book.sqlite").display());
        let database = Database::open(database_url.unwrap_or(&file)).await.expect("opened");
        let mut db = database.read().await.expect("a connection");
        let mother = EmailAddress::parse("family@demo.example").expect("an address");
        let mother =
            accounts::credentials(&mut db, &mother).await.expect("asked").expect("the mother").account;
        let mut titles = BTreeMap::new();
        for number in 1.. {
            let page = entries::of_family(&mut db, mother, EntryFilter::All, number)
                .await
                .expect("a page of entries");
            for entry in page.items {
                *titles.entry(entry.title).or_default() += 1;
            }
            if !page.has_next {
                break;
            }
        }
        titles
    })
}

/// Goes on with `act` until the server is killed: after so many `whole` acts and a while by chance, up to twice as long as
/// `one` act takes on this machine, so in the first steps of an act as well as in later ones.
fn killed_while(
    server: &mut Server,
    round: u64,
    whole: u32,
    one: &mut Option<Duration>,
    mut act: impl FnMut(),
) {
    let one = *one.get_or_insert_with(|| {
        let begin = Instant::now();
        act();
        begin.elapsed()
    });
    let chance = u32::try_from(RandomState::new().hash_one(round) % 200).expect("a small number");
    let pause = one * (100 * whole + chance) / 100;
    eprintln!("kill {round} after {pause:?}");
    let gone = Arc::new(AtomicBool::new(false));
    let killer = {
        let (gone, process) = (gone.clone(), server.child.id());
        std::thread::spawn(move || {
            std::thread::sleep(pause);
            gone.store(true, Ordering::SeqCst);
            Command::new("kill").args(["-9", &process.to_string()]).status().expect("kill");
        })
    };
    while !gone.load(Ordering::SeqCst) {
        act();
    }
    killer.join().expect("the killer");
    server.child.wait().expect("gone");
}

fn lose_no_registration(database_url: Option<&str>) {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let (mut tried, mut round) = (0, 0);
    let mut acknowledged: Vec<String> = Vec::new();
    let mut ten = None;
    let kills = kills(12);
    while round < kills || (acknowledged.len() as u64) < 5 * kills {
        let mut server = start(&data, database_url);
        let address = server.address.clone();
        killed_while(&mut server, round, 0, &mut ten, || {
            for _ in 0..10 {
                tried += 1;
                acknowledged.extend(register(&address, tried));
            }
        });
        round += 1;
    }
    eprintln!("{round} kills, {} of {tried} registrations acknowledged", acknowledged.len());

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let file = format!("sqlite://{}", data.join("contact-book.sqlite").display());
        let database = Database::open(database_url.unwrap_or(&file)).await.expect("opened");
        let mut db = database.read().await.expect("a connection");
        for email in &acknowledged {
            let address = EmailAddress::parse(email).expect("an address");
            let kept = registrations::latest(&mut db, &address).await.expect("asked");
            assert!(kept.is_some(), "the registration of {email} is gone");
        }
    });
}

/// Uploads documents, sends the request and takes it back, so that the same student can be applied for again.
fn lose_no_request(database_url: Option<&str>) {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    let mut turn = 0;
    let mut one = None;
    // Each turn is a day, and documents are deleted half a year after the request is over.
    let kills = kills(12).min(90);
    for round in 0..kills {
        let mut server = start(&data, database_url);
        let cookie = log_in(&server.address);
        let institution = institution(&server.address, &cookie);
        let address = server.address.clone();
        killed_while(&mut server, round, 0, &mut one, || {
            turn += 1;
            apply(&address, &cookie, &institution, turn, &mut acknowledged);
        });
    }
    assert!(acknowledged.len() as u64 > kills / 10, "only {} requests came through", acknowledged.len());
    eprintln!("{kills} kills, {} requests acknowledged", acknowledged.len());

    let mut server = start(&data, database_url);
    let cookie = log_in(&server.address);
    for request in &acknowledged {
        let page = get(&server.address, &cookie, request).expect("an answer");
        assert_eq!(page.status, 200, "{request} is gone");
    }
    let mut number = 0;
    for request in requests(&server.address, &cookie) {
        let page = get(&server.address, &cookie, &request).expect("an answer");
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let pages: Vec<String> = text
            .split("href=\"/files/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .collect();
        let sent = text.contains("badge--waiting") || text.contains("badge--withdrawn");
        assert!(sent || !acknowledged.contains(&request), "{request} was not sent");
        assert!(!sent || pages.len() >= 2, "{request} was sent with {} pages", pages.len());
        for id in pages {
            let picture = get(&server.address, &cookie, &format!("/files/{id}")).expect("an answer");
            assert!(
                picture.status == 200 && picture.body.starts_with(b"\xFF\xD8\xFF"),
                "a page of {request} has no file"
            );
            number += 1;
        }
    }
    assert!(number >= 2 * acknowledged.len(), "{number} pages");
    server.child.kill().expect("stopped");
    server.child.wait().expect("gone");
}

/// A day later, so that no look-up is too soon: a request from its first step to its sending, and back.
fn apply(
    address: &str,
    cookie: &str,
    institution: &str,
    turn: u32,
    acknowledged: &mut BTreeSet<String>,
) -> Option<()> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let now = server::clock::Clock::system().now().plus_seconds(i64::from(turn) * 86_400).to_rfc3339();
    let now = format!("now={}", now.replace(':', "%3A").replace('+', "%2B"));
    post(address, cookie, "/demo/clock", FORM, now.as_bytes())?;
    let number = 1002 + turn % 9;
    let who = format!("institution={institution}&call_number={number}&relationship=aunt");
    let found = post(address, cookie, "/applications/new", FORM, who.as_bytes())?;
    let Some(page) = found.head.lines().find_map(|line| line.strip_prefix("location: ")) else {
        // It was sent before the kill, and nobody heard of it: it is taken back now.
        let text = String::from_utf8_lossy(&found.body).into_owned();
        let before = text.split("class=\"button\" href=\"/applications/").nth(1)?.get(..36)?.to_owned();
        post(address, cookie, &format!("/applications/{before}/withdraw"), FORM, b"")?;
        return None;
    };
    let page = page.split('?').next()?.to_owned();
    post(address, cookie, &page, FORM, b"step=confirm&service=contact_book")?;
    let mut form = b"--b\r\nContent-Disposition: form-data; name=\"step\"\r\n\r\ndocuments\r\n".to_vec();
    for (name, seed) in [("identity_document", turn), ("relationship_document", turn + 1)] {
        let head =
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.jpg\"\r\n\r\n");
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(&small_photo(u64::from(seed)));
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(b"--b--\r\n");
    post(address, cookie, &page, "multipart/form-data; boundary=b", &form)?;
    let sent = post(address, cookie, &format!("{page}/submit"), FORM, b"")?;
    if sent.status == 303 {
        acknowledged.insert(page.clone());
    }
    post(address, cookie, &format!("{page}/withdraw"), FORM, b"")?;
    Some(())
}

/// Every request of the family, drafts too.
fn requests(address: &str, cookie: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for number in 1.. {
        let list = get(address, cookie, &format!("/applications?page={number}")).expect("an answer");
        let text = String::from_utf8_lossy(&list.body).into_owned();
        let ids = text.split("href=\"/applications/").skip(1).filter_map(|rest| rest.get(..36));
        let found: Vec<String> =
            ids.filter(|id| !id.contains(['"', '<'])).map(|id| format!("/applications/{id}")).collect();
        if found.is_empty() {
            break;
        }
        all.extend(found);
    }
    all
}

fn institution(address: &str, cookie: &str) -> String {
    let form = get(address, cookie, "/applications/new").expect("an answer");
    let text = String::from_utf8_lossy(&form.body).into_owned();
    let options = text.split("id=\"institution\"").nth(1).expect("a field");
    options
        .split("<option value=\"")
        .find_map(|rest| rest.get(..36).filter(|id| !id.contains('"')))
        .expect("one")
        .to_owned()
}

/// Registers somebody new. The address, once acknowledged. The clock moves on, so that no place registers too often.
fn register(address: &str, number: u32) -> Option<String> {
    if number.is_multiple_of(10) {
        let hours = i64::from(number / 10);
        let now = server::clock::Clock::system().now().plus_seconds(hours * 3600).to_rfc3339();
        let now = now.replace(':', "%3A").replace('+', "%2B");
        let form = format!("now={now}");
        post(address, "", "/demo/clock", "application/x-www-form-urlencoded", form.as_bytes())?;
    }
    let email = format!("person{number}@demo.example");
    let form = format!(
        "name=Someone&id_kind=national_id&id_number={}&email=person{number}%40demo.example&birth_date=1985/03/09\
         &mobile=0912345678&phone=&password=seven+tall+trees+by+the+river\
         &password_confirm=seven+tall+trees+by+the+river",
        id_number(number)
    );
    let cookie = format!("notice={CURRENT}");
    let answer = post(address, &cookie, "/register", "application/x-www-form-urlencoded", form.as_bytes())?;
    (answer.status == 303).then_some(email)
}

/// An identification that nobody had before, with the right check digit.
fn id_number(number: u32) -> String {
    let right = |digit: &u32| {
        let text = format!("B1{number:07}{digit}");
        IdentificationNumber::parse(IdentificationKind::NationalId, &text).is_ok()
    };
    let digit = (0..10).find(right).expect("one of ten fits");
    format!("B1{number:07}{digit}")
}

/// Moves the clock to a day on which one may write, writes with a photo and sends. The address, once acknowledged.
fn submit(address: &str, cookie: &str, book: &str, number: u32) -> Option<String> {
    let days = 2 * i64::from(number);
    let now = server::clock::Clock::system().now().plus_seconds(days * 86_400).to_rfc3339();
    let now = now.replace(':', "%3A").replace('+', "%2B");
    post(
        address,
        cookie,
        "/demo/clock",
        "application/x-www-form-urlencoded",
        format!("now={now}").as_bytes(),
    )?;
    let mut form = Vec::new();
    // The page's form names the entry that it makes, so that sent again it makes no other one.
    let id = format!("0e000000-0000-7000-8000-{number:012}");
    for (name, value) in [("form", &*id), ("book", book), ("title", &title(number)), ("body", "今天也要加油")]
    {
        form.extend_from_slice(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    form.extend_from_slice(
        b"--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n",
    );
    form.extend_from_slice(&small_photo(u64::from(number)));
    form.extend_from_slice(b"\r\n--b--\r\n");
    let saved = post(address, cookie, "/entries/new", "multipart/form-data; boundary=b", &form)?;
    let entry = saved.head.lines().find_map(|line| line.strip_prefix("location: "))?.to_owned();
    let sent = post(address, cookie, &format!("{entry}/submit"), "application/x-www-form-urlencoded", b"")?;
    (sent.status == 303).then_some(entry)
}

fn book(address: &str, cookie: &str) -> String {
    let home = get(address, cookie, "/home").expect("an answer");
    let text = String::from_utf8_lossy(&home.body).into_owned();
    text.split("/entries/new?book=").nth(1).expect("a book")[..36].to_owned()
}
