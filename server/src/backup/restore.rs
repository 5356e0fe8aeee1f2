//! Puts a backup back into an empty installation.
//!
//! While it runs, a mark in the data folder keeps everybody out, and a kill leaves the mark: nobody takes half an
//! installation for a whole one. The rows come in one transaction, after the files that they name.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use super::manifest::{Manifest, TableEntry};
use super::{Archive, ArchiveError, RestoreError};
use crate::data_folder::DataFolder;
use crate::demo;
use crate::files::key::Keyring;
use crate::files::sealed::SealedFiles;
use crate::files::store::{self, Bucket};
use crate::files::vault::FileName;
use crate::storage::audit::{self, Broken, Whole};
use crate::storage::catalog::{self, Table};
use crate::storage::dump::Value;
use crate::storage::{Connection, Database, SCHEMA, load};

/// Rows that come together.
const BATCH: usize = 200;

/// Pieces that wait to be taken.
const WAITING: usize = 4;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub key: KeyIs,
    /// Does the audit hold?
    pub audit: Result<Whole, Broken>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyIs {
    /// It came with the backup.
    Restored,
    /// It was in the folder already, and fits.
    There,
    /// Somebody has to put it there.
    Missing,
}

/// Restores into this data folder and database. `database_url` `None` is SQLite in the data folder, `bucket` `None` the
/// folder `files` in it.
///
/// Before anything is written, all of the archive was read and found right.
pub async fn restore(
    archive: &Path,
    data_dir: &Path,
    database_url: Option<&str>,
    bucket: Option<&Bucket>,
) -> Result<Restored, RestoreError> {
    let path = archive.to_owned();
    let mut archive = blocking(move || {
        let mut archive = Archive::open(&path)?;
        archive.check()?;
        Ok(archive)
    })
    .await?;
    let manifest = archive.manifest().clone();
    if manifest.schema > SCHEMA {
        return Err(RestoreError::Newer(manifest.schema));
    }
    let folder = DataFolder::open(data_dir)?;
    folder.must_be_empty()?;
    let key = archive.key()?;
    let key_is = look_at_key(&folder, &manifest, key.as_deref())?;

    if let Some(bucket) = bucket {
        store::must_be_empty(bucket).await?;
    }

    folder.begin_restoring()?;
    let sqlite = folder.sqlite_url();
    let database = match open_empty(database_url.unwrap_or(&sqlite)).await {
        Ok(database) => database,
        Err(error) => {
            // Nothing was written yet.
            folder.restored()?;
            return Err(error);
        }
    };
    if let Some(key) = key.filter(|_| key_is == KeyIs::Restored) {
        write_key(&folder, &key)?;
    }
    if manifest.demo {
        demo::mark(folder.path())?;
    }
    let archive = put_files(archive, SealedFiles::new(store::open(data_dir, bucket)?)).await?;
    database.migrate_to(manifest.schema).await?;
    put_rows(archive, &database, &manifest).await?;
    database.migrate().await?;
    let audit = audit::verify(&mut *database.read().await?).await?;
    database.close().await;
    folder.restored()?;
    Ok(Restored { manifest, key: key_is, audit })
}

/// Will what is sealed open afterwards?
fn look_at_key(
    folder: &DataFolder,
    manifest: &Manifest,
    restored: Option<&[u8]>,
) -> Result<KeyIs, RestoreError> {
    let there = Keyring::existing(folder.path())?;
    match (there, restored) {
        (None, Some(_)) => Ok(KeyIs::Restored),
        (None, None) => Ok(KeyIs::Missing),
        (Some(_), Some(restored)) => {
            let path = folder.path().join("key");
            if std::fs::read(&path)? == restored {
                Ok(KeyIs::There)
            } else {
                Err(RestoreError::OtherKey(path))
            }
        }
        (Some(keyring), None) => {
            let ids = keyring.ids();
            match manifest.keys.iter().find(|id| !ids.contains(id)) {
                None => Ok(KeyIs::There),
                Some(missing) => Err(RestoreError::KeyMissing {
                    folder: folder.path().to_owned(),
                    missing: missing.clone(),
                }),
            }
        }
    }
}

async fn open_empty(url: &str) -> Result<Database, RestoreError> {
    let database = Database::without_migrating(url).await?;
    let mut db = database.read().await?;
    if let Some(table) = catalog::tables(&mut db).await?.first() {
        return Err(RestoreError::NotEmpty(table.name.clone()));
    }
    if catalog::schema_version(&mut db).await?.is_some() {
        return Err(RestoreError::NotEmpty("_sqlx_migrations".to_owned()));
    }
    drop(db);
    Ok(database)
}

