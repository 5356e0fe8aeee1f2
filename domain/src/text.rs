//! What a family writes: a title and a body, counted in characters as people count them (字).
//!
//! A character is an extended grapheme cluster (Unicode Standard Annex 29) of the tidied text, so that a
//! family emoji counts as one and a full-width comma as one.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// More code points than this in one character is no writing but an attack on the layout.
pub const CODE_POINTS_IN_ONE_CHARACTER: usize = 16;

/// Why a title or body cannot be sent.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextProblem {
    #[error("there is nothing written")]
    Empty,
    #[error("{count} characters are more than {limit}")]
    TooLong { count: u32, limit: u32 },
    #[error("a control character or a direction override")]
    Forbidden,
    #[error("a character is piled up from more than {CODE_POINTS_IN_ONE_CHARACTER} code points")]
    PiledUp,
}

/// Line ends become LF; forms send CRLF (HTML Standard §4.10.22.4).
pub fn with_plain_line_ends(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// Line ends become LF, letters are composed (NFC), white space at both ends goes.
pub fn tidy(text: &str) -> String {
    let lines = with_plain_line_ends(text);
    let composed = if is_nfc(&lines) { lines } else { lines.nfc().collect() };
    composed.trim().to_owned()
}

/// What a form wants in ASCII, as a Chinese keyboard types it: full-width letters, digits and marks become plain
/// (NFKC), every dash a hyphen, white space at both ends goes.
pub(crate) fn typed_plainly(text: &str) -> String {
    let plain: String = text.nfkc().map(|c| if is_dash(c) { '-' } else { c }).collect();
    plain.trim().to_owned()
}

/// The dashes and minus signs that people and word processors set for a hyphen.
const fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// How many characters (字) a text has, as the limits count them.
pub fn count_characters(text: &str) -> u32 {
    let count = tidy(text).graphemes(true).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A text in two parts: what fits within `limit` characters, and what is too much. The second is empty when all fits.
pub fn split_at_limit(text: &str, limit: u32) -> (String, String) {
    let text = tidy(text);
    let kept: usize = text.graphemes(true).take(limit as usize).map(str::len).sum();
    let (kept, over) = text.split_at(kept);
    (kept.to_owned(), over.to_owned())
}

/// The title (標題) of an entry, tidied, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Title(String);

impl Title {
    /// Part 六(三)2: an entry has a title. Its length is our choice: `limit` characters.
    pub fn parse(text: &str, limit: u32) -> Result<Self, TextProblem> {
        let text = check(text, limit)?;
        if text.contains('\n') { Err(TextProblem::Forbidden) } else { Ok(Self(text)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The body (內文) of an entry, tidied; line breaks are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(String);

impl Body {
    /// Part 二(四): 文字以 150 字為限; `limit` is 150 unless the institution or a special approval says otherwise.
    pub fn parse(text: &str, limit: u32) -> Result<Self, TextProblem> {
        check(text, limit).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rules that title, body and every other text of people share.
///
/// The limit is judged before the characters, because it is what people meet.
pub fn check(text: &str, limit: u32) -> Result<String, TextProblem> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(TextProblem::Empty);
    }
    let count = u32::try_from(text.graphemes(true).count()).unwrap_or(u32::MAX);
    if count > limit {
        return Err(TextProblem::TooLong { count, limit });
    }
    if text.chars().any(is_forbidden) {
        return Err(TextProblem::Forbidden);
    }
    if text.graphemes(true).any(|character| character.chars().count() > CODE_POINTS_IN_ONE_CHARACTER) {
        return Err(TextProblem::PiledUp);
    }
    Ok(text)
}

/// Control characters but LF, U+FFFD (what is left of damaged text), and the bidirectional embeddings, overrides and isolates (Unicode Annex 9),
/// which can make a text look like another one.
pub(crate) fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{FFFD}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_too_much_is_told_apart() {
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
        assert_eq!(split_at_limit("  一二三\r\n", 3), ("一二三".to_owned(), String::new()));
        assert_eq!(split_at_limit("一二三四", 3), ("一二三".to_owned(), "四".to_owned()));
        assert_eq!(split_at_limit(&format!("{family}{family}"), 1), (family.to_owned(), family.to_owned()));
    }

    #[test]
    fn a_line_end_counts_once_however_it_is_written() {
        assert_eq!(count_characters("早\r\n安"), 3);
        assert_eq!(count_characters("早\r安"), 3);
        assert_eq!(count_characters("早\n安"), 3);
    }

    #[test]
    fn white_space_counts_inside_and_not_at_the_ends() {
        assert_eq!(count_characters("  好 好  \n"), 3);
        assert_eq!(count_characters("\u{3000}好\u{3000}"), 1);
        assert_eq!(Body::parse(" \n \u{3000}", 150), Err(TextProblem::Empty));
    }

    #[test]
    fn a_letter_with_its_accent_is_one_character_composed_or_not() {
        assert_eq!(count_characters("e\u{301}"), 1);
        assert_eq!(Body::parse("e\u{301}", 150).expect("a letter").as_str(), "é");
    }

    #[test]
    fn a_title_stands_on_one_line() {
        assert_eq!(Title::parse("早\n安", 30), Err(TextProblem::Forbidden));
        assert_eq!(Title::parse("早安\n", 30).expect("the end is trimmed").as_str(), "早安");
    }

    #[test]
    fn control_characters_and_direction_overrides_are_refused() {
        for bad in ["a\0b", "a\u{7}b", "a\tb", "a\u{85}b", "a\u{202E}b", "a\u{2066}b\u{2069}"] {
            assert_eq!(Body::parse(bad, 150), Err(TextProblem::Forbidden), "{bad:?}");
        }
        assert!(Body::parse("من\u{200F}ی", 150).is_ok(), "plain direction marks are writing");
    }

    #[test]
    fn a_character_holds_sixteen_code_points_and_not_seventeen() {
        let sixteen = format!("a{}", "\u{323}".repeat(15));
        let seventeen = format!("a{}", "\u{323}".repeat(16));
        assert!(Body::parse(&sixteen.replace("a\u{323}", "q\u{323}"), 150).is_ok());
        assert_eq!(Body::parse(&seventeen.replacen('a', "q", 1), 150), Err(TextProblem::PiledUp));
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(Body::parse("<b>嗨</b>", 150).expect("text").as_str(), "<b>嗨</b>");
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing_more(text in any::<String>()) {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }

        #[test]
        fn what_is_accepted_keeps_the_limit(text in any::<String>(), limit in 1_u32..40) {
            if let Ok(body) = Body::parse(&text, limit) {
                prop_assert!(count_characters(body.as_str()) <= limit);
                prop_assert_eq!(Body::parse(body.as_str(), limit), Ok(body));
            }
        }
    }
}
