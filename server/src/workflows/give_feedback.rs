//! Somebody with an account says what did not work.

use domain::feedback::{FeedbackText, PagePath};
use domain::id::FeedbackId;
use domain::text::TextProblem;
use thiserror::Error;

use super::manage_institution::authority;
use crate::actor::Holder;
use crate::services::Services;
use crate::storage::StorageError;
use crate::storage::feedback::{self, NewFeedback};
use crate::throttle::{self, FEEDBACK, Wait};

#[derive(Debug, Error)]
pub enum GiveFeedbackError {
    #[error("the text cannot be kept")]
    Refused(TextProblem),
    #[error("too much was said today: {} minutes to wait", .0.minutes)]
    TooOften(Wait),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// `id` came with the form, so that a form sent twice makes one. `page` is the one that it is about, if that is known.
pub async fn give_feedback(
    services: &Services,
    holder: &Holder,
    id: FeedbackId,
    page: Option<&PagePath>,
    text: &str,
) -> Result<(), GiveFeedbackError> {
    let text = FeedbackText::parse(text).map_err(GiveFeedbackError::Refused)?;
    if feedback::is_said(&mut *services.database.read().await?, id, holder.id()).await? {
        return Ok(());
    }
    if let Err(wait) = throttle::count(services, &[(FEEDBACK, &holder.id().to_string())]).await? {
        return Err(GiveFeedbackError::TooOften(wait));
    }
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let institution = match feedback::institution_of(&mut db, holder.id()).await? {
        Some(institution) => institution,
        None => authority(services, &mut db, now).await?,
    };
    let page = page.map(PagePath::without_ids).unwrap_or_default();
    let new = NewFeedback { id, institution, account: holder.id(), page: &page, text: &text };
    feedback::add(&mut db, &new, now).await?;
    db.commit().await?;
    Ok(())
}
