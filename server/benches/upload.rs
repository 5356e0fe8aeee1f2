//! What does it cost to take a document? Against the bare work of decoding and encoding it, in turns, medians as a ratio
//! within one run. Exits with 1 when taking costs more than 1.2 times the bare work.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::process::ExitCode;
use std::time::Instant;

use domain::document::{DocumentKind, DocumentLimits};
use domain::id::ApplicationId;
use server::data_folder::DataFolder;
use server::files::document::{Renderer, clean, in_a_file};
use server::files::specimen_documents::pages;
use server::files::specimens::portrait_with_gps;
use server::workflows::log_in::{LogIn, NewDevice, log_in};
use server::workflows::resume_session::resume_session;
use server::workflows::save_application::{ApplicationTarget, Typed, save_application};
use server::workflows::take_document::take_document;
use server::{Clock, Family, Random, Services, demo};

const ROUNDS: usize = 21;
const MOST: f64 = 1.2;

#[tokio::main]
async fn main() -> ExitCode {
    let home = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&home.path().join("data")).expect("a data folder");
    let random = Random::system().expect("chance");
    let services = Services::open(&folder, None, None, Clock::system(), random).await.expect("opened");
    demo::furnish(&services).await.expect("furnished");
    let device = NewDevice { name: "", from: None };
    let session = log_in(&services, demo::ACCOUNTS[0].0, demo::PASSWORD, &device).await.expect("asked");
    let LogIn::Done(session) = session else { panic!("not let in") };
    let actor = resume_session(&services, &session.token).await.expect("asked").expect("logged in").actor;
    let family = actor.family().expect("a family");

    let mut within = true;
    for (what, bytes) in [("photo, 12 megapixels", portrait_with_gps()), ("PDF, 5 pages", pages(5))] {
        let (bare, taken) = measure(&services, family, &bytes).await;
        let ratio = taken / bare;
        within &= ratio <= MOST;
        println!("{what:<22} decode and encode {bare:8.1} ms   taken {taken:8.1} ms   ratio {ratio:.2}");
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Median milliseconds of the bare work, and of all that it takes until the document is kept.
async fn measure(services: &Services, family: &Family, bytes: &[u8]) -> (f64, f64) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        let id = ApplicationId::new(services.random.uuid(services.clock.now()));
        let target = ApplicationTarget::New(id);
        save_application(services, family, target, &Typed::default()).await.expect("saved");
        for turn in 0..2 {
            // Each goes first in every other round.
            let which = (turn + round) % 2;
            let file = in_a_file(bytes).expect("a file");
            let start = Instant::now();
            if which == 0 {
                let pages = clean(file, &Renderer::InProcess, &DocumentLimits::REGULATION);
                assert!(pages.expect("read").is_ok());
            } else {
                let kind = DocumentKind::Identity;
                take_document(services, family, id, kind, "a", file).await.expect("taken");
            }
            times[which].push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let [bare, taken] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    (bare, taken)
}
