//! The personal-data notice (個人資料蒐集告知聲明) that a family agrees to before registering (part 六(一)2).

/// The version that is shown now. An account keeps which one it agreed to, so a changed text needs a new name here.
pub const CURRENT: &str = "2026-11";
