//! 專案 (part 二(四)): 專案經機關首長核准者不在此限. The head lets one family do more for a while.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::attachment::AttachmentLimits;
use crate::id::SpecialApprovalId;
use crate::limits::{EntryLimits, Wider};
use crate::programme::{DayProblem, Days, read_days};
use crate::restriction::Span;
use crate::text::{self, TextProblem, typed_plainly};
use crate::time::{Moment, TaipeiDay};
use crate::view::Whose;

/// Characters of the reason.
pub const REASON_LIMIT: u32 = 300;
/// Photos in one entry, the first among them: with more of them the attachments would be more than are possible.
pub const MOST_PHOTOS: u32 = 1 + AttachmentLimits::POSSIBLE.files - AttachmentLimits::REGULATION.files;

const MEGABYTE: u64 = 1024 * 1024;

/// Megabytes of a photo.
pub const MOST_MEGABYTES: u32 = 15;

/// The form as it was typed, to be shown again. What stays empty stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalForm {
    pub first: String,
    pub last: String,
    pub reason: String,
    pub days_between_uses: String,
    pub body: String,
    pub photos: String,
    pub megabytes: String,
}

/// Why a number cannot stand in the form.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum NumberProblem {
    #[error("this is no number")]
    NotANumber,
    #[error("more than {0} is not possible")]
    TooMuch(u32),
    #[error("the family may do so much already, up to {0}")]
    NotWider(u32),
}

/// What is wrong, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalProblems {
    pub first: Option<DayProblem>,
    pub last: Option<DayProblem>,
    pub reason: Option<TextProblem>,
    pub days_between_uses: Option<NumberProblem>,
    pub body: Option<NumberProblem>,
    pub photos: Option<NumberProblem>,
    pub megabytes: Option<NumberProblem>,
    /// All numbers stayed empty.
    pub nothing: bool,
}

/// A special approval to be given, every field understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApproval {
    days: Days,
    wider: Wider,
    reason: String,
}

impl NewApproval {
    /// `usual` is what the family may do without it.
    pub fn parse(
        form: &ApprovalForm,
        usual: &EntryLimits,
        today: TaipeiDay,
    ) -> Result<Self, ApprovalProblems> {
        let (days, first, last) = match read_days(&form.first, &form.last, today) {
            Ok(days) => (Some(days), None, None),
            Err((first, last)) => (None, first, last),
        };
        let reason = text::check(&form.reason, REASON_LIMIT);
        let most = EntryLimits::POSSIBLE;
        let between = number(&form.days_between_uses, u32::MAX, |days| {
            let wider = days < usual.days_between_uses;
            if wider { Ok(days) } else { Err(NumberProblem::NotWider(usual.days_between_uses)) }
        });
        let body = number(&form.body, most.body, |count| more(count, usual.body));
        let photos = number(&form.photos, MOST_PHOTOS, |count| more(count, usual.photos));
        let megabytes = number(&form.megabytes, MOST_MEGABYTES, |count| {
            more(count, u32::try_from(usual.photo.max_bytes / MEGABYTE).unwrap_or(u32::MAX))
        });
        let nothing = [&form.days_between_uses, &form.body, &form.photos, &form.megabytes]
            .iter()
            .all(|typed| typed.trim().is_empty());
        match (days, reason, between, body, photos, megabytes) {
            (Some(days), Ok(reason), Ok(days_between_uses), Ok(body), Ok(photos), Ok(megabytes))
                if !nothing =>
            {
                let photo_bytes = megabytes.map(|count| u64::from(count) * MEGABYTE);
                Ok(Self { days, wider: Wider { days_between_uses, body, photos, photo_bytes }, reason })
            }
            (_, reason, between, body, photos, megabytes) => Err(ApprovalProblems {
                first,
                last,
                reason: reason.err(),
                days_between_uses: between.err(),
                body: body.err(),
                photos: photos.err(),
                megabytes: megabytes.err(),
                nothing,
            }),
        }
    }

    pub const fn wider(&self) -> &Wider {
        &self.wider
    }

    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// From the beginning of its first day to the end of its last.
    pub fn span(&self) -> Span {
        let until = self.days.last.plus_days(1).starts_at();
        Span { begins_at: self.days.first.starts_at(), until: Some(until), ended_at: None }
    }
}

fn more(count: u32, usual: u32) -> Result<u32, NumberProblem> {
    if count > usual { Ok(count) } else { Err(NumberProblem::NotWider(usual)) }
}

