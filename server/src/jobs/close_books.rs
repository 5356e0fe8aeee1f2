//! Closes the books of students whose day of leaving has come.

use crate::services::Services;
use crate::storage::{StorageError, students};
use crate::workflows::close_book::close_in_time;

/// How many books were closed. Each is a transaction of its own, so that one that fails holds up no other.
pub async fn close_due(services: &Services) -> Result<u32, StorageError> {
    let today = services.clock.now().taipei_day();
    let gone = students::gone_with_a_book(&mut *services.database.read().await?, today).await?;
    let (mut closed, mut failed) = (0, None);
    for gone in gone {
        match close_in_time(services, gone).await {
            Ok(true) => closed += 1,
            Ok(false) => {}
            Err(error) => failed = Some(error),
        }
    }
    if closed > 0 {
        services.mail_waiting.notify_one();
    }
    failed.map_or(Ok(closed), Err)
}
