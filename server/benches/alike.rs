//! Can anyone tell by the clock whether an address is known? Known and unknown in turns, medians as a ratio within
//! one run. Exits with 1 when they differ by more than 5 %.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::process::ExitCode;
use std::time::Instant;

use domain::language::Language;
use domain::people::EmailAddress;
use domain::registration::{Registration, RegistrationForm};
use server::data_folder::DataFolder;
use server::workflows::log_in::{NewDevice, log_in};
use server::workflows::register::{Consent, register};
use server::workflows::reset_password::forgot_password;
use server::{Clock, Random, Services, demo};

const ROUNDS: usize = 200;
const KNOWN: &str = "family@demo.example";

#[tokio::main]
async fn main() -> ExitCode {
    let home = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&home.path().join("data")).expect("a data folder");
    let clock = Clock::standing_at(Clock::system().now());
    let random = Random::system().expect("chance");
    let services = Services::open(&folder, None, None, clock, random).await.expect("opened");
    demo::furnish(&services).await.expect("furnished");

    let log_ins = measure(&services, async |services, known, round| {
        let email = if known { KNOWN.to_owned() } else { format!("nobody{round}@demo.example") };
        log_in(services, &email, "wrong", &NewDevice { name: "", from: None }).await.map(|_| ()).is_ok()
    })
    .await;
    let registrations = measure(&services, async |services, known, round| {
        let email = if known { KNOWN.to_owned() } else { format!("nobody{round}@demo.example") };
        let today = services.clock.now().taipei_day();
        let parsed =
            Registration::parse(&form(&email), PASSWORD, PASSWORD, today).expect("a form that is right");
        let consent = Consent { notice_version: "2026-11", language: Language::English };
        register(services, &parsed.0, &parsed.1, consent, None).await.is_ok()
    })
    .await;
    let resets = measure(&services, async |services, known, round| {
        let email = if known { KNOWN.to_owned() } else { format!("nobody{round}@demo.example") };
        let email = EmailAddress::parse(&email).expect("an address");
        forgot_password(services, &email, Language::English, None).await.is_ok()
    })
    .await;

    let mut alike = true;
    for (what, (known, unknown)) in [("log-in", log_ins), ("registration", registrations), ("reset", resets)]
    {
        let ratio = known / unknown;
        alike &= (0.95..=1.05).contains(&ratio);
        println!("{what:<14} known {known:8.3} ms   unknown {unknown:8.3} ms   ratio {ratio:.3}");
    }
    if alike { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

const PASSWORD: &str = "correct horse battery staple";

fn form(email: &str) -> RegistrationForm {
    RegistrationForm {
        name: "王小美".into(),
        id_kind: "national_id".into(),
        id_number: "A123456789".into(),
        email: email.into(),
        birth_date: "1985/03/09".into(),
        mobile: "0912345678".into(),
        phone: String::new(),
    }
}

/// Median milliseconds for a known and an unknown address. The clock moves on between tries, so that none is refused.
async fn measure(services: &Services, act: impl AsyncFn(&Services, bool, usize) -> bool) -> (f64, f64) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for turn in 0..2 {
            // Each goes first in every other round.
            let which = (turn + round) % 2;
            let then = services.clock.now().plus_seconds(600);
            services.clock.move_to(then).expect("no file");
            let start = Instant::now();
            assert!(act(services, which == 0, round).await, "it works");
            times[which].push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let [known, unknown] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    (known, unknown)
}
