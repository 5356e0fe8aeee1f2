//! Staff make a new PIN for a student, to be handed over on a slip. Only its hash is kept.

use domain::audit::AuditAction;
use domain::id::StudentId;
use domain::student::{CallNumber, Pin};
use serde_json::json;

use super::log_in::at_the_terminal;
use crate::actor::Staff;
use crate::audit::{self, Subject, Who};
use crate::failure::Failure;
use crate::random::Random;
use crate::services::Services;
use crate::storage::{sessions, students};
use crate::throttle::{self, LOG_IN};

/// The old PIN works no more, its sessions end, and wrong tries are forgotten. `None` when there is no such student
/// here.
pub async fn make_pin(services: &Services, staff: &Staff, id: StudentId) -> Result<Option<Pin>, Failure> {
    let now = services.clock.now();
    let institution = staff.institution();
    let known = students::find(&mut *services.database.read().await?, id, institution).await?;
    let Some(known) = known else { return Ok(None) };
    let Some(pin) = new_pin(&services.random) else { return Ok(None) };
    let pin_hash = services.passwords.hash(pin.reveal()).await?;
    let mut db = services.database.write().await?;
    if !students::set_pin(&mut db, id, institution, &pin_hash).await? {
        return Ok(None);
    }
    sessions::end_of_student(&mut db, id).await?;
    let (who, subject) = (Who::Account(staff.id()), Subject::Student(id));
    audit::write(&mut db, Some(institution), who, AuditAction::PinMade, subject, json!({}), now).await?;
    db.commit().await?;
    if let Some(call_number) = CallNumber::parse(&known.call_number) {
        throttle::forgive(services, LOG_IN, &at_the_terminal(institution, &call_number)).await?;
    }
    Ok(Some(pin))
}

/// Six digits, each as likely as any other: what lies above the last whole million is drawn again.
fn new_pin(random: &Random) -> Option<Pin> {
    const PINS: u32 = 1_000_000;
    let number = std::iter::repeat_with(|| u32::from_be_bytes(random.bytes()))
        .find(|number| *number < u32::MAX - u32::MAX % PINS)?;
    Pin::parse(&format!("{:06}", number % PINS))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_pin_has_six_digits_and_is_another_each_time() {
        let random = Random::seeded(1);
        let pins: BTreeSet<String> =
            (0..100).filter_map(|_| new_pin(&random)).map(|pin| pin.reveal().to_owned()).collect();
        assert!(pins.len() > 95 && pins.iter().all(|pin| pin.len() == 6), "{pins:?}");
    }
}
