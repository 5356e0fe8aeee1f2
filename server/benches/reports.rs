//! Does a report take as long when years of entries lie behind it? The reads of `/staff/reports` from a database of 10,000
//! entries and from one of 1,000,000, in turns, medians as a ratio within one run. The institution has as many students in
//! both. Exits with 1 when a report of the large one takes more than twice as long.
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

use domain::id::InstitutionId;
use domain::month::Month;
use domain::report::Counted;
use domain::time::Moment;
use server::storage::tallies;
use server::{Clock, Database};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const FEW: i64 = 10_000;
const MANY: i64 = 1_000_000;
/// Each with a book.
const STUDENTS: i64 = 500;
const ROUNDS: usize = 100;
const MOST: f64 = 2.0;

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
    let database = format!("reports_{name}_{}", std::process::id());
    let mut db = PgConnection::connect(url).await.expect("connected");
    db.execute(AssertSqlSafe(format!("CREATE DATABASE {database}"))).await.expect("made");
    db.close().await.expect("closed");
    url.replace("/postgres?", &format!("/{database}?"))
}

/// What is read.
#[derive(Clone, Copy)]
enum Read {
    Month,
    Months,
    Quiet,
}

impl Read {
    const ALL: [(Self, &str); 3] = [
        (Self::Month, "figures of a month"),
        (Self::Months, "twelve months"),
        (Self::Quiet, "students without letters"),
    ];
}

async fn compare(engine: &str, few: &str, many: &str) -> bool {
    let now = Clock::system().now();
    let few = filled(engine, few, FEW, now).await;
    let many = filled(engine, many, MANY, now).await;
    let mut within = true;
    for (read, name) in Read::ALL {
        let (small, large) = measure([&few, &many], read, now).await;
        let ratio = large / small;
        within &= ratio <= MOST;
        println!(
            "{engine:<10} {name:<24} {FEW} {small:8.3} ms   {MANY} {large:8.3} ms   ratio {ratio:5.2}   target ≤ {MOST}"
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
            let start = Instant::now();
            ask(databases[which], read, now).await;
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

/// What the page's server function asks.
async fn ask(database: &Database, read: Read, now: Moment) {
    let institution = InstitutionId::parse(INSTITUTION).expect("an id");
    // Of the whole month before, so that the day of the run makes no difference.
    let month = Month::of(now).earlier(1);
    let mut db = database.read().await.expect("a connection");
    match read {
        Read::Month => {
            let tallies =
                tallies::of_month(&mut db, institution, month, std::iter::empty()).await.expect("asked");
            assert!(tallies.of(Counted::Received) > 0 && tallies.within(95).is_some(), "counted");
        }
        Read::Months => {
            let months = tallies::months_up_to(&mut db, institution, month).await.expect("asked");
            assert!(months.iter().all(|one| one.received > 0), "entries in each month");
        }
        Read::Quiet => {
            let (page, found) = tallies::quiet_students(&mut db, institution, 1, now).await.expect("asked");
            assert_eq!((page.items.len(), found), (20, 25), "as many in both");
        }
    }
}

/// SQL for the id of the number `number`, on both engines.
fn numbered(kind: &str, number: &str) -> String {
    format!("'{kind}000000-0000-7000-8000-' || SUBSTR(CAST(1000000000000 + {number} AS TEXT), 2)")
}

/// A database of so many entries, sent over fourteen months and decided, each with its review: every 25th came back. Every
/// 20th student has had no letter for two months.
async fn filled(engine: &str, url: &str, entries: i64, now: Moment) -> Database {
    let database = Database::open(url).await.expect("opened");
    let micros = now.micros();
    let each = |count: i64| {
        format!(
            "WITH RECURSIVE counted (i) AS
                (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM counted WHERE i + 1 < {count}),
             numbered AS (SELECT i, i % {STUDENTS} AS b, i / {STUDENTS} AS k FROM counted)"
        )
    };
    let (account, student, book) = (numbered("0b", "b"), numbered("0c", "b"), numbered("0d", "b"));
    let (entry, review) = (numbered("0e", "i"), numbered("10", "i"));
    // Two days before now at the latest, so that all is decided; the letters of every 20th student are older.
    let sent = format!(
        "{micros} - {} - ({entries} - i) * {} - CASE WHEN b % 20 = 0 THEN {} ELSE 0 END",
        2 * DAY,
        420 * DAY / entries,
        60 * DAY
    );
    let decided_at = format!("{sent} + 60000000 * (30 + i % 600)");
    let returned = "k % 25 = 7";
    let mut statements = vec![
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
            each(STUDENTS)
        ),
        format!(
            "INSERT INTO student (id, institution_id, call_number, name, pin_hash, created_at) {}
             SELECT {student}, '{INSTITUTION}', CAST(b AS TEXT), '林小宇', '', 0 FROM numbered",
            each(STUDENTS)
        ),
        format!(
            "INSERT INTO book (id, student_id, account_id, relationship, opened_at) {}
             SELECT {book}, {student}, {account}, 'mother', 0 FROM numbered",
            each(STUDENTS)
        ),
        format!(
            "INSERT INTO entry (id, account_id, written_by, book_id, title, body, state, round, turn, created_at,
                                edited_at, submitted_at, decided_at, delivered_at) {}
             SELECT {entry}, {account}, {account}, {book}, '早安', '家裡都好。',
                    CASE WHEN {returned} THEN 'returned' ELSE 'delivered' END,
                    1, 1, {sent}, {sent}, {sent}, {decided_at}, CASE WHEN NOT {returned} THEN {decided_at} END
             FROM numbered",
            each(entries)
        ),
        format!(
            "INSERT INTO review (id, entry_id, book_id, round, title, body, submitted_at, decision, reasons,
                                 decided_by, decided_at) {}
             SELECT {review}, {entry}, {book}, 1, '早安', '家裡都好。', {sent},
                    CASE WHEN {returned} THEN 'returned' ELSE 'approved' END,
                    CASE WHEN {returned} THEN 'unsuitable_words' ELSE '' END, '{REVIEWER}', {decided_at}
             FROM numbered",
            each(entries)
        ),
    ];
    for back in 0..18 {
        statements.extend(sums(Month::of(now).earlier(back)));
    }
    let mut db = database.write().await.expect("a transaction");
    for statement in statements {
        db.execute(AssertSqlSafe(statement)).await.expect("filled");
    }
    db.commit().await.expect("kept");
    // PostgreSQL does this by itself in time; of SQLite only the log goes back to the size of every day.
    let tidy = if engine == "PostgreSQL" { "VACUUM ANALYZE" } else { "PRAGMA wal_checkpoint(TRUNCATE)" };
    let mut db = database.read().await.expect("a connection");
    db.execute(tidy).await.expect("tidied");
    drop(db);
    database
}

