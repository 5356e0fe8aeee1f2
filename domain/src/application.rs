//! 服務項目申請: the states of a request for a contact book, the steps between them, and what staff say when they
//! return one. Part 二(一) and 六(二) of the regulation.
//!
//! `Draft → InReview → Approved`, `InReview → Returned → InReview` (correction), `InReview | Returned → Withdrawn`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::DocumentKind;
use crate::review::{ReturnNoticeProblem, judge};
use crate::time::{Moment, TaipeiDay};

/// What may be applied for. The portal has a list of services; this product has the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Service {
    /// 家庭聯絡簿
    ContactBook,
}

impl Service {
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContactBook => "contact_book",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        (name == Self::ContactBook.name()).then_some(Self::ContactBook)
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApplicationState {
    Draft,
    /// `round` is 1 for the first time it was sent and one more for each correction. `due_on` is the last day on which
    /// the institution answers in time: 機關於 1 個月內完成審核.
    InReview {
        round: u32,
        submitted_at: Moment,
        due_on: TaipeiDay,
    },
    Returned {
        round: u32,
        returned_at: Moment,
    },
    Approved {
        round: u32,
        approved_at: Moment,
    },
    Withdrawn {
        round: u32,
        withdrawn_at: Moment,
    },
}

/// The name of a state without its data, as it is stored and filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ApplicationStateKind {
    Draft,
    InReview,
    Returned,
    Approved,
    Withdrawn,
}

/// A step that the state does not allow.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
#[error("a request that is {from:?} does not allow this step")]
pub struct StepNotAllowed {
    pub from: ApplicationStateKind,
}

impl ApplicationState {
    /// Sends a draft, or a corrected request. The month begins anew with each.
    pub fn submit(self, now: Moment) -> Result<Self, StepNotAllowed> {
        let round = match self {
            Self::Draft => 1,
            Self::Returned { round, .. } => round.saturating_add(1),
            other => return Err(other.not_allowed()),
        };
        Ok(Self::InReview { round, submitted_at: now, due_on: now.taipei_day().plus_one_month() })
    }

    pub fn approve(self, now: Moment) -> Result<Self, StepNotAllowed> {
        match self {
            Self::InReview { round, .. } => Ok(Self::Approved { round, approved_at: now }),
            other => Err(other.not_allowed()),
        }
    }

    /// 審核未通過
    pub fn return_to_family(self, now: Moment) -> Result<Self, StepNotAllowed> {
        match self {
            Self::InReview { round, .. } => Ok(Self::Returned { round, returned_at: now }),
            other => Err(other.not_allowed()),
        }
    }

    /// The family takes it back.
    pub fn withdraw(self, now: Moment) -> Result<Self, StepNotAllowed> {
        match self {
            Self::InReview { round, .. } | Self::Returned { round, .. } => {
                Ok(Self::Withdrawn { round, withdrawn_at: now })
            }
            other => Err(other.not_allowed()),
        }
    }

    /// May the family still change it?
    pub const fn is_editable(self) -> bool {
        self.kind().is_editable()
    }

    /// Has the institution let its month pass?
    pub fn is_overdue(self, today: TaipeiDay) -> bool {
        matches!(self, Self::InReview { due_on, .. } if today > due_on)
    }

    pub const fn round(self) -> u32 {
        match self {
            Self::Draft => 0,
            Self::InReview { round, .. }
            | Self::Returned { round, .. }
            | Self::Approved { round, .. }
            | Self::Withdrawn { round, .. } => round,
        }
    }

    pub const fn kind(self) -> ApplicationStateKind {
        match self {
            Self::Draft => ApplicationStateKind::Draft,
            Self::InReview { .. } => ApplicationStateKind::InReview,
            Self::Returned { .. } => ApplicationStateKind::Returned,
            Self::Approved { .. } => ApplicationStateKind::Approved,
            Self::Withdrawn { .. } => ApplicationStateKind::Withdrawn,
        }
    }

    const fn not_allowed(self) -> StepNotAllowed {
        StepNotAllowed { from: self.kind() }
    }
}

