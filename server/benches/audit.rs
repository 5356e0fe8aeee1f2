//! What does the audit cost a decision about an entry? The same decisions with and without it in turns, as ratios
//! within one run: one after the other, and sixteen at once, when each waits for the row that the chain hangs on.
//!
//! On SQLite, and on PostgreSQL beside `scripts/with-postgres`.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::env;
use std::time::Instant;

use domain::entry::EntryState;
use domain::id::{BookId, EntryId, ReviewId};
use domain::mail::MailKind;
use server::data_folder::DataFolder;
use server::storage::outbox::{About, Recipient};
use server::storage::reviews::{self, Verdict};
use server::storage::{books, entries};
use server::workflows::decide_entry::decide_finally;
use server::workflows::log_in::{LogIn, NewDevice, log_in};
use server::workflows::resume_session::resume_session;
use server::workflows::save_entry::{Target, Written, save_entry};
use server::workflows::submit_entry::submit_entry;
use server::{Actor, Clock, Family, Random, Reviewer, Services, demo, mail};
use tokio::task::JoinSet;

const ROUNDS: u32 = 200;
const AT_ONCE: u32 = 16;

#[tokio::main]
async fn main() {
    measure("SQLite", None).await;
    match env::var("CONTACT_BOOK_TEST_POSTGRES") {
        Ok(url) => measure("PostgreSQL", Some(&url)).await,
        Err(_) => println!("PostgreSQL     not here: run it beside scripts/with-postgres"),
    }
}

async fn measure(engine: &str, url: Option<&str>) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&home.path().join("data")).expect("a data folder");
    let clock = Clock::standing_at(Clock::system().now());
    let random = Random::system().expect("chance");
    let services = Services::open(&folder, url, None, clock, random).await.expect("opened");
    demo::furnish(&services).await.expect("furnished");
    let family = log_in_as(&services, "family@demo.example").await.family().expect("a family").clone();
    let reviewer = log_in_as(&services, "reviewer@demo.example").await.reviewer().expect("a reviewer");
    let mut db = services.database.read().await.expect("a connection");
    let books = books::of_family(&mut db, family.id(), services.clock.now()).await.expect("books");
    drop(db);
    let book = books[0].id;

    for at_once in [1, AT_ONCE] {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..ROUNDS / at_once {
            for turn in 0..2 {
                // Each goes first in every other round.
                let audited = (turn + round) % 2 == 0;
                let waiting = send(&services, &family, book, at_once).await;
                let start = Instant::now();
                decide_all(&services, &reviewer, waiting, audited).await;
                times[usize::from(!audited)]
                    .push(start.elapsed().as_secs_f64() * 1000.0 / f64::from(at_once));
            }
        }
        let [with, without] = times.map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        });
        let ratio = with / without;
        println!(
            "{engine:<10} {at_once:>2} at once   with {with:7.3} ms   without {without:7.3} ms   ratio {ratio:.2}"
        );
    }
    services.database.close().await;
}

async fn decide_all(services: &Services, reviewer: &Reviewer, waiting: Vec<EntryId>, audited: bool) {
    let mut running = JoinSet::new();
    for id in waiting {
        let (services, reviewer) = (services.clone(), reviewer.clone());
        running.spawn(async move {
            if audited {
                decide_finally(&services, &reviewer, id, Some(1), Verdict::Approved).await.expect("approved");
            } else {
                approve_unseen(&services, &reviewer, id).await;
            }
        });
    }
    running.join_all().await;
}

/// What `decide_entry` does, but for the audit.
async fn approve_unseen(services: &Services, reviewer: &Reviewer, id: EntryId) {
    let now = services.clock.now();
    let mut db = services.database.write().await.expect("a transaction");
    entries::lock(&mut db, id).await.expect("locked");
    let entry =
        entries::find_for_staff(&mut db, id, reviewer.institution()).await.expect("asked").expect("there");
    let EntryState::InReview { round, submitted_at, .. } = entry.state else { return };
    let approved = entry.state.approve(now).expect("allowed");
    entries::set_state(&mut db, id, entry.state, approved).await.expect("set");
    let delivered = approved.deliver(now).expect("allowed");
    entries::set_state(&mut db, id, approved, delivered).await.expect("set");
    let review = ReviewId::new(services.random.uuid(now));
    let version = (round, submitted_at);
    reviews::add(&mut db, review, &entry, version, &Verdict::Approved, (reviewer.id(), now))
        .await
        .expect("added");
    let to = Recipient::Account(entry.account);
    mail::write(services, &mut db, MailKind::EntryDelivered, to, About::Entry(id), now)
        .await
        .expect("written");
    db.commit().await.expect("kept");
    services.mail_waiting.notify_one();
}

/// So many entries that wait, two days apart.
async fn send(services: &Services, family: &Family, book: BookId, count: u32) -> Vec<EntryId> {
    let mut waiting = Vec::new();
    for _ in 0..count {
        let then = services.clock.now().plus_seconds(2 * 86_400);
        services.clock.move_to(then).expect("no file");
        let written = Written {
            book: Some(book),
            title: "早安".to_owned(),
            body: "今天也要加油。".to_owned(),
            ..Written::default()
        };
        let saved = save_entry(services, family, Target::New(None), written).await.expect("saved");
        submit_entry(services, family, saved.entry).await.expect("sent");
        waiting.push(saved.entry);
    }
    waiting
}

async fn log_in_as(services: &Services, email: &str) -> Actor {
    let device = NewDevice { name: "", from: None };
    let LogIn::Done(session) = log_in(services, email, demo::PASSWORD, &device).await.expect("asked") else {
        return Actor::Anonymous;
    };
    resume_session(services, &session.token)
        .await
        .expect("asked")
        .map_or(Actor::Anonymous, |found| found.actor)
}
