//! The form of an institution's settings: the same judgement in browser and server. Limits may only be tightened.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::application::{Concern, OwnReason, UsualReason};
use crate::document::DocumentKind;
use crate::limits::EntryLimits;
use crate::review::ReturnReason;
use crate::settings::{FORMER_REASONS, InstitutionSettings};
use crate::text::{self, TextProblem, typed_plainly};
use crate::watch_words::{MOST_WATCH_WORDS, WATCH_WORD_LIMIT};

/// Days that documents may be kept after the decision.
pub const LEAST_DOCUMENT_DAYS: u32 = 30;
pub const MOST_DOCUMENT_DAYS: u32 = 3650;
/// Days from one use to the next that an institution may ask for.
pub const MOST_DAYS_BETWEEN_USES: u32 = 30;
/// Characters of a telephone number, a name, and a reason.
pub const PHONE_LIMIT: u32 = 40;
pub const NAME_LIMIT: u32 = 40;
pub const REASON_LIMIT: u32 = 100;
/// The English words of a reason take more room.
pub const ENGLISH_LIMIT: u32 = 250;
/// Reasons that an institution may add for returning requests, and as many for returning letters.
pub const MOST_OWN_REASONS: usize = 20;

/// Lines that an institution may add to the guide, and characters of one.
pub const MOST_GUIDE_LINES: usize = 10;
pub const GUIDE_LINE_LIMIT: u32 = 80;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsForm {
    pub phone: String,
    pub contact_person: String,
    pub body: String,
    pub days_between_uses: String,
    pub photos: bool,
    pub pdf: bool,
    pub pictures: bool,
    pub mail_sender: String,
    pub document_days: String,
    /// The names of the usual reasons for returning requests that are ticked.
    pub reasons: Vec<String>,
    pub own_reasons: Vec<OwnReasonRow>,
    /// The same for letters.
    pub letter_reasons: Vec<String>,
    pub own_letter_reasons: Vec<OwnReasonRow>,
    /// A word or pattern a line.
    pub watch_words: String,
    /// A sentence a line.
    pub guide: String,
}

/// A line of the form. One without words is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReasonRow {
    /// Empty for a new one.
    pub name: String,
    pub text: String,
    pub english: String,
    /// Empty for letters, where there is nothing to hand in.
    pub concern: String,
}

/// What an institution sets, as the audit names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Setting {
    Phone,
    ContactPerson,
    Body,
    DaysBetweenUses,
    Photos,
    Attachments,
    MailSender,
    DocumentDays,
    Reasons,
    OwnReasons,
    LetterReasons,
    OwnLetterReasons,
    WatchWords,
    Guide,
}

impl Setting {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::ContactPerson => "contact_person",
            Self::Body => "body",
            Self::DaysBetweenUses => "days_between_uses",
            Self::Photos => "photos",
            Self::Attachments => "attachments",
            Self::MailSender => "mail_sender",
            Self::DocumentDays => "document_days",
            Self::Reasons => "reasons",
            Self::OwnReasons => "own_reasons",
            Self::LetterReasons => "letter_reasons",
            Self::OwnLetterReasons => "own_letter_reasons",
            Self::WatchWords => "watch_words",
            Self::Guide => "guide",
        }
    }
}

/// Why a number cannot be set.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum NumberProblem {
    #[error("this is no whole number")]
    NotANumber,
    #[error("it must be from {least} to {most}")]
    OutOfRange { least: u32, most: u32 },
}

/// What is wrong, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsProblems {
    pub phone: Option<TextProblem>,
    pub contact_person: Option<TextProblem>,
    pub body: Option<NumberProblem>,
    pub days_between_uses: Option<NumberProblem>,
    pub mail_sender: Option<TextProblem>,
    pub document_days: Option<NumberProblem>,
    /// Of which list of own reasons, the line, from 0, and what is wrong with its words.
    pub own_reasons: Vec<(Setting, usize, TextProblem)>,
    /// Of the lists: own reasons, and what is written a line each.
    pub lists: Vec<(Setting, LinesProblem)>,
}

/// Why a list, a line each, cannot be set.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinesProblem {
    #[error("there are more than {most} lines")]
    TooMany { most: u32 },
    /// Lines count from 1.
    #[error("line {line}: {problem}")]
    Line { line: u32, problem: TextProblem },
}

impl SettingsProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an institution has set: its telephone stands beside the rest, since every page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllSettings {
    pub phone: String,
    pub settings: InstitutionSettings,
}