/// `None` when nothing was typed.
fn number(
    typed: &str,
    most: u32,
    judge: impl FnOnce(u32) -> Result<u32, NumberProblem>,
) -> Result<Option<u32>, NumberProblem> {
    let plain = typed_plainly(typed);
    if plain.is_empty() {
        return Ok(None);
    }
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit()) && plain.len() < 10;
    let number: u32 = plain.parse().ok().filter(|_| digits).ok_or(NumberProblem::NotANumber)?;
    if number > most {
        return Err(NumberProblem::TooMuch(most));
    }
    judge(number).map(Some)
}

/// Which special approvals a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalFilter {
    #[default]
    InForce,
    Coming,
    Over,
}

impl ApprovalFilter {
    pub const ALL: [Self; 3] = [Self::InForce, Self::Coming, Self::Over];

    pub const fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Coming => "coming",
            Self::Over => "over",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }
}

/// A special approval as the head sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub id: SpecialApprovalId,
    pub whose: Whose,
    pub span: Span,
    pub wider: Wider,
    pub reason: String,
    pub made_by: String,
    pub made_at: Moment,
    /// Who ended it early.
    pub ended_by: Option<String>,
}

/// What a family may do at present, as it sees it, through this day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    pub wider: Wider,
    pub last: TaipeiDay,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ApprovalForm {
        ApprovalForm {
            first: "2026/11/26".to_owned(),
            last: "115/12/5".to_owned(),
            reason: "生日".to_owned(),
            ..ApprovalForm::default()
        }
    }

    fn parse(form: &ApprovalForm) -> Result<NewApproval, ApprovalProblems> {
        let today = Moment::parse("2026-11-26T09:00:00+08:00").expect("a time").taipei_day();
        NewApproval::parse(form, &EntryLimits::REGULATION, today)
    }

    #[test]
    fn it_lasts_from_its_first_day_through_its_last() {
        let new = parse(&ApprovalForm { body: " ３００ ".to_owned(), ..form() }).expect("right");
        assert_eq!(new.wider(), &Wider { body: Some(300), ..Wider::default() });
        assert_eq!(new.span().begins_at.to_string(), "2026/11/26 00:00");
        assert_eq!(new.span().end().map(|end| end.to_string()).as_deref(), Some("2026/12/06 00:00"));
        assert_eq!(new.reason(), "生日");
    }

    #[test]
    fn each_number_is_wider_than_usual_and_possible() {
        use NumberProblem::{NotANumber, NotWider, TooMuch};

        let all = |between: &str, body: &str, photos: &str, megabytes: &str| {
            let typed = ApprovalForm {
                days_between_uses: between.to_owned(),
                body: body.to_owned(),
                photos: photos.to_owned(),
                megabytes: megabytes.to_owned(),
                ..form()
            };
            let problems = parse(&typed).err().unwrap_or_default();
            (problems.days_between_uses, problems.body, problems.photos, problems.megabytes)
        };
        assert_eq!(all("0", "1000", "6", "15"), (None, None, None, None));
        assert_eq!(
            all("2", "150", "1", "10"),
            (Some(NotWider(2)), Some(NotWider(150)), Some(NotWider(1)), Some(NotWider(10)))
        );
        assert_eq!(
            all("1", "1001", "7", "16"),
            (None, Some(TooMuch(1000)), Some(TooMuch(6)), Some(TooMuch(15)))
        );
        assert_eq!(
            all("-1", "many", "1.5", "99999999999"),
            (Some(NotANumber), Some(NotANumber), Some(NotANumber), Some(NotANumber))
        );
    }

    #[test]
    fn something_has_to_be_wider_and_a_reason_given() {
        let problems = parse(&form()).expect_err("nothing");
        assert!(problems.nothing && problems.reason.is_none());
        let without = ApprovalForm { reason: String::new(), body: "300".to_owned(), ..form() };
        assert_eq!(parse(&without).expect_err("no reason").reason, Some(TextProblem::Empty));
    }

    #[test]
    fn the_most_is_what_is_possible() {
        assert_eq!(u64::from(MOST_MEGABYTES) * MEGABYTE, EntryLimits::POSSIBLE.photo.max_bytes);
        let most = Wider { photos: Some(MOST_PHOTOS), ..Wider::default() };
        let wide = EntryLimits::REGULATION.widened_by(&most);
        assert_eq!(wide.attachments.files, EntryLimits::POSSIBLE.attachments.files);
    }
}
