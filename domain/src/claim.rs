//! Who of the staff has something open that waits, so that two people do not do the same work.

use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::time::Moment;

/// For how long something counts as taken after it was last opened.
pub const CLAIM_MINUTES: i64 = 15;

/// It keeps nobody from deciding: who is first decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub by: AccountId,
    pub name: String,
    pub at: Moment,
}

impl Claim {
    pub const fn in_force(&self, now: Moment) -> bool {
        now.micros() < self.at.plus_seconds(60 * CLAIM_MINUTES).micros()
    }

    /// A colleague of `reviewer` has it open.
    pub fn is_of_colleague(&self, reviewer: AccountId, now: Moment) -> bool {
        self.by != reviewer && self.in_force(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_ends_a_quarter_of_an_hour_after_the_last_look() {
        let at = |text: &str| Moment::parse(text).expect("a time");
        let by = AccountId::parse("0193598e-7b1c-7000-8000-0123456789ab").expect("an id");
        let claim = Claim { by, name: String::new(), at: at("2026-11-10T09:00:00+08:00") };
        assert!(claim.in_force(at("2026-11-10T09:14:59+08:00")));
        assert!(!claim.in_force(at("2026-11-10T09:15:00+08:00")));
    }
}
