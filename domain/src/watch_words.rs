//! 留意詞: words that an institution wants its staff to notice. They are marked where an entry is read, as a hint; they
//! decide nothing.
//!
//! A line of the list is a word or a simple pattern: `?` stands for one character, `#` for one digit, `*` for up to
//! twenty characters of the same line. Capital and small letters are the same, and so are full-width and plain ones.

/// Lines that a list may have.
pub const MOST_WATCH_WORDS: usize = 100;
/// Characters of one line.
pub const WATCH_WORD_LIMIT: u32 = 40;
/// Characters that `*` may stand for.
const MOST_BETWEEN: usize = 20;

/// A part of a text, and whether one of the words stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// The text in pieces; put together they are the text. One unmarked piece when nothing was found.
pub fn mark(text: &str, words: &[String]) -> Vec<Piece> {
    let original: Vec<char> = text.chars().collect();
    let plain: Vec<char> = original.iter().copied().map(plain).collect();
    let mut marked = vec![false; original.len()];
    for word in words {
        let pattern: Vec<char> = word.trim().chars().map(self::plain).collect();
        if pattern.iter().all(|c| matches!(c, '*' | '?')) {
            // It would mark everything.
            continue;
        }
        for start in 0..plain.len() {
            if let Some(length) = match_length(&plain[start..], &pattern) {
                marked[start..start + length].fill(true);
            }
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (c, marked) in original.into_iter().zip(marked) {
        match pieces.last_mut() {
            Some(piece) if piece.marked == marked => piece.text.push(c),
            _ => pieces.push(Piece { text: c.to_string(), marked }),
        }
    }
    pieces
}

/// Which of the words stand in the text, as they stand in the list.
pub fn found<'a>(text: &str, words: &'a [String]) -> Vec<&'a str> {
    let stands = |word: &&String| mark(text, std::slice::from_ref(*word)).iter().any(|piece| piece.marked);
    words.iter().filter(stands).map(String::as_str).collect()
}

/// How many characters from the beginning of `text` the pattern takes: as few as it can.
///
/// A `*` tries at most [`MOST_BETWEEN`] characters, and only the last one of several is tried anew, so the time is at
/// most pattern × text.
fn match_length(text: &[char], pattern: &[char]) -> Option<usize> {
    let (mut at, mut in_pattern) = (0, 0);
    // After the last `*`: where the pattern goes on, and how far the star reaches.
    let mut star: Option<(usize, usize)> = None;
    let mut stretched = 0;
    while in_pattern < pattern.len() {
        if pattern[in_pattern] == '*' {
            in_pattern += 1;
            star = Some((in_pattern, at));
            stretched = 0;
        } else if text.get(at).is_some_and(|c| stands_for(pattern[in_pattern], *c)) {
            at += 1;
            in_pattern += 1;
        } else {
            let (after, from) = star?;
            let more = from + stretched;
            if stretched == MOST_BETWEEN || text.get(more).is_none_or(|c| *c == '\n') {
                return None;
            }
            stretched += 1;
            at = from + stretched;
            in_pattern = after;
        }
    }
    Some(at)
}

fn stands_for(pattern: char, c: char) -> bool {
    match pattern {
        '?' => c != '\n',
        '#' => c.is_ascii_digit(),
        other => other == c,
    }
}

/// Full-width forms become plain ones (U+FF01 to U+FF5E), letters small.
fn plain(c: char) -> char {
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    narrow.to_lowercase().next().unwrap_or(narrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let pieces = mark(text, &words);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        pieces.into_iter().filter(|piece| piece.marked).map(|piece| piece.text).collect()
    }

    #[test]
    fn a_word_is_marked_wherever_it_stands() {
        assert_eq!(marked("阿狗說，阿狗很好", &["阿狗"]), ["阿狗", "阿狗"]);
        assert_eq!(marked("一切都好", &["阿狗"]), Vec::<String>::new());
        assert_eq!(marked("", &["阿狗"]), Vec::<String>::new());
    }

    #[test]
    fn capital_and_full_width_letters_are_the_same() {
        assert_eq!(marked("加我的ＬＩＮＥ好嗎", &["line"]), ["ＬＩＮＥ"]);
    }

    #[test]
    fn patterns_stand_for_digits_one_character_and_a_few() {
        assert_eq!(marked("電話０912345678喔", &["09########"]), ["０912345678"]);
        assert_eq!(marked("老大 跟老二", &["老?"]), ["老大", "老二"]);
        assert_eq!(marked("跟他說那件事不要講", &["跟*講"]), ["跟他說那件事不要講"]);
        assert_eq!(marked("跟他說\n不要講", &["跟*講"]), Vec::<String>::new());
        assert_eq!(marked(&format!("跟{}講", "那".repeat(20)), &["跟*講"]).len(), 1);
        assert_eq!(marked(&format!("跟{}講", "那".repeat(21)), &["跟*講"]).len(), 0);
    }

    #[test]
    fn what_would_mark_everything_marks_nothing() {
        assert_eq!(marked("一切都好", &["*", "??", "", "  "]), Vec::<String>::new());
    }

    #[test]
    fn the_words_that_were_found_are_told() {
        let words = vec!["阿狗".to_owned(), "09########".to_owned()];
        assert_eq!(found("阿狗很好", &words), ["阿狗"]);
    }

    #[test]
    fn a_wild_pattern_takes_bounded_time() {
        let text = "啊".repeat(2_400);
        let words = vec!["*啊".repeat(19) + "嗎"; MOST_WATCH_WORDS];
        assert!(mark(&text, &words).iter().all(|piece| !piece.marked));
    }
}
