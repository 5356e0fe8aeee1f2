//! A password that a person chooses (part 六(一) step 3: 密碼、再次確認密碼).
//!
//! The rules follow NIST SP 800-63B-4 §3.1.1.2: length and not composition, every character allowed, nothing trimmed
//! or cut off, and a list of what is guessed first. That asks for 15 characters where a password stands alone; our
//! shortest is 12, with guessing throttled and more held to be common than a list of whole passwords would.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::student::narrow;

/// How many characters a password has at least, and at most: code points of its composed form.
pub const SHORTEST: usize = 12;
pub const LONGEST: usize = 128;

/// Fewer characters than this beside what everybody knows, and the password is common.
const LEAST_OWN: usize = 4;
/// Fewer characters than this beside the person's own data, and the password is personal. It is the shortest that
/// NIST lets a password be anywhere.
const LEAST_BESIDE_OWN_DATA: usize = 8;

/// What people take for passwords or build them of: words, names, walks over the keyboard, 拼音, and 注音 as it comes
/// out of an English keyboard (`ji32k7au4a83` is 我的密碼). One a line, lower case.
const COMMON: &str = include_str!("password/common.txt");

/// The keys of a keyboard, row by row; those above each other stand in one column.
const KEYS: [&str; 4] = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];
const KEYS_WITH_SHIFT: [&str; 4] = ["!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"", "ZXCVBNM<>?"];

/// Why a password cannot be taken.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PasswordProblem {
    #[error("there is no password")]
    Missing,
    #[error("{count} characters are too few")]
    TooShort { count: u32 },
    #[error("more than {LONGEST} characters")]
    TooLong,
    #[error("the password is among the first that are guessed")]
    Common,
    #[error("the password is mostly the person's own data")]
    Personal,
}

/// Why the second password (再次確認密碼) does not confirm the first.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConfirmProblem {
    #[error("the password was typed only once")]
    Missing,
    #[error("the second password is another one")]
    Differs,
}

/// What is wrong with the two fields. Both `None` is fine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordProblems {
    pub password: Option<PasswordProblem>,
    pub confirm: Option<ConfirmProblem>,
}

impl PasswordProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A hint while a new password is typed. What the rules refuse as common or personal is `Weak`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    TooShort,
    Weak,
    Fair,
    Strong,
}

/// A password that keeps the rules, composed (NFC).
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// `about` is what is known of the person: name, e-mail address and number, as typed.
    pub fn parse(password: &str, confirm: &str, about: &[&str]) -> Result<Self, PasswordProblems> {
        let (password, confirm) = (composed(password), composed(confirm));
        let problems = PasswordProblems {
            password: problem(&password, about),
            confirm: match confirm.as_str() {
                "" => Some(ConfirmProblem::Missing),
                confirm => (confirm != password).then_some(ConfirmProblem::Differs),
            },
        };
        if problems.is_empty() { Ok(Self(password)) } else { Err(problems) }
    }

    /// The password, to be hashed.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Never shows the password.
impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// A password as it is hashed and compared: composed (NFC), because keyboards differ in how they send é. Who logs in
/// must be asked in the same form.
pub fn composed(password: &str) -> String {
    password.nfc().collect()
}

/// How good a password would be, for the hint beside the field.
///
/// Strong are the 15 characters that NIST asks of a password that stands alone, 10 of them the person's own idea.
pub fn strength(password: &str, about: &[&str]) -> Strength {
    let password = composed(password);
    match problem(&password, about) {
        Some(PasswordProblem::Missing | PasswordProblem::TooShort { .. }) => Strength::TooShort,
        Some(PasswordProblem::Common | PasswordProblem::Personal) => Strength::Weak,
        // Whoever types that much is told of the limit when the form is sent; guessing it is hopeless.
        Some(PasswordProblem::TooLong) => Strength::Strong,
        None => {
            let text = folded(&password);
            let strong = text.len() >= 15 && own_characters(&text, &own_data(about)) >= 10;
            if strong { Strength::Strong } else { Strength::Fair }
        }
    }
}

/// What is wrong with a composed password, looked at alone.
fn problem(password: &str, about: &[&str]) -> Option<PasswordProblem> {
    let count = password.chars().count();
    if count == 0 {
        Some(PasswordProblem::Missing)
    } else if count < SHORTEST {
        Some(PasswordProblem::TooShort { count: u32::try_from(count).unwrap_or(u32::MAX) })
    } else if count > LONGEST {
        Some(PasswordProblem::TooLong)
    } else if is_common(&folded(password)) {
        Some(PasswordProblem::Common)
    } else if is_personal(&folded(password), &own_data(about)) {
        Some(PasswordProblem::Personal)
    } else {
        None
    }
}

