//! Part 二(五): 機關得暫停學生家屬使用權限 1 個月. A reviewer proposes, the head decides; it ends by itself, or is lifted early.
//!
//! A suspended family logs in and reads; it publishes nothing and corrects nothing. What it sent before is still read by
//! staff.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::{EntryId, SuspensionId};
use crate::restriction::Span;
use crate::review::ReturnNotice;
use crate::strikes::suspension_possible;
use crate::text::{self, TextProblem};
use crate::time::{Moment, TaipeiDay};
use crate::view::Whose;

/// Characters of what is said about a suspension: the reviewer's note, the head's words, the family's answer.
pub const WORDS_LIMIT: u32 = 300;

/// A suspension that begins now: it lasts one calendar month, until the same day of the next month begins in Taipei
/// (from 2026/11/10 through 2026/12/09). Where the next month has no such day, it lasts through that month's last day
/// (from 2027/01/31 through 2027/02/28; 民法 §121 II).
pub fn one_month_from(now: Moment) -> Span {
    let today = now.taipei_day();
    let then = today.plus_one_month();
    let end = if then.day_of_month() < today.day_of_month() { then.plus_days(1) } else { then }.starts_at();
    Span { begins_at: now, until: Some(end), ended_at: None }
}

/// The end of the one that is in force, if one is.
pub fn in_force(suspensions: impl IntoIterator<Item = Span>, now: Moment) -> Option<Moment> {
    suspensions.into_iter().filter(|span| span.in_force(now)).filter_map(|span| span.end()).max()
}

/// The last day on which a suspension, or anything that ends at a midnight, counts.
pub fn last_day(span: &Span) -> Option<TaipeiDay> {
    span.end().map(|end| Moment::from_micros(end.micros().saturating_sub(1)).taipei_day())
}

/// How a book stands when a suspension is to be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Returns since the last suspension ended.
    pub strikes: u32,
    /// The end of the suspension that is in force.
    pub suspended_until: Option<Moment>,
    /// A proposal waits for the head.
    pub proposed: bool,
    /// The head refused one, and nothing came back since.
    pub refused: bool,
}

/// Why a suspension cannot be proposed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProposeProblem {
    #[error("only {0} entries came back since the last suspension")]
    TooFewReturns(u32),
    #[error("the family is suspended until {0}")]
    Suspended(Moment),
    #[error("it is proposed already")]
    Proposed,
    #[error("it was refused, and nothing came back since")]
    Refused,
}

impl Standing {
    /// 內容經審查退件累計 3 次以上: from then on, once at a time.
    pub fn judge(&self) -> Result<(), ProposeProblem> {
        if let Some(until) = self.suspended_until {
            return Err(ProposeProblem::Suspended(until));
        }
        if self.proposed {
            return Err(ProposeProblem::Proposed);
        }
        if !suspension_possible(self.strikes) {
            return Err(ProposeProblem::TooFewReturns(self.strikes));
        }
        if self.refused { Err(ProposeProblem::Refused) } else { Ok(()) }
    }
}

/// Words that may be left out; empty for none.
pub fn optional_words(typed: &str) -> Result<String, TextProblem> {
    match text::check(typed, WORDS_LIMIT) {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other,
    }
}

/// Words without which nothing is said.
pub fn words(typed: &str) -> Result<String, TextProblem> {
    text::check(typed, WORDS_LIMIT)
}

/// Which cases a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseFilter {
    /// What waits for the head.
    #[default]
    Proposed,
    InForce,
    /// What families answered and no head has read yet.
    Answers,
    /// Refused, ended or lifted.
    Over,
}

impl CaseFilter {
    pub const ALL: [Self; 4] = [Self::Proposed, Self::InForce, Self::Answers, Self::Over];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::InForce => "in_force",
            Self::Answers => "answers",
            Self::Over => "over",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }
}

/// An entry that came back: what a proposal stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub entry: EntryId,
    pub title: String,
    pub body: String,
    pub submitted_at: Moment,
    pub returned_at: Moment,
    pub notice: ReturnNotice,
}

/// A suspension as staff see it, from its proposal on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub id: SuspensionId,
    pub whose: Whose,
    /// The book takes nothing any more, so that nothing is left to decide.
    pub book_closed: bool,
    pub proposed_by: String,
    pub proposed_at: Moment,
    /// What the reviewer noted for the head; empty for none.
    pub note: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Waiting,
    Refused { by: String, at: Moment, reason: String },
    Suspended(Suspended),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    pub by: String,
    pub span: Span,
    /// What the head told the family; empty for none.
    pub told: String,
    pub answer: Option<Answer>,
    /// When a head first read the answer.
    pub answer_read_at: Option<Moment>,
    pub lifted_by: Option<String>,
}

impl Suspended {
    /// The family answered, and no head has read it yet.
    pub fn answer_unread(&self) -> bool {
        self.answer.is_some() && self.answer_read_at.is_none()
    }
}

/// What suspensions ask of the head today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionGlance {
    /// Proposals that wait for a decision.
    pub proposed: u32,
    /// Answers of families that no head has read.
    pub unread_answers: u32,
}

/// What the family answered, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub words: String,
    pub at: Moment,
}

/// A suspension in force as its family sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilySuspension {
    pub id: SuspensionId,
    pub student_name: String,
    pub span: Span,
    /// What the head told the family; empty for none.
    pub told: String,
    pub answer: Option<Answer>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect(text)
    }

    #[test]
    fn a_month_ends_at_midnight_of_the_same_day_or_the_month_s_last() {
        for (from, last, end) in [
            ("2026-11-10T15:00:00+08:00", "2026/12/09", "2026/12/10 00:00"),
            ("2027-01-28T23:59:00+08:00", "2027/02/27", "2027/02/28 00:00"),
            ("2027-01-31T23:59:00+08:00", "2027/02/28", "2027/03/01 00:00"),
            ("2026-10-31T00:00:00+08:00", "2026/11/30", "2026/12/01 00:00"),
        ] {
            let span = one_month_from(at(from));
            assert_eq!(span.end().map(|end| end.to_string()).as_deref(), Some(end));
            assert_eq!(last_day(&span).map(|day| day.to_string()).as_deref(), Some(last));
        }
    }

    #[test]
    fn a_proposal_needs_three_returns_and_stands_alone() {
        let fine = Standing { strikes: 3, suspended_until: None, proposed: false, refused: false };
        let until = at("2026-12-10T00:00:00+08:00");
        assert_eq!(fine.judge(), Ok(()));
        assert_eq!(Standing { strikes: 2, ..fine }.judge(), Err(ProposeProblem::TooFewReturns(2)));
        let suspended = Standing { suspended_until: Some(until), strikes: 0, ..fine };
        assert_eq!(suspended.judge(), Err(ProposeProblem::Suspended(until)));
        assert_eq!(Standing { proposed: true, ..fine }.judge(), Err(ProposeProblem::Proposed));
        assert_eq!(Standing { refused: true, ..fine }.judge(), Err(ProposeProblem::Refused));
    }

    #[test]
    fn words_have_their_limit() {
        assert_eq!(optional_words(" \n"), Ok(String::new()));
        assert_eq!(words(" "), Err(TextProblem::Empty));
        assert_eq!(words(&"字".repeat(301)), Err(TextProblem::TooLong { count: 301, limit: 300 }));
        assert!(words(&"字".repeat(300)).is_ok());
    }

    #[test]
    fn every_name_leads_back() {
        assert!(CaseFilter::ALL.iter().all(|one| CaseFilter::from_name(one.name()) == Some(*one)));
    }
}
