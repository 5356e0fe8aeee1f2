//! Restrictions on a student. Part 一: 惟不開放 … 之學生使用.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{self, TextProblem};
use crate::time::Moment;

/// Characters that a note on a restriction may have.
pub const NOTE_LIMIT: u32 = 300;

/// How far from now a beginning can lie, either way. Seconds.
const BEGINS_WITHIN: i64 = 366 * 86_400;
/// How long a restriction with an end can last; a longer one is left open. Seconds.
const LASTS_AT_MOST: i64 = 3_660 * 86_400;

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

/// The kinds of which a restriction is in force. One is enough to pause the service, whichever it is.
pub fn in_force(
    restrictions: impl IntoIterator<Item = (RestrictionKind, Span)>,
    now: Moment,
) -> Vec<RestrictionKind> {
    let held = restrictions.into_iter().filter(|(_, span)| span.in_force(now));
    let mut kinds = Vec::new();
    for (kind, _) in held {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The form as it was typed, to be shown again. Times are Taipei's, see [`Moment::parse_in_taipei`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionForm {
    /// The name of a [`RestrictionKind`].
    pub kind: String,
    pub begins_at: String,
    /// May stay empty: open.
    pub until: String,
    /// May stay empty.
    pub note: String,
}

/// Why a time cannot stand in the form.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhenProblem {
    #[error("there is no time")]
    Missing,
    #[error("this is no time")]
    Format,
    #[error("this is too far from now to be meant")]
    FarOff,
    #[error("the end is not after the beginning")]
    NotAfterBeginning,
    #[error("it is over already")]
    Over,
}

/// What is wrong, field by field. All `None` is fine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionProblems {
    pub kind_missing: bool,
    pub begins_at: Option<WhenProblem>,
    pub until: Option<WhenProblem>,
    pub note: Option<TextProblem>,
}

/// A restriction to be made, every field understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRestriction {
    kind: RestrictionKind,
    begins_at: Moment,
    until: Option<Moment>,
    note: String,
}

impl NewRestriction {
    pub fn parse(form: &RestrictionForm, now: Moment) -> Result<Self, RestrictionProblems> {
        let kind = RestrictionKind::from_name(&form.kind);
        let begins_at = beginning(&form.begins_at, now);
        let until = end(&form.until, begins_at.ok(), now);
        let note = match text::check(&form.note, NOTE_LIMIT) {
            Err(TextProblem::Empty) => Ok(String::new()),
            other => other,
        };
        match (kind, begins_at, until, note) {
            (Some(kind), Ok(begins_at), Ok(until), Ok(note)) => Ok(Self { kind, begins_at, until, note }),
            (kind, begins_at, until, note) => Err(RestrictionProblems {
                kind_missing: kind.is_none(),
                begins_at: begins_at.err(),
                until: until.err(),
                note: note.err(),
            }),
        }
    }

    pub const fn kind(&self) -> RestrictionKind {
        self.kind
    }

    pub const fn span(&self) -> Span {
        Span { begins_at: self.begins_at, until: self.until, ended_at: None }
    }

    /// Empty for none.
    pub fn note(&self) -> &str {
        &self.note
    }
}

fn beginning(typed: &str, now: Moment) -> Result<Moment, WhenProblem> {
    if typed.trim().is_empty() {
        return Err(WhenProblem::Missing);
    }
    let begins_at = Moment::parse_in_taipei(typed).ok_or(WhenProblem::Format)?;
    let near = now.plus_seconds(-BEGINS_WITHIN) <= begins_at && begins_at <= now.plus_seconds(BEGINS_WITHIN);
    if near { Ok(begins_at) } else { Err(WhenProblem::FarOff) }
}

