//! Kept files as they lie there: a backup carries them without being able to read them.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt};

use super::vault::{FileName, VaultError, local_store, location};

/// The files of a [`Vault`](super::vault::Vault), sealed. Clones share the same store.
#[derive(Clone)]
pub struct SealedFiles {
    store: Arc<dyn ObjectStore>,
}

impl SealedFiles {
    pub(super) fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// Those of a local folder, which is made (mode 0700) if it is not there yet.
    ///
    /// # Errors
    /// [`VaultError::Folder`] when the folder cannot be made or opened.
    pub fn in_folder(folder: &Path) -> Result<Self, VaultError> {
        Ok(Self::new(local_store(folder)?))
    }

    /// None when there is no such file.
    ///
    /// # Errors
    /// [`VaultError::Store`] when the store does not answer.
    pub async fn get(&self, name: FileName) -> Result<Option<Bytes>, VaultError> {
        match self.store.get(&location(name)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps what another vault has sealed under this name.
    ///
    /// # Errors
    /// [`VaultError::Store`] when the store did not take it.
    pub async fn put(&self, name: FileName, sealed: Vec<u8>) -> Result<(), VaultError> {
        self.store.put(&location(name), sealed.into()).await?;
        Ok(())
    }
}
