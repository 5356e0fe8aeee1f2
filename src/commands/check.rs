//! Is everything in order that the server needs? Tried one by one, with a sentence each.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use domain::time::Moment;
use server::Random;
use server::backup::shelf;
use server::clock::Clock;
use server::demo;
use server::files::key::Keyring;
use server::files::store::{self, Bucket};
use server::files::vault::Vault;
use server::mail::smtp::{self, Smtp};
use server::settings::{BackupSettings, Settings};
use server::storage::{Database, SCHEMA, catalog, latest};

use super::Stop;

/// A disk with less is soon full of photos. Bytes.
const LITTLE: u64 = 1 << 30;

/// A clock may stand so far behind what was written last: whoever wrote it had another one. Seconds.
const APART: i64 = 60;

/// What was found of one thing.
enum Finding {
    Right(String),
    /// Works, and somebody may want it otherwise.
    Note(String),
    Wrong(String),
}

use Finding::{Note, Right, Wrong};

/// Every finding, a line each; an error when one of them is wrong.
pub async fn check(settings: &Settings, site_addr: &str) -> Result<String, Stop> {
    let data = &settings.data_dir;
    let (database, latest) = look_at_database(settings).await;
    let findings = [
        ("settings", look_at_settings(settings, site_addr)),
        ("data folder", look_at_folder(data)),
        ("database", database),
        ("clock", look_at_clock(data, latest)),
        ("key file", look_at_key(data, latest.is_some())),
        ("file store", look_at_files(data, settings.bucket.as_ref()).await),
        ("disk", look_at_disk(data)),
        ("mail", look_at_mail(settings).await),
        ("backups", look_at_backups(settings.backups.as_ref())),
    ];
    let wrong = findings.iter().filter(|(_, finding)| matches!(finding, Wrong(_))).count();
    let lines: Vec<_> = findings.iter().map(|(what, finding)| finding.line(what)).collect();
    if wrong == 0 {
        Ok(format!("{}\neverything that is needed works", lines.join("\n")))
    } else {
        Err(format!("{wrong} of {} things are wrong\n{}", lines.len(), lines.join("\n")).into())
    }
}

impl Finding {
    fn line(&self, what: &str) -> String {
        match self {
            Right(sentence) => format!("right  {what}: {sentence}"),
            Note(sentence) => format!("note   {what}: {sentence}"),
            Wrong(sentence) => format!("WRONG  {what}: {sentence}"),
        }
    }
}

/// A setting that cannot be understood has stopped the program before.
fn look_at_settings(settings: &Settings, site_addr: &str) -> Finding {
    match &settings.public_url {
        Some(url) if url.starts_with("https://") && settings.address_header.is_none() => Note(format!(
            "people use {url}, and all of them are counted as one place: let the proxy say whom it serves (setting \
             CONTACT_BOOK_ADDRESS_HEADER)"
        )),
        Some(url) if url.starts_with("https://") => Right(format!("people use {url}")),
        Some(url) => Note(format!(
            "people use {url}, which anyone on the way can read: use https:// (setting CONTACT_BOOK_PUBLIC_URL)"
        )),
        None => Note(format!(
            "links in mails lead to http://{site_addr}: say what people use (setting CONTACT_BOOK_PUBLIC_URL)"
        )),
    }
}

fn look_at_folder(data: &Path) -> Finding {
    if !data.exists() {
        return Note(format!(
            "{} is made at the first start (setting CONTACT_BOOK_DATA_DIR)",
            data.display()
        ));
    }
    match server::data_folder::DataFolder::beside(data) {
        Ok(_) if data.join(demo::MARK).exists() => Note(format!(
            "{} is the demo's, whose passwords everybody knows; `serve` refuses it",
            data.display()
        )),
        Ok(_) => Right(format!("{} is ours alone", data.display())),
        Err(error) => Wrong(error.to_string()),
    }
}

/// Reachable, of our schema, and lets us write; and when anything was written there last.
async fn look_at_database(settings: &Settings) -> (Finding, Option<Moment>) {
    let file = settings.data_dir.join("contact-book.sqlite");
    let sqlite = format!("sqlite://{}", file.display());
    let url = match &settings.database_url {
        Some(url) => url,
        None if !file.exists() => {
            return (Note(format!("{} is made at the first start", file.display())), None);
        }
        None => &sqlite,
    };
    match try_database(url).await {
        Ok(found) => found,
        Err(error) => (Wrong(error.to_string()), None),
    }
}

async fn try_database(url: &str) -> Result<(Finding, Option<Moment>), Stop> {
    let database = Database::to_read(url).await?;
    let engine = database.engine();
    let mut db = database.read().await?;
    let version = catalog::schema_version(&mut db).await?;
    let found = match version {
        None => (Note(format!("{engine} answers and is empty; the first start makes the tables")), None),
        Some(newer) if newer > SCHEMA => (
            Wrong(format!(
                "it was written by a newer version of contact-book (migration {newer}, this one knows {SCHEMA}): install \
                 that version"
            )),
            None,
        ),
        Some(older) if older < SCHEMA => (
            Note(format!(
                "{engine} answers; its tables are of migration {older}, and the next start brings them to {SCHEMA}: make \
                 a backup first"
            )),
            None,
        ),
        Some(_) => {
            (Right(format!("{engine} answers and takes what is written")), latest::moment(&mut db).await?)
        }
    };
    drop(db);
    database.close().await;
    if version == Some(SCHEMA) {
        let database = Database::without_migrating(url).await?;
        // Dropped without a commit, so nothing was written.
        latest::lock_without_writing(&mut *database.write().await?).await?;
        database.close().await;
    }
    Ok(found)
}

