//! Registering, verifying, resetting, managing one's account, and closing it.

use std::io::Read;

use domain::id::{FeedbackId, SessionId};
use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose};
use domain::password::NewPassword;
use domain::people::{EmailAddress, Role};
use domain::registration::{Registration, RegistrationForm};
use server::data_folder::DataFolder;
use server::files::key::Keyring;
use server::throttle::Wait;
use server::workflows::change_address::{Asked, Moved, ask_to_change_address, change_address};
use server::workflows::change_password::{Changed, change_password};
use server::workflows::change_profile::{OfFamily, change_profile};
use server::workflows::close_account::{Closed, close_account};
use server::workflows::download_account::download_account;
use server::workflows::end_sessions::{end_other_sessions, end_session};
use server::workflows::give_feedback::give_feedback;
use server::workflows::log_in::{LogIn, log_in};
use server::workflows::look_at_link::{Link, look_at_link};
use server::workflows::register::{Consent, register, send_link_again};
use server::workflows::reset_password::{Reset, forgot_password, set_password};
use server::workflows::rotate_keys::rotate_keys;
use server::workflows::save_entry::{Target, Written};
use server::workflows::show_account::show_account;
use server::workflows::verify_address::{Verified, verify_address};
use server::{Actor, Services};
use sqlx::Row as _;

use crate::house::{
    AT_HOME, FAMILY, House, OTHER_FAMILY, PASSWORD, REVIEWER, Site, drawing, known, received, written,
};

const NEW: &str = "new.family@house.example";
const ANOTHER_PASSWORD: &str = "seven tall trees by the river";

fn form(email: &str, id_number: &str) -> RegistrationForm {
    RegistrationForm {
        name: "王小美".into(),
        id_kind: "national_id".into(),
        id_number: id_number.into(),
        email: email.into(),
        birth_date: "民國74年3月9日".into(),
        mobile: "0912-345-678".into(),
        phone: "02-2345-6789".into(),
    }
}

async fn registers(site: &Site, email: &str, id_number: &str) -> Result<(), Wait> {
    let parsed = Registration::parse(&form(email, id_number), PASSWORD, PASSWORD, site.today());
    let (registration, password): (Registration, NewPassword) = parsed.expect("a form that is right");
    let consent = Consent { notice_version: "2026-11", language: Language::English };
    register(&site.services, &registration, &password, consent, None).await.expect("asked")
}

async fn verify(site: &Site, token: &str, password: &str) -> Verified {
    verify_address(&site.services, token, password).await.expect("asked")
}

/// A family that registered and verified its address.
async fn verified(site: &Site, email: &str, id_number: &str) {
    registers(site, email, id_number).await.expect("not too often");
    let token = site.letters().await.pop().expect("a letter").token.expect("a link");
    assert_eq!(verify(site, &token, PASSWORD).await, Verified::Yes);
}

async fn lets_in(services: &Services, email: &str, password: &str) -> bool {
    matches!(log_in(services, email, password, &AT_HOME).await.expect("asked"), LogIn::Done(_))
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect(text)
}

async fn text(site: &Site, query: &'static str) -> Vec<String> {
    let mut db = site.services.database.read().await.expect("a connection");
    let rows = sqlx::query(query).fetch_all(&mut *db).await.expect("rows");
    rows.iter().filter_map(|row| row.try_get::<Option<String>, _>("t").expect("text")).collect()
}

