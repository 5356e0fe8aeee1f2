//! A person chooses the language of pages and mail.

use domain::language::Language;

use crate::actor::Actor;
use crate::services::Services;
use crate::storage::{StorageError, accounts};

/// Keeps the choice with the account. Students and strangers keep theirs in a cookie only.
pub async fn choose_language(
    services: &Services,
    actor: &Actor,
    language: Language,
) -> Result<(), StorageError> {
    let Some(account) = actor.account() else { return Ok(()) };
    let mut db = services.database.write().await?;
    accounts::set_language(&mut db, account, language).await?;
    db.commit().await
}
