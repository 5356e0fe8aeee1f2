//! The letters that are sent by mail.

use app::letters::compose;
use domain::id::{ApplicationId, BookId, EntryId, MailId, SuspensionId};
use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose};
use domain::people::{EmailAddress, Role};
use domain::suspension::one_month_from;
use domain::time::Moment;
use server::Random;
use server::mail::{Letter, OutgoingMail};
use server::storage::addressees::Institution;
use server::storage::outbox::About;
use server::token::Token;

const URL: &str = "https://book.example";
const ID: &str = "0193598e-7b1c-7000-8000-0123456789ab";

fn mail(what: LetterKind, language: Language) -> OutgoingMail {
    let purpose = match what {
        LetterKind::Verify => Some(LinkPurpose::Verify),
        LetterKind::Reset => Some(LinkPurpose::Reset),
        LetterKind::ConfirmAddress => Some(LinkPurpose::NewAddress),
        LetterKind::Invitation => Some(LinkPurpose::Invitation),
        _ => None,
    };
    let about = match what {
        LetterKind::EntryReceived
        | LetterKind::EntryReturned
        | LetterKind::EntryDelivered
        | LetterKind::EntryRead
        | LetterKind::ReplyArrived => About::Entry(EntryId::parse(ID).expect("an id")),
        LetterKind::ApplicationReceived
        | LetterKind::ApplicationReturned
        | LetterKind::ApplicationApproved
        | LetterKind::ApplicationWithdrawn => About::Application(ApplicationId::parse(ID).expect("an id")),
        LetterKind::BookClosed | LetterKind::ApprovedSpecially => {
            About::Book(BookId::parse(ID).expect("an id"))
        }
        LetterKind::FamilySuspended | LetterKind::SuspensionLifted => {
            About::Suspension(SuspensionId::parse(ID).expect("an id"))
        }
        _ => About::Nothing,
    };
    OutgoingMail {
        id: MailId::parse(ID).expect("an id"),
        what,
        to: EmailAddress::parse("family@house.example").expect("an address"),
        role: Role::Family,
        name: "林美惠".to_owned(),
        language,
        about,
        link: purpose.map(|purpose| (purpose, Token::new(&Random::seeded(1)))),
        institution: None,
        span: Some(one_month_from(Moment::from_micros(0))),
        written_at: Moment::from_micros(0),
    }
}

fn each(look: impl Fn(&OutgoingMail, &Letter)) {
    for what in LetterKind::ALL {
        for language in Language::ALL {
            let mail = mail(what, language);
            look(&mail, &compose(URL, &mail));
        }
    }
}

#[test]
fn every_letter_has_subject_and_text_in_every_language() {
    each(|mail, letter| {
        let (what, is_chinese) = (mail.what, mail.language == Language::TraditionalChinese);
        let begins = letter.text.lines().next().unwrap_or_default();
        assert_eq!(begins.contains("您好"), is_chinese, "{what:?}: {begins}");
        assert_eq!(letter.subject.is_ascii(), !is_chinese || letter.subject.is_empty(), "{what:?}");
        assert!(!letter.subject.contains('\n') && letter.text.len() > 60, "{what:?}");
        assert!(letter.html.contains(&format!("lang=\"{}\"", mail.language.tag())));
    });
}

#[test]
fn every_link_stands_alone_in_its_line_and_leads_to_the_public_address() {
    each(|mail, letter| {
        let links: Vec<_> = letter.text.lines().filter(|line| line.starts_with("http")).collect();
        assert_eq!(letter.text.matches("http").count(), links.len(), "{:?}", mail.what);
        assert!(links.iter().all(|link| link.starts_with(&format!("{URL}/"))), "{links:?}");
        for link in &links {
            assert!(letter.html.contains(&format!("<a href=\"{link}\">{link}</a>")), "{link}");
        }
        assert_eq!(links.is_empty(), mail.what == LetterKind::AccountClosed, "{:?}", mail.what);
        if let Some((purpose, token)) = &mail.link {
            let expected = format!("{URL}{}?token={}", purpose.path(), token.reveal());
            assert!(links.iter().all(|link| *link == expected), "{links:?}");
            assert!(letter.text.contains(if *purpose == LinkPurpose::Invitation { " 3 " } else { " 10 " }));
        }
    });
}

#[test]
fn who_never_chose_a_language_is_written_to_in_each() {
    each(|mail, letter| {
        let every = mail.what.speaks_every_language();
        assert_eq!(letter.text.contains("———"), every, "{:?}", mail.what);
        if every {
            assert!(letter.text.contains("您好") && letter.text.contains("Hello"), "{:?}", mail.what);
        }
    });
}

#[test]
fn a_name_that_a_stranger_may_have_typed_is_not_sent_on() {
    each(|mail, letter| {
        assert_eq!(letter.text.contains("林美惠"), mail.what.greets_by_name(), "{:?}", mail.what);
    });
}

#[test]
fn a_suspended_family_reads_from_when_to_when() {
    let letter = compose(URL, &mail(LetterKind::FamilySuspended, Language::TraditionalChinese));
    assert!(letter.text.contains("1970/01/01") && letter.text.contains("1970/01/31"), "{}", letter.text);
    let lifted = compose(URL, &mail(LetterKind::SuspensionLifted, Language::TraditionalChinese));
    assert!(!lifted.text.contains("1970"), "{}", lifted.text);
}

/// Those who work here are no callers of the school: an operator belongs to none.
#[test]
fn who_works_here_is_sent_to_whoever_runs_the_system() {
    for what in [LetterKind::AddressChanged, LetterKind::PasswordChanged] {
        let to = |role| compose(URL, &OutgoingMail { role, ..mail(what, Language::TraditionalChinese) }).text;
        assert!(to(Role::Family).contains("打電話給學校"), "{what:?}");
        for role in [Role::Reviewer, Role::Head, Role::Admin, Role::Operator] {
            let text = to(role);
            assert!(text.contains("系統管理單位") && !text.contains("學校"), "{what:?}: {text}");
        }
    }
}

#[test]
fn markup_in_names_is_shown_as_text() {
    let evil = "<img src=x>&\"'";
    let mail = OutgoingMail {
        name: evil.to_owned(),
        institution: Some(Institution {
            name: evil.to_owned(),
            phone: "<b>03</b>".to_owned(),
            ..Institution::default()
        }),
        ..mail(LetterKind::EntryReceived, Language::English)
    };
    let letter = compose(URL, &mail);
    assert!(!letter.html.contains("<img") && !letter.html.contains("<b>"), "{}", letter.html);
    // In the greeting, and as whom to call.
    assert_eq!(letter.html.matches("&lt;img src=x&gt;&amp;").count(), 2);
    assert_eq!(letter.text.matches(evil).count(), 2);
}