on_both_engines! {
    /// Nobody can log in before the link in the mail was used; then the account has what was typed and agreed to.
    async fn a_family_registers_and_verifies_its_address(site: Site) {
        registers(&site, NEW, "A123456789").await.expect("not too often");
        assert!(!lets_in(&site.services, NEW, PASSWORD).await, "not verified yet");
        let letters = site.letters().await;
        assert_eq!(letters.len(), 1);
        assert_eq!((letters[0].what, letters[0].to.as_str()), (LetterKind::Verify, NEW));
        let token = letters[0].token.clone().expect("a link");

        assert_eq!(look_at_link(&site.services, LinkPurpose::Verify, &token).await.expect("asked"), Link::Works);
        assert_eq!(verify(&site, &token, PASSWORD).await, Verified::Yes);
        assert_eq!(look_at_link(&site.services, LinkPurpose::Verify, &token).await.expect("asked"), Link::Used);
        assert_eq!(verify(&site, &token, PASSWORD).await, Verified::Over, "it works once");

        let session = known(log_in(&site.services, NEW, PASSWORD, &AT_HOME).await);
        let actor = site.resume(&session).await;
        assert_eq!(actor.language(), Some(Language::English));
        let shown = show_account(&site.services, &actor.holder().expect("an account")).await.expect("shown");
        let details = shown.details.expect("details");
        assert_eq!((shown.name.as_str(), shown.role), ("王小美", Role::Family));
        assert_eq!(details.identification.as_str(), "A123456789");
        assert_eq!(details.birth_date.to_iso(), "1985-03-09");
        assert_eq!(details.mobile.as_str(), "+886912345678");
        assert_eq!(shown.consents, [("2026-11".to_owned(), site.now())]);
        assert_eq!(site.number("SELECT COUNT(*) AS n FROM registration").await, 0);
    }

    /// Who reads the database learns no identification, no birth date and no telephone number.
    async fn personal_details_are_sealed(site: Site) {
        verified(&site, NEW, "A123456789").await;
        registers(&site, "second@house.example", "A234567893").await.expect("not too often");
        let mut kept = text(&site, "SELECT details AS t FROM account").await;
        kept.extend(text(&site, "SELECT details AS t FROM registration").await);
        assert_eq!(kept.len(), 2);
        for column in ["SELECT id_number_hash AS t FROM account", "SELECT id_number_hash AS t FROM registration"] {
            kept.extend(text(&site, column).await);
        }
        for sealed in kept {
            let bytes = hex::decode(&sealed).expect("hexadecimal");
            for secret in ["A123456789", "A234567893", "1985", "912345678"] {
                assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
            }
        }
    }

    /// The link works for ten minutes (part 六(一) step 4), and can be sent again.
    async fn a_link_works_for_ten_minutes_and_can_be_sent_again(site: Site) {
        registers(&site, NEW, "A123456789").await.expect("not too often");
        let first = site.letters().await.pop().expect("a letter").token.expect("a link");
        site.pass_seconds(600);
        assert_eq!(look_at_link(&site.services, LinkPurpose::Verify, &first).await.expect("asked"), Link::Over);
        assert_eq!(verify(&site, &first, PASSWORD).await, Verified::Over);
        send_link_again(&site.services, &address(NEW), None).await.expect("asked").expect("not too often");
        let second = site.letters().await.pop().expect("a letter").token.expect("a link");
        assert_ne!(first, second);
        site.pass_seconds(599);
        assert_eq!(verify(&site, &second, PASSWORD).await, Verified::Yes);
        for wrong in ["", "0", &"0".repeat(64), &second[1..], "' OR 1=1 --"] {
            assert_eq!(verify(&site, wrong, PASSWORD).await, Verified::Over, "{wrong}");
        }
    }

    /// Who registered somebody else's address gains nothing by their press of a button: the owner does not know the
    /// password. The link bears wrong ones, but not too many.
    async fn a_link_asks_for_the_password_of_its_registration(site: Site) {
        registers(&site, NEW, "A123456789").await.expect("not too often");
        let token = site.letters().await.pop().expect("a letter").token.expect("a link");
        for wrong in ["", "wrong", "correct horse battery staple "] {
            assert_eq!(verify(&site, &token, wrong).await, Verified::WrongPassword, "{wrong:?}");
        }
        assert_eq!(look_at_link(&site.services, LinkPurpose::Verify, &token).await.expect("asked"), Link::Works);
        assert_eq!(site.number("SELECT COUNT(*) AS n FROM account").await, 0);
        for _ in 3..10 {
            assert_eq!(verify(&site, &token, "wrong").await, Verified::WrongPassword);
        }
        let refused = verify(&site, &token, PASSWORD).await;
        assert_eq!(refused, Verified::TooOften(Wait { minutes: 1 }), "also the right one");
        // Another link of the same registration forgives nothing.
        send_link_again(&site.services, &address(NEW), None).await.expect("asked").expect("not too often");
        let again = site.letters().await.pop().expect("a letter").token.expect("a link");
        assert!(matches!(verify(&site, &again, PASSWORD).await, Verified::TooOften(_)));
        site.pass_seconds(120);
        assert_eq!(verify(&site, &again, PASSWORD).await, Verified::Yes);
    }

    /// Registering a known address or number gets the same answer; only the mail differs.
    async fn who_is_known_already_is_told_by_mail_only(site: Site) {
        verified(&site, NEW, "A123456789").await;
        registers(&site, NEW, "A234567893").await.expect("the same answer");
        registers(&site, "second@house.example", "A123456789").await.expect("the same answer");
        let letters = site.letters().await;
        let told: Vec<_> = letters.iter().map(|letter| (letter.to.as_str(), letter.what)).collect();
        assert_eq!(told.len(), 2);
        assert!(told.contains(&(NEW, LetterKind::AddressKnown)));
        assert!(told.contains(&("second@house.example", LetterKind::NumberKnown)));
        assert!(letters.iter().all(|letter| letter.token.is_none()));
        send_link_again(&site.services, &address("nobody@house.example"), None).await.expect("asked").expect("same");
        assert!(site.letters().await.is_empty());
    }

    /// Of two registrations of one person the one that is verified first counts.
    async fn the_registration_that_is_verified_first_counts(site: Site) {
        registers(&site, NEW, "A123456789").await.expect("not too often");
        registers(&site, NEW, "A123456789").await.expect("not too often");
        registers(&site, "second@house.example", "A123456789").await.expect("not too often");
        let tokens: Vec<_> = site.letters().await.into_iter().filter_map(|letter| letter.token).collect();
        assert_eq!(tokens.len(), 3);
        let mut outcomes = Vec::new();
        for token in &tokens {
            outcomes.push(verify(&site, token, PASSWORD).await);
        }
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Verified::Yes).count(), 1, "{outcomes:?}");
        assert_eq!(site.number("SELECT COUNT(*) AS n FROM account").await, 1);
    }

    /// A forgotten password: a link that works once, all devices logged out, and a mail that tells it.
    async fn a_forgotten_password_is_replaced(house: House) {
        let before = house.log_in(FAMILY).await;
        let email = address(FAMILY);
        forgot_password(&house.services, &email, Language::English, None).await.expect("asked").expect("sent");
        let letter = house.letters().await.pop().expect("a letter");
        assert_eq!((letter.what, letter.to.as_str()), (LetterKind::Reset, FAMILY));
        let token = letter.token.expect("a link");
        let set = async |password: &str, confirm: &str| {
            set_password(&house.services, LinkPurpose::Reset, &token, password, confirm).await.expect("asked")
        };
        assert!(matches!(set("too short", "too short").await, Reset::Refused(_)), "the link is not used up by it");
        assert!(matches!(set(ANOTHER_PASSWORD, "another one altogether").await, Reset::Refused(_)));
        assert_eq!(set(ANOTHER_PASSWORD, ANOTHER_PASSWORD).await, Reset::Done);
        assert_eq!(set(ANOTHER_PASSWORD, ANOTHER_PASSWORD).await, Reset::Over);
        assert!(matches!(house.resume(&before).await, Actor::Anonymous));
        assert!(!lets_in(&house.services, FAMILY, PASSWORD).await);
        assert!(lets_in(&house.services, FAMILY, ANOTHER_PASSWORD).await);
        let told: Vec<_> = house.letters().await.iter().map(|letter| letter.what).collect();
        assert_eq!(told, [LetterKind::PasswordChanged]);
    }

    /// Only the newest letter's link works, and a new password voids every link that went out before.
    async fn a_later_letter_voids_the_link_before(house: House) {
        let email = address(FAMILY);
        let link = async || {
            forgot_password(&house.services, &email, Language::English, None).await.expect("asked").expect("sent");
            house.letters().await.pop().expect("a letter").token.expect("a link")
        };
        let (first, second) = (link().await, link().await);
        let look = async |token: &str| {
            look_at_link(&house.services, LinkPurpose::Reset, token).await.expect("asked")
        };
        assert_eq!((look(&first).await, look(&second).await), (Link::Over, Link::Works));

        let holder = house.account(FAMILY).await.holder().expect("an account");
        let moving = ask_to_change_address(&house.services, &holder, &address(NEW), PASSWORD, None).await;
        assert_eq!(moving.expect("asked"), Asked::Sent);
        let moving = house.letters().await.pop().expect("a letter").token.expect("a link");
        let new = ANOTHER_PASSWORD;
        let changed = change_password(&house.services, &holder, PASSWORD, new, new, &AT_HOME).await;
        assert!(matches!(changed, Ok(Changed::Yes(_))));
        assert_eq!(look(&second).await, Link::Over);
        assert_eq!(change_address(&house.services, &moving).await.expect("asked"), Moved::Over);
    }

    /// The answer for an address that nobody has is the same, and nobody gets mail.
    async fn a_forgotten_password_of_nobody_sends_nothing(house: House) {
        let nobody = address("nobody@house.example");
        forgot_password(&house.services, &nobody, Language::English, None).await.expect("asked").expect("same");
        assert!(house.letters().await.is_empty());
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM link").await, 0);
    }

    /// The tenth wrong try in a row is the last for a minute, also after a restart; a right one forgives.
    async fn log_in_is_throttled_by_account(house: House) {
        let try_in = async |email: &str, password: &str| {
            log_in(&house.services, email, password, &AT_HOME).await.expect("asked")
        };
        for email in [FAMILY, "nobody@house.example"] {
            for _ in 0..10 {
                assert!(matches!(try_in(email, "wrong").await, LogIn::NotKnown), "{email}");
            }
            assert!(matches!(try_in(email, PASSWORD).await, LogIn::TooOften(Wait { minutes: 1 })), "{email}");
        }
        assert!(matches!(try_in(OTHER_FAMILY, PASSWORD).await, LogIn::Done(_)), "nobody else waits for it");
        let again = house.reopened().await;
        let refused = log_in(&again, FAMILY, PASSWORD, &AT_HOME).await.expect("asked");
        assert!(matches!(refused, LogIn::TooOften(_)), "a restart forgives nothing");
        again.database.close().await;

        house.pass_seconds(60);
        assert!(matches!(try_in(FAMILY, PASSWORD).await, LogIn::Done(_)));
        for _ in 0..10 {
            assert!(matches!(try_in(FAMILY, "wrong").await, LogIn::NotKnown), "forgiven by the right one");
        }
    }

    /// Many at once are no more than many one after the other.
    async fn log_in_is_throttled_also_when_tried_at_once(house: House) {
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..32 {
            let services = house.services.clone();
            tries.spawn(async move { log_in(&services, FAMILY, "wrong", &AT_HOME).await.expect("asked") });
        }
        let outcomes = tries.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, LogIn::NotKnown)).count(), 10);
    }

    /// Mail that anyone can cause is counted by the address it would go to.
    async fn mail_to_one_address_is_throttled(house: House) {
        let email = address(FAMILY);
        for _ in 0..5 {
            let asked = forgot_password(&house.services, &email, Language::English, None).await.expect("asked");
            assert_eq!(asked, Ok(()));
        }
        let asked = forgot_password(&house.services, &email, Language::English, None).await.expect("asked");
        assert_eq!(asked, Err(Wait { minutes: 5 }));
    }

    /// A new address counts once it was confirmed from there; the old one is told.
    async fn an_account_moves_to_another_address(house: House) {
        let holder = house.account(FAMILY).await.holder().expect("an account");
        let ask = async |email: &str, password: &str| {
            ask_to_change_address(&house.services, &holder, &address(email), password, None).await.expect("asked")
        };
        assert_eq!(ask(NEW, "wrong").await, Asked::WrongPassword);
        assert_eq!(ask(NEW, PASSWORD).await, Asked::Sent);
        assert!(lets_in(&house.services, FAMILY, PASSWORD).await, "not confirmed yet");
        let awaited = async || show_account(&house.services, &holder).await.expect("shown").new_email;
        assert_eq!(awaited().await.as_deref(), Some(NEW), "before the mail is out");
        let letter = house.letters().await.pop().expect("a letter");
        assert_eq!((letter.what, letter.to.as_str()), (LetterKind::ConfirmAddress, NEW));
        assert_eq!(awaited().await.as_deref(), Some(NEW));
        let token = letter.token.expect("a link");
        assert_eq!(change_address(&house.services, &token).await.expect("asked"), Moved::Yes);
        assert_eq!(change_address(&house.services, &token).await.expect("asked"), Moved::Over);
        assert!(!lets_in(&house.services, FAMILY, PASSWORD).await);
        assert!(lets_in(&house.services, NEW, PASSWORD).await);
        let letter = house.letters().await.pop().expect("a letter");
        assert_eq!((letter.what, letter.to.as_str()), (LetterKind::AddressChanged, FAMILY));
        assert_eq!(awaited().await, None);

        // An address that somebody else has: the same answer, and only its holder hears of it.
        house.pass_days(1);
        assert_eq!(ask(OTHER_FAMILY, PASSWORD).await, Asked::Sent);
        let letter = house.letters().await.pop().expect("a letter");
        assert_eq!((letter.what, letter.to.as_str(), letter.token), (LetterKind::AddressKnown, OTHER_FAMILY, None));
        assert_eq!(awaited().await.as_deref(), Some(OTHER_FAMILY), "nothing tells that it is known");
        house.pass_days(1);
        assert_eq!(awaited().await, None, "a link works for ten minutes");
    }

    /// A changed password logs every other device out, and the present one has to be known.
    async fn a_changed_password_logs_other_devices_out(house: House) {
        let (here, there) = (house.log_in(FAMILY).await, house.log_in(FAMILY).await);
        let holder = house.resume(&here).await.holder().expect("an account");
        let change = async |present: &str, new: &str| {
            change_password(&house.services, &holder, present, new, new, &AT_HOME).await.expect("asked")
        };
        assert!(matches!(change("wrong", ANOTHER_PASSWORD).await, Changed::WrongPassword));
        assert!(matches!(change(PASSWORD, "passwordpassword").await, Changed::Refused(_)));
        assert!(!matches!(house.resume(&there).await, Actor::Anonymous), "nothing changed yet");
        let Changed::Yes(session) = change(PASSWORD, ANOTHER_PASSWORD).await else { panic!("not changed") };
        for old in [&here, &there] {
            assert!(matches!(house.resume(old).await, Actor::Anonymous));
        }
        assert!(!matches!(house.resume(&session).await, Actor::Anonymous));
    }

    /// One session of one's own is ended by its id, or all others; nobody ends another's.
    async fn people_end_their_own_sessions_only(house: House) {
        let (here, there) = (house.log_in(FAMILY).await, house.log_in(FAMILY).await);
        let holder = house.resume(&here).await.holder().expect("an account");
        let stranger = house.account(OTHER_FAMILY).await.holder().expect("an account");
        let id_of = async |session| house.session_id(session).await;
        let there_id = SessionId::parse(&id_of(&there).await).expect("an id");
        assert!(!end_session(&house.services, &stranger, there_id).await.expect("asked"));
        assert!(end_session(&house.services, &holder, there_id).await.expect("asked"));
        assert!(matches!(house.resume(&there).await, Actor::Anonymous));
        let third = house.log_in(FAMILY).await;
        end_other_sessions(&house.services, &holder, &id_of(&here).await).await.expect("ended");
        assert!(matches!(house.resume(&third).await, Actor::Anonymous));
        assert!(!matches!(house.resume(&here).await, Actor::Anonymous));
    }

    /// Name and telephone are for oneself to correct; the identification stays.
    async fn a_person_corrects_name_and_telephone(site: Site) {
        verified(&site, NEW, "A123456789").await;
        let session = known(log_in(&site.services, NEW, PASSWORD, &AT_HOME).await);
        let holder = site.resume(&session).await.holder().expect("an account");
        let name = domain::person_name::PersonName::parse("王曉美").expect("a name");
        let mobile = domain::phone::MobileNumber::parse("0922333444").expect("a number");
        change_profile(&site.services, &holder, &name, Some(OfFamily { mobile, phone: None, mail_when_read: false })).await.expect("changed");
        let shown = show_account(&site.services, &holder).await.expect("shown");
        let details = shown.details.expect("details");
        assert_eq!((shown.name.as_str(), details.mobile.as_str()), ("王曉美", "+886922333444"));
        assert!(details.phone.is_none());
        assert_eq!(details.identification.as_str(), "A123456789");
    }

    /// A closed account: nothing personal is left, drafts are gone, what was decided stays, the address is free.
    async fn a_closed_account_leaves_only_what_must_be_kept(house: House) {
        let family = house.family().await;
        let draft = house.draft(&family).await;
        let sent = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        house.approve(&house.reviewer().await, sent, 1).await;
        house.pass_days(2);
        let waiting = house.send(&family, written(house.book)).await;
        let session = house.log_in(FAMILY).await;
        let closed = close_account(&house.services, &family, "wrong").await.expect("asked");
        assert_eq!(closed, Closed::WrongPassword);
        house.letters().await;
        assert_eq!(close_account(&house.services, &family, PASSWORD).await.expect("asked"), Closed::Yes);
        assert!(matches!(house.resume(&session).await, Actor::Anonymous));
        assert!(!lets_in(&house.services, FAMILY, PASSWORD).await);
        assert!(house.find(&family, draft).await.is_none());
        assert!(house.find(&family, sent).await.is_some());
        assert!(house.waiting().await.is_empty(), "nobody reads what waited");
        assert!(matches!(house.state(&family, waiting).await, domain::entry::EntryState::Withdrawn { .. }));
        let letter = house.letters().await.pop().expect("a letter");
        assert_eq!((letter.what, letter.to.as_str()), (LetterKind::AccountClosed, FAMILY));
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM book WHERE closed_at IS NOT NULL").await, 1);
        assert!(house.number("SELECT COUNT(*) AS n FROM review").await > 0);
        verified(&house, FAMILY, "A123456789").await;
        assert!(lets_in(&house.services, FAMILY, PASSWORD).await, "the address may be registered anew");
    }

    /// All that we hold comes home: one JSON file and every photo, upright and readable.
    async fn a_family_downloads_what_we_hold_about_it(house: House) {
        let family = house.family().await;
        let with_photo = Written { photo: drawing(1), ..written(house.book) };
        let sent = house.send(&family, with_photo).await;
        house.save(&family, Target::New(None), written(house.book)).await;
        let id = FeedbackId::new(house.services.random.uuid(house.now()));
        give_feedback(&house.services, &family.holder(), id, None, "字太小").await.expect("said");
        let file = received(download_account(&house.services, &family).await.expect("an archive")).await;
        let mut archive = zip::ZipArchive::new(file).expect("a ZIP archive");
        let mut json = String::new();
        archive.by_name("data.json").expect("the data").read_to_string(&mut json).expect("read");
        let data: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(data["account"]["email"], FAMILY);
        assert_eq!(data["letters"].as_array().expect("letters").len(), 2);
        assert_eq!(data["feedback"][0]["text"], "字太小");
        let mut photo = Vec::new();
        let name = format!("photos/{sent}.jpg");
        archive.by_name(&name).expect("the photo").read_to_end(&mut photo).expect("read");
        assert!(photo.starts_with(&[0xFF, 0xD8]));
        assert_eq!(archive.len(), 2);
    }

    /// After a new key was added everything in the database is sealed under it, and everything still opens.
    async fn rotated_keys_open_what_was_sealed_before(site: Site) {
        verified(&site, NEW, "A123456789").await;
        registers(&site, "second@house.example", "A234567893").await.expect("not too often");
        let keys = text(&site, "SELECT details_key AS t FROM account").await;
        Keyring::add_key(site.folder.path(), &site.services.random).expect("added");
        let again = site.reopened().await;
        assert_eq!(rotate_keys(&again).await.expect("rotated"), 2);
        assert_eq!(rotate_keys(&again).await.expect("rotated"), 0);
        let new_keys = text(&site, "SELECT details_key AS t FROM account").await;
        assert_ne!(keys, new_keys);
        let session = known(log_in(&again, NEW, PASSWORD, &AT_HOME).await);
        let holder = site.resume(&session).await.holder().expect("an account");
        let shown = show_account(&again, &holder).await.expect("it opens");
        let number = shown.details.expect("details").number_hash(&again);
        assert_eq!(text(&site, "SELECT id_number_hash AS t FROM account").await, [number], "still known as the same");
        again.database.close().await;
    }
}

/// Without its key file a data folder that holds something is refused, instead of getting a new key.
#[tokio::test]
async fn a_lost_key_stops_the_start() {
    let site = Site::on(crate::engine::Engine::Sqlite).await;
    let path = site.folder.path().to_owned();
    std::fs::remove_file(path.join("key")).expect("removed");
    let folder = DataFolder::beside(&path).expect("there");
    let error =
        Services::open(&folder, None, None, site.services.clock.clone(), site.services.random.clone()).await;
    let said = error.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(said.contains("key"), "{said}");
    let _ = REVIEWER;
}
