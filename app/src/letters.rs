//! The letters that are sent by mail: plain text, and the same as simple HTML.

use std::fmt::Write as _;

use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose};
use domain::suspension::last_day;
use html_escape::{encode_double_quoted_attribute, encode_text};
use server::mail::{Letter, OutgoingMail};
use server::storage::outbox::About;

use crate::words::Words;

/// A line of a letter. Each stands in a paragraph of its own.
enum Line {
    Words(String),
    /// An address, alone in its line, so that every mail program makes a link of it.
    Link(String),
    /// Between two languages.
    Rule,
}

/// What a letter says, in one language.
struct Content {
    subject: &'static str,
    text: &'static str,
    /// From when to when.
    when: Option<String>,
    link: Option<String>,
    /// How long the link works.
    valid: Option<String>,
    /// What to do who did not ask for it.
    not_you: Option<&'static str>,
}

/// Writes a letter in the language of its reader; to people who never chose one, in the other languages too. Links
/// lead to `public_url`, such as `https://book.example`.
pub fn compose(public_url: &str, mail: &OutgoingMail) -> Letter {
    let words = Words(mail.language);
    let mut lines = part(words, public_url, mail);
    if mail.what.speaks_every_language() {
        for language in Language::ALL.into_iter().filter(|language| *language != mail.language) {
            lines.push(Line::Rule);
            lines.extend(part(Words(language), public_url, mail));
        }
    }
    let subject = content(words, public_url, mail).subject.to_owned();
    Letter { text: text(&lines), html: html(mail.language, &subject, &lines), subject }
}

fn part(words: Words, public_url: &str, mail: &OutgoingMail) -> Vec<Line> {
    let content = content(words, public_url, mail);
    let named = mail.what.greets_by_name() && !mail.name.trim().is_empty();
    let greeting =
        if named { words.mail_greeting(&mail.name) } else { words.mail_greeting_nameless().to_owned() };
    let mut lines = vec![Line::Words(greeting)];
    lines.extend(content.when.map(Line::Words));
    lines.push(Line::Words(content.text.to_owned()));
    lines.extend(content.link.map(Line::Link));
    lines.extend(content.valid.map(Line::Words));
    lines.extend(content.not_you.map(|text| Line::Words(text.to_owned())));
    if let Some(institution) = &mail.institution {
        let contact = words.mail_contact(&institution.name, &institution.phone);
        let person = institution.contact_person.as_str();
        let person = if person.is_empty() { String::new() } else { words.mail_contact_person(person) };
        lines.push(Line::Words(format!("{contact}{person}")));
    }
    lines.push(Line::Words(words.mail_signature().to_owned()));
    lines.push(Line::Words(words.mail_unattended().to_owned()));
    lines
}

