//! The place where files lie: the folder `files` of the data folder, or a bucket of an S3-compatible object store.

use std::fmt;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, RetryConfig,
};
use thiserror::Error;

use super::key::Keyring;

/// A store has a file safe when its `put` returns.
pub type Store = Arc<dyn ObjectStore>;

/// A bucket and who may use it.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    pub name: String,
    /// Such as `https://objects.example:9000`, which then has the bucket's name in its paths; `None` is Amazon's own.
    pub endpoint: Option<String>,
    pub region: String,
    pub access_key: String,
    pub secret_key: String,
}

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one request may take; a file has at most 20 MiB.
const REQUEST: Duration = Duration::from_mins(1);
/// How long a request is tried again that the store did not take.
const TRY_AGAIN: Duration = Duration::from_secs(15);
const TRIES: usize = 4;

/// The object that names whose bucket it is: the first key's id. No file has this name.
const OWNER: &str = "owner";

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("cannot keep files in the folder {path}: {source}")]
    Folder { path: PathBuf, source: io::Error },
    #[error("the bucket {bucket} cannot be used: {source}")]
    Bucket { bucket: String, source: Error },
    #[error(
        "the bucket {0} belongs to another installation, whose files would be deleted as unknown: give each its own \
         (setting CONTACT_BOOK_S3_BUCKET)"
    )]
    NotOurs(String),
    #[error("the bucket {0} is not empty; restore into an empty one (setting CONTACT_BOOK_S3_BUCKET)")]
    NotEmpty(String),
}

/// The store of the installation in this data folder.
///
/// # Errors
/// [`StoreError`] when it cannot be opened. A bucket is not asked yet; see [`claim`].
pub fn open(data: &Path, bucket: Option<&Bucket>) -> Result<Store, StoreError> {
    match bucket {
        Some(bucket) => in_bucket(bucket),
        None => in_folder(&data.join("files")),
    }
}

/// A local folder, made (mode 0700) if it is not there yet, in which a file is on the disk when it was put. It waits for
/// the disk, so it belongs to the start of the program.
///
/// # Errors
/// [`StoreError::Folder`] when the folder cannot be made or opened.
pub fn in_folder(folder: &Path) -> Result<Store, StoreError> {
    let wrong = |source| StoreError::Folder { path: folder.to_owned(), source };
    make_folder(folder).map_err(wrong)?;
    let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| wrong(error.into()))?;
    Ok(Arc::new(store.with_fsync(true)))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // The files in it are only as safe as the line about it in the folder above.
    match folder.parent() {
        Some(above) if above != Path::new("") => File::open(above)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// Deletes what a kill or a power cut left half-written in a local folder, and tells how many files that were. No one
/// else may be writing there: call it at the start, behind the lock on the data folder, and never from a command that
/// runs beside the server.
///
/// # Errors
/// When the folder cannot be read or a file in it not deleted.
pub fn clear_half_written(folder: &Path) -> io::Result<usize> {
    let mut cleared = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // `object_store` writes to `<name>#<number>` and renames it when all is there.
        if entry.file_name().as_encoded_bytes().contains(&b'#') {
            fs::remove_file(entry.path())?;
            cleared += 1;
        }
    }
    Ok(cleared)
}

/// A bucket, which nobody has asked yet.
fn in_bucket(bucket: &Bucket) -> Result<Store, StoreError> {
    // Done before is as good: then the provider is there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let endpoint = bucket.endpoint.as_deref();
    // Files are sealed before they leave, so a line without TLS inside one's own house shows nothing of them.
    let without_tls = endpoint.is_some_and(|endpoint| endpoint.starts_with("http://"));
    let client =
        ClientOptions::new().with_connect_timeout(CONNECT).with_timeout(REQUEST).with_allow_http(without_tls);
    let retry =
        RetryConfig { backoff: BackoffConfig::default(), max_retries: TRIES, retry_timeout: TRY_AGAIN };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.access_key)
        .with_secret_access_key(&bucket.secret_key)
        .with_client_options(client)
        .with_retry(retry);
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    let store = builder.build().map_err(|source| bucket.cannot(source))?;
    Ok(Arc::new(store))
}

/// Makes sure that a bucket is this installation's: a bucket that nobody has claimed becomes its own, since the sweep
/// deletes what it does not know.
///
/// # Errors
/// [`StoreError::NotOurs`] when another installation has it, [`StoreError::Bucket`] when it does not answer.
pub async fn claim(store: &Store, bucket: &Bucket, keyring: &Keyring) -> Result<(), StoreError> {
    let owner = ObjectPath::from(OWNER);
    let cannot = |source| bucket.cannot(source);
    let ours = keyring.ids();
    let first = ours.first().cloned().unwrap_or_default();
    let create = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
    match store.put_opts(&owner, first.into(), create).await {
        Ok(_) => return Ok(()),
        Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {}
        Err(error) => return Err(cannot(error)),
    }
    let found = store.get(&owner).await.map_err(cannot)?.bytes().await.map_err(cannot)?;
    if ours.iter().any(|id| id.as_bytes() == found) {
        Ok(())
    } else {
        Err(StoreError::NotOurs(bucket.name.clone()))
    }
}

/// Nothing lies in the bucket, not even an owner's name.
///
/// # Errors
/// [`StoreError::NotEmpty`] when something does, [`StoreError::Bucket`] when it does not answer.
pub async fn must_be_empty(bucket: &Bucket) -> Result<(), StoreError> {
    let first = in_bucket(bucket)?.list(None).try_next().await.map_err(|source| bucket.cannot(source))?;
    match first {
        None => Ok(()),
        Some(_) => Err(StoreError::NotEmpty(bucket.name.clone())),
    }
}

impl Bucket {
    fn cannot(&self, source: Error) -> StoreError {
        StoreError::Bucket { bucket: self.name.clone(), source }
    }
}

/// Without the secret.
impl fmt::Debug for Bucket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, endpoint, region, .. } = self;
        write!(formatter, "Bucket {{ {name}, {endpoint:?}, {region} }}")
    }
}