impl ApplicationStateKind {
    pub const ALL: [Self; 5] = [Self::Draft, Self::InReview, Self::Returned, Self::Approved, Self::Withdrawn];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// May the family still change it?
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

/// The usual reasons for returning a request. They are codes, so that each family reads them in its language; an
/// institution may leave some out and add its own (`settings`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UsualReason {
    /// The identity document cannot be read, or parts of it are missing.
    IdentityUnclear,
    /// The identity document is not the applicant's, or says something else than the account.
    IdentityDiffers,
    /// The proof of the relationship cannot be read, or pages are missing.
    RelationshipUnclear,
    /// It does not show the student and the applicant together.
    RelationshipNotShown,
    /// It is too old: a household transcript of the last three months is needed.
    RelationshipOutdated,
    /// Part 一: this relationship is not among those that may apply.
    NotEligible,
    /// Part 二(一): this student has a contact book already.
    BookExists,
}

impl UsualReason {
    pub const ALL: [Self; 7] = [
        Self::IdentityUnclear,
        Self::IdentityDiffers,
        Self::RelationshipUnclear,
        Self::RelationshipNotShown,
        Self::RelationshipOutdated,
        Self::NotEligible,
        Self::BookExists,
    ];

    /// The code, as it stands in forms and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdentityUnclear => "identity_unclear",
            Self::IdentityDiffers => "identity_differs",
            Self::RelationshipUnclear => "relationship_unclear",
            Self::RelationshipNotShown => "relationship_not_shown",
            Self::RelationshipOutdated => "relationship_outdated",
            Self::NotEligible => "not_eligible",
            Self::BookExists => "book_exists",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    pub const fn concerns(self) -> Concern {
        match self {
            Self::IdentityUnclear | Self::IdentityDiffers => Concern::Document(DocumentKind::Identity),
            Self::RelationshipUnclear | Self::RelationshipNotShown | Self::RelationshipOutdated => {
                Concern::Document(DocumentKind::Relationship)
            }
            Self::NotEligible => Concern::Relationship,
            Self::BookExists => Concern::Nothing,
        }
    }
}

/// What has to be put right: only that is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Concern {
    Document(DocumentKind),
    /// The relationship that was chosen.
    Relationship,
    /// Nothing that the family can change on the form.
    Nothing,
}

/// A reason as it was given: the institution may change its list later, what was said stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GivenReason {
    Usual(UsualReason),
    Own(OwnReason),
}

/// A reason that an institution added, in its own words, for returning requests or letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReason {
    /// Names it in forms: `own-1`. No other reason of the institution ever has the same.
    pub name: String,
    pub text: String,
    /// In English, if the institution wrote it; families read `text` otherwise.
    pub english: Option<String>,
    pub concern: Concern,
}

impl GivenReason {
    pub fn name(&self) -> &str {
        match self {
            Self::Usual(reason) => reason.name(),
            Self::Own(reason) => &reason.name,
        }
    }

    /// As it stands in a family's own data: the code of a usual one, the words of another.
    pub fn code_or_words(&self) -> &str {
        match self {
            Self::Usual(reason) => reason.name(),
            Self::Own(reason) => &reason.text,
        }
    }

    pub fn concern(&self) -> Concern {
        match self {
            Self::Usual(reason) => reason.concerns(),
            Self::Own(reason) => reason.concern,
        }
    }
}

/// Why a request came back: at least one reason or some words, so that nobody is refused without a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationNotice {
    reasons: Vec<GivenReason>,
    suggestion: Option<String>,
}

impl ApplicationNotice {
    /// `offered` is the institution's list.
    pub fn parse<'a>(
        names: impl IntoIterator<Item = &'a str>,
        suggestion: &str,
        offered: &[GivenReason],
    ) -> Result<Self, ReturnNoticeProblem> {
        let find = |name: &str| offered.iter().find(|reason| reason.name() == name);
        let (names, suggestion) = judge(names, suggestion, |name| find(name).is_some())?;
        Ok(Self { reasons: names.into_iter().filter_map(find).cloned().collect(), suggestion })
    }

    /// As it was stored.
    pub fn stored(reasons: Vec<GivenReason>, suggestion: Option<String>) -> Self {
        Self { reasons, suggestion }
    }

    pub fn reasons(&self) -> &[GivenReason] {
        &self.reasons
    }

    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// Is this asked again when the family corrects? With words alone, everything may be changed.
    pub fn asks_for(&self, concern: Concern) -> bool {
        let named = self.reasons.iter().any(|reason| reason.concern() == concern);
        let nothing_named = self.reasons.iter().all(|reason| reason.concern() == Concern::Nothing);
        named || nothing_named
    }
}

