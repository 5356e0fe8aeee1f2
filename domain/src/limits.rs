//! What one entry may hold and how often one may be sent, as data.

use serde::{Deserialize, Serialize};

use crate::photo::PhotoLimits;

/// The limits in force for one contact book.
///
/// The regulation's values are the defaults; an institution may tighten them, a special approval (專案, part
/// 二(四)) may widen them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLimits {
    /// Characters of the title.
    pub title: u32,
    /// Characters of the body: 文字以 150 字為限.
    pub body: u32,
    /// Photos in one entry: 照(圖)片檔限 1 張.
    pub photos: u32,
    /// What one photo may be: 檔案畫質以不超過 10M 為原則.
    pub photo: PhotoLimits,
    /// Days from one use to the next, by the calendar of Taipei: 每 2 天限 1 次.
    pub days_between_uses: u32,
}

impl EntryLimits {
    pub const REGULATION: Self =
        Self { title: 30, body: 150, photos: 1, photo: PhotoLimits::REGULATION, days_between_uses: 2 };
}