fn write_key(folder: &DataFolder, key: &[u8]) -> io::Result<()> {
    let path = folder.path().join("key");
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(key)?;
    file.sync_all()?;
    File::open(folder.path())?.sync_all()
}

async fn put_files(mut archive: Archive, files: SealedFiles) -> Result<Archive, RestoreError> {
    let (give, mut take) = mpsc::channel(WAITING);
    let reading = spawn_blocking(move || {
        for entry in archive.manifest().files.clone() {
            let sealed = archive.file(&entry)?;
            // Checked before: each is a name of ours.
            if let Some(name) = FileName::parse(&entry.name)
                && give.blocking_send((name, sealed)).is_err()
            {
                break;
            }
        }
        Ok::<_, ArchiveError>(archive)
    });
    while let Some((name, sealed)) = take.recv().await {
        files.put(name, sealed).await?;
    }
    Ok(finished(reading.await)??)
}

enum Piece {
    Rows {
        table: usize,
        rows: Vec<Vec<Value>>,
    },
    /// Of a table whose rows name each other, the same rows once more.
    Again {
        table: usize,
        rows: Vec<Vec<Value>>,
    },
}

async fn put_rows(archive: Archive, database: &Database, manifest: &Manifest) -> Result<(), RestoreError> {
    let tables = catalog::tables(&mut *database.read().await?).await?;
    let entries = in_order(&tables, manifest)?;
    let (give, mut take) = mpsc::channel(WAITING);
    let again: Vec<bool> = tables.iter().map(|table| table.to_itself().next().is_some()).collect();
    let reading = spawn_blocking(move || pour(archive, &entries, &again, &give));
    let mut db = database.write().await?;
    load::clear(&mut db, &tables).await?;
    while let Some(piece) = take.recv().await {
        match piece {
            Piece::Rows { table, rows } => load::insert(&mut db, &tables[table], &rows).await?,
            Piece::Again { table, rows } => point_to_each_other(&mut db, &tables[table], &rows).await?,
        }
    }
    finished(reading.await)??;
    db.commit().await?;
    Ok(())
}

/// What the archive says of each of our tables, which are the same.
fn in_order(tables: &[Table], manifest: &Manifest) -> Result<Vec<TableEntry>, RestoreError> {
    if let Some(other) = manifest.tables.iter().find(|entry| tables.iter().all(|one| one.name != entry.name))
    {
        return Err(RestoreError::Fit(format!("there is no table {}", other.name)));
    }
    let entry = |table: &Table| {
        let found = manifest.tables.iter().find(|entry| entry.name == table.name);
        let found = found.ok_or_else(|| RestoreError::Fit(format!("it lacks the table {}", table.name)))?;
        if found.columns.iter().eq(table.columns.iter().map(|column| &column.name)) {
            Ok(found.clone())
        } else {
            Err(RestoreError::Fit(format!("the table {} has other columns", table.name)))
        }
    };
    tables.iter().map(entry).collect()
}

/// Hands out all rows, table by table, until nobody takes them any more.
fn pour(
    mut archive: Archive,
    entries: &[TableEntry],
    again: &[bool],
    give: &mpsc::Sender<Piece>,
) -> Result<(), ArchiveError> {
    for (table, entry) in entries.iter().enumerate() {
        pour_table(&mut archive, entry, |rows| give.blocking_send(Piece::Rows { table, rows }).is_ok())?;
        if again[table] {
            pour_table(&mut archive, entry, |rows| give.blocking_send(Piece::Again { table, rows }).is_ok())?;
        }
    }
    Ok(())
}

fn pour_table(
    archive: &mut Archive,
    entry: &TableEntry,
    give: impl Fn(Vec<Vec<Value>>) -> bool,
) -> Result<(), ArchiveError> {
    let mut batch = Vec::new();
    archive.rows(entry, &mut |row| {
        batch.push(row);
        batch.len() < BATCH || give(std::mem::take(&mut batch))
    })?;
    if !batch.is_empty() {
        give(batch);
    }
    Ok(())
}

async fn point_to_each_other(
    db: &mut Connection,
    table: &Table,
    rows: &[Vec<Value>],
) -> Result<(), RestoreError> {
    for reference in table.to_itself() {
        let places = (table.place_of(&reference.to_column), table.place_of(&reference.column));
        let (Some(from), Some(to)) = places else { continue };
        for row in rows.iter().filter(|row| row[to] != Value::Nothing) {
            load::point(db, table, reference, &row[from], &row[to]).await?;
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ArchiveError> + Send + 'static,
) -> Result<T, RestoreError> {
    Ok(finished(spawn_blocking(work).await)??)
}

/// A thread that panicked has read nothing.
fn finished<T>(done: Result<T, tokio::task::JoinError>) -> Result<T, io::Error> {
    done.map_err(io::Error::other)
}
