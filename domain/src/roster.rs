//! The roster: the students of an institution, as its list has them.

use serde::{Deserialize, Serialize};

/// How a student left. The book closes on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Leaving {
    /// 出校、釋放
    Released,
    /// 移校
    Transferred,
}

impl Leaving {
    pub const ALL: [Self; 2] = [Self::Released, Self::Transferred];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Transferred => "transferred",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|leaving| leaving.name() == name)
    }
}

/// A student's name as a family may see it before it is theirs to see: first and last character, 王○明.
pub fn masked(name: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;

    let characters: Vec<&str> = name.trim().graphemes(true).collect();
    match characters.as_slice() {
        [] => String::new(),
        [_] => "○".to_owned(),
        [first, _] => format!("{first}○"),
        [first, middle @ .., last] => format!("{first}{}{last}", "○".repeat(middle.len().min(3))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_masked_but_for_its_ends() {
        assert_eq!(masked("王小明"), "王○明");
        assert_eq!(masked("王明"), "王○");
        assert_eq!(masked("王"), "○");
        assert_eq!(masked("歐陽小明"), "歐○○明");
        assert_eq!(masked("Nguyễn Văn An"), "N○○○n");
    }

    #[test]
    fn every_name_leads_back() {
        assert!(Leaving::ALL.iter().all(|leaving| Leaving::from_name(leaving.name()) == Some(*leaving)));
    }
}
