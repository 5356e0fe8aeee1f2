//! Do the pages that people wait for, and what is deleted while they do, stay as fast when years of entries lie behind
//! them? The same from a database of 1,000 entries and from one of 1,000,000, in turns, medians as a ratio within one run.
//! As many entries wait in both, as many drafts are old, and a student has as many in both. Exits with 1 when one with a
//! target takes more than 1.2 times as long in the large one.
//!
//! On SQLite, and on PostgreSQL beside `scripts/with-postgres`.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use domain::id::{AccountId, InstitutionId, PhotoId, StudentId};
use domain::review_queue::ReviewFilter;
use domain::time::Moment;
use server::storage::review_queue::{Wanted, count, waiting};
use server::storage::{inbox, outbox, photos, retention, reviews, settings, verdicts};
use server::{Clock, Database};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const FEW: i64 = 1_000;
const MANY: i64 = 1_000_000;
/// Entries of each book. The last [`WAITING_OF_A_BOOK`] of ten books wait.
const OF_A_BOOK: i64 = 100;
const WAITING_OF_A_BOOK: i64 = 20;
/// Drafts with a photo that nobody went on with, and mails that are kept long enough.
const OLD: i64 = 20;
const ROUNDS: usize = 200;
const MOST: f64 = 1.2;

const DAY: i64 = 86_400_000_000;
const INSTITUTION: &str = "0a000000-0000-7000-8000-000000000000";
const REVIEWER: &str = "0b000000-0000-7000-8000-999999999999";

