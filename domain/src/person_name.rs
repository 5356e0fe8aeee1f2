//! A person's name (part 六(一) step 3: 姓名) as its bearer writes it, in any script.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{self, TextProblem, is_forbidden, tidy};

/// Our choice: ample for a name in Latin letters, with every given name written out.
pub const CHARACTERS_OF_A_NAME: u32 = 50;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PersonNameProblem {
    #[error("there is no name")]
    Missing,
    #[error("{count} characters are more than {limit}")]
    TooLong { count: u32, limit: u32 },
    #[error("this holds what no name holds")]
    Forbidden,
}

/// A name on one line, composed (NFC), with single spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Names are as people have them: nothing is said about their script, order or parts. Only what would break
    /// a line, or pass for markup in a mail, is refused, and what has no letter at all.
    pub fn parse(text: &str) -> Result<Self, PersonNameProblem> {
        let text = tidy(text);
        // Before white space is run together, or line feeds would vanish in it.
        let broken = text.contains('\n') || text.chars().any(is_forbidden);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text::check(&text, CHARACTERS_OF_A_NAME)?;
        if broken || text.contains(['<', '>']) || !text.chars().any(char::is_alphabetic) {
            return Err(PersonNameProblem::Forbidden);
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<TextProblem> for PersonNameProblem {
    fn from(problem: TextProblem) -> Self {
        match problem {
            TextProblem::Empty => Self::Missing,
            TextProblem::TooLong { count, limit } => Self::TooLong { count, limit },
            TextProblem::Forbidden | TextProblem::PiledUp => Self::Forbidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> Result<String, PersonNameProblem> {
        PersonName::parse(text).map(|name| name.as_str().to_owned())
    }

    #[test]
    fn names_are_taken_as_people_have_them() {
        for text in [
            "王小明",
            "歐陽·娜娜",
            "夷將·拔路兒",
            "瓦歷斯‧諾幹",
            "Nguyễn Thị Hoa",
            "O'Brien",
            "Anne-Marie d’Arc",
            "山田 はなこ",
            "สมชาย",
            "Martin Luther King, Jr.",
            "林A",
            "𠮷野家",
            "X",
        ] {
            assert_eq!(name(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn white_space_and_accents_are_tidied() {
        assert_eq!(name(" \u{3000}王  小明\u{3000}\r\n").as_deref(), Ok("王 小明"));
        assert_eq!(name("王\u{3000}小明").as_deref(), Ok("王 小明"));
        assert_eq!(name("Jose\u{301}").as_deref(), Ok("José"));
    }

    #[test]
    fn nothing_typed_is_missing_and_not_wrong() {
        for text in ["", " ", "\u{3000}\n"] {
            assert_eq!(name(text), Err(PersonNameProblem::Missing));
        }
    }

    #[test]
    fn a_name_has_fifty_characters_and_not_fifty_one() {
        assert!(name(&"王".repeat(50)).is_ok());
        assert!(name(&"q\u{323}".repeat(50)).is_ok(), "a letter with its accent is one character");
        assert_eq!(name(&"王".repeat(51)), Err(PersonNameProblem::TooLong { count: 51, limit: 50 }));
        assert!(name(&format!("王{}明", " ".repeat(60))).is_ok(), "as it is kept");
    }

    #[test]
    fn what_no_name_holds_is_refused() {
        for text in [
            "王\n小明",
            "王\r\n小明",
            "王\t小明",
            "王\0小明",
            "王\u{85}小明",
            "王\u{202E}小明",
            "王\u{2066}小明\u{2069}",
            "王\u{FFFD}",
            "<b>王</b>",
            "王<",
            "a>b",
            "123",
            "·",
            "!?",
            "😀",
            &format!("q{}", "\u{323}".repeat(16)),
        ] {
            assert_eq!(name(text), Err(PersonNameProblem::Forbidden), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_parsed_parses_to_itself(text in any::<String>(), close in "[a-z王é' \u{3000}\u{301}]{0,60}") {
            for text in [&text, &close] {
                if let Ok(name) = PersonName::parse(text) {
                    prop_assert!(text::count_characters(name.as_str()) <= CHARACTERS_OF_A_NAME);
                    prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name));
                }
            }
        }
    }
}
