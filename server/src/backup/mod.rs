//! Backups: everything of an installation in one file, and back.
//!
//! An archive is a ZIP file: a member a table, with a row of JSON a line, a member a file of the vault, sealed as it lies
//! there, and `manifest.json`, which says what there is. The last 64 bytes of an archive are the SHA-256 of all before
//! them, in hexadecimal (to ZIP they are its comment), so that no byte of it changes unnoticed. That tells a broken disk
//! and a broken copy; it has no key, so it tells nothing of who wrote the archive.

pub mod manifest;
mod writer;
mod reader;
pub mod make;
pub mod restore;
pub mod shelf;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

pub use manifest::Manifest;
pub use reader::{Archive, ArchiveError};

use crate::data_folder::DataFolderError;
use crate::files::key::KeyError;
use crate::files::store::StoreError;
use crate::files::vault::VaultError;
use crate::storage::{OpenError, SCHEMA, StorageError};

/// Why there is no backup, in one sentence. Nothing is left of it.
#[derive(Debug, Error)]
pub enum BackupError {
    #[error("{0} is there already; a backup overwrites nothing")]
    Exists(PathBuf),
    #[error("{0} is being written by another backup")]
    Busy(PathBuf),
    #[error("the backup {path} cannot be written: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("the backup cannot be packed: {0}")]
    Pack(String),
    #[error("the database holds nothing of contact-book yet, so there is nothing to back up")]
    Nothing,
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("the database cannot be read: {0}")]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("the backup was written, and does not read back: {0}")]
    ReadBack(ArchiveError),
}

/// Why nothing was restored, in one sentence.
#[derive(Debug, Error)]
pub enum RestoreError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(
        "the backup was made by a newer version of contact-book (migration {0}, this one knows {SCHEMA}); install that version"
    )]
    Newer(i64),
    #[error(transparent)]
    Folder(#[from] DataFolderError),
    #[error("the database holds the table {0} already; restore into an empty one (setting DATABASE_URL)")]
    NotEmpty(String),
    #[error("there is a key file in {0} already, and it is not the backup's; move it away")]
    OtherKey(PathBuf),
    #[error(
        "the key file in {folder} has no key {missing}, which the backup needs; put the right key file there"
    )]
    KeyMissing { folder: PathBuf, missing: String },
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("the backup does not fit the tables: {0}")]
    Fit(String),
    #[error("the database did not take the backup: {0}")]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("a file cannot be written: {0}")]
    File(#[from] io::Error),
}
