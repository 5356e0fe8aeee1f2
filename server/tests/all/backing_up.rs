//! Backups: what is in one comes back, on either database, and nothing that was changed does.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::pin::pin;

use domain::id::EntryId;
use domain::time::Moment;
use futures_util::StreamExt;
use server::backup::make::{Source, back_up};
use server::backup::restore::{KeyIs, Restored, restore};
use server::backup::{Archive, ArchiveError, BackupError, Manifest, RestoreError, shelf};
use server::data_folder::DataFolder;
use server::files::vault::FileName;
use server::jobs::back_up::back_up_when_due;
use server::settings::BackupSettings;
use server::storage::{catalog, dump};
use server::workflows::save_entry::Written;
use server::{Clock, Database, Random, Services};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::engine::{Engine, Lent};
use crate::house::{House, drawing, written};

/// Each table's rows, sorted, as JSON.
async fn rows(database: &Database) -> BTreeMap<String, Vec<String>> {
    let mut snapshot = database.snapshot().await.expect("a snapshot");
    let mut all = BTreeMap::new();
    for table in catalog::tables(&mut snapshot).await.expect("tables") {
        let mut lines = Vec::new();
        {
            let mut rows = pin!(dump::rows(&mut snapshot, &table));
            while let Some(row) = rows.next().await {
                let row = row.expect("a row");
                lines.push(serde_json::to_string(&row).expect("JSON"));
            }
        }
        lines.sort();
        all.insert(table.name, lines);
    }
    all
}

/// Each file by its name, sealed.
fn files(data: &Path) -> BTreeMap<String, Vec<u8>> {
    let there = fs::read_dir(data.join("files")).expect("a folder");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("an entry");
        (entry.file_name().into_string().expect("text"), fs::read(entry.path()).expect("read"))
    };
    there.map(read).collect()
}

/// An entry with a photo that was read and answered, one that came back, and a draft.
pub async fn lived_in(house: &House) -> EntryId {
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let entry = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
    house.approve(&reviewer, entry, 1).await;
    let other = house.other_family().await;
    let returned = house.send(&other, Written { photo: drawing(2), ..written(house.other_book) }).await;
    house.send_back(&reviewer, returned, 1).await;
    house.draft(&family).await;
    entry
}

pub async fn backup(house: &House, to: &Path, with_key: bool) -> Result<Manifest, BackupError> {
    let key = with_key.then(|| fs::read(house.folder.path().join("key")).expect("a key"));
    let source = Source {
        database: &house.services.database,
        files: &house.services.vault.sealed_files(),
        keys: house.services.keyring.ids(),
        key,
        demo: false,
        now: house.now(),
    };
    back_up(source, to).await
}

/// A place where nothing is yet.
struct Elsewhere {
    home: TempDir,
    url: Option<String>,
    _database: Option<Lent>,
}

