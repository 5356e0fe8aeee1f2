//! Does the memory stay flat while a keepsake is made? One of 1,000 letters with a photo of 400 kilobytes each: the most
//! resident memory of the process (`VmHWM` of Linux) above what it had before. Exits with 1 when that is more than 50 MB.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark that tells its figures and stops when it cannot"
)]

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use domain::id::BookId;
use server::data_folder::DataFolder;
use server::demo::{self, PASSWORD};
use server::files::vault::FileName;
use server::storage::books;
use server::storage::keepsakes::{Cover, KeptLetter};
use server::workflows::log_in::{LogIn, NewDevice, log_in};
use server::workflows::make_keepsake::{Asked, Layout, keepsake_archive};
use server::workflows::resume_session::resume_session;
use server::{Clock, Family, Random, Services};
use sqlx::{AssertSqlSafe, Executor as _};
use uuid::Uuid;

const LETTERS: u64 = 1_000;
const PHOTO_BYTES: usize = 400 * 1024;
/// Megabytes.
const MOST: u64 = 50;

/// As much HTML as the real one.
struct Plain;

impl Layout for Plain {
    fn begin(&self, cover: &Cover, _part: u32, _parts: u32) -> String {
        format!("<h1>{}</h1>", cover.student_name)
    }

    fn letter(&self, letter: &KeptLetter, address: &dyn Fn(Uuid) -> Option<String>) -> String {
        let photo = letter.photo.as_ref().and_then(|photo| address(photo.id.uuid()));
        format!("<h2>{}</h2><p>{}</p><img src=\"{}\">", letter.title, letter.body, photo.expect("kept"))
    }

    fn end(&self) -> String {
        String::new()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let home = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&home.path().join("data")).expect("a data folder");
    let random = Random::system().expect("chance");
    let services = Services::open(&folder, None, None, Clock::system(), random).await.expect("opened");
    demo::furnish(&services).await.expect("furnished");
    let (family, book) = a_family(&services).await;
    fill(&services, &family, book).await;

    fs::write("/proc/self/clear_refs", "5").expect("the most memory is forgotten");
    let before = megabytes("VmRSS:");
    let start = Instant::now();
    let asked = Asked::Family(&family, book);
    let mut pieces = keepsake_archive(&services, asked, Plain).await.expect("made").expect("theirs");
    let mut bytes = 0;
    while let Some(piece) = pieces.recv().await {
        bytes += piece.expect("whole").len();
    }
    let (took, more) = (start.elapsed().as_secs_f64(), megabytes("VmHWM:").saturating_sub(before));
    println!(
        "{LETTERS} letters with photos, an archive of {} MB in {took:.1} s   {more} MB more than the {before} MB before   \
         target ≤ {MOST} MB",
        bytes / 1_000_000
    );
    if more <= MOST { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn a_family(services: &Services) -> (Family, BookId) {
    let nowhere = NewDevice { name: "", from: None };
    let done = log_in(services, demo::ACCOUNTS[0].0, PASSWORD, &nowhere).await.expect("asked");
    let LogIn::Done(session) = done else { panic!("not let in") };
    let found = resume_session(services, &session.token).await.expect("asked").expect("logged in");
    let family = found.actor.family().expect("a family").clone();
    let mut db = services.database.read().await.expect("a connection");
    let book = books::of_family(&mut db, family.id(), services.clock.now()).await.expect("books")[0].id;
    (family, book)
}

/// Letters that were delivered in minutes of their own, each with a photo that lies in the vault.
async fn fill(services: &Services, family: &Family, book: BookId) {
    let account = family.id();
    let photo = services.random.bytes::<1024>().repeat(PHOTO_BYTES / 1024);
    let mut db = services.database.write().await.expect("a transaction");
    for number in 0..LETTERS {
        let (entry, kept) = (Uuid::from_u64_pair(1, number), Uuid::from_u64_pair(2, number));
        let at = i64::try_from(number).expect("a few") * 60_000_000;
        let statement = format!(
            "INSERT INTO entry (id, account_id, written_by, book_id, title, body, photo_id, state, round, turn,
                                created_at, edited_at, submitted_at, decided_at, delivered_at)
             VALUES ('{entry}', '{account}', '{account}', '{book}', '早安', '家裡都好，等你回來一起去看海。', '{kept}',
                     'delivered', 1, 1, {at}, {at}, {at}, {at}, {at})"
        );
        db.execute(AssertSqlSafe(statement)).await.expect("filled");
        let statement = format!(
            "INSERT INTO photo (id, entry_id, width, height, created_at) VALUES ('{kept}', '{entry}', 1600, 1200, {at})"
        );
        db.execute(AssertSqlSafe(statement)).await.expect("filled");
        services.vault.put(FileName::Whole(kept), &photo).await.expect("kept");
    }
    db.commit().await.expect("kept");
}

/// What a line of this process's status says.
fn megabytes(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let value = status.lines().find_map(|found| found.strip_prefix(line)).expect("the line");
    let kib: u64 = value.trim().trim_end_matches(" kB").parse().expect("a number");
    kib * 1024 / 1_000_000
}
