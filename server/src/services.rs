//! All that a workflow works with.

use std::io;
use std::thread::available_parallelism;

use thiserror::Error;

use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::files::key::{KeyError, Keyring};
use crate::files::photo::PhotoStudio;
use crate::files::vault::{Vault, VaultError};
use crate::passwords::{PasswordError, Passwords};
use crate::random::Random;
use crate::storage::{Database, OpenError};

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Services {
    pub database: Database,
    pub vault: Vault,
    pub photos: PhotoStudio,
    pub passwords: Passwords,
    pub clock: Clock,
    pub random: Random,
}

/// Why the server cannot start, in one sentence.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the file store cannot be used: {0}")]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Passwords(#[from] PasswordError),
    #[error("the clock of the demo cannot be read: {0}")]
    Clock(io::Error),
}

impl Services {
    /// Opens database and file store. `database_url` `None` is SQLite in the data folder.
    pub async fn open(
        folder: &DataFolder,
        database_url: Option<&str>,
        clock: Clock,
        random: Random,
    ) -> Result<Self, StartError> {
        let keyring = Keyring::open(folder.path(), &random)?;
        let vault = Vault::in_folder(&folder.path().join("files"), keyring, random.clone())?;
        let sqlite = folder.sqlite_url();
        let database = Database::open(database_url.unwrap_or(&sqlite)).await?;
        let cores = available_parallelism().map_or(2, usize::from);
        let passwords = Passwords::new(cores, random.clone())?;
        Ok(Self { database, vault, photos: PhotoStudio::for_this_machine(), passwords, clock, random })
    }
}