impl AllSettings {
    /// What is different in `other`.
    pub fn changed(&self, other: &Self) -> Vec<Setting> {
        let (before, after) = (&self.settings, &other.settings);
        [
            (Setting::Phone, self.phone != other.phone),
            (Setting::ContactPerson, before.contact_person != after.contact_person),
            (Setting::Body, before.entry_limits().body != after.entry_limits().body),
            (
                Setting::DaysBetweenUses,
                before.entry_limits().days_between_uses != after.entry_limits().days_between_uses,
            ),
            (Setting::Photos, before.photos != after.photos),
            (Setting::Attachments, (before.pdf, before.pictures) != (after.pdf, after.pictures)),
            (Setting::MailSender, before.mail_sender != after.mail_sender),
            (Setting::DocumentDays, before.document_days != after.document_days),
            (Setting::Reasons, before.unused_reasons != after.unused_reasons),
            (Setting::OwnReasons, before.own_reasons != after.own_reasons),
            (Setting::LetterReasons, before.unused_letter_reasons != after.unused_letter_reasons),
            (Setting::OwnLetterReasons, before.own_letter_reasons != after.own_letter_reasons),
            (Setting::WatchWords, before.watch_words != after.watch_words),
            (Setting::Guide, before.guide != after.guide),
        ]
        .into_iter()
        .filter_map(|(setting, is_other)| is_other.then_some(setting))
        .collect()
    }
}

impl SettingsForm {
    /// The form as it is opened.
    pub fn of(all: &AllSettings) -> Self {
        let (settings, limits) = (&all.settings, all.settings.entry_limits());
        let reasons = UsualReason::ALL.into_iter().filter(|reason| !settings.unused_reasons.contains(reason));
        let letter_reasons =
            ReturnReason::ALL.into_iter().filter(|reason| !settings.unused_letter_reasons.contains(reason));
        let rows = |of: &[OwnReason]| of.iter().map(OwnReasonRow::of).collect();
        Self {
            phone: all.phone.clone(),
            contact_person: settings.contact_person.clone(),
            body: limits.body.to_string(),
            days_between_uses: limits.days_between_uses.to_string(),
            photos: settings.photos,
            pdf: settings.pdf,
            pictures: settings.pictures,
            mail_sender: settings.mail_sender.clone(),
            document_days: settings.document_days.to_string(),
            reasons: reasons.map(|reason| reason.name().to_owned()).collect(),
            own_reasons: rows(&settings.own_reasons),
            letter_reasons: letter_reasons.map(|reason| reason.name().to_owned()).collect(),
            own_letter_reasons: rows(&settings.own_letter_reasons),
            watch_words: settings.watch_words.join("\n"),
            guide: settings.guide.join("\n"),
        }
    }

    /// `before` is what is set now: reasons that stay as they are keep their names.
    pub fn parse(&self, before: &InstitutionSettings) -> Result<AllSettings, SettingsProblems> {
        let most = EntryLimits::REGULATION;
        let phone = one_line(&self.phone, PHONE_LIMIT);
        let contact_person = may_be_empty(one_line(&self.contact_person, NAME_LIMIT));
        let body = number(&self.body, 1, most.body);
        let days = number(&self.days_between_uses, most.days_between_uses, MOST_DAYS_BETWEEN_USES);
        let mail_sender = may_be_empty(one_line(&self.mail_sender, NAME_LIMIT));
        let document_days = number(&self.document_days, LEAST_DOCUMENT_DAYS, MOST_DOCUMENT_DAYS);
        let watch_words = lines(&self.watch_words, MOST_WATCH_WORDS, WATCH_WORD_LIMIT);
        let guide = lines(&self.guide, MOST_GUIDE_LINES, GUIDE_LINE_LIMIT);
        let mut last_own_reason = before.last_own_reason;
        let mut own = |rows, of| own_reasons(rows, of, &mut last_own_reason);
        let (requests, letters) = (
            own(&self.own_reasons, &before.own_reasons),
            own(&self.own_letter_reasons, &before.own_letter_reasons),
        );
        let mut problems = SettingsProblems {
            phone: phone.as_ref().err().cloned(),
            contact_person: contact_person.as_ref().err().cloned(),
            body: body.err(),
            days_between_uses: days.err(),
            mail_sender: mail_sender.as_ref().err().cloned(),
            document_days: document_days.err(),
            lists: [(Setting::WatchWords, &watch_words), (Setting::Guide, &guide)]
                .into_iter()
                .filter_map(|(of, lines)| Some((of, lines.as_ref().err()?.clone())))
                .collect(),
            own_reasons: [(Setting::OwnReasons, &requests), (Setting::OwnLetterReasons, &letters)]
                .into_iter()
                .filter_map(|(of, list)| Some((of, list.as_ref().err()?)))
                .flat_map(|(of, lines)| lines.iter().map(move |(line, what)| (of, *line, what.clone())))
                .collect(),
        };
        let (own_reasons, own_letter_reasons) = (requests.unwrap_or_default(), letters.unwrap_or_default());
        for (of, own) in
            [(Setting::OwnReasons, &own_reasons), (Setting::OwnLetterReasons, &own_letter_reasons)]
        {
            if own.len() > MOST_OWN_REASONS {
                let most = u32::try_from(MOST_OWN_REASONS).unwrap_or(u32::MAX);
                problems.lists.push((of, LinesProblem::TooMany { most }));
            }
        }
        match (phone, contact_person, body, days, mail_sender, document_days) {
            (Ok(phone), Ok(contact_person), Ok(body), Ok(days), Ok(mail_sender), Ok(document_days))
                if problems.is_empty() =>
            {
                let mut settings = InstitutionSettings {
                    contact_person,
                    body: (body < most.body).then_some(body),
                    days_between_uses: (days > most.days_between_uses).then_some(days),
                    photos: self.photos,
                    pdf: self.pdf,
                    pictures: self.pictures,
                    mail_sender,
                    document_days,
                    unused_reasons: unused(UsualReason::ALL, UsualReason::name, &self.reasons),
                    own_reasons,
                    unused_letter_reasons: unused(
                        ReturnReason::ALL,
                        ReturnReason::name,
                        &self.letter_reasons,
                    ),
                    own_letter_reasons,
                    former_reasons: Vec::new(),
                    last_own_reason,
                    watch_words: watch_words.unwrap_or_default(),
                    guide: guide.unwrap_or_default(),
                };
                settings.former_reasons = former(before, &settings);
                Ok(AllSettings { phone, settings })
            }
            _ => Err(problems),
        }
    }
}

