//! Writes an archive. Packing and hashing wait for the disk, so they have a thread of their own, which takes what comes
//! piece by piece: no more than a few pieces are in memory.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{self, Digest, Manifest};
use super::{Archive, BackupError};

/// Letters of hexadecimal at the end of an archive.
pub(super) const SEAL: usize = 64;

/// Pieces that wait for the thread.
const WAITING: usize = 8;

type Zip = ZipWriter<BufWriter<File>>;

enum Piece {
    Begin { name: String, method: CompressionMethod },
    Bytes(Bytes),
    End(oneshot::Sender<Digest>),
}

/// An archive on its way. Dropped without [`finish`](Self::finish), nothing is left of it.
pub(super) struct Writer {
    pieces: mpsc::Sender<Piece>,
    thread: JoinHandle<Result<Zip, BackupError>>,
    part: Part,
}

/// The file `….part`. It is locked, so that a backup that runs is told from one that was broken off.
struct Part {
    path: PathBuf,
    to: PathBuf,
    done: bool,
}

impl Writer {
    /// Nobody but its owner may read it: it holds letters and names.
    pub async fn create(to: &Path) -> Result<Self, BackupError> {
        let to = to.to_owned();
        let (file, part) = blocking(move || Part::open(&to)).await?;
        let (pieces, coming) = mpsc::channel(WAITING);
        let path = part.path.clone();
        let thread = spawn_blocking(move || pack(file, coming, &path));
        Ok(Self { pieces, thread, part })
    }

    /// Begins a member that packing makes smaller.
    pub async fn begin(&mut self, name: String) -> Result<(), BackupError> {
        self.send(Piece::Begin { name, method: CompressionMethod::Deflated }).await
    }

    /// Goes on with the member that was begun.
    pub async fn bytes(&mut self, bytes: impl Into<Bytes>) -> Result<(), BackupError> {
        self.send(Piece::Bytes(bytes.into())).await
    }

    /// Ends the member that was begun.
    pub async fn end(&mut self) -> Result<Digest, BackupError> {
        let (tell, told) = oneshot::channel();
        self.send(Piece::End(tell)).await?;
        match told.await {
            Ok(digest) => Ok(digest),
            Err(_) => Err(self.why_it_stopped().await),
        }
    }

    /// A whole member that packing makes no smaller: what is sealed looks like chance.
    pub async fn put(&mut self, name: String, bytes: impl Into<Bytes>) -> Result<Digest, BackupError> {
        self.send(Piece::Begin { name, method: CompressionMethod::Stored }).await?;
        self.bytes(bytes).await?;
        self.end().await
    }

    /// Writes the manifest, reads everything back, and gives the file its name.
    pub async fn finish(mut self, manifest: &Manifest) -> Result<(), BackupError> {
        let json = serde_json::to_vec_pretty(manifest).map_err(pack_error)?;
        self.begin(manifest::NAME.to_owned()).await?;
        self.bytes(json).await?;
        self.end().await?;
        let Self { pieces, thread, part } = self;
        drop(pieces);
        let zip = thread.await.map_err(pack_error)??;
        blocking(move || part.finish(zip)).await
    }

    async fn send(&mut self, piece: Piece) -> Result<(), BackupError> {
        match self.pieces.send(piece).await {
            Ok(()) => Ok(()),
            Err(_) => Err(self.why_it_stopped().await),
        }
    }

    async fn why_it_stopped(&mut self) -> BackupError {
        match (&mut self.thread).await {
            Ok(Err(error)) => error,
            Ok(Ok(_)) => pack_error("it stopped too early"),
            Err(error) => pack_error(error),
        }
    }
}

impl Part {
    fn open(to: &Path) -> Result<(File, Self), BackupError> {
        if to.symlink_metadata().is_ok() {
            return Err(BackupError::Exists(to.to_owned()));
        }
        let mut path = OsString::from(to);
        path.push(".part");
        let path = PathBuf::from(path);
        let failed = |source| BackupError::Write { path: path.clone(), source };
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(path)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        // One that was left lying may be older than this rule.
        file.set_permissions(Permissions::from_mode(0o600)).map_err(failed)?;
        file.set_len(0).map_err(failed)?;
        Ok((file, Self { path, to: to.to_owned(), done: false }))
    }

    fn finish(mut self, mut zip: Zip) -> Result<(), BackupError> {
        zip.set_raw_comment(vec![b'0'; SEAL].into_boxed_slice()).map_err(pack_error)?;
        let packed = zip.finish().map_err(pack_error)?;
        let failed = |source| BackupError::Write { path: self.path.clone(), source };
        let mut file = packed.into_inner().map_err(|error| failed(error.into_error()))?;
        seal(&mut file).map_err(failed)?;
        let read_back = Archive::open(&self.path).and_then(|mut archive| archive.check());
        read_back.map_err(BackupError::ReadBack)?;
        if self.to.symlink_metadata().is_ok() {
            return Err(BackupError::Exists(self.to.clone()));
        }
        fs::rename(&self.path, &self.to).map_err(failed)?;
        self.done = true;
        let failed = |source| BackupError::Write { path: self.to.clone(), source };
        // The file is only as safe as the line about it in its folder.
        let folder = self.to.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.done {
            // What cannot be removed is in nobody's way: the next backup of this name writes over it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Ends with everything that came, whether it was all there or broken off.
fn pack(file: File, mut coming: mpsc::Receiver<Piece>, path: &Path) -> Result<Zip, BackupError> {
    let failed = |source| BackupError::Write { path: path.to_owned(), source };
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 18, file));
    let (mut hasher, mut bytes) = (Sha256::new(), 0_u64);
    while let Some(piece) = coming.blocking_recv() {
        match piece {
            Piece::Begin { name, method } => {
                // ZIP has to know beforehand whether a member may go past 4 GiB.
                let options = SimpleFileOptions::default()
                    .compression_method(method)
                    .large_file(method == CompressionMethod::Deflated);
                zip.start_file(name, options).map_err(pack_error)?;
            }
            Piece::Bytes(some) => {
                zip.write_all(&some).map_err(failed)?;
                hasher.update(&some);
                bytes += some.len() as u64;
            }
            Piece::End(tell) => {
                let sha256 = hex::encode(hasher.finalize_reset());
                // Who no longer listens has stopped, and the channel will say so.
                let _ = tell.send(Digest { bytes, sha256 });
                bytes = 0;
            }
        }
    }
    Ok(zip)
}

/// Puts the hash of all that stands before it to the end, and waits for the disk.
fn seal(file: &mut File) -> io::Result<()> {
    let length = file.seek(SeekFrom::End(0))?;
    let before = length.saturating_sub(SEAL as u64);
    let hash = hash_of(file, before)?;
    file.seek(SeekFrom::Start(before))?;
    file.write_all(hash.as_bytes())?;
    file.sync_all()
}

/// SHA-256 of the first so many bytes, in hexadecimal.
pub(super) fn hash_of(file: &mut File, length: u64) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let (mut hasher, mut buffer, mut left) = (Sha256::new(), vec![0; 1 << 18], file.take(length));
    loop {
        let read = left.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    spawn_blocking(work).await.map_err(pack_error)?
}

fn pack_error(error: impl ToString) -> BackupError {
    BackupError::Pack(error.to_string())
}
