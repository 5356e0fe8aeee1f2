//! How often a family may use a contact book: part 二(四), 每 2 天限 1 次.
//!
//! A use is a submission to review. Correcting a returned entry is not a new use; withdrawing an entry before
//! anyone decided gives the use back. After a use on day D the next one is allowed from D+2, 00:00 in Taipei.

use thiserror::Error;

use crate::time::{Moment, TaipeiDay};

/// It is too early for the next use.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the next entry may be sent from {next}")]
pub struct TooEarly {
    pub next: TaipeiDay,
}

/// The first day from today on which a new entry may be sent.
pub fn next_turn(last_use: Option<TaipeiDay>, today: TaipeiDay, days_between_uses: u32) -> TaipeiDay {
    last_use.map_or(today, |day| day.plus_days(days_between_uses).max(today))
}

/// The day that a submission made now uses, or why it may not be made yet.
pub fn take_turn(
    last_use: Option<TaipeiDay>,
    now: Moment,
    days_between_uses: u32,
) -> Result<TaipeiDay, TooEarly> {
    let today = now.taipei_day();
    let next = next_turn(last_use, today, days_between_uses);
    if next > today { Err(TooEarly { next }) } else { Ok(today) }
}