/// The lines of one list; `before` is how it is now, and `last` the number of the latest name of all.
fn own_reasons(
    rows: &[OwnReasonRow],
    before: &[OwnReason],
    last: &mut u32,
) -> Result<Vec<OwnReason>, Vec<(usize, TextProblem)>> {
    let (mut reasons, mut problems) = (Vec::new(), Vec::new());
    for (line, row) in rows.iter().enumerate() {
        match row.parse(before, last) {
            Ok(reason) => reasons.extend(reason),
            Err(problem) => problems.push((line, problem)),
        }
    }
    if problems.is_empty() { Ok(reasons) } else { Err(problems) }
}

/// Those that are not ticked.
fn unused<R: Copy, const N: usize>(all: [R; N], name: fn(R) -> &'static str, ticked: &[String]) -> Vec<R> {
    all.into_iter().filter(|reason| !ticked.iter().any(|one| one == name(*reason))).collect()
}

/// The reasons that `after` has no more, the latest at the end.
fn former(before: &InstitutionSettings, after: &InstitutionSettings) -> Vec<OwnReason> {
    let stays = |name: &str| {
        after.own_reasons.iter().chain(&after.own_letter_reasons).any(|reason| reason.name == name)
    };
    let gone = before.own_reasons.iter().chain(&before.own_letter_reasons);
    let gone = gone.filter(|reason| !stays(&reason.name));
    let mut former: Vec<_> = before.former_reasons.iter().chain(gone).cloned().collect();
    former.drain(..former.len().saturating_sub(FORMER_REASONS));
    former
}

impl OwnReasonRow {
    fn of(reason: &OwnReason) -> Self {
        Self {
            name: reason.name.clone(),
            text: reason.text.clone(),
            english: reason.english.clone().unwrap_or_default(),
            concern: reason.concern.name().to_owned(),
        }
    }

    /// A reason whose words changed gets a new name, so that nobody who has the old one ticked says the new one.
    fn parse(&self, before: &[OwnReason], last: &mut u32) -> Result<Option<OwnReason>, TextProblem> {
        let text = may_be_empty(one_line(&self.text, REASON_LIMIT))?;
        let english = may_be_empty(one_line(&self.english, ENGLISH_LIMIT))?;
        if text.is_empty() {
            return if english.is_empty() { Ok(None) } else { Err(TextProblem::Empty) };
        }
        let english = (!english.is_empty()).then_some(english);
        let concern = Concern::from_name(&self.concern).unwrap_or(Concern::Nothing);
        let mut reason = OwnReason { name: self.name.clone(), text, english, concern };
        if !before.contains(&reason) {
            *last = last.saturating_add(1);
            reason.name = format!("own-{last}");
        }
        Ok(Some(reason))
    }
}

