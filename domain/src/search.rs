//! What somebody looks for in a list, as it was typed.

use serde::{Deserialize, Serialize};

/// On one line, without the signs that a database refuses, and no longer than any name. Empty for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LookedFor(String);

impl LookedFor {
    /// Our choice: longer than a name or a call number.
    pub const CHARACTERS: usize = 60;

    /// Nothing that is typed is wrong; what cannot be looked for is left out.
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let short: String = text.trim().chars().take(Self::CHARACTERS).collect();
        Self(short.trim_end().to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_name_holds_is_left_out() {
        let long = format!("{} ", "王".repeat(LookedFor::CHARACTERS)).repeat(2);
        for (typed, expected) in [
            ("", ""),
            (" 小宇\u{3000}", "小宇"),
            ("\0", ""),
            (" \0 10\u{1b}02\r\n\u{85}", "1002"),
            ("Nguyễn An", "Nguyễn An"),
            (&long, long[..long.len() / 2].trim()),
        ] {
            assert_eq!(LookedFor::parse(typed).as_str(), expected, "{typed:?}");
        }
    }
}
