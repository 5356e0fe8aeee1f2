//! Part 二(五): 內容經審查退件累計 3 次以上，機關得暫停學生家屬使用權限 1 個月.
//!
//! Every return of an entry is a strike. From the third since the last suspension ended a suspension is
//! possible; the head decides whether it comes.

/// Returns from which a suspension is possible.
pub const STRIKES_FOR_SUSPENSION: u32 = 3;

pub const fn suspension_possible(strikes: u32) -> bool {
    strikes >= STRIKES_FOR_SUSPENSION
}
