//! Where files are kept: encrypted, each bound to its own name, in one of the places of [`super::store`].
//!
//! When [`Vault::put`] has returned, the file is on the disk. A deletion is not waited for in the
//! same way: after a power cut a deleted file may be there again, and the sweep of orphans, for
//! which there is [`Vault::names`], deletes it once more.

use std::fmt;

use futures_util::TryStreamExt;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore as _, ObjectStoreExt as _};
use uuid::{Builder, Uuid};

use super::key::{Keyring, SealError, UnsealError};
use super::sealed::SealedFiles;
use super::store::Store;
use crate::random::Random;

/// The name of a kept file: `<uuid>`, or `<uuid>.thumbnail` for the small picture of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileName {
    Whole(Uuid),
    Thumbnail(Uuid),
}

impl FileName {
    /// Reads a name as it is written; none for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let name = match text.strip_suffix(".thumbnail") {
            Some(id) => Self::Thumbnail(Uuid::try_parse(id).ok()?),
            None => Self::Whole(Uuid::try_parse(text).ok()?),
        };
        // An id can be written in several ways; a file has one name.
        (name.to_string() == text).then_some(name)
    }

    /// The id of the file, which its thumbnail shares.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Whole(id) | Self::Thumbnail(id) => id,
        }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(id) => write!(formatter, "{id}"),
            Self::Thumbnail(id) => write!(formatter, "{id}.thumbnail"),
        }
    }
}

/// A file that is kept, as the sweep of orphans sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFile {
    pub name: FileName,
    /// When it was put there by the store's own clock, in microseconds since 1970 UTC. A file
    /// younger than an upload takes may belong to an entry that is still being written.
    pub put_at: i64,
}

/// Keeps files. Clones share the same store.
#[derive(Clone)]
pub struct Vault {
    store: Store,
    keyring: Keyring,
    random: Random,
}

impl Vault {
    /// A vault in this store.
    #[must_use]
    pub fn new(store: Store, keyring: Keyring, random: Random) -> Self {
        Self { store, keyring, random }
    }

    /// The same files as they lie there, for a backup.
    #[must_use]
    pub fn sealed_files(&self) -> SealedFiles {
        SealedFiles::new(self.store.clone())
    }

    /// Keeps a file under this name, in place of what was kept there before.
    ///
    /// # Errors
    /// [`VaultError::Store`] when the store did not take it; then nothing, or what was there
    /// before, is kept.
    pub async fn put(&self, name: FileName, plain: &[u8]) -> Result<(), VaultError> {
        let sealed = self.keyring.seal(&self.random, &context(name), plain)?;
        self.store.put(&location(name), sealed.into()).await?;
        Ok(())
    }