fn look_at_clock(data: &Path, latest: Option<Moment>) -> Finding {
    // The demo's clock may stand ahead.
    let clock = Clock::ahead_by_file(data.join("demo-clock")).unwrap_or_else(|_| Clock::system());
    let now = clock.now();
    match latest {
        Some(latest) if now.plus_seconds(APART) < latest => Wrong(format!(
            "it is {now} here, but something was written at {latest}: set the machine's clock, or nobody's turn comes \
             when it should"
        )),
        Some(_) => Right(format!("it is {now} in Taipei, and nothing was written later")),
        None => Note(format!("it is {now} in Taipei by this machine; there is nothing to compare it with")),
    }
}

fn look_at_key(data: &Path, anything_written: bool) -> Finding {
    let path = data.join("key");
    match Keyring::existing(data) {
        Ok(Some(keyring)) => {
            let count = keyring.ids().len();
            Right(format!(
                "{} holds {count} and only its owner can read it; keep a copy elsewhere",
                path.display()
            ))
        }
        Ok(None) if anything_written || data.join("files").exists() => Wrong(format!(
            "{} is missing, and what is stored cannot be read without it: put it back from its backup",
            path.display()
        )),
        Ok(None) => Note(format!("{} is made at the first start", path.display())),
        Err(error) => Wrong(error.to_string()),
    }
}

async fn look_at_files(data: &Path, bucket: Option<&Bucket>) -> Finding {
    let folder = data.join("files");
    let place = bucket.map_or(folder.display().to_string(), |bucket| format!("the bucket {}", bucket.name));
    if !data.join("key").exists() || (bucket.is_none() && !folder.exists()) {
        return Note(format!("{place} is first used at the first start"));
    }
    let (Ok(Some(keyring)), Some(random)) = (Keyring::existing(data), Random::system()) else {
        return Wrong("it cannot be tried without the key file".to_owned());
    };
    match try_files(data, bucket, keyring, random).await {
        Ok(()) => Right(format!("a file was written to {place}, read and deleted")),
        Err(error) => Wrong(error.to_string()),
    }
}

async fn try_files(
    data: &Path,
    bucket: Option<&Bucket>,
    keyring: Keyring,
    random: Random,
) -> Result<(), Stop> {
    let store = store::open(data, bucket)?;
    if let Some(bucket) = bucket {
        store::claim(&store, bucket, &keyring).await?;
    }
    Ok(Vault::new(store, keyring, random).probe().await?)
}

fn look_at_disk(data: &Path) -> Finding {
    let place = if data.exists() { data } else { Path::new(".") };
    match server::disk::free_bytes(place) {
        Ok(free) if free < LITTLE => {
            Wrong(format!("{} MiB are free for {}: make room", free >> 20, data.display()))
        }
        Ok(free) => Right(format!("{} GiB are free for {}", free >> 30, data.display())),
        Err(error) => Note(format!("nobody knows how much is free: {error}")),
    }
}

/// Nothing is sent.
async fn look_at_mail(settings: &Settings) -> Finding {
    let Some(set) = &settings.smtp else {
        return Note(
            "it waits in the database: no server takes it (setting CONTACT_BOOK_SMTP_URL)".to_owned(),
        );
    };
    let place = format!("{}:{}", set.server.host, set.server.port);
    let smtp = match Smtp::open(set, smtp::TIMEOUT) {
        Ok(smtp) => smtp,
        Err(error) => return Wrong(error.to_string()),
    };
    match smtp.greet().await {
        Ok(()) => Right(format!("{place} greets us and would take letters; none was sent")),
        Err(error) => {
            Wrong(format!("{place} does not take letters ({error}) (setting CONTACT_BOOK_SMTP_URL)"))
        }
    }
}

fn look_at_backups(settings: Option<&BackupSettings>) -> Finding {
    let Some(BackupSettings { folder, hours, keep }) = settings else {
        return Note("the server makes none by itself (setting CONTACT_BOOK_BACKUP_DIR)".to_owned());
    };
    let wrong = |error: io::Error| {
        Wrong(format!("{} cannot be used: {error} (setting CONTACT_BOOK_BACKUP_DIR)", folder.display()))
    };
    if let Err(error) = try_folder(folder) {
        return wrong(error);
    }
    match shelf::kept(folder) {
        Ok(kept) => match kept.last() {
            Some(last) if last.taken_at > Clock::system().now() => Wrong(format!(
                "{} is from the future, by a clock that was wrong: it counts for nothing and is kept; move it away",
                last.path.display()
            )),
            Some(last)
                if last.taken_at.plus_seconds(2 * 3600 * i64::from(*hours)) < Clock::system().now() =>
            {
                Wrong(format!(
                    "the last one in {} is of {}, though one is made every {hours} hours: look for back_up in the log",
                    folder.display(),
                    last.taken_at
                ))
            }
            Some(last) => Right(format!(
                "the last one in {} is of {}; one is made every {hours} hours and {keep} are kept",
                folder.display(),
                last.taken_at
            )),
            None => Note(format!(
                "there is none yet in {}; the server makes one when it starts",
                folder.display()
            )),
        },
        Err(error) => wrong(error),
    }
}

/// Really writes and deletes a file.
fn try_folder(folder: &Path) -> io::Result<()> {
    let probe = folder.join("contact-book-check");
    File::create(&probe).and_then(|mut file| file.write_all(b"A check.\n"))?;
    fs::remove_file(probe)
}