impl Concern {
    pub const ALL: [Self; 4] = [
        Self::Document(DocumentKind::Identity),
        Self::Document(DocumentKind::Relationship),
        Self::Relationship,
        Self::Nothing,
    ];

    /// As it stands in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document(DocumentKind::Identity) => "identity_document",
            Self::Document(DocumentKind::Relationship) => "relationship_document",
            Self::Relationship => "relationship",
            Self::Nothing => "nothing",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|concern| concern.name() == name)
    }
}

pub(crate) fn one_line(text: &str, limit: u32) -> Result<String, TextProblem> {
    let text = text::check(text, limit)?;
    if text.contains('\n') { Err(TextProblem::Forbidden) } else { Ok(text) }
}

fn may_be_empty(text: Result<String, TextProblem>) -> Result<String, TextProblem> {
    match text {
        Err(TextProblem::Empty) => Ok(String::new()),
        other => other,
    }
}

/// The lines that are not empty, each once.
fn lines(text: &str, most: usize, limit: u32) -> Result<Vec<String>, LinesProblem> {
    let mut lines: Vec<String> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = may_be_empty(text::check(line, limit)).map_err(|problem| LinesProblem::Line {
            line: u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1),
            problem,
        })?;
        if !line.is_empty() && !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.len() > most {
        return Err(LinesProblem::TooMany { most: u32::try_from(most).unwrap_or(u32::MAX) });
    }
    Ok(lines)
}