/// Capitals and full-width letters make no password harder to guess.
fn folded(text: &str) -> Vec<char> {
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// Few lists of whole passwords hold any of twelve characters; those are put together from what shorter lists hold
/// (`Taiwan20240101`, `P@ssword1234`), or are something short over and over.
fn is_common(text: &[char]) -> bool {
    own_characters(text, &[]) < LEAST_OWN || repeats_itself(text)
}

/// A piece shorter than [`LEAST_BESIDE_OWN_DATA`] is all there is to guess.
fn repeats_itself(text: &[char]) -> bool {
    (1..LEAST_BESIDE_OWN_DATA)
        .any(|length| 2 * length <= text.len() && text[length..].iter().zip(text).all(|(a, b)| a == b))
}

/// Own data may stand in a password, since a name such as 林 or `rain` stands in many a sentence, but it counts for
/// nothing: what is left without it must be worth a password.
fn is_personal(text: &[char], own_data: &[Vec<char>]) -> bool {
    let mut left = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let piece = own_data.iter().filter(|piece| rest.starts_with(piece)).map(Vec::len).max();
        left += usize::from(piece.is_none());
        rest = &rest[piece.unwrap_or(1)..];
    }
    let holds_any = left < text.len();
    holds_any && (left < LEAST_BESIDE_OWN_DATA || own_characters(text, own_data) < LEAST_OWN)
}

/// Of each text about the person the whole, its words, its letters and digits run together, and its digits alone; of
/// an e-mail address what stands before the @, since thousands share what stands behind. Two ideographs are a name,
/// while fewer than four letters or digits occur anywhere.
fn own_data(about: &[&str]) -> Vec<Vec<char>> {
    let mut pieces = Vec::new();
    for text in about {
        let whole: String = folded(composed(text).trim()).into_iter().collect();
        let own = whole.split_once('@').map_or(whole.as_str(), |(local, _)| local);
        pieces.extend([whole.clone(), own.to_owned()]);
        pieces.push(own.chars().filter(|c| c.is_alphanumeric()).collect());
        pieces.push(own.chars().filter(char::is_ascii_digit).collect());
        pieces.extend(own.split(|c: char| !c.is_alphabetic()).map(str::to_owned));
    }
    let pieces = pieces.iter().map(|piece| piece.chars().collect::<Vec<_>>());
    pieces.filter(|piece| piece.len() >= if piece.iter().all(|c| is_ideograph(*c)) { 2 } else { 4 }).collect()
}

/// From the CJK radicals on; what else lies there occurs in no name.
const fn is_ideograph(c: char) -> bool {
    c >= '\u{2E80}'
}

/// How many characters are neither a digit nor part of a listed word, a sequence or a piece of `own_data`, when
/// the text is read so that they are fewest. Digits never count: dates, years and telephone numbers are tried first.
fn own_characters(text: &[char], own_data: &[Vec<char>]) -> usize {
    let words: Vec<Vec<char>> = COMMON.lines().map(|word| word.chars().collect()).collect();
    // From the end: the fewest in what begins at each place.
    let mut fewest = vec![0; text.len() + 1];
    for start in (0..text.len()).rev() {
        let rest = &text[start..];
        let alone = fewest[start + 1] + usize::from(!rest[0].is_ascii_digit());
        let known = words.iter().filter(|word| begins_with(rest, word)).map(Vec::len);
        let own = own_data.iter().filter(|piece| rest.starts_with(piece)).map(Vec::len);
        let lengths = known.chain(own).chain(sequences(rest));
        fewest[start] = lengths.map(|length| fewest[start + length]).fold(alone, usize::min);
    }
    fewest[0]
}

/// Whether a text begins with a word, perhaps in the usual disguise: `p@$$w0rd`.
fn begins_with(text: &[char], word: &[char]) -> bool {
    text.len() >= word.len()
        && word.iter().zip(text).all(|(letter, sign)| letter == sign || disguises(*sign, *letter))
}

const fn disguises(sign: char, letter: char) -> bool {
    matches!(
        (sign, letter),
        ('@' | '4', 'a') | ('3', 'e') | ('1' | '!', 'i' | 'l') | ('0', 'o') | ('$' | '5', 's') | ('7', 't')
    )
}

/// The lengths of the sequences with which a text begins: at least three characters that stay the same or go up or
/// down the alphabet, at least four that lie side by side on the keyboard.
fn sequences(text: &[char]) -> impl Iterator<Item = usize> {
    let step = |by: u32| move |a: char, b: char| u32::from(a) + by == u32::from(b);
    let up = length_of_run(text, step(1));
    let same = length_of_run(text, step(0));
    let down = length_of_run(text, |a, b| step(1)(b, a));
    (3..=up.max(same).max(down)).chain(4..=length_of_run(text, side_by_side))
}

