//! From the token of a cookie to the person who acts.

use super::log_in::{Token, lifetime};
use crate::services::Services;
use crate::storage::sessions::Found;
use crate::storage::{StorageError, sessions};

/// Being seen is written down at most this often, in microseconds, so that reading pages costs no write.
const NOTE_EVERY: i64 = 60_000_000;
/// A student's session ends so soon that a minute more or less would be felt.
const NOTE_STUDENT_EVERY: i64 = 15_000_000;

/// Who holds this token; none when the session is over or never was. The session goes on from here.
pub async fn resume_session(services: &Services, token: &Token) -> Result<Option<Found>, StorageError> {
    let Some(found) = look_at_session(services, token).await? else { return Ok(None) };
    let (now, hash) = (services.clock.now(), token.hash());
    let every = if found.actor.student().is_some() { NOTE_STUDENT_EVERY } else { NOTE_EVERY };
    if now.micros() - found.last_seen_at.micros() >= every {
        let role = found.actor.holder().map(|holder| holder.role());
        let mut db = services.database.write().await?;
        sessions::seen(&mut db, &hash, now.plus_seconds(lifetime(role).0), now).await?;
        db.commit().await?;
    }
    Ok(Some(found))
}

/// The same, for what a page asks by itself: the session ends as if nobody had asked.
pub async fn look_at_session(services: &Services, token: &Token) -> Result<Option<Found>, StorageError> {
    sessions::find(&mut *services.database.read().await?, &token.hash(), services.clock.now()).await
}
