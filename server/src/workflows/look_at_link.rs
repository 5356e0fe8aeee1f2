//! Does a link that came by mail still work? Looking spends nothing.

use domain::mail::LinkPurpose;

use crate::services::Services;
use crate::storage::{StorageError, links};
use crate::token::Token;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Works,
    Used,
    /// Too old, replaced by a later one, or never ours.
    Over,
}

/// `token` is as it stands in the address.
pub async fn look_at_link(
    services: &Services,
    purpose: LinkPurpose,
    token: &str,
) -> Result<Link, StorageError> {
    let Some(token) = Token::parse(token) else { return Ok(Link::Over) };
    let found = links::find(&mut *services.database.read().await?, purpose, &token.hash()).await?;
    Ok(match found {
        None => Link::Over,
        Some(link) if link.used_at.is_some() => Link::Used,
        Some(link) if link.ends_at <= services.clock.now() => Link::Over,
        Some(_) => Link::Works,
    })
}
