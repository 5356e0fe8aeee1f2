//! A ZIP archive in the making: a file without a name, gone when nobody holds it any more. One file's bytes at a time are
//! in memory.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use tokio::task::spawn_blocking;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::failure::Failure;

pub struct Archive {
    /// Large, and moved at each step.
    writer: Box<ZipWriter<File>>,
}

impl Archive {
    /// On the disk of this folder.
    pub async fn begin(folder: &Path) -> Result<Self, Failure> {
        let folder = folder.to_owned();
        blocking(move || Ok(Self { writer: Box::new(ZipWriter::new(tempfile::tempfile_in(&folder)?)) })).await
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
        blocking(move || {
            let options = SimpleFileOptions::default().compression_method(method);
            self.writer.start_file(name, options).map_err(|error| Failure::Archive(error.to_string()))?;
            self.writer.write_all(&bytes)?;
            Ok(self)
        })
        .await
    }

    /// The whole archive, to be read from its beginning.
    pub async fn finish(self) -> Result<File, Failure> {
        blocking(move || {
            let mut file = (*self.writer).finish().map_err(|error| Failure::Archive(error.to_string()))?;
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    spawn_blocking(work).await.map_err(|error| Failure::Archive(error.to_string()))?
}
