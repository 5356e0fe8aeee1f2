//! The languages that the product speaks.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// 繁體中文
    #[default]
    #[serde(rename = "zh-Hant")]
    TraditionalChinese,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::TraditionalChinese, Self::English];

    /// The BCP 47 tag, as it stands in `lang` and in the cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::TraditionalChinese => "zh-Hant",
            Self::English => "en",
        }
    }

    /// The language in its own words.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::TraditionalChinese => "中文",
            Self::English => "English",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The first of our languages in an `Accept-Language` header (RFC 9110 §12.5.4), by weight.
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let mut wanted: Vec<(u32, Self)> = Vec::new();
        for range in accept_language.split(',').take(20) {
            let mut parts = range.trim().split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .map_or(1000, thousandths);
            let language = match tag.split('-').next() {
                Some("zh") => Self::TraditionalChinese,
                Some("en") => Self::English,
                _ => continue,
            };
            if weight > 0 {
                wanted.push((weight, language));
            }
        }
        wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wanted.first().map(|(_, language)| *language)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000 before")]
fn thousandths(weight: f32) -> u32 {
    (weight.clamp(0.0, 1.0) * 1000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_known_language_is_preferred() {
        let preferred = Language::preferred;
        assert_eq!(preferred("zh-TW,zh;q=0.9,en;q=0.8"), Some(Language::TraditionalChinese));
        assert_eq!(preferred("vi, en;q=0.7, zh;q=0.3"), Some(Language::English));
        assert_eq!(preferred("zh;q=0.2, en-US;q=0.9"), Some(Language::English));
        assert_eq!(preferred("en;q=0"), None);
        assert_eq!(preferred("en;q=NaN"), None);
        assert_eq!(preferred("xx, *"), None);
        assert_eq!(preferred(""), None);
    }

    #[test]
    fn a_tag_names_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::from_tag("zh-Hans"), None);
    }
}
