//! Part 二(五): 機關得暫停學生家屬使用權限 1 個月. The head decides; it ends by itself, or is lifted early.
//!
//! A suspended family logs in and reads; it publishes nothing and corrects nothing. What it sent before is still read by
//! staff.

use crate::restriction::Span;
use crate::time::Moment;

/// A suspension that begins now: it lasts one calendar month, until the same day of the next month begins in Taipei
/// (from 2026/11/10 through 2026/12/09). Where the next month has no such day, its last day counts.
pub fn one_month_from(now: Moment) -> Span {
    let end = now.taipei_day().plus_one_month().starts_at();
    Span { begins_at: now, until: Some(end), ended_at: None }
}

/// The end of the one that is in force, if one is.
pub fn in_force(suspensions: impl IntoIterator<Item = Span>, now: Moment) -> Option<Moment> {
    suspensions.into_iter().filter(|span| span.in_force(now)).filter_map(|span| span.end()).max()
}