fn end(typed: &str, begins_at: Option<Moment>, now: Moment) -> Result<Option<Moment>, WhenProblem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let until = Moment::parse_in_taipei(typed).ok_or(WhenProblem::Format)?;
    if begins_at.is_some_and(|begins_at| until <= begins_at) {
        return Err(WhenProblem::NotAfterBeginning);
    }
    if until <= now {
        return Err(WhenProblem::Over);
    }
    if until > begins_at.unwrap_or(now).plus_seconds(LASTS_AT_MOST) {
        return Err(WhenProblem::FarOff);
    }
    Ok(Some(until))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-26T09:00:00+08:00";

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn form(begins_at: &str, until: &str) -> RestrictionForm {
        RestrictionForm {
            kind: "illness".to_owned(),
            begins_at: begins_at.to_owned(),
            until: until.to_owned(),
            note: String::new(),
        }
    }

    fn parse(form: &RestrictionForm) -> Result<NewRestriction, RestrictionProblems> {
        NewRestriction::parse(form, Moment::parse(NOW).expect(NOW))
    }

    fn problems(begins_at: &str, until: &str) -> (Option<WhenProblem>, Option<WhenProblem>) {
        let problems = parse(&form(begins_at, until)).err().unwrap_or_default();
        (problems.begins_at, problems.until)
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

    #[test]
    fn an_end_before_the_beginning_never_was_in_force() {
        let taken_back = Span { begins_at: at(10), until: None, ended_at: Some(at(5)) };
        assert!([4, 5, 9, 10, 11].iter().all(|now| !taken_back.in_force(at(*now))));
    }

    #[test]
    fn each_kind_in_force_is_named_once() {
        let now = Span { begins_at: at(10), until: None, ended_at: None };
        let later = Span { begins_at: at(99), ..now };
        let all = [
            (RestrictionKind::Illness, now),
            (RestrictionKind::CourtBan, later),
            (RestrictionKind::Illness, now),
            (RestrictionKind::Discipline, now),
        ];
        assert_eq!(in_force(all, at(20)), [RestrictionKind::Illness, RestrictionKind::Discipline]);
        assert_eq!(in_force(all, at(5)), []);
    }

    #[test]
    fn only_a_court_ban_blocks_approval() {
        let blocking: Vec<_> =
            RestrictionKind::ALL.into_iter().filter(|kind| kind.blocks_approval()).collect();
        assert_eq!(blocking, [RestrictionKind::CourtBan]);
    }

    #[test]
    fn a_form_that_is_filled_in_right_is_taken() {
        let typed = RestrictionForm {
            note: " 發燒\r\n ".to_owned(),
            ..form("2026-11-26T08:30", "2026/12/01 17:00")
        };
        let made = parse(&typed).expect("right");
        assert_eq!((made.kind(), made.note()), (RestrictionKind::Illness, "發燒"));
        assert_eq!(made.span().begins_at.to_string(), "2026/11/26 08:30");
        assert_eq!(made.span().until.map(|until| until.to_string()).as_deref(), Some("2026/12/01 17:00"));
        assert_eq!(parse(&form("2026-11-26T08:30", " ")).expect("open").span().until, None);
    }

    #[test]
    fn each_wrong_time_is_told() {
        use WhenProblem::{FarOff, Format, Missing, NotAfterBeginning, Over};

        let (begins, until) = ("2026-11-26T09:00", "2026-11-27T09:00");
        assert_eq!(problems("", until), (Some(Missing), None));
        assert_eq!(problems("tomorrow", "later"), (Some(Format), Some(Format)));
        assert_eq!(problems("0206-11-26T09:00", until), (Some(FarOff), None));
        assert_eq!(problems("2036-11-26T09:00", ""), (Some(FarOff), None));
        assert_eq!(problems(begins, begins), (None, Some(NotAfterBeginning)));
        assert_eq!(problems(until, begins), (None, Some(NotAfterBeginning)));
        assert_eq!(problems("2026-11-20T09:00", begins), (None, Some(Over)));
        assert_eq!(problems(begins, "9999-11-26T09:00"), (None, Some(FarOff)));
        assert_eq!(problems(begins, until), (None, None));
    }

    #[test]
    fn kind_and_note_are_judged() {
        let long = RestrictionForm {
            kind: "because".to_owned(),
            note: "字".repeat(301),
            ..form("2026-11-26T09:00", "")
        };
        let problems = parse(&long).expect_err("wrong");
        assert!(problems.kind_missing);
        assert_eq!(problems.note, Some(TextProblem::TooLong { count: 301, limit: 300 }));
        let fits = RestrictionForm { note: "字".repeat(300), ..form("2026-11-26T09:00", "") };
        assert!(parse(&fits).is_ok());
    }
}
