//! What the product writes mail about.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MailKind {
    /// The entry arrived and waits for review.
    EntryReceived,
    /// 審核未通過: the entry came back with reasons.
    EntryReturned,
    /// The student can read it now.
    EntryDelivered,
}

impl MailKind {
    pub const ALL: [Self; 3] = [Self::EntryReceived, Self::EntryReturned, Self::EntryDelivered];

    pub const fn name(self) -> &'static str {
        match self {
            Self::EntryReceived => "entry_received",
            Self::EntryReturned => "entry_returned",
            Self::EntryDelivered => "entry_delivered",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
