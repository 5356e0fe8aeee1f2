//! What can break under a workflow. What a person can put right is never one of these.

use thiserror::Error;

use crate::details::DetailsError;
use crate::files::key::{SealError, UnsealError};
use crate::files::vault::VaultError;
use crate::passwords::PasswordError;
use crate::storage::StorageError;

#[derive(Debug, Error)]
pub enum Failure {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Details(#[from] DetailsError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Unseal(#[from] UnsealError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("a file could not be written: {0}")]
    File(#[from] std::io::Error),
    #[error("an archive could not be written: {0}")]
    Archive(String),
}