    /// The file of this name; none when there is no such file.
    ///
    /// # Errors
    /// [`VaultError::Sealed`] when it was changed, moved from another name or sealed under a key
    /// that is gone; [`VaultError::Store`] when the store does not answer.
    pub async fn get(&self, name: FileName) -> Result<Option<Vec<u8>>, VaultError> {
        let sealed = match self.store.get(&location(name)).await {
            Ok(found) => found.bytes().await?,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match self.keyring.unseal(&context(name), &sealed) {
            Ok(plain) => Ok(Some(plain)),
            Err(source) => Err(VaultError::Sealed { name, source }),
        }
    }

    /// Deletes the file of this name. That it is gone already is no error.
    ///
    /// # Errors
    /// [`VaultError::Store`] when the store does not do it.
    pub async fn delete(&self, name: FileName) -> Result<(), VaultError> {
        match self.store.delete(&location(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Every file that is kept, in no order. Whatever else lies in the store is passed over.
    ///
    /// # Errors
    /// [`VaultError::Store`] when the store cannot list.
    pub async fn names(&self) -> Result<Vec<KeptFile>, VaultError> {
        let listed = self.store.list(None).try_filter_map(|object| async move {
            Ok(FileName::parse(object.location.as_ref())
                .map(|name| KeptFile { name, put_at: object.last_modified.timestamp_micros() }))
        });
        Ok(listed.try_collect().await?)
    }

    /// Really writes, reads and deletes a small file, to learn whether the store works.
    ///
    /// # Errors
    /// [`VaultError`] of the step that failed; [`VaultError::Forgot`] when what was read is not
    /// what was written.
    pub async fn probe(&self) -> Result<(), VaultError> {
        // The name is like any other, so that a probe cut short leaves an orphan for the sweep.
        let name = FileName::Whole(Builder::from_random_bytes(self.random.bytes()).into_uuid());
        let written = self.random.bytes::<32>();
        self.put(name, &written).await?;
        let read = self.get(name).await;
        self.delete(name).await?;
        match read? {
            Some(read) if read == written => Ok(()),
            _ => Err(VaultError::Forgot),
        }
    }
}

/// Why the vault could not do it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the file store failed: {0}")]
    Store(#[from] object_store::Error),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("the file {name} does not open: {source}")]
    Sealed { name: FileName, source: UnsealError },
    #[error("the file store did not give back what was written to it")]
    Forgot,
}

pub(super) fn location(name: FileName) -> ObjectPath {
    ObjectPath::from(name.to_string())
}

/// A file opens only under the name that it was put under: swapping two of them on the disk does
/// not show one family's photo to another.
fn context(name: FileName) -> String {
    format!("file:{name}")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::super::store;
    use super::*;

    const ONE: FileName = FileName::Whole(Uuid::from_u128(1));
    const TWO: FileName = FileName::Whole(Uuid::from_u128(2));
    const SMALL: FileName = FileName::Thumbnail(Uuid::from_u128(1));

    fn vault() -> (tempfile::TempDir, PathBuf, Vault) {
        let data = tempfile::tempdir().unwrap();
        let random = Random::seeded(7);
        let keyring = Keyring::open(data.path(), &random).unwrap();
        let folder = data.path().join("files");
        let vault = Vault::new(store::in_folder(&folder).unwrap(), keyring, random);
        (data, folder, vault)
    }

    #[tokio::test]
    async fn what_was_put_is_got_back_and_is_not_readable_on_the_disk() {
        let (_data, folder, vault) = vault();
        vault.put(ONE, b"a photo of the garden").await.unwrap();
        vault.put(SMALL, b"a small one").await.unwrap();
        assert_eq!(vault.get(ONE).await.unwrap().unwrap(), b"a photo of the garden");
        assert_eq!(vault.get(SMALL).await.unwrap().unwrap(), b"a small one");

        let lying = fs::read(folder.join(ONE.to_string())).unwrap();
        assert!(!lying.windows(6).any(|bytes| bytes == b"garden"));
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_none_and_can_be_deleted() {
        let (_data, _folder, vault) = vault();
        assert_eq!(vault.get(ONE).await.unwrap(), None);
        vault.delete(ONE).await.unwrap();
        vault.put(ONE, b"photo").await.unwrap();
        vault.delete(ONE).await.unwrap();
        assert_eq!(vault.get(ONE).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_later_file_takes_the_place_of_an_earlier_one() {
        let (_data, _folder, vault) = vault();
        vault.put(ONE, b"first").await.unwrap();
        vault.put(ONE, b"second").await.unwrap();
        assert_eq!(vault.get(ONE).await.unwrap().unwrap(), b"second");
    }

    #[tokio::test]
    async fn swapped_and_changed_files_do_not_open() {
        let (_data, folder, vault) = vault();
        vault.put(ONE, b"one").await.unwrap();
        let lying = folder.join(ONE.to_string());
        fs::copy(&lying, folder.join(TWO.to_string())).unwrap();
        fs::copy(&lying, folder.join(SMALL.to_string())).unwrap();
        for name in [TWO, SMALL] {
            let refused = vault.get(name).await.unwrap_err();
            assert!(matches!(refused, VaultError::Sealed { source: UnsealError::Changed, .. }));
        }
        fs::write(&lying, b"").unwrap();
        assert!(vault.get(ONE).await.is_err());
    }

    #[tokio::test]
    async fn the_sweep_sees_every_file_and_nothing_else() {
        let (_data, folder, vault) = vault();
        vault.put(ONE, b"one").await.unwrap();
        vault.put(SMALL, b"small").await.unwrap();
        fs::write(folder.join("lost+found"), b"").unwrap();
        fs::write(folder.join(format!("{TWO}#1")), b"half").unwrap();

        let mut kept = vault.names().await.unwrap();
        kept.sort_by_key(|file| file.name);
        assert_eq!(kept.iter().map(|file| file.name).collect::<Vec<_>>(), [ONE, SMALL]);
        let year_2020 = 1_577_836_800_000_000;
        assert!(kept.iter().all(|file| file.put_at > year_2020));
    }

    #[tokio::test]
    async fn half_written_files_are_cleared_and_whole_ones_stay() {
        let (_data, folder, vault) = vault();
        vault.put(ONE, b"one").await.unwrap();
        fs::write(folder.join(format!("{TWO}#1")), b"half").unwrap();
        assert_eq!(store::clear_half_written(&folder).unwrap(), 1);
        assert_eq!(vault.get(ONE).await.unwrap().unwrap(), b"one");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_probe_leaves_nothing_behind_and_fails_when_the_folder_is_gone() {
        let (_data, folder, vault) = vault();
        vault.probe().await.unwrap();
        assert_eq!(vault.names().await.unwrap(), []);

        // The folder becomes a file: unlike a mode, this stops root as well.
        fs::remove_dir(&folder).unwrap();
        fs::write(&folder, b"").unwrap();
        assert!(vault.probe().await.is_err());
    }

    #[test]
    fn only_ids_as_they_are_written_are_names() {
        assert_eq!(FileName::parse(&ONE.to_string()), Some(ONE));
        assert_eq!(FileName::parse(&SMALL.to_string()), Some(SMALL));
        for other in [
            "",
            ".thumbnail",
            "../key",
            "00000000000000000000000000000001",
            "{00000000-0000-0000-0000-000000000001}",
            "0000000A-0000-0000-0000-000000000001",
            "00000000-0000-0000-0000-000000000001.thumbnail.thumbnail",
            "00000000-0000-0000-0000-000000000001/x",
        ] {
            assert_eq!(FileName::parse(other), None, "{other}");
        }
    }
}