#[tokio::main]
async fn main() -> ExitCode {
    let home = tempfile::tempdir().expect("a folder");
    let file = |name: &str| format!("sqlite://{}", home.path().join(name).display());
    let mut within = compare("SQLite", &file("few"), &file("many")).await;
    match env::var("CONTACT_BOOK_TEST_POSTGRES") {
        Ok(url) => {
            let (few, many) = (new_database(&url, "few").await, new_database(&url, "many").await);
            within &= compare("PostgreSQL", &few, &many).await;
        }
        Err(_) => println!("PostgreSQL     not here: run it beside scripts/with-postgres"),
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn new_database(url: &str, name: &str) -> String {
    let database = format!("growing_{name}_{}", std::process::id());
    let mut db = PgConnection::connect(url).await.expect("connected");
    db.execute(AssertSqlSafe(format!("CREATE DATABASE {database}"))).await.expect("made");
    db.close().await.expect("closed");
    url.replace("/postgres?", &format!("/{database}?"))
}

/// What is read, and whether it may take no longer in the large database. What tells of everything that was decided in
/// a time takes longer the more was decided in it.
#[derive(Clone, Copy)]
enum Read {
    Queue,
    QueueOfStrikes,
    Inbox,
    Glance,
    ReadingTime,
    /// May staff see a photo?
    Photo,
    /// A draft's photo is replaced.
    ReplacedPhoto,
    OldDrafts,
    OldMail,
}

impl Read {
    const ALL: [(Self, &str, bool); 9] = [
        (Self::Queue, "review queue", true),
        (Self::QueueOfStrikes, "review queue, strikes", true),
        (Self::Inbox, "student's inbox", true),
        (Self::Glance, "how the day stands", false),
        (Self::ReadingTime, "reading time", false),
        (Self::Photo, "a photo for staff", true),
        (Self::ReplacedPhoto, "replacing a photo", true),
        (Self::OldDrafts, "deleting old drafts", true),
        (Self::OldMail, "deleting old mail", true),
    ];
}

async fn compare(engine: &str, few: &str, many: &str) -> bool {
    let now = Clock::system().now();
    let few = filled(engine, few, FEW, now).await;
    let many = filled(engine, many, MANY, now).await;
    let mut within = true;
    for (read, name, has_target) in Read::ALL {
        let (small, large) = measure([&few, &many], read, now).await;
        let ratio = large / small;
        within &= ratio <= MOST || !has_target;
        let target = if has_target { format!("target ≤ {MOST}") } else { "no target".to_owned() };
        println!(
            "{engine:<10} {name:<22} {FEW} {small:8.3} ms   {MANY} {large:8.3} ms   ratio {ratio:5.2}   {target}"
        );
    }
    few.close().await;
    many.close().await;
    within
}

/// Median milliseconds in the small and in the large database.
async fn measure(databases: [&Database; 2], read: Read, now: Moment) -> (f64, f64) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for turn in 0..2 {
            // Each goes first in every other round.
            let which = (turn + round) % 2;
            let entries = if which == 0 { FEW } else { MANY };
            let start = Instant::now();
            ask(databases[which], read, entries, round, now).await;
            // The first rounds bring both into memory.
            if round >= ROUNDS / 10 {
                times[which].push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    let [small, large] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    (small, large)
}

/// What the page's server function asks, or what a job deletes: that is taken back each time.
async fn ask(database: &Database, read: Read, entries: i64, round: usize, now: Moment) {
    match read {
        Read::ReplacedPhoto | Read::OldDrafts | Read::OldMail => delete(database, read, now).await,
        _ => look(database, read, entries, round, now).await,
    }
}

async fn delete(database: &Database, read: Read, now: Moment) {
    let before = now.plus_seconds(-380 * 86_400);
    let mut db = database.write().await.expect("a transaction");
    match read {
        Read::ReplacedPhoto => {
            let photo = PhotoId::parse(&id("12", 0)).expect("an id");
            photos::forget_unless_reviewed(&mut db, photo).await.expect("forgotten");
        }
        Read::OldDrafts => {
            let gone = retention::forget_drafts(&mut db, before, 50).await.expect("forgotten");
            assert_eq!(i64::from(gone), OLD, "as many are old in both");
        }
        _ => {
            let gone = outbox::forget(&mut db, before, 50).await.expect("forgotten");
            assert_eq!(i64::from(gone), OLD, "as many are old in both");
        }
    }
}

async fn look(database: &Database, read: Read, entries: i64, round: usize, now: Moment) {
    let institution = InstitutionId::parse(INSTITUTION).expect("an id");
    let mut db = database.read().await.expect("a connection");
    match read {
        Read::Queue | Read::QueueOfStrikes => {
            let reviewer = AccountId::parse(REVIEWER).expect("an id");
            let filter = if matches!(read, Read::Queue) { ReviewFilter::All } else { ReviewFilter::Strikes };
            let wanted = Wanted { filter, ..Wanted::default() };
            let page = waiting(&mut db, institution, &wanted, 1, now).await.expect("asked");
            let total = count(&mut db, institution, &wanted, now).await.expect("asked");
            verdicts::undoable(&mut db, reviewer, institution, now).await.expect("asked");
            settings::find(&mut db, institution).await.expect("asked").expect("there");
            assert_eq!((page.items.len(), total), (20, 200), "as many wait in both");
        }
        Read::Inbox => {
            // Each of the ten whose families wait, in turn; their books lie far from each other.
            let one = i64::try_from(round % 10).unwrap_or_default() * books(entries) / 10;
            let student = StudentId::parse(&id("0c", one)).expect("an id");
            let page = inbox::of_student(&mut db, student, 1).await.expect("asked");
            assert_eq!((page.items.len(), page.has_next), (20, true), "the same page in both");
        }
        Read::Glance => {
            let glance = reviews::glance(&mut db, institution, now).await.expect("asked");
            assert_eq!(glance.waiting, 200, "as many wait in both");
        }
        Read::ReadingTime => {
            let since = now.plus_seconds(-30 * 86_400);
            reviews::reading_time(&mut db, institution, since).await.expect("asked");
        }
        Read::Photo => {
            // The first letter of each of ten books, which was decided.
            let one = i64::try_from(round % 10).unwrap_or_default() * books(entries) / 10;
            let photo = PhotoId::parse(&id("0f", one)).expect("an id");
            assert!(photos::staff_may_see(&mut db, photo, institution).await.expect("asked"));
        }
        Read::ReplacedPhoto | Read::OldDrafts | Read::OldMail => {}
    }
}

fn books(entries: i64) -> i64 {
    entries / OF_A_BOOK
}

/// The id of this number of one kind, the same that [`numbered`] makes.
fn id(kind: &str, number: i64) -> String {
    format!("{kind}000000-0000-7000-8000-{number:012}")
}

/// SQL for the id of the number `number`, on both engines.
fn numbered(kind: &str, number: &str) -> String {
    format!("'{kind}000000-0000-7000-8000-' || SUBSTR(CAST(1000000000000 + {number} AS TEXT), 2)")
}

/// Drafts with photos that nobody went on with, and mail that was sent long ago, for each row of `numbered`.
fn old(each: &str, long_ago: &str) -> [String; 3] {
    let (draft, photo, mail) = (numbered("11", "i"), numbered("12", "i"), numbered("14", "i"));
    let (account, book) = (numbered("0b", "0"), numbered("0d", "0"));
    [
        format!(
            "INSERT INTO entry (id, account_id, book_id, title, body, photo_id, state, created_at, edited_at) {each}
             SELECT {draft}, {account}, {book}, '', '', {photo}, 'draft', {long_ago}, {long_ago} FROM numbered"
        ),
        format!(
            "INSERT INTO photo (id, entry_id, width, height, created_at) {each}
             SELECT {photo}, {draft}, 1600, 1200, {long_ago} FROM numbered"
        ),
        format!(
            "INSERT INTO outbox (id, kind, account_id, state, next_try_at, created_at, sent_at) {each}
             SELECT {mail}, 'password_changed', {account}, 'sent', {long_ago}, {long_ago}, {long_ago} FROM numbered"
        ),
    ]
}

/// A database of so many entries, sent over the past year. The last ones of ten books wait, the others were decided, each
/// with its review: every 25th came back. Every second one has a photo.
async fn filled(engine: &str, url: &str, entries: i64, now: Moment) -> Database {
    let database = Database::open(url).await.expect("opened");
    let now = now.micros();
    let (books, decided) = (books(entries), OF_A_BOOK - WAITING_OF_A_BOOK);
    // Entry `i` is the `k`th of book `b`, so that a book's entries lie far from each other, as they come in life.
    let each = |count: i64| {
        format!(
            "WITH RECURSIVE counted (i) AS
                (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM counted WHERE i + 1 < {count}),
             numbered AS (SELECT i, i % {books} AS b, i / {books} AS k FROM counted)"
        )
    };
    let (account, student, book) = (numbered("0b", "b"), numbered("0c", "b"), numbered("0d", "b"));
    let (entry, photo, review) = (numbered("0e", "i"), numbered("0f", "i"), numbered("10", "i"));
    let waits = format!("(b % {} = 0 AND k >= {decided})", books / 10);
    let sent = format!("{now} - {DAY} - ({entries} - i) * {}", 364 * DAY / entries);
    let decided_at = format!("{sent} + 60000000 * (30 + i % 600)");
    let photo = format!("CASE WHEN k % 2 = 0 THEN {photo} END");
    let long_ago = format!("{now} - 400 * {DAY}");
    let title = "'早安 ' || CAST(k AS TEXT)";
    let body = "'今天也要加油。家裡都好，妹妹說她想你，等你回來一起去看海。'";
    let statements = [
        format!(
            "INSERT INTO institution (id, name, phone, created_at) VALUES ('{INSTITUTION}', '學校', '02', 0)"
        ),
        format!(
            "INSERT INTO account (id, role, institution_id, email, name, password_hash, language, created_at)
             VALUES ('{REVIEWER}', 'reviewer', '{INSTITUTION}', 'reviewer@demo.example', '陳', '', 'en', 0)"
        ),
        format!(
            "INSERT INTO account (id, role, email, name, password_hash, language, created_at) {}
             SELECT {account}, 'family', 'person' || CAST(b AS TEXT) || '@demo.example', '林美惠', '', 'zh-Hant', 0
             FROM numbered",
            each(books)
        ),
        format!(
            "INSERT INTO student (id, institution_id, call_number, name, pin_hash, created_at) {}
             SELECT {student}, '{INSTITUTION}', CAST(b AS TEXT), '林小宇', '', 0 FROM numbered",
            each(books)
        ),
        format!(
            "INSERT INTO book (id, student_id, account_id, relationship, opened_at) {}
             SELECT {book}, {student}, {account}, 'mother', 0 FROM numbered",
            each(books)
        ),
        format!(
            "INSERT INTO entry (id, account_id, book_id, title, body, photo_id, state, round, turn, created_at,
                                edited_at, submitted_at, decided_at, delivered_at, read_at) {}
             SELECT {entry}, {account}, {book}, {title}, {body}, {photo},
                    CASE WHEN {waits} THEN 'in_review' WHEN k % 25 = 7 THEN 'returned'
                         WHEN k BETWEEN {decided} - 3 AND {decided} - 1 THEN 'delivered' ELSE 'read' END,
                    1, 1, {sent}, {sent}, {sent},
                    CASE WHEN NOT {waits} THEN {decided_at} END,
                    CASE WHEN NOT {waits} AND k % 25 <> 7 THEN {decided_at} END,
                    CASE WHEN NOT {waits} AND k % 25 <> 7 AND k NOT BETWEEN {decided} - 3 AND {decided} - 1
                         THEN {decided_at} END
             FROM numbered",
            each(entries)
        ),
        format!(
            "INSERT INTO photo (id, entry_id, width, height, created_at) {}
             SELECT {photo}, {entry}, 1600, 1200, {sent} FROM numbered WHERE k % 2 = 0",
            each(entries)
        ),
        format!(
            "INSERT INTO review (id, entry_id, book_id, round, title, body, photo_id, submitted_at, decision, reasons,
                                 decided_by, decided_at) {}
             SELECT {review}, {entry}, {book}, 1, {title}, {body}, {photo}, {sent},
                    CASE WHEN k % 25 = 7 THEN 'returned' ELSE 'approved' END,
                    CASE WHEN k % 25 = 7 THEN 'unsuitable_words' ELSE '' END, '{REVIEWER}', {decided_at}
             FROM numbered WHERE NOT {waits}",
            each(entries)
        ),
        // Each decision told its family.
        format!(
            "INSERT INTO outbox (id, kind, account_id, entry_id, state, next_try_at, created_at, sent_at) {}
             SELECT {}, 'entry_delivered', {account}, {entry}, 'sent', {decided_at}, {decided_at}, {decided_at}
             FROM numbered WHERE NOT {waits}",
            each(entries),
            numbered("13", "i")
        ),
    ];
    let mut db = database.write().await.expect("a transaction");
    for statement in statements.into_iter().chain(old(&each(OLD), &long_ago)) {
        db.execute(AssertSqlSafe(statement)).await.expect("filled");
    }
    db.commit().await.expect("kept");
    // PostgreSQL does this by itself in time. SQLite plans without having looked, as it does for everybody; only the log,
    // which grew with the one large transaction, goes back to the size of every day.
    let tidy = if engine == "PostgreSQL" { "VACUUM ANALYZE" } else { "PRAGMA wal_checkpoint(TRUNCATE)" };
    let mut db = database.read().await.expect("a connection");
    db.execute(tidy).await.expect("tidied");
    drop(db);
    database
}
