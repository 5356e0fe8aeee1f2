//! Restrictions on a student. Part 一: 惟不開放 … 之學生使用.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RestrictionKind {
    /// 刑事訴訟法第 105 條、少年保護事件審理細則第 19 條: a court or prosecutor forbade it.
    CourtBan,
    /// 違規懲罰處分
    Discipline,
    /// 隔離調查
    Investigation,
    /// 隔離保護
    ProtectiveIsolation,
    /// 收容於保護室
    ProtectiveRoom,
    /// 因疾病隔離
    Illness,
}

impl RestrictionKind {
    pub const ALL: [Self; 6] = [
        Self::CourtBan,
        Self::Discipline,
        Self::Investigation,
        Self::ProtectiveIsolation,
        Self::ProtectiveRoom,
        Self::Illness,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::CourtBan => "court_ban",
            Self::Discipline => "discipline",
            Self::Investigation => "investigation",
            Self::ProtectiveIsolation => "protective_isolation",
            Self::ProtectiveRoom => "protective_room",
            Self::Illness => "illness",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Does it block approving a request for the student? The others pause a book, they do not keep it from being opened.
    pub const fn blocks_approval(self) -> bool {
        matches!(self, Self::CourtBan)
    }
}

/// When a restriction is in force: from `begins_at`, until `until` (open when `None`) or until it was ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub begins_at: Moment,
    pub until: Option<Moment>,
    pub ended_at: Option<Moment>,
}

impl Span {
    /// The first moment after it, if one is known.
    pub fn end(&self) -> Option<Moment> {
        match (self.until, self.ended_at) {
            (Some(until), Some(ended)) => Some(until.min(ended)),
            (until, ended) => until.or(ended),
        }
    }

    pub fn in_force(&self, now: Moment) -> bool {
        self.begins_at <= now && self.end().is_none_or(|end| now < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn it_is_in_force_from_its_beginning_to_its_end() {
        let span = Span { begins_at: at(10), until: Some(at(20)), ended_at: None };
        assert_eq!([9, 10, 19, 20].map(|now| span.in_force(at(now))), [false, true, true, false]);
        let ended = Span { ended_at: Some(at(15)), ..span };
        assert_eq!([14, 15].map(|now| ended.in_force(at(now))), [true, false]);
        let open = Span { until: None, ..span };
        assert!(open.in_force(at(1_000_000)));
    }

    #[test]
    fn every_name_leads_back() {
        let all = RestrictionKind::ALL;
        assert!(all.iter().all(|kind| RestrictionKind::from_name(kind.name()) == Some(*kind)));
    }
}
