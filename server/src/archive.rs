//! A ZIP archive that goes out while it is made. A few files' bytes at a time are in memory, and who receives slowly is
//! waited for.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::failure::Failure;

/// The archive, piece by piece. An error says that it broke off.
pub type Pieces = mpsc::Receiver<io::Result<Vec<u8>>>;

pub struct Archive {
    /// Large, and moved at each step.
    writer: Box<ZipWriter<Window>>,
    finished: Finished,
    out: mpsc::Sender<io::Result<Vec<u8>>>,
}

/// Bytes that the writer will not change any more.
type Finished = Arc<Mutex<Vec<u8>>>;

/// Makes an archive beside whoever receives it. When nobody does any more, it is given up.
pub fn stream<Make, Made>(make: Make) -> Pieces
where
    Make: FnOnce(Archive) -> Made + Send + 'static,
    Made: Future<Output = Result<Archive, Failure>> + Send,
{
    let (out, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let all = async { make(Archive::begin(out.clone())).await?.finish().await };
        if let Err(error) = all.await
            && !out.is_closed()
        {
            tracing::error!(error = %error, "an archive broke off");
            // Who went in this moment needs no word.
            let _ = out.send(Err(io::Error::other("the archive broke off"))).await;
        }
    });
    pieces
}

impl Archive {
    fn begin(out: mpsc::Sender<io::Result<Vec<u8>>>) -> Self {
        let finished = Finished::default();
        let window = Window { finished: finished.clone(), ..Window::default() };
        let mut writer = Box::new(ZipWriter::new(window));
        writer.set_flush_on_finish_file(true);
        Self { writer, finished, out }
    }

    /// Words, which become smaller.
    pub async fn add_text(self, name: &str, text: Vec<u8>) -> Result<Self, Failure> {
        self.add(name, text, CompressionMethod::Deflated).await
    }

    /// A picture, which is compressed already.
    pub async fn add_picture(self, name: &str, picture: Vec<u8>) -> Result<Self, Failure> {
        self.add(name, picture, CompressionMethod::Stored).await
    }

    async fn add(mut self, name: &str, bytes: Vec<u8>, method: CompressionMethod) -> Result<Self, Failure> {
        let name = name.to_owned();
        let added = blocking(move || {
            let options = SimpleFileOptions::default().compression_method(method);
            self.writer.start_file(name, options).map_err(|error| Failure::Archive(error.to_string()))?;
            self.writer.write_all(&bytes)?;
            Ok(self)
        })
        .await?;
        send(&added.finished, &added.out).await?;
        Ok(added)
    }

    async fn finish(self) -> Result<(), Failure> {
        let Self { writer, finished, out } = self;
        blocking(move || {
            let mut window = writer.finish().map_err(|error| Failure::Archive(error.to_string()))?;
            Ok(window.flush()?)
        })
        .await?;
        send(&finished, &out).await
    }
}

async fn send(finished: &Finished, out: &mpsc::Sender<io::Result<Vec<u8>>>) -> Result<(), Failure> {
    let bytes = std::mem::take(&mut *finished.lock().unwrap_or_else(PoisonError::into_inner));
    if bytes.is_empty() {
        return Ok(());
    }
    out.send(Ok(bytes)).await.map_err(|_| Failure::Archive("nobody receives it any more".to_owned()))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    spawn_blocking(work).await.map_err(|error| Failure::Archive(error.to_string()))?
}

/// The end of the archive that the writer may still change: it goes back to a file's head when it knows the file's length
/// and checksum, and flushes when it is through with the file.
#[derive(Default)]
struct Window {
    /// How many bytes were finished before those that are here.
    before: u64,
    bytes: Vec<u8>,
    /// Where in `bytes` the next ones go.
    at: usize,
    finished: Finished,
}

impl Write for Window {
    fn write(&mut self, new: &[u8]) -> io::Result<usize> {
        let end = self.at.saturating_add(new.len());
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if let Some(place) = self.bytes.get_mut(self.at..end) {
            place.copy_from_slice(new);
        }
        self.at = end;
        Ok(new.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.before += self.bytes.len() as u64;
        self.at = 0;
        self.finished.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.bytes);
        Ok(())
    }
}

/// Only who adds to an archive that exists reads; the writer's type asks for it all the same.
impl Read for Window {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(ErrorKind::Unsupported.into())
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(place) => (place, 0),
            SeekFrom::Current(by) => (self.before + self.at as u64, by),
            SeekFrom::End(by) => (self.before + self.bytes.len() as u64, by),
        };
        let place = from.checked_add_signed(by);
        let at = place.and_then(|place| usize::try_from(place.checked_sub(self.before)?).ok());
        let at = at.filter(|at| *at <= self.bytes.len());
        self.at = at
            .ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "what has gone out is changed no more"))?;
        Ok(self.before + self.at as u64)
    }
}