/// The sums of a month, as sending and deciding one after the other would have left them.
fn sums(month: Month) -> Vec<String> {
    let number = month.number();
    let lies = |column: &str| {
        let (from, until) = (month.begins_on().starts_at(), month.next().begins_on().starts_at());
        format!("{column} >= {} AND {column} < {}", from.micros(), until.micros())
    };
    let (sent, decided) = (lies("submitted_at"), lies("decided_at"));
    let add = "INSERT INTO tally (institution_id, month, kind, step, count)";
    vec![
        format!(
            "{add} SELECT '{INSTITUTION}', {number}, 'received', 0, COUNT(*) FROM entry WHERE {sent} HAVING COUNT(*) > 0"
        ),
        format!(
            "{add} SELECT '{INSTITUTION}', {number}, decision, 0, COUNT(*) FROM review WHERE {decided} GROUP BY decision"
        ),
        format!(
            "{add} SELECT '{INSTITUTION}', {number}, 'unsuitable_words', 0, COUNT(*) FROM review
             WHERE decision = 'returned' AND {decided} HAVING COUNT(*) > 0"
        ),
        format!(
            "{add} SELECT '{INSTITUTION}', {number}, 'took', ((decided_at - submitted_at) / 1000000 + 899) / 900 * 900,
                    COUNT(*)
             FROM review WHERE {decided} GROUP BY ((decided_at - submitted_at) / 1000000 + 899) / 900 * 900"
        ),
        format!(
            "INSERT INTO tally_family (institution_id, month, account_id)
             SELECT DISTINCT '{INSTITUTION}', {number}, account_id FROM entry WHERE {sent}"
        ),
    ]
}