fn length_of_run(text: &[char], goes_on: impl Fn(char, char) -> bool) -> usize {
    1 + text.windows(2).take_while(|pair| goes_on(pair[0], pair[1])).count()
}

/// Whether two keys touch, straight or across, or are the same.
fn side_by_side(a: char, b: char) -> bool {
    match (key(a), key(b)) {
        (Some((row, column)), Some((other_row, other_column))) => {
            row.abs_diff(other_row) <= 1 && column.abs_diff(other_column) <= 1
        }
        _ => false,
    }
}

/// Row and column of the key that types a character.
fn key(c: char) -> Option<(usize, usize)> {
    let on = |keys: [&str; 4]| {
        keys.into_iter().enumerate().find_map(|(row, keys)| keys.find(c).map(|column| (row, column)))
    };
    on(KEYS).or_else(|| on(KEYS_WITH_SHIFT))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ABOUT: [&str; 3] = ["王小明", "Rain.Wang@demo.example", "A123456789"];

    fn judged(password: &str) -> Option<PasswordProblem> {
        NewPassword::parse(password, password, &ABOUT).err().and_then(|problems| problems.password)
    }

    #[test]
    fn a_password_has_twelve_to_a_hundred_and_twenty_eight_characters() {
        let long = "Nhm2 vß!8kQz#r4T".repeat(9);
        let long: Vec<char> = long.chars().collect();
        let first = |count: usize| long[..count].iter().collect::<String>();
        assert_eq!(judged(""), Some(PasswordProblem::Missing));
        assert_eq!(judged(&first(11)), Some(PasswordProblem::TooShort { count: 11 }));
        assert_eq!(judged(&first(12)), None);
        assert_eq!(judged(&first(128)), None);
        assert_eq!(judged(&first(129)), Some(PasswordProblem::TooLong));
    }

    #[test]
    fn any_character_is_allowed_and_nothing_is_trimmed() {
        for password in
            [" zug läuft Yk ", "番茄在院子裡慢慢變紅了嗎", "rk\tvm\0jd\nhw\u{7f}zb", "🍅🌧️ Üx-mq 🐢 ok"]
        {
            let taken = NewPassword::parse(password, password, &ABOUT).expect(password);
            assert_eq!(taken.reveal(), composed(password));
        }
        assert_eq!(
            judged("     xq     "),
            Some(PasswordProblem::Common),
            "spaces count, though not as ideas"
        );
    }

    #[test]
    fn a_password_is_the_same_on_every_keyboard() {
        let taken = NewPassword::parse("Pe\u{301}trus kv mz", "P\u{e9}trus kv mz", &[]).expect("the same");
        assert_eq!(taken.reveal(), "P\u{e9}trus kv mz");
    }

    #[test]
    fn what_is_guessed_first_is_common() {
        for password in [
            "password1234",
            "Password2024!",
            "P@$$w0rd1234",
            "passwordpassword",
            "qwertyuiop[]",
            "QWERTYUIOP12",
            "1qaz2wsx3edc",
            "1qaz@WSX3edc",
            "!QAZ2wsx#EDC",
            "1q2w3e4r5t6y",
            "q1w2e3r4t5y6",
            "zaq12wsxcde3",
            "asdfghjkl;'1",
            "a1b2c3d4e5f6",
            "abcdefghijkl",
            "zyxwvutsrqpo",
            "abcd1234efgh",
            "123456789012",
            "098765432109",
            "aaaaaaaaaaaa",
            "ababababababab",
            "k7Fk7Fk7Fk7Fk7F",
            "xq!9vbxq!9vb",
            "ji32k7au4a83",
            "ji32k7au4a83!!",
            "woaini1314520",
            "woaini5201314",
            "Woaini520woaini",
            "Taiwan20240101",
            "iloveyou1314",
            "ILoveTaiwan!",
            "letmein12345",
            "administrator",
            "correcthorsebatterystaple",
            "thequickbrownfox",
            "19850309wang",
            "0912345678ab",
            "我愛台灣我愛台灣我愛台灣",
            "我愛你我愛你20240214",
            "ｐａｓｓｗｏｒｄ１２３４",
            "happybirthday",
            "contactbook1",
            "xiaoming123456",
            "2024-11-26-01",
        ] {
            assert_eq!(judged(password), Some(PasswordProblem::Common), "{password}");
            assert_eq!(strength(password, &ABOUT), Strength::Weak, "{password}");
        }
    }

    #[test]
    fn what_is_nobodys_first_guess_is_taken() {
        for password in [
            "tomatoes in the yard",
            "x7Kq!29fLmZ3",
            "3f8a91c2047b-de",
            "bus 307 stops by the lotus pond",
            "阿嬤的滷肉飯要加蛋才好吃",
            "Grüße aus Hsinchu 26",
            "dragon monkey summer taiwan purple",
        ] {
            assert_eq!(judged(password), None, "{password}");
        }
    }

    #[test]
    fn own_data_does_not_make_a_password() {
        for password in [
            "王小明王小明王小明哈囉呀",
            "rain.wang@demo.example",
            "rainwang-xkvq",
            "Rain.Wang kq7",
            "rain wang rain kq",
            "xkvA123456789",
            "A123456789xkv7q",
            "qzRain-19850",
        ] {
            assert_eq!(judged(password), Some(PasswordProblem::Personal), "{password}");
            assert_eq!(strength(password, &ABOUT), Strength::Weak, "{password}");
        }
        assert_eq!(judged("the rain stays mainly off the plain"), None, "what is left is worth a password");
        assert_eq!(NewPassword::parse("qzv-rain-wkb", "qzv-rain-wkb", &[]).err(), None, "nobody's own data");
    }

    #[test]
    fn nothing_known_of_the_person_is_no_own_data() {
        for about in [&[][..], &[""], &["", "@", "  "], &["林", "a@b.tw", "x"]] {
            assert!(NewPassword::parse("x7Kq!29fLmZ3", "x7Kq!29fLmZ3", about).is_ok(), "{about:?}");
        }
    }

    #[test]
    fn the_confirmation_is_the_same_password() {
        let confirm = |password, confirm| {
            NewPassword::parse(password, confirm, &[])
                .map_err(|problems| (problems.password, problems.confirm))
                .err()
        };
        assert_eq!(confirm("x7Kq!29fLmZ3", "x7Kq!29fLmZ3"), None);
        assert_eq!(confirm("x7Kq!29fLmZ3", "x7Kq!29fLmZ4"), Some((None, Some(ConfirmProblem::Differs))));
        assert_eq!(confirm("x7Kq!29fLmZ3", "x7Kq!29fLmZ3 "), Some((None, Some(ConfirmProblem::Differs))));
        assert_eq!(confirm("x7Kq!29fLmZ3", ""), Some((None, Some(ConfirmProblem::Missing))));
        assert_eq!(
            confirm("short", "shirt"),
            Some((Some(PasswordProblem::TooShort { count: 5 }), Some(ConfirmProblem::Differs)))
        );
    }

    #[test]
    fn a_password_is_never_shown() {
        let taken = NewPassword::parse("x7Kq!29fLmZ3", "x7Kq!29fLmZ3", &[]).expect("a password");
        assert_eq!(format!("{taken:?}"), "NewPassword(…)");
    }

    #[test]
    fn the_hint_grows_with_the_password() {
        let hint = |password| strength(password, &ABOUT);
        assert_eq!(hint(""), Strength::TooShort);
        assert_eq!(hint("x7Kq!29fLmZ"), Strength::TooShort);
        assert_eq!(hint("passwordpassword"), Strength::Weak);
        assert_eq!(hint("x7Kq!29fLmZ3"), Strength::Fair);
        assert_eq!(hint("tomatoes in the yard"), Strength::Strong);
        assert_eq!(hint("dragon monkey summer taiwan purple"), Strength::Fair);
    }

    #[test]
    fn the_list_is_lower_case_and_says_nothing_twice() {
        let words: Vec<&str> = COMMON.lines().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "sorted");
        for word in words {
            let folded: String = folded(word).into_iter().collect();
            assert_eq!(folded, word);
            assert!(word.chars().count() >= if word.chars().all(is_ideograph) { 2 } else { 3 }, "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_hint_agrees_with_the_rule(password in any::<String>(), close in "[a-c1-3 ]{0,20}(taiwan|Rain|!)?") {
            for password in [&password, &close] {
                let refused = judged(password);
                let weak = matches!(refused, Some(PasswordProblem::Common | PasswordProblem::Personal));
                let short = matches!(refused, Some(PasswordProblem::Missing | PasswordProblem::TooShort { .. }));
                prop_assert_eq!(strength(password, &ABOUT) == Strength::Weak, weak);
                prop_assert_eq!(strength(password, &ABOUT) == Strength::TooShort, short);
            }
        }

        #[test]
        fn any_own_data_is_borne_with(about in any::<String>(), password in "[a-z王 ]{12,30}") {
            let _ = NewPassword::parse(&password, &password, &[&about]);
            let twice = format!("{about}{about}");
            let _ = NewPassword::parse(&twice, &twice, &[&about]);
        }

        /// A password manager's choice is never called common.
        #[test]
        fn chance_is_taken(password in "[a-zA-Z0-9!#%&*+=?@^_~-]{20}") {
            prop_assert_eq!(judged(&password), None);
        }
    }
}
