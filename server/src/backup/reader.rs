//! Reads an archive, and believes nothing of it that its hashes do not show.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zip::ZipArchive;

use super::manifest::{self, Digest, FORMAT, FileEntry, Manifest, TableEntry, file_member, table_member};
use super::writer::{SEAL, hash_of};
use crate::files::vault::FileName;
use crate::storage::dump::Value;

/// More than any row has, in bytes: who writes an archive by hand shall not fill the memory.
const LONGEST_ROW: u64 = 64 << 20;
/// More than any file of the vault has, likewise.
const LARGEST_FILE: u64 = 256 << 20;
/// Likewise, of the manifest: some 150 bytes a file.
const LARGEST_MANIFEST: u64 = 1 << 30;

/// Why an archive is of no use, in one sentence.
#[derive(Debug, Error)]
pub enum ArchiveError {
    #[error("the backup {path} cannot be read: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("{0} is no whole backup: it was changed or cut off after it was written, or is something else")]
    Changed(PathBuf),
    #[error(
        "the backup {path} has the layout {format}, which this version of contact-book does not know; install a newer one"
    )]
    Format { path: PathBuf, format: u32 },
    #[error("the backup {path} contradicts itself: {what}")]
    Contradiction { path: PathBuf, what: String },
}

/// An archive whose last bytes say that nothing was changed.
pub struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
}

impl Archive {
    /// Reads all of the file, and looks into nothing before its hash was found right.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let read = |source| ArchiveError::Read { path: path.to_owned(), source };
        let changed = || ArchiveError::Changed(path.to_owned());
        let mut file = File::open(path).map_err(read)?;
        let length = file.seek(SeekFrom::End(0)).map_err(read)?;
        let before = length.checked_sub(SEAL as u64).ok_or_else(changed)?;
        file.seek(SeekFrom::Start(before)).map_err(read)?;
        let mut seal = [0; SEAL];
        file.read_exact(&mut seal).map_err(read)?;
        if hash_of(&mut file, before).map_err(read)?.as_bytes() != seal {
            return Err(changed());
        }
        let contradiction = |what: String| ArchiveError::Contradiction { path: path.to_owned(), what };
        let mut zip =
            ZipArchive::new(BufReader::new(file)).map_err(|error| contradiction(error.to_string()))?;
        let mut json = Vec::new();
        let member = zip.by_name(manifest::NAME).map_err(|error| contradiction(error.to_string()))?;
        member.take(LARGEST_MANIFEST).read_to_end(&mut json).map_err(read)?;
        let format: Format =
            serde_json::from_slice(&json).map_err(|error| contradiction(error.to_string()))?;
        if format.format != FORMAT {
            return Err(ArchiveError::Format { path: path.to_owned(), format: format.format });
        }
        let manifest = serde_json::from_slice(&json).map_err(|error| contradiction(error.to_string()))?;
        Ok(Self { path: path.to_owned(), zip, manifest })
    }

    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads every member, and finds it as the manifest says.
    pub fn check(&mut self) -> Result<(), ArchiveError> {
        let manifest = self.manifest.clone();
        let mut named: BTreeSet<String> = manifest.members().map(|(name, _)| name).collect();
        named.insert(manifest::NAME.to_owned());
        let there: BTreeSet<String> =
            self.zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        if let Some(name) = named.symmetric_difference(&there).next() {
            return Err(self.contradiction(format!("its list and {name}")));
        }
        if let Some(file) = manifest.files.iter().find(|file| FileName::parse(&file.name).is_none()) {
            return Err(self.contradiction(format!("{} is no file of ours", file.name)));
        }
        for (name, digest) in manifest.members() {
            self.member(&name, digest, |_| Ok(()))?;
        }
        for table in &manifest.tables {
            let mut rows = 0;
            self.rows(table, &mut |_| {
                rows += 1;
                true
            })?;
            if rows != table.rows {
                return Err(self.contradiction(format!("{rows} rows in table {}", table.name)));
            }
        }
        Ok(())
    }

    /// Hands out the rows of a table, one after the other, until `take` says that it wants no more.
    pub fn rows(
        &mut self,
        table: &TableEntry,
        take: &mut dyn FnMut(Vec<Value>) -> bool,
    ) -> Result<(), ArchiveError> {
        let path = self.path.clone();
        let contradiction = |what: String| ArchiveError::Contradiction { path: path.clone(), what };
        let name = table_member(&table.name);
        let member = self.zip.by_name(&name).map_err(|error| contradiction(error.to_string()))?;
        let mut lines = BufReader::with_capacity(1 << 16, member);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut lines).take(LONGEST_ROW).read_until(b'\n', &mut line);
            let read = read.map_err(|source| ArchiveError::Read { path: path.clone(), source })?;
            if read == 0 {
                return Ok(());
            }
            let row = serde_json::from_slice(&line)
                .map_err(|error| contradiction(format!("a row of table {}: {error}", table.name)))?;
            if !take(row) {
                return Ok(());
            }
        }
    }

    /// A file of the vault, sealed.
    pub fn file(&mut self, file: &FileEntry) -> Result<Vec<u8>, ArchiveError> {
        self.whole(&file_member(&file.name), &file.digest)
    }

    /// The key file, where it came along.
    pub fn key(&mut self) -> Result<Option<Vec<u8>>, ArchiveError> {
        let digest = self.manifest.key.clone();
        digest.map(|digest| self.whole(manifest::KEY, &digest)).transpose()
    }

    fn whole(&mut self, name: &str, digest: &Digest) -> Result<Vec<u8>, ArchiveError> {
        if digest.bytes > LARGEST_FILE {
            return Err(self.contradiction(format!("{name} is too large")));
        }
        let mut whole = Vec::new();
        self.member(name, digest, |some| {
            whole.extend_from_slice(some);
            Ok(())
        })?;
        Ok(whole)
    }

    fn member(
        &mut self,
        name: &str,
        digest: &Digest,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(), ArchiveError> {
        let path = self.path.clone();
        let read = |source| ArchiveError::Read { path: path.clone(), source };
        let contradiction = |what: String| ArchiveError::Contradiction { path: path.clone(), what };
        let member = self.zip.by_name(name).map_err(|error| contradiction(error.to_string()))?;
        // A byte more tells that there is more.
        let mut member = member.take(digest.bytes.saturating_add(1));
        let (mut hasher, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 16], 0_u64);
        loop {
            let some = member.read(&mut buffer).map_err(read)?;
            if some == 0 {
                break;
            }
            bytes += some as u64;
            hasher.update(&buffer[..some]);
            take(&buffer[..some]).map_err(read)?;
        }
        if bytes == digest.bytes && hex::encode(hasher.finalize()) == digest.sha256 {
            Ok(())
        } else {
            Err(contradiction(format!("{name} is not what its list says")))
        }
    }

    fn contradiction(&self, what: String) -> ArchiveError {
        ArchiveError::Contradiction { path: self.path.clone(), what }
    }
}

/// What every layout of a manifest begins with.
#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}
