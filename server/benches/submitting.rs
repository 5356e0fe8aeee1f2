//! What does it cost to send an entry? With a photo of twelve megapixels against the bare work on the picture; without one
//! against bare transactions that write the same rows. In turns, medians as ratios within one run. Exits with 1 when an
//! entry with a photo takes more than 1.2 times the bare work.
//!
//! On SQLite, and on PostgreSQL beside `scripts/with-postgres`.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::env;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use domain::id::BookId;
use domain::photo::PhotoLimits;
use server::data_folder::DataFolder;
use server::files::document::in_a_file;
use server::files::specimens::portrait_with_gps;
use server::storage::books;
use server::workflows::log_in::{LogIn, NewDevice, log_in};
use server::workflows::resume_session::resume_session;
use server::workflows::save_entry::{PhotoChange, Target, Written, save_entry};
use server::workflows::submit_entry::submit_entry;
use server::{Clock, Family, Random, Services, demo};

const WITH_PHOTO: usize = 40;
const TEXT_ONLY: usize = 300;
const MOST: f64 = 1.2;
const TITLE: &str = "早安";
const BODY: &str = "今天也要加油。家裡都好，妹妹說她想你。";

#[tokio::main]
async fn main() -> ExitCode {
    let mut within = measure("SQLite", None).await;
    match env::var("CONTACT_BOOK_TEST_POSTGRES") {
        Ok(url) => within &= measure("PostgreSQL", Some(&url)).await,
        Err(_) => println!("PostgreSQL     not here: run it beside scripts/with-postgres"),
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure(engine: &str, url: Option<&str>) -> bool {
    let home = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&home.path().join("data")).expect("a data folder");
    let clock = Clock::standing_at(Clock::system().now());
    let random = Random::system().expect("chance");
    let services = Services::open(&folder, url, None, clock, random).await.expect("opened");
    demo::furnish(&services).await.expect("furnished");
    let device = NewDevice { name: "", from: None };
    let session = log_in(&services, demo::ACCOUNTS[0].0, demo::PASSWORD, &device).await.expect("asked");
    let LogIn::Done(session) = session else { panic!("not let in") };
    let actor = resume_session(&services, &session.token).await.expect("asked").expect("logged in").actor;
    let family = actor.family().expect("a family");
    let mut db = services.database.read().await.expect("a connection");
    let book = books::of_family(&mut db, family.id(), services.clock.now()).await.expect("books")[0].id;
    drop(db);

    let picture = Bytes::from(portrait_with_gps());
    let mut times = [const { Vec::new() }; 2];
    for round in 0..WITH_PHOTO {
        for turn in 0..2 {
            // Each goes first in every other round.
            let which = (turn + round) % 2;
            let file = Arc::new(in_a_file(&picture).expect("a file"));
            let start = Instant::now();
            if which == 0 {
                submit(&services, family, book, PhotoChange::PutFile(file)).await;
            } else {
                let clean = services.photos.clean(picture.clone(), PhotoLimits::REGULATION).await;
                assert!(clean.is_ok());
            }
            times[which].push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let [sent, bare] = times.map(|times| at(times, 50));
    println!(
        "{engine:<10} photo, 12 megapixels   sent {sent:7.1} ms   bare work {bare:7.1} ms   ratio {:.2}   target ≤ {MOST}",
        sent / bare
    );
    let within = sent / bare <= MOST;

    let mut times = [const { Vec::new() }; 2];
    for round in 0..TEXT_ONLY {
        for turn in 0..2 {
            let which = (turn + round) % 2;
            let start = Instant::now();
            if which == 0 {
                submit(&services, family, book, PhotoChange::Keep).await;
            } else {
                write_the_rows(&services, family, book).await;
            }
            times[which].push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let [slow, _] = [0, 1].map(|which| at(times[which].clone(), 95));
    let [sent, bare] = times.map(|times| at(times, 50));
    println!(
        "{engine:<10} text only              sent {sent:7.3} ms   bare rows {bare:7.3} ms   ratio {:.2}   no target   \
         one in twenty over {slow:.3} ms",
        sent / bare
    );
    services.database.close().await;
    within
}

/// What the form and the button do, two days after the last time.
async fn submit(services: &Services, family: &Family, book: BookId, photo: PhotoChange) {
    let then = services.clock.now().plus_seconds(2 * 86_400);
    services.clock.move_to(then).expect("no file");
    let written = Written {
        book: Some(book),
        title: TITLE.to_owned(),
        body: BODY.to_owned(),
        photo,
        photo_alt: String::new(),
        revision: None,
        under_way: None,
    };
    let saved = save_entry(services, family, Target::New(None), written).await.expect("saved");
    assert!(saved.photo_problem.is_none(), "{:?}", saved.photo_problem);
    submit_entry(services, family, saved.entry).await.expect("sent");
}

/// Two transactions: the draft; its new state and the mail that waits. Nothing is asked, nothing is judged.
async fn write_the_rows(services: &Services, family: &Family, book: BookId) {
    let now = services.clock.now();
    let (entry, mail) = (services.random.uuid(now).to_string(), services.random.uuid(now).to_string());
    let mut db = services.database.write().await.expect("a transaction");
    sqlx::query(
        "INSERT INTO entry (id, account_id, book_id, title, body, photo_alt, revision, state, created_at, edited_at)
         VALUES ($1, $2, $3, $4, $5, '', 1, 'draft', $6, $6)",
    )
    .bind(&entry)
    .bind(family.id().to_string())
    .bind(book.to_string())
    .bind(TITLE)
    .bind(BODY)
    .bind(now.micros())
    .execute(&mut *db)
    .await
    .expect("written");
    db.commit().await.expect("kept");

    let mut db = services.database.write().await.expect("a transaction");
    sqlx::query(
        "UPDATE entry SET state = 'in_review', turn = $1, round = 1, submitted_at = $2 WHERE id = $3",
    )
    .bind(now.taipei_day().number())
    .bind(now.micros())
    .bind(&entry)
    .execute(&mut *db)
    .await
    .expect("written");
    sqlx::query(
        "INSERT INTO outbox (id, kind, account_id, entry_id, state, next_try_at, created_at)
         VALUES ($1, 'entry_received', $2, $3, 'waiting', $4, $4)",
    )
    .bind(&mail)
    .bind(family.id().to_string())
    .bind(&entry)
    .bind(now.micros())
    .execute(&mut *db)
    .await
    .expect("written");
    db.commit().await.expect("kept");
}

/// The value that so many in a hundred stay under.
fn at(mut times: Vec<f64>, percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
