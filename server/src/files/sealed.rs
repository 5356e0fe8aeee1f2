//! Kept files as they lie there: a backup carries them without being able to read them.

use bytes::Bytes;
use object_store::ObjectStoreExt as _;

use super::store::Store;
use super::vault::{FileName, VaultError, location};

/// The files of a [`Vault`](super::vault::Vault), sealed. Clones share the same store.
#[derive(Clone)]
pub struct SealedFiles {
    store: Store,
}

impl SealedFiles {
    pub fn new(store: Store) -> Self {
        Self { store }
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