impl Elsewhere {
    async fn on(engine: Engine) -> Self {
        let database = engine.empty_database().await;
        Self {
            home: tempfile::tempdir().expect("a folder"),
            url: database.as_deref().map(str::to_owned),
            _database: database,
        }
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    async fn restore(&self, archive: &Path) -> Result<Restored, RestoreError> {
        restore(archive, &self.data(), self.url.as_deref(), None).await
    }

    async fn open(&self, now: Moment) -> Services {
        let folder = DataFolder::open(&self.data()).expect("a data folder");
        let (clock, random) = (Clock::standing_at(now), Random::seeded(2));
        Services::open(&folder, self.url.as_deref(), None, clock, random).await.expect("opened")
    }

    /// Was anything written, besides the folder and its lock?
    fn is_untouched(&self) -> bool {
        let Ok(there) = fs::read_dir(self.data()) else { return true };
        there.map(|entry| entry.expect("an entry").file_name()).all(|name| name == "lock" || name == "key")
    }
}

/// `SQLite` or `PostgreSQL`, whichever this house is not on, and then its own.
fn both(house: &House) -> [Engine; 2] {
    if house.services.database.engine() == "SQLite" {
        [Engine::Postgres, Engine::Sqlite]
    } else {
        [Engine::Sqlite, Engine::Postgres]
    }
}

on_both_engines! {
    /// Every row of every table and every file come back, on the same database and on the other one, and open.
    async fn what_was_backed_up_comes_back(house: House) {
        let entry = lived_in(&house).await;
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("all.zip");
        let manifest = backup(&house, &archive, true).await.expect("made");
        assert_eq!((manifest.missing.len(), manifest.files.len()), (0, 4));
        let (rows_before, files_before) = (rows(&house.services.database).await, files(house.folder.path()));

        for engine in both(&house) {
            let there = Elsewhere::on(engine).await;
            let restored = there.restore(&archive).await.expect("restored");
            assert_eq!(restored.key, KeyIs::Restored);
            assert_eq!(restored.audit.expect("whole").rows, 2);
            assert_eq!(files(&there.data()), files_before);
            let services = there.open(house.now()).await;
            assert_eq!(rows(&services.database).await, rows_before);
            let photo = house.photo(&house.family().await, entry).await;
            let name = FileName::Whole(photo.uuid());
            let (here, there) = (house.services.vault.get(name).await, services.vault.get(name).await);
            assert_eq!(there.expect("opens").expect("there"), here.expect("opens").expect("there"));
        }
    }

    /// Rows that name rows of their own table come back, whichever stands first.
    async fn a_reply_comes_back_with_what_it_answers(house: House) {
        let entry = lived_in(&house).await;
        let answered = house.run("UPDATE entry SET answers = (SELECT id FROM entry WHERE state = 'delivered')
                                  WHERE state = 'returned'").await;
        let before = house.run("UPDATE entry SET answers = (SELECT id FROM entry WHERE state = 'returned')
                                WHERE state = 'delivered'").await;
        assert_eq!((answered, before), (1, 1));
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("all.zip");
        backup(&house, &archive, true).await.expect("made");
        for engine in both(&house) {
            let there = Elsewhere::on(engine).await;
            there.restore(&archive).await.expect("restored");
            let services = there.open(house.now()).await;
            let entries = rows(&services.database).await.remove("entry").expect("entries");
            assert_eq!(entries, rows(&house.services.database).await["entry"]);
            assert!(entries.iter().any(|row| row.contains(&entry.to_string())));
        }
    }

    /// What is written while a backup is made is in it whole or not at all, and holds nobody up.
    async fn a_backup_is_of_one_moment(house: House) {
        let family = house.family().await;
        let home = tempfile::tempdir().expect("a folder");
        let services = house.services.clone();
        let (book, stop) = (house.book, tokio::sync::watch::channel(false));
        let (stop, stopping) = stop;
        let writing = tokio::spawn(async move {
            let mut count = 0;
            while !*stopping.borrow() {
                let target = server::workflows::save_entry::Target::New(None);
                let new = Written { photo: drawing(3), ..written(book) };
                server::workflows::save_entry::save_entry(&services, &family, target, new).await.expect("saved");
                count += 1;
            }
            count
        });
        for number in 0..4 {
            let archive = home.path().join(format!("{number}.zip"));
            let manifest = backup(&house, &archive, true).await.expect("made");
            // A photo's row stands in the transaction that gives it to its entry.
            assert_eq!(manifest.missing, Vec::<String>::new());
            let there = Elsewhere::on(Engine::Sqlite).await;
            there.restore(&archive).await.expect("every row finds what it names");
        }
        stop.send_replace(true);
        assert!(writing.await.expect("wrote") > 0);
    }

    /// A file that was deleted since is told, and the backup is good.
    async fn a_file_that_is_gone_is_told(house: House) {
        let entry = lived_in(&house).await;
        let name = FileName::Whole(house.photo(&house.family().await, entry).await.uuid());
        house.services.vault.delete(name).await.expect("deleted");
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("all.zip");
        let manifest = backup(&house, &archive, false).await.expect("made");
        assert_eq!(manifest.missing, [name.to_string()]);
        Archive::open(&archive).and_then(|mut archive| archive.check()).expect("whole");
    }

    /// Without the key nothing opens, so it is asked for, and another one is refused.
    async fn the_key_stays_away_unless_it_is_asked_for(house: House) {
        lived_in(&house).await;
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("all.zip");
        let manifest = backup(&house, &archive, false).await.expect("made");
        assert_eq!((manifest.key, manifest.keys), (None, house.services.keyring.ids()));
        let key = fs::read_to_string(house.folder.path().join("key")).expect("a key");
        let packed = fs::read(&archive).expect("read");
        let secret = key.split(' ').nth(1).expect("a key").trim().as_bytes();
        assert!(!packed.windows(secret.len()).any(|bytes| bytes == secret));

        let [_, engine] = both(&house);
        let there = Elsewhere::on(engine).await;
        assert_eq!(there.restore(&archive).await.expect("restored").key, KeyIs::Missing);
        assert!(!there.data().join("key").exists());

        let there = Elsewhere::on(engine).await;
        server::files::key::Keyring::open(DataFolder::beside(&there.data()).expect("made").path(), &Random::seeded(9))
            .expect("another key");
        let refused = there.restore(&archive).await.expect_err("another key");
        assert!(matches!(refused, RestoreError::KeyMissing { .. }), "{refused}");
        assert!(there.is_untouched());
        fs::copy(house.folder.path().join("key"), there.data().join("key")).expect("copied");
        assert_eq!(there.restore(&archive).await.expect("restored").key, KeyIs::There);
    }

    /// Where anything is already, nothing is restored and nothing changes.
    async fn nothing_is_restored_over_what_is_there(house: House) {
        lived_in(&house).await;
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("all.zip");
        backup(&house, &archive, true).await.expect("made");
        let before = rows(&house.services.database).await;

        let folder_in_use = restore(&archive, house.folder.path(), Some(&house.url()), None).await;
        assert!(folder_in_use.expect_err("in use").to_string().contains("in use"));
        // An empty folder, and a database that is not.
        let there = Elsewhere { home: tempfile::tempdir().expect("a folder"), url: Some(house.url()), _database: None };
        let refused = there.restore(&archive).await.expect_err("not empty");
        assert!(matches!(refused, RestoreError::NotEmpty(_)), "{refused}");
        assert!(there.is_untouched());
        assert_eq!(rows(&house.services.database).await, before);
        // A folder in which something lies.
        let [_, engine] = both(&house);
        let there = Elsewhere::on(engine).await;
        fs::create_dir_all(there.data().join("files")).expect("made");
        let refused = there.restore(&archive).await.expect_err("not empty").to_string();
        assert!(refused.contains("holds files already"), "{refused}");
        // The second time over the first.
        let there = Elsewhere::on(engine).await;
        there.restore(&archive).await.expect("restored");
        assert!(there.restore(&archive).await.is_err());
    }

    /// Half a restore, as a kill leaves it, is taken for a whole one by nobody.
    async fn a_restore_that_was_broken_off_is_refused_by_all(house: House) {
        lived_in(&house).await;
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("all.zip");
        backup(&house, &archive, true).await.expect("made");
        let [_, engine] = both(&house);
        let there = Elsewhere::on(engine).await;
        {
            let mut restoring = pin!(there.restore(&archive));
            // Dropped as soon as the mark is there, which is before anything else.
            let mark = there.data().join("restoring");
            while !mark.exists() {
                tokio::select! {
                    biased;
                    done = &mut restoring => panic!("done already: {done:?}"),
                    () = tokio::time::sleep(std::time::Duration::from_micros(200)) => {}
                }
            }
        }
        for refused in [
            DataFolder::open(&there.data()).expect_err("marked").to_string(),
            DataFolder::beside(&there.data()).expect_err("marked").to_string(),
            there.restore(&archive).await.expect_err("marked").to_string(),
        ] {
            assert!(refused.contains("was broken off") && refused.contains("restore again"), "{refused}");
        }
    }

    /// A backup of a newer program is whole, and is not restored by this one.
    async fn a_newer_backup_is_refused(house: House) {
        let copied = house
            .run("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                  SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1")
            .await;
        assert_eq!(copied, 1);
        let home = tempfile::tempdir().expect("a folder");
        let refused = backup(&house, &home.path().join("all.zip"), false).await.expect_err("newer").to_string();
        assert!(refused.contains("newer version of contact-book (migration 9999)"), "{refused}");
        assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 0);
    }

    /// A backup of an earlier schema is brought up to date when it is restored.
    async fn an_earlier_backup_is_brought_up_to_date(house: House) {
        let [_, engine] = both(&house);
        let (before, after) = (Elsewhere::on(engine).await, Elsewhere::on(engine).await);
        let folder = DataFolder::open(&before.data()).expect("a folder");
        let sqlite = folder.sqlite_url();
        let database = Database::without_migrating(before.url.as_deref().unwrap_or(&sqlite)).await.expect("opened");
        database.migrate_to(3).await.expect("an earlier schema");
        let source = Source {
            database: &database,
            files: &house.services.vault.sealed_files(),
            keys: Vec::new(),
            key: None,
            demo: false,
            now: house.now(),
        };
        let archive = before.home.path().join("all.zip");
        assert_eq!(back_up(source, &archive).await.expect("made").schema, 3);
        after.restore(&archive).await.expect("restored");
        let sqlite = DataFolder::beside(&after.data()).expect("there").sqlite_url();
        let database = Database::to_read(after.url.as_deref().unwrap_or(&sqlite)).await.expect("opened");
        let version = catalog::schema_version(&mut database.read().await.expect("a connection")).await;
        assert_eq!(version.expect("asked"), Some(server::storage::SCHEMA));
    }

    /// The server makes one when it is due, and removes old ones after that only.
    async fn backups_are_made_when_due_and_the_newest_are_kept(house: House) {
        lived_in(&house).await;
        let shelf = tempfile::tempdir().expect("a folder");
        let settings = BackupSettings { folder: shelf.path().to_owned(), hours: 24, keep: 2 };
        let (services, mut made) = (&house.services, Vec::new());
        for removed in [0, 0, 1, 1] {
            made.push(house.now());
            assert_eq!(back_up_when_due(services, &settings).await.expect("made"), Some(removed));
            house.pass_seconds(23 * 3600);
            assert_eq!(back_up_when_due(services, &settings).await.expect("looked"), None);
            house.pass_seconds(3600);
        }
        let kept: Vec<_> = shelf::kept(shelf.path()).expect("a folder").into_iter().map(|one| one.taken_at).collect();
        assert_eq!(kept, made[2..]);
        let newest = shelf.path().join(shelf::name(made[3]));
        Archive::open(&newest).and_then(|mut archive| archive.check()).expect("whole");

        // One that fails removes nothing.
        house.services.database.close().await;
        assert!(back_up_when_due(services, &settings).await.is_err());
        assert_eq!(fs::read_dir(shelf.path()).expect("a folder").count(), 2);
    }
}

/// What is not as it was written is refused, wherever it was changed or cut off, and nothing is written.
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_was_changed_or_cut_off_is_refused() {
    let house = House::on(Engine::Sqlite).await;
    lived_in(&house).await;
    let home = tempfile::tempdir().expect("a folder");
    let archive = home.path().join("all.zip");
    backup(&house, &archive, true).await.expect("made");
    let whole = fs::read(&archive).expect("read");
    let there = Elsewhere::on(Engine::Sqlite).await;
    let bad = home.path().join("bad.zip");
    // Every part of it: 97 is no divisor of anything in it. And each byte of its end.
    let places = (0..whole.len()).step_by(whole.len() / 97).chain(whole.len() - 90..whole.len());
    for place in places {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        for bytes in [&changed[..], &whole[..place]] {
            fs::write(&bad, bytes).expect("written");
            let refused = there.restore(&bad).await.expect_err("refused");
            assert!(matches!(refused, RestoreError::Archive(ArchiveError::Changed(_))), "{place}: {refused}");
        }
    }
    fs::write(&bad, [&whole[..], b"\n"].concat()).expect("written");
    assert!(there.restore(&bad).await.is_err(), "longer than it was");
    assert!(!there.data().exists());
    there.restore(&archive).await.expect("the whole one");
}

/// A new hash at the end of an archive that was put together by hand does not make it right.
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_contradicts_itself_is_refused() {
    let house = House::on(Engine::Sqlite).await;
    lived_in(&house).await;
    let home = tempfile::tempdir().expect("a folder");
    let archive = home.path().join("all.zip");
    let manifest = backup(&house, &archive, false).await.expect("made");
    let whole = fs::read(&archive).expect("read");
    let bad = home.path().join("bad.zip");
    let sealed = &manifest.files[0].name;
    let lying = fs::read(house.folder.path().join("files").join(sealed)).expect("read");
    let place = whole.windows(lying.len()).position(|bytes| bytes == lying).expect("stored as it lies there");
    let mut changed = whole[..whole.len() - 64].to_vec();
    changed[place + lying.len() / 2] ^= 1;
    changed.extend_from_slice(sha256(&changed).as_bytes());
    fs::write(&bad, &changed).expect("written");
    let refused = Archive::open(&bad).and_then(|mut archive| archive.check()).expect_err("refused");
    assert!(!matches!(refused, ArchiveError::Changed(_)), "{refused}");
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A backup overwrites nothing, and one that was broken off is in nobody's way.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_overwrites_nothing() {
    let house = House::on(Engine::Sqlite).await;
    let home = tempfile::tempdir().expect("a folder");
    let archive = home.path().join("all.zip");
    let part = home.path().join("all.zip.part");
    fs::write(&part, "broken off").expect("written");
    backup(&house, &archive, false).await.expect("made");
    assert!(!part.exists());
    let before = fs::read(&archive).expect("read");
    let refused = backup(&house, &archive, false).await.expect_err("there");
    assert!(matches!(refused, BackupError::Exists(_)), "{refused}");
    assert_eq!(fs::read(&archive).expect("read"), before);

    assert_eq!(fs::metadata(&archive).expect("made").permissions().mode() & 0o777, 0o600);
    let nowhere = backup(&house, &home.path().join("nowhere/all.zip"), false).await.expect_err("no folder");
    assert!(nowhere.to_string().contains("nowhere/all.zip.part cannot be written"), "{nowhere}");
}
