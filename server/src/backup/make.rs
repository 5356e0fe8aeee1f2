//! Makes a backup of an installation that may be serving.

use std::path::Path;
use std::pin::pin;

use domain::time::Moment;
use futures_util::TryStreamExt;

use super::BackupError;
use super::manifest::{FORMAT, FileEntry, KEY, Manifest, TableEntry, file_member, table_member};
use super::writer::Writer;
use crate::files::sealed::SealedFiles;
use crate::files::vault::FileName;
use crate::storage::catalog::{self, Table};
use crate::storage::{Connection, Database, OpenError, SCHEMA, dump, kept};

/// Rows are handed on in pieces of about so many bytes.
const PIECE: usize = 1 << 18;

/// What is backed up.
pub struct Source<'a> {
    pub database: &'a Database,
    pub files: &'a SealedFiles,
    /// What names the keys of the key file.
    pub keys: Vec<String>,
    /// The key file itself, if it shall come along: then whoever has the archive has everything.
    pub key: Option<Vec<u8>>,
    /// Is it a demo's?
    pub demo: bool,
    pub now: Moment,
}

/// Writes everything that is there at this moment into a new file, and reads it back.
pub async fn back_up(source: Source<'_>, to: &Path) -> Result<Manifest, BackupError> {
    let mut snapshot = source.database.snapshot().await?;
    let db: &mut Connection = &mut snapshot;
    let schema = match catalog::schema_version(db).await? {
        None => return Err(BackupError::Nothing),
        Some(newer) if newer > SCHEMA => return Err(OpenError::Newer(newer).into()),
        Some(version) => version,
    };
    let tables = catalog::tables(db).await?;
    let mut writer = Writer::create(to).await?;
    let mut entries = Vec::new();
    for table in &tables {
        entries.push(write_table(&mut writer, db, table).await?);
    }
    let (files, missing) = write_files(&mut writer, db, &tables, source.files).await?;
    // Nothing more is asked of the database, and reading everything back takes a while.
    drop(snapshot);
    let key = match source.key {
        Some(key) => Some(writer.put(KEY.to_owned(), key).await?),
        None => None,
    };
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        engine: source.database.engine().to_owned(),
        taken_at: source.now.to_rfc3339(),
        demo: source.demo,
        keys: source.keys,
        tables: entries,
        files,
        missing,
        key,
    };
    writer.finish(&manifest).await?;
    Ok(manifest)
}

async fn write_table(
    writer: &mut Writer,
    db: &mut Connection,
    table: &Table,
) -> Result<TableEntry, BackupError> {
    writer.begin(table_member(&table.name)).await?;
    let (mut count, mut piece) = (0, Vec::new());
    let mut rows = pin!(dump::rows(db, table));
    while let Some(row) = rows.try_next().await? {
        serde_json::to_writer(&mut piece, &row).map_err(|error| BackupError::Pack(error.to_string()))?;
        piece.push(b'\n');
        count += 1;
        if piece.len() >= PIECE {
            writer.bytes(std::mem::take(&mut piece)).await?;
        }
    }
    writer.bytes(piece).await?;
    Ok(TableEntry {
        name: table.name.clone(),
        columns: table.columns.iter().map(|column| column.name.clone()).collect(),
        rows: count,
        digest: writer.end().await?,
    })
}

/// What the rows name, as it lies there. A file is written before its row and never changed, so all of them are there;
/// but one may be deleted meanwhile, and that is told.
async fn write_files(
    writer: &mut Writer,
    db: &mut Connection,
    tables: &[Table],
    kept: &SealedFiles,
) -> Result<(Vec<FileEntry>, Vec<String>), BackupError> {
    let (mut files, mut missing) = (Vec::new(), Vec::new());
    let mut ids = pin!(kept::ids(db, tables));
    while let Some(id) = ids.try_next().await? {
        for name in [FileName::Whole(id), FileName::Thumbnail(id)] {
            match kept.get(name).await? {
                Some(sealed) => {
                    let digest = writer.put(file_member(&name.to_string()), sealed).await?;
                    files.push(FileEntry { name: name.to_string(), digest });
                }
                None => missing.push(name.to_string()),
            }
        }
    }
    Ok((files, missing))
}
