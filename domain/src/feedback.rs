//! 意見回饋: in two lines, what did not work, for the institution's admin.

use serde::{Deserialize, Serialize};

use crate::id::FeedbackId;
use crate::people::Role;
use crate::text::{self, TextProblem};
use crate::time::Moment;

/// Characters.
pub const TEXT_LIMIT: u32 = 200;
/// Bytes of a path.
const PATH_LIMIT: usize = 200;
/// What stands in a path where an id was.
const AN_ID: &str = "…";

/// What somebody says, tidied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackText(String);

impl FeedbackText {
    pub fn parse(text: &str) -> Result<Self, TextProblem> {
        text::check(text, TEXT_LIMIT).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The page that it is about: a path of our own, as it stands in the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePath(String);

impl PagePath {
    /// No page of ours has anything but letters, digits and hyphens between its slashes; another host or a query is
    /// no path.
    pub fn parse(path: &str) -> Option<Self> {
        let segments = path.strip_prefix('/')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let fine = segments.is_empty()
            || segments.split('/').all(|segment| !segment.is_empty() && segment.chars().all(plain));
        (fine && path.len() <= PATH_LIMIT).then(|| Self(path.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which page it is, but not whose: `/entries/…/edit`.
    pub fn without_ids(&self) -> String {
        let segments = self.0.split('/');
        let segments =
            segments.map(|segment| if FeedbackId::parse(segment).is_some() { AN_ID } else { segment });
        segments.collect::<Vec<_>>().join("/")
    }
}

/// What was said, as who reads it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub id: FeedbackId,
    pub at: Moment,
    pub role: Role,
    /// Of staff only: families are not named, so that they dare to say.
    pub name: Option<String>,
    /// Without ids; empty when it is not known.
    pub page: String,
    pub text: String,
    /// Who dealt with it, and when.
    pub done: Option<(String, Moment)>,
}

/// Which part of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedbackFilter {
    #[default]
    Open,
    Done,
}

impl FeedbackFilter {
    pub const ALL: [Self; 2] = [Self::Open, Self::Done];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_characters_are_enough() {
        let most = "字".repeat(200);
        assert_eq!(FeedbackText::parse(&most).expect("just enough").as_str(), most);
        let long = FeedbackText::parse(&format!("{most}字"));
        assert_eq!(long, Err(TextProblem::TooLong { count: 201, limit: TEXT_LIMIT }));
        assert_eq!(FeedbackText::parse(" \r\n　"), Err(TextProblem::Empty));
        assert_eq!(FeedbackText::parse("按不下去\r\n真的").expect("two lines").as_str(), "按不下去\n真的");
    }

    #[test]
    fn a_page_is_a_path_of_our_own() {
        let long = format!("/{}", "a".repeat(199));
        for path in ["/", "/home", "/staff/special-approvals", "/account/email/confirm", &long] {
            assert_eq!(PagePath::parse(path).expect(path).as_str(), path);
        }
        let too_long = format!("{long}a");
        for other in [
            "",
            "home",
            "//elsewhere.example",
            "/home/",
            "/home?q=1",
            "/home#main",
            "/\\elsewhere.example",
            "/../etc",
            "/聯絡簿",
            "/entries/%2e%2e",
            "/a b",
            "/a\nb",
            "https://elsewhere.example/",
            "javascript:alert(1)",
            &too_long,
        ] {
            assert_eq!(PagePath::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_page_is_told_without_its_ids() {
        let id = "0193598e-7b1c-7000-8000-0123456789ab";
        let told = |path: &str| PagePath::parse(path).expect(path).without_ids();
        assert_eq!(told(&format!("/entries/{id}/edit")), "/entries/…/edit");
        assert_eq!(told(&format!("/staff/students/{}", id.to_uppercase())), "/staff/students/…");
        assert_eq!(told("/"), "/");
        assert_eq!(told("/staff/special-approvals"), "/staff/special-approvals");
    }
}