/// What keeps a draft from being sent, one by one, so that each can be said at its field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the form that was left empty")]
pub struct ApplicationProblems {
    pub institution_missing: bool,
    pub call_number_missing: bool,
    pub relationship_missing: bool,
    /// Nobody has confirmed yet that the student who was found is the one.
    pub student_not_confirmed: bool,
    pub service_missing: bool,
    /// A document of these kinds is missing, or was asked for again and is still the old one.
    pub documents_missing: Vec<DocumentKind>,
}

impl ApplicationProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_micros(1_700_000_000_000_000);

    fn in_each_state() -> [ApplicationState; 5] {
        [
            ApplicationState::Draft,
            ApplicationState::InReview { round: 1, submitted_at: NOW, due_on: NOW.taipei_day() },
            ApplicationState::Returned { round: 1, returned_at: NOW },
            ApplicationState::Approved { round: 1, approved_at: NOW },
            ApplicationState::Withdrawn { round: 1, withdrawn_at: NOW },
        ]
    }

    /// Every step from every state: the ones listed succeed, all others are refused.
    #[test]
    fn only_the_listed_steps_are_allowed() {
        use ApplicationStateKind as K;
        type Step = fn(ApplicationState) -> Result<ApplicationState, StepNotAllowed>;
        type Row = (&'static str, Step, &'static [(K, K)]);
        let steps: [Row; 4] = [
            ("submit", |s| s.submit(NOW), &[(K::Draft, K::InReview), (K::Returned, K::InReview)]),
            ("approve", |s| s.approve(NOW), &[(K::InReview, K::Approved)]),
            ("return", |s| s.return_to_family(NOW), &[(K::InReview, K::Returned)]),
            ("withdraw", |s| s.withdraw(NOW), &[(K::InReview, K::Withdrawn), (K::Returned, K::Withdrawn)]),
        ];
        for (name, step, allowed) in steps {
            for state in in_each_state() {
                let expected = allowed.iter().find(|(from, _)| *from == state.kind()).map(|(_, to)| *to);
                assert_eq!(step(state).ok().map(ApplicationState::kind), expected, "{name} from {state:?}");
            }
        }
    }

    #[test]
    fn it_is_due_one_calendar_month_after_it_was_sent() {
        let sent = Moment::parse("2026-01-31T10:00:00+08:00").expect("a time");
        let state = ApplicationState::Draft.submit(sent).expect("a draft");
        let day = |text: &str| Moment::parse(&format!("{text}T00:00:00+08:00")).expect("a time").taipei_day();
        assert!(!state.is_overdue(day("2026-02-28")));
        assert!(state.is_overdue(day("2026-03-01")));
    }

    #[test]
    fn only_what_was_wrong_is_asked_again() {
        let offered: Vec<GivenReason> = UsualReason::ALL.map(GivenReason::Usual).into();
        let notice = ApplicationNotice::parse(["identity_unclear"], "", &offered).expect("a reason");
        assert!(notice.asks_for(Concern::Document(DocumentKind::Identity)));
        assert!(!notice.asks_for(Concern::Document(DocumentKind::Relationship)));
        let words = ApplicationNotice::parse([], "請再確認", &offered).expect("words");
        assert!(words.asks_for(Concern::Document(DocumentKind::Relationship)));
        assert_eq!(ApplicationNotice::parse([], " ", &offered), Err(ReturnNoticeProblem::NothingSaid));
        assert!(matches!(
            ApplicationNotice::parse(["book_exists"], "", &offered[..2]),
            Err(ReturnNoticeProblem::UnknownReason(_))
        ));
    }

    #[test]
    fn every_name_leads_back() {
        assert!(
            ApplicationStateKind::ALL.iter().all(|k| ApplicationStateKind::from_name(k.name()) == Some(*k))
        );
        assert!(UsualReason::ALL.iter().all(|r| UsualReason::from_name(r.name()) == Some(*r)));
        assert_eq!(Service::from_name("contact_book"), Some(Service::ContactBook));
    }
}