fn number(text: &str, least: u32, most: u32) -> Result<u32, NumberProblem> {
    let number = typed_plainly(text).parse().map_err(|_| NumberProblem::NotANumber)?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(NumberProblem::OutOfRange { least, most }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::GivenReturnReason;

    fn all() -> AllSettings {
        AllSettings { phone: "03-000-0000".to_owned(), settings: InstitutionSettings::default() }
    }

    fn own(text: &str) -> OwnReasonRow {
        OwnReasonRow { text: text.to_owned(), concern: "relationship".to_owned(), ..OwnReasonRow::default() }
    }

    #[test]
    fn the_form_as_it_is_opened_changes_nothing() {
        let before = all();
        let after = SettingsForm::of(&before).parse(&before.settings).expect("fine");
        assert_eq!(after, before);
        assert_eq!(before.changed(&after), []);
    }

    #[test]
    fn a_limit_wider_than_the_regulation_s_is_refused() {
        let form = SettingsForm {
            body: "１５１".to_owned(),
            days_between_uses: "1".to_owned(),
            document_days: "29".to_owned(),
            ..SettingsForm::of(&all())
        };
        let problems = form.parse(&all().settings).expect_err("too wide");
        assert_eq!(problems.body, Some(NumberProblem::OutOfRange { least: 1, most: 150 }));
        assert_eq!(problems.days_between_uses, Some(NumberProblem::OutOfRange { least: 2, most: 30 }));
        assert_eq!(problems.document_days, Some(NumberProblem::OutOfRange { least: 30, most: 3650 }));
    }

    #[test]
    fn tightened_limits_and_names_are_kept() {
        use Setting::{Body, DaysBetweenUses, MailSender, Photos, Reasons};

        let form = SettingsForm {
            body: "１００".to_owned(),
            days_between_uses: "7".to_owned(),
            photos: false,
            mail_sender: " 青山中學 ".to_owned(),
            reasons: vec!["identity_unclear".to_owned()],
            ..SettingsForm::of(&all())
        };
        let after = form.parse(&all().settings).expect("fine");
        let limits = after.settings.entry_limits();
        assert_eq!((limits.body, limits.days_between_uses, limits.photos), (100, 7, 0));
        assert_eq!(after.settings.mail_sender, "青山中學");
        assert_eq!(after.settings.application_reasons().len(), 1);
        assert_eq!(all().changed(&after), [Body, DaysBetweenUses, Photos, MailSender, Reasons]);
    }

    #[test]
    fn a_name_cannot_carry_a_second_line_into_a_mail() {
        let form =
            SettingsForm { mail_sender: "青山\r\nBcc: x@y.tw".to_owned(), ..SettingsForm::of(&all()) };
        let problems = form.parse(&all().settings).expect_err("two lines");
        assert_eq!(problems.mail_sender, Some(TextProblem::Forbidden));
    }

    #[test]
    fn a_reason_whose_words_change_gets_a_name_that_was_never_used() {
        let form = SettingsForm {
            own_reasons: vec![own("請附全戶謄本"), own(" ")],
            ..SettingsForm::of(&all())
        };
        let first = form.parse(&all().settings).expect("fine");
        assert_eq!(first.settings.own_reasons[0].name, "own-1");
        let mut form = SettingsForm::of(&first);
        assert_eq!(form.parse(&first.settings).expect("fine"), first);
        form.own_reasons[0].text = "請附三個月內的全戶謄本".to_owned();
        let second = form.parse(&first.settings).expect("fine");
        assert_eq!(second.settings.own_reasons[0].name, "own-2");
        let none = SettingsForm { own_reasons: Vec::new(), ..SettingsForm::of(&second) };
        let none = none.parse(&second.settings).expect("fine");
        let again = SettingsForm { own_reasons: vec![own("新的")], ..SettingsForm::of(&none) };
        assert_eq!(again.parse(&none.settings).expect("fine").settings.own_reasons[0].name, "own-3");
    }

    #[test]
    fn letters_have_reasons_of_their_own_and_no_name_is_given_twice() {
        let form = SettingsForm {
            own_reasons: vec![own("請附全戶謄本")],
            letter_reasons: vec!["not_caring".to_owned()],
            own_letter_reasons: vec![OwnReasonRow {
                concern: String::new(), ..own("請不要提到其他同學")
            }],
            ..SettingsForm::of(&all())
        };
        let first = form.parse(&all().settings).expect("fine");
        assert_eq!(
            all().changed(&first),
            [Setting::OwnReasons, Setting::LetterReasons, Setting::OwnLetterReasons]
        );
        let offered = first.settings.letter_reasons();
        assert_eq!(offered.iter().map(GivenReturnReason::name).collect::<Vec<_>>(), ["not_caring", "own-2"]);
        assert_eq!(SettingsForm::of(&first).parse(&first.settings).expect("fine"), first);

        let mut form = SettingsForm::of(&first);
        form.own_letter_reasons[0].text = "請不要寫到其他同學".to_owned();
        let second = form.parse(&first.settings).expect("fine");
        let name = |reason: &OwnReason| reason.name.clone();
        assert_eq!(second.settings.own_letter_reasons.iter().map(name).collect::<Vec<_>>(), ["own-3"]);
        assert_eq!(second.settings.former_reasons, first.settings.own_letter_reasons);
        assert_eq!(
            second.settings.every_own_reason().map(name).collect::<Vec<_>>(),
            ["own-1", "own-3", "own-2"]
        );
    }

    #[test]
    fn what_was_removed_is_known_for_long_and_not_for_ever() {
        let mut now = all();
        for number in 0..FORMER_REASONS + 2 {
            let rows = vec![own(&number.to_string())];
            let form = SettingsForm { own_letter_reasons: rows, ..SettingsForm::of(&now) };
            now = form.parse(&now.settings).expect("fine");
        }
        assert_eq!(now.settings.former_reasons.len(), FORMER_REASONS);
        assert_eq!(now.settings.former_reasons[0].text, "1");
    }

    #[test]
    fn english_words_alone_are_no_reason() {
        let row = OwnReasonRow { english: "Please".to_owned(), ..OwnReasonRow::default() };
        let form = SettingsForm { own_reasons: vec![own("好"), row], ..SettingsForm::of(&all()) };
        let problems = form.parse(&all().settings).expect_err("no words");
        assert_eq!(problems.own_reasons, [(Setting::OwnReasons, 1, TextProblem::Empty)]);
    }

    #[test]
    fn lists_are_a_line_each_and_bounded() {
        let form = SettingsForm {
            watch_words: "阿狗\r\n\r\n 09########\n阿狗".to_owned(),
            guide: "照片請不要拍到制服".to_owned(),
            ..SettingsForm::of(&all())
        };
        let after = form.parse(&all().settings).expect("fine").settings;
        assert_eq!(after.watch_words, ["阿狗", "09########"]);
        assert_eq!(after.guide, ["照片請不要拍到制服"]);
        let form = SettingsForm {
            watch_words: format!("好\n{}", "長".repeat(41)),
            guide: (0..11).map(|n| n.to_string()).collect::<Vec<_>>().join("\n"),
            ..SettingsForm::of(&all())
        };
        let problems = form.parse(&all().settings).expect_err("too long, too many");
        let too_long = TextProblem::TooLong { count: 41, limit: 40 };
        let expected = [
            (Setting::WatchWords, LinesProblem::Line { line: 2, problem: too_long }),
            (Setting::Guide, LinesProblem::TooMany { most: 10 }),
        ];
        assert_eq!(problems.lists, expected);
    }

    #[test]
    fn every_name_leads_back() {
        assert!(Concern::ALL.iter().all(|concern| Concern::from_name(concern.name()) == Some(*concern)));
    }
}