fn content(words: Words, public_url: &str, mail: &OutgoingMail) -> Content {
    // Families turn to the school, those who work here to whoever runs the system.
    let works_here = mail.role.is_staff();
    let (subject, text, not_you) = match mail.what {
        LetterKind::EntryReceived => (words.mail_received_subject(), words.mail_received_text(), None),
        LetterKind::EntryReturned => (words.mail_returned_subject(), words.mail_returned_text(), None),
        LetterKind::EntryDelivered => (words.mail_delivered_subject(), words.mail_delivered_text(), None),
        LetterKind::EntryRead => (words.mail_read_subject(), words.mail_read_text(), None),
        LetterKind::ReplyArrived => (words.mail_reply_subject(), words.mail_reply_text(), None),
        LetterKind::ApplicationReceived => {
            (words.mail_application_received_subject(), words.mail_application_received_text(), None)
        }
        LetterKind::ApplicationReturned => {
            (words.mail_application_returned_subject(), words.mail_application_returned_text(), None)
        }
        LetterKind::ApplicationApproved => {
            (words.mail_application_approved_subject(), words.mail_application_approved_text(), None)
        }
        LetterKind::ApplicationWithdrawn => (
            words.mail_application_withdrawn_subject(),
            words.mail_application_withdrawn_text(),
            Some(words.mail_application_withdrawn_not_you()),
        ),
        LetterKind::BookClosed => (words.mail_book_closed_subject(), words.mail_book_closed_text(), None),
        LetterKind::FamilySuspended => (words.mail_suspended_subject(), words.mail_suspended_text(), None),
        LetterKind::SuspensionLifted => (words.mail_lifted_subject(), words.mail_lifted_text(), None),
        LetterKind::ApprovedSpecially => {
            (words.mail_special_approval_subject(), words.mail_special_approval_text(), None)
        }
        LetterKind::Verify => {
            (words.mail_verify_subject(), words.mail_verify_text(), Some(words.mail_verify_not_you()))
        }
        LetterKind::AddressKnown => (
            words.mail_address_known_subject(),
            words.mail_address_known_text(),
            Some(words.mail_address_known_not_you()),
        ),
        LetterKind::NumberKnown => (
            words.mail_number_known_subject(),
            words.mail_number_known_text(),
            Some(words.mail_number_known_not_you()),
        ),
        LetterKind::Reset => {
            (words.mail_reset_subject(), words.mail_reset_text(), Some(words.mail_reset_not_you()))
        }
        LetterKind::ConfirmAddress => (
            words.mail_confirm_address_subject(),
            words.mail_confirm_address_text(),
            Some(words.mail_confirm_address_not_you()),
        ),
        LetterKind::AddressChanged => (
            words.mail_address_changed_subject(),
            words.mail_address_changed_text(),
            Some(if works_here {
                words.mail_address_changed_not_you_staff()
            } else {
                words.mail_address_changed_not_you()
            }),
        ),
        LetterKind::PasswordChanged => (
            words.mail_password_changed_subject(),
            words.mail_password_changed_text(),
            Some(if works_here {
                words.mail_password_changed_not_you_staff()
            } else {
                words.mail_password_changed_not_you()
            }),
        ),
        LetterKind::Invitation => (
            words.mail_invitation_subject(),
            words.mail_invitation_text(),
            Some(words.mail_invitation_not_you()),
        ),
        LetterKind::AccountClosed => {
            (words.mail_closed_subject(), words.mail_closed_text(), Some(words.mail_closed_not_you()))
        }
    };
    let valid = mail.link.as_ref().map(|(purpose, _)| valid(words, *purpose));
    let link = path(mail).map(|path| format!("{public_url}{path}"));
    let days = mail.span.and_then(|span| Some((span.begins_at.taipei_day(), last_day(&span)?)));
    let when = days.and_then(|(first, last)| match mail.what {
        LetterKind::FamilySuspended => Some(words.mail_suspended_days(first, last)),
        LetterKind::ApprovedSpecially => Some(words.mail_special_approval_days(first, last)),
        _ => None,
    });
    Content { subject, text, when, link, valid, not_you }
}

/// Where the letter's link leads.
fn path(mail: &OutgoingMail) -> Option<String> {
    match (&mail.link, mail.about, mail.what) {
        (Some((purpose, token)), ..) => Some(format!("{}?token={}", purpose.path(), token.reveal())),
        (None, About::Entry(entry), _) => Some(format!("/entries/{entry}")),
        // There the first letter can be written.
        (None, About::Application(_), LetterKind::ApplicationApproved)
        | (None, About::Book(_) | About::Suspension(_), _) => Some("/home".to_owned()),
        (None, About::Application(application), _) => Some(format!("/applications/{application}")),
        (
            None,
            About::Nothing,
            LetterKind::AddressKnown
            | LetterKind::NumberKnown
            | LetterKind::AddressChanged
            | LetterKind::PasswordChanged,
        ) => Some("/login".to_owned()),
        _ => None,
    }
}

fn valid(words: Words, purpose: LinkPurpose) -> String {
    const DAY: i64 = 24 * 60;
    match purpose.minutes() {
        minutes if minutes % DAY == 0 => words.mail_valid_days(minutes / DAY),
        minutes => words.mail_valid_minutes(minutes),
    }
}

fn text(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(match line {
            Line::Words(words) => words,
            Line::Link(url) => url,
            Line::Rule => "———",
        });
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn html(language: Language, subject: &str, lines: &[Line]) -> String {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n",
        language.tag(),
        encode_text(subject)
    );
    for line in lines {
        // Writing into a string cannot fail.
        let _ = match line {
            Line::Words(words) => writeln!(html, "<p>{}</p>", encode_text(words)),
            Line::Link(url) => writeln!(
                html,
                "<p><a href=\"{}\">{}</a></p>",
                encode_double_quoted_attribute(url),
                encode_text(url)
            ),
            Line::Rule => writeln!(html, "<hr>"),
        };
    }
    html.push_str("</body>\n</html>\n");
    html
}
