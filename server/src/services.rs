//! All that a workflow works with.

use std::path::PathBuf;
use std::sync::Arc;
use std::{fs, io};

use domain::job::Job;
use studio::workshop::{ThreadPoolBuildError, for_each_processor};
use thiserror::Error;
use tokio::sync::{Notify, watch};

use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::files::document::{DocumentStudio, Renderer};
use crate::files::key::{KeyError, Keyring};
use crate::files::photo::PhotoStudio;
use crate::files::store::{self, Bucket, StoreError};
use crate::files::vault::Vault;
use crate::mail::folder::MailFolder;
use crate::passwords::{PasswordError, Passwords};
use crate::queues::Queues;
use crate::random::Random;
use crate::storage::{Database, OpenError, StorageError};

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Services {
    pub database: Database,
    pub vault: Vault,
    pub keyring: Keyring,
    /// Where an upload lies, without a name, until it was looked at.
    pub uploads: PathBuf,
    pub photos: PhotoStudio,
    pub documents: DocumentStudio,
    pub passwords: Passwords,
    pub clock: Clock,
    pub random: Random,
    /// Told after the commit of a transaction that wrote mail, so that it goes out at once.
    pub mail_waiting: Arc<Notify>,
    /// Told after the commit of a decision that leaves in a while.
    pub verdict_given: Arc<Notify>,
    /// Told when somebody wants a job to run at once, in the order of the jobs.
    pub asked: Arc<[Notify; Job::ALL.len()]>,
    /// Told after the commit of what changed what waits for review.
    pub queues: Queues,
    /// The server is about to stop: who only listens is let go.
    pub closing: watch::Sender<bool>,
    /// Where the demo's mail arrives.
    pub mail_folder: MailFolder,
}

/// Why the server cannot start, in one sentence.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("the database does not answer: {0}")]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(
        "the key file is missing, and what is stored cannot be read without it: put {0} back from the backup"
    )]
    KeyLost(PathBuf),
    #[error("the file store cannot be used: {0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Passwords(#[from] PasswordError),
    #[error("the system gives no thread: {0}")]
    Threads(#[from] ThreadPoolBuildError),
    #[error("the folder for uploads cannot be made: {0}")]
    Uploads(io::Error),
}

impl Services {
    /// The same, with PDFs drawn by `renderer`. Whoever serves strangers says which program that is.
    #[must_use]
    pub fn drawing_with(self, renderer: Renderer) -> Self {
        Self { documents: DocumentStudio::for_this_machine(renderer), ..self }
    }

    /// Runs a job soon; one that is running is run once more after that.
    pub fn run_now(&self, job: Job) {
        match job {
            Job::Mail => self.mail_waiting.notify_one(),
            Job::Decisions => self.verdict_given.notify_one(),
            _ => self.asked_for(job).notify_one(),
        }
    }

    /// Is notified when somebody wants this job to run.
    pub(crate) fn asked_for(&self, job: Job) -> &Notify {
        let place = Job::ALL.iter().position(|one| *one == job).unwrap_or_default();
        &self.asked[place]
    }

    /// Lets go who only listens, because the server is about to stop.
    pub fn let_listeners_go(&self) {
        self.closing.send_replace(true);
    }

    /// Turns true when the server is about to stop.
    pub fn watch_closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Opens database and file store. `database_url` `None` is SQLite in the data folder, `bucket` `None` the folder
    /// `files` in it.
    pub async fn open(
        folder: &DataFolder,
        database_url: Option<&str>,
        bucket: Option<&Bucket>,
        clock: Clock,
        random: Random,
    ) -> Result<Self, StartError> {
        let (key, files) = (folder.path().join("key"), folder.path().join("files"));
        let sqlite = folder.sqlite_url();
        let database = Database::open(database_url.unwrap_or(&sqlite)).await?;
        if !key.exists() && (files.exists() || database.holds_accounts().await?) {
            return Err(StartError::KeyLost(key));
        }
        let keyring = Keyring::open(folder.path(), &random)?;
        let store = store::open(folder.path(), bucket)?;
        match bucket {
            Some(bucket) => store::claim(&store, bucket, &keyring).await?,
            // Left by a server that was killed.
            None if folder.is_ours() => {
                store::clear_half_written(&files).map_err(StartError::Uploads)?;
            }
            None => {}
        }
        let vault = Vault::new(store, keyring.clone(), random.clone());
        let uploads = folder.path().join("uploads");
        fs::create_dir_all(&uploads).map_err(StartError::Uploads)?;
        let passwords = Passwords::new(for_each_processor(), random.clone())?;
        let photos = PhotoStudio::with_seats(for_each_processor())?;
        Ok(Self {
            database,
            vault,
            keyring,
            uploads,
            photos,
            documents: DocumentStudio::for_this_machine(Renderer::InProcess),
            passwords,
            clock,
            random,
            mail_waiting: Arc::default(),
            verdict_given: Arc::default(),
            asked: Arc::new(Job::ALL.map(|_| Notify::new())),
            queues: Queues::default(),
            closing: watch::Sender::new(false),
            mail_folder: MailFolder::at(folder.path().join("mail")),
        })
    }
}
