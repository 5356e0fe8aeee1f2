//! The folder that holds everything the server keeps, and the lock that lets only one server use it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// An opened data folder, made with mode 0700. Dropping it lets the next server in.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    /// `None` for a command beside a running server.
    lock: Option<File>,
}

#[derive(Debug, Error)]
pub enum DataFolderError {
    #[error("the data folder {path} cannot be used: {source} (setting CONTACT_BOOK_DATA_DIR)")]
    Unusable { path: PathBuf, source: io::Error },
    #[error("the data folder {path} is in use by another contact-book server; stop that one first")]
    InUse { path: PathBuf },
    #[error(
        "a restore into the data folder {path} was broken off, so what is there is not whole: empty the folder (keep the file key, if you put it there) and the database, and restore again"
    )]
    HalfRestored { path: PathBuf },
    #[error(
        "the data folder {path} holds {found} already; restore into an empty one (setting CONTACT_BOOK_DATA_DIR)"
    )]
    NotEmpty { path: PathBuf, found: String },
}

/// Says, while it is there, that a restore is under way or was broken off.
const RESTORING: &str = "restoring";

impl DataFolder {
    pub fn open(path: &Path) -> Result<Self, DataFolderError> {
        let unusable = |source| DataFolderError::Unusable { path: path.to_owned(), source };
        let folder = Self::beside(path)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path.join("lock"))
            .map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { lock: Some(lock), ..folder }),
            Err(TryLockError::WouldBlock) => Err(DataFolderError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => Err(unusable(source)),
        }
    }

    /// For a command that may run beside a server: the database keeps the two apart, and nothing else is touched.
    pub fn beside(path: &Path) -> Result<Self, DataFolderError> {
        let unusable = |source| DataFolderError::Unusable { path: path.to_owned(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(unusable)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
        if path.join(RESTORING).try_exists().map_err(unusable)? {
            return Err(DataFolderError::HalfRestored { path: path.to_owned() });
        }
        Ok(Self { path: path.to_owned(), lock: None })
    }

    /// Holds nothing yet, but perhaps the key file, which whoever restores puts there beforehand.
    pub fn must_be_empty(&self) -> Result<(), DataFolderError> {
        let unusable = |source| DataFolderError::Unusable { path: self.path.clone(), source };
        for entry in fs::read_dir(&self.path).map_err(unusable)? {
            let name = entry.map_err(unusable)?.file_name();
            // A disk of its own begins with `lost+found`.
            if name != "key" && name != "lock" && name != "lost+found" {
                let found = name.to_string_lossy().into_owned();
                return Err(DataFolderError::NotEmpty { path: self.path.clone(), found });
            }
        }
        Ok(())
    }

    /// From now until [`restored`](Self::restored) nobody can open the folder, also after a kill or a power cut.
    pub fn begin_restoring(&self) -> io::Result<()> {
        let mark = self.path.join(RESTORING);
        fs::write(&mark, "A restore is under way, or was broken off.\n")?;
        File::open(mark)?.sync_all()?;
        File::open(&self.path)?.sync_all()
    }

    /// What was restored is whole.
    pub fn restored(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        fs::remove_file(self.path.join(RESTORING))?;
        File::open(&self.path)?.sync_all()
    }

    /// Is nobody else using it?
    pub fn is_ours(&self) -> bool {
        self.lock.is_some()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn sqlite_url(&self) -> String {
        format!("sqlite://{}", self.path.join("contact-book.sqlite").display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_on_the_same_folder_is_refused_until_the_first_is_gone() {
        let parent = tempfile::tempdir().expect("a folder");
        let path = parent.path().join("data");
        let first = DataFolder::open(&path).expect("new");
        assert!(matches!(DataFolder::open(&path), Err(DataFolderError::InUse { .. })));
        assert!(DataFolder::beside(&path).is_ok_and(|folder| !folder.is_ours()));
        drop(first);
        assert!(DataFolder::open(&path).is_ok_and(|folder| folder.is_ours()));
    }

    #[test]
    fn a_folder_that_is_half_restored_is_opened_by_nobody() {
        let parent = tempfile::tempdir().expect("a folder");
        let path = parent.path().join("data");
        let folder = DataFolder::open(&path).expect("new");
        folder.begin_restoring().expect("marked");
        drop(folder);
        for refused in [DataFolder::open(&path), DataFolder::beside(&path)] {
            assert!(matches!(refused, Err(DataFolderError::HalfRestored { .. })));
        }
    }

    #[test]
    fn a_folder_with_nothing_but_a_key_is_empty() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(&parent.path().join("data")).expect("new");
        fs::write(folder.path().join("key"), "").expect("written");
        folder.must_be_empty().expect("empty");
        fs::write(folder.path().join("contact-book.sqlite"), "").expect("written");
        let refused = folder.must_be_empty().expect_err("not empty").to_string();
        assert!(refused.contains("contact-book.sqlite"), "{refused}");
    }

    #[test]
    fn nobody_else_can_look_into_the_folder() {
        let parent = tempfile::tempdir().expect("a folder");
        let path = parent.path().join("data");
        let _folder = DataFolder::open(&path).expect("new");
        assert_eq!(fs::metadata(&path).expect("made").permissions().mode() & 0o777, 0o700);
    }
}
