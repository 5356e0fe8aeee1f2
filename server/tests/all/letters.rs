//! What a mail becomes, by what is true when it is sent.

use std::sync::{Arc, Mutex};

use domain::id::MailId;
use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose, MailKind};
use domain::people::EmailAddress;
use server::jobs::deliver_mail::deliver_due;
use server::mail::{Compose, Letter, MailTransport};
use server::storage::addressees::Institution;
use server::storage::links;
use server::storage::outbox::{self, About, Recipient};

use crate::house::{FAMILY, House, OTHER_FAMILY, REVIEWER, written};

/// What a letter was written from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    what: LetterKind,
    to: String,
    name: String,
    language: Language,
    about: About,
    institution: Option<Institution>,
    /// Its purpose and the hash of its token.
    link: Option<(LinkPurpose, String)>,
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect(text)
}

async fn write(house: &House, kind: MailKind, to: Recipient<'_>) -> MailId {
    let id = MailId::new(house.services.random.uuid(house.now()));
    let mut db = house.services.database.write().await.expect("a transaction");
    outbox::add(&mut db, id, kind, to, About::Nothing, house.now()).await.expect("added");
    db.commit().await.expect("kept");
    id
}

/// Sends what is due into the folder and tells what it was.
async fn deliver(house: &House) -> Vec<Facts> {
    let seen: Arc<Mutex<Vec<Facts>>> = Arc::default();
    let compose: Compose = {
        let seen = seen.clone();
        Arc::new(move |mail| {
            seen.lock().expect("nobody panics").push(Facts {
                what: mail.what,
                to: mail.to.as_str().to_owned(),
                name: mail.name.clone(),
                language: mail.language,
                about: mail.about,
                institution: mail.institution.clone(),
                link: mail.link.as_ref().map(|(purpose, token)| (*purpose, token.hash())),
            });
            Letter { subject: format!("{:?}", mail.what), text: String::new(), html: String::new() }
        })
    };
    let transport = MailTransport::Folder(house.services.mail_folder.clone());
    deliver_due(&house.services, &transport, &compose).await.expect("delivered");
    seen.lock().expect("nobody panics").clone()
}

/// Writes one mail and tells what it became: kind, address and link; `None` is void.
async fn becomes(
    house: &House,
    kind: MailKind,
    to: Recipient<'_>,
) -> Option<(LetterKind, String, Option<LinkPurpose>)> {
    write(house, kind, to).await;
    let mut letters = deliver(house).await;
    let void = house.mails().await[0].state == "void";
    assert_eq!((letters.len(), void), if void { (0, true) } else { (1, false) });
    house.pass_seconds(1);
    let letter = letters.pop()?;
    Some((letter.what, letter.to, letter.link.map(|(purpose, _)| purpose)))
}

/// A registration with this address, whose identification has this hash.
async fn register(house: &House, id: &str, email: &str, id_number_hash: &str) {
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query(
        "INSERT INTO registration (id, email, name, language, password_hash, details, details_key,
                                   id_number_hash, notice_version, agreed_at, created_at)
         VALUES ($1, $2, '新來的', 'en', '', '', '', $3, '1', 0, 0)",
    )
    .bind(id)
    .bind(email)
    .bind(id_number_hash)
    .execute(&mut *db)
    .await
    .expect("added");
    db.commit().await.expect("kept");
}

on_both_engines! {
    /// About an entry: to its family, with the student and whom to call.
    async fn a_letter_about_an_entry_names_the_student(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let entry = house.send(&family, written(house.book)).await;
        house.pass_seconds(1);
        house.send_back(&reviewer, entry, 1).await;
        let letters = deliver(&house).await;
        let institution = Institution { name: "青山中學".to_owned(), phone: "03-000-0000".to_owned(), ..Institution::default() };
        let expected = |what| Facts {
            what,
            to: FAMILY.to_owned(),
            name: "林美惠".to_owned(),
            language: Language::TraditionalChinese,
            about: About::Entry(entry),
            institution: Some(institution.clone()),
            link: None,
        };
        assert_eq!(letters.len(), 2);
        for what in [LetterKind::EntryReceived, LetterKind::EntryReturned] {
            assert!(letters.contains(&expected(what)), "{letters:?}");
        }
        let filed = house.services.mail_folder.latest(50).await.expect("read");
        let filed: Vec<_> =
            filed.iter().map(|letter| (letter.subject.as_str(), letter.to.as_str())).collect();
        assert_eq!(filed, [("EntryReturned", FAMILY), ("EntryReceived", FAMILY)]);
        assert_eq!(house.services.mail_folder.latest(1).await.expect("read").len(), 1);
    }

    /// A registration becomes a link, unless its address or its identification has an account by now.
    async fn a_registration_gets_a_link_unless_it_is_known(house: House) {
        use MailKind::Registration;
        register(&house, "new", "new@house.example", "new").await;
        register(&house, "known", FAMILY, "other").await;
        register(&house, "number", "other@house.example", "taken").await;
        let has_it = house.run(
            "UPDATE account SET id_number_hash = 'taken' WHERE email = 'other.family@house.example'",
        );
        assert_eq!(has_it.await, 1);

        let to = |address: &str| address.to_owned();
        let verify = becomes(&house, Registration, Recipient::Registration("new")).await;
        assert_eq!(verify, Some((LetterKind::Verify, to("new@house.example"), Some(LinkPurpose::Verify))));
        let known = becomes(&house, Registration, Recipient::Registration("number")).await;
        assert_eq!(known, Some((LetterKind::NumberKnown, to("other@house.example"), None)));
        assert_eq!(becomes(&house, Registration, Recipient::Registration("gone")).await, None);

        // In the name and language of who has the account, not of who registered.
        write(&house, Registration, Recipient::Registration("known")).await;
        let letter = deliver(&house).await.remove(0);
        assert_eq!((letter.what, letter.to.as_str(), letter.link), (LetterKind::AddressKnown, FAMILY, None));
        assert_eq!((letter.name.as_str(), letter.language), ("林美惠", Language::TraditionalChinese));
        house.pass_seconds(1);

        let closed = house.run("UPDATE account SET state = 'closed' WHERE email = 'family@house.example'");
        assert_eq!(closed.await, 1);
        let free = becomes(&house, Registration, Recipient::Registration("known")).await;
        assert_eq!(free, Some((LetterKind::Verify, to(FAMILY), Some(LinkPurpose::Verify))));
    }

    /// Who forgot a password gets the link that the account needs; who has no account gets nothing.
    async fn a_forgotten_password_gets_the_link_that_fits(house: House) {
        let email = address(REVIEWER);
        let forgotten = Recipient::Address { to: &email, language: Language::English };
        let expected = |what, purpose| Some((what, REVIEWER.to_owned(), Some(purpose)));
        let reset = becomes(&house, MailKind::Forgotten, forgotten).await;
        assert_eq!(reset, expected(LetterKind::Reset, LinkPurpose::Reset));
        house.run("UPDATE account SET state = 'invited'").await;
        let invitation = becomes(&house, MailKind::Forgotten, forgotten).await;
        assert_eq!(invitation, expected(LetterKind::Invitation, LinkPurpose::Invitation));
        for change in ["UPDATE account SET state = 'deactivated'", "UPDATE account SET state = 'closed'"] {
            house.run(change).await;
            assert_eq!(becomes(&house, MailKind::Forgotten, forgotten).await, None);
        }
        let nobody = address("nobody@house.example");
        let forgotten = Recipient::Address { to: &nobody, language: Language::English };
        assert_eq!(becomes(&house, MailKind::Forgotten, forgotten).await, None);
    }

    /// A new address is asked for its consent, unless it is another account's; the old one is told.
    async fn a_change_of_address_writes_to_both(house: House) {
        let account = house.account_id(FAMILY).await;
        let (new, old) = (address("new@house.example"), address("old@house.example"));
        let taken = address(OTHER_FAMILY);
        let at = |to| Recipient::AccountAt { account, to };
        let confirm = becomes(&house, MailKind::NewAddress, at(&new)).await;
        let link = Some(LinkPurpose::NewAddress);
        assert_eq!(confirm, Some((LetterKind::ConfirmAddress, "new@house.example".to_owned(), link)));
        let links = "SELECT COUNT(*) AS n FROM link WHERE email = 'new@house.example' AND account_id <> ''";
        assert_eq!(house.number(links).await, 1);
        let known = becomes(&house, MailKind::NewAddress, at(&taken)).await;
        assert_eq!(known, Some((LetterKind::AddressKnown, OTHER_FAMILY.to_owned(), None)));
        let told = becomes(&house, MailKind::OldAddress, at(&old)).await;
        assert_eq!(told, Some((LetterKind::AddressChanged, "old@house.example".to_owned(), None)));
    }

    /// Staff are invited as long as they have not come.
    async fn an_invitation_is_sent_while_it_is_one(house: House) {
        let to = Recipient::Account(house.account_id(REVIEWER).await);
        assert_eq!(becomes(&house, MailKind::Invitation, to).await, None);
        house.run("UPDATE account SET state = 'invited'").await;
        write(&house, MailKind::Invitation, to).await;
        let letter = deliver(&house).await.remove(0);
        assert_eq!(letter.what, LetterKind::Invitation);
        assert_eq!(letter.institution.expect("theirs").name, "青山中學");
        let (purpose, hash) = letter.link.expect("a link");
        let mut db = house.services.database.read().await.expect("a connection");
        let link = links::find(&mut db, purpose, &hash).await.expect("asked").expect("there");
        assert_eq!(link.ends_at, house.now().plus_seconds(3 * 86_400));
    }

    /// A closed account hears of its end, and nothing else.
    async fn a_closed_account_hears_only_of_its_end(house: House) {
        let account = house.account_id(FAMILY).await;
        let old = address("old@house.example");
        let (own, at) = (Recipient::Account(account), Recipient::AccountAt { account, to: &old });
        let changed = becomes(&house, MailKind::PasswordChanged, own).await;
        assert_eq!(changed, Some((LetterKind::PasswordChanged, FAMILY.to_owned(), None)));
        for change in ["UPDATE account SET state = 'deactivated'", "UPDATE account SET state = 'closed'"] {
            house.run(change).await;
            for kind in [MailKind::PasswordChanged, MailKind::Invitation] {
                assert_eq!(becomes(&house, kind, own).await, None, "{kind:?}");
            }
            assert_eq!(becomes(&house, MailKind::NewAddress, at).await, None);
            let end = becomes(&house, MailKind::AccountClosed, at).await;
            assert_eq!(end, Some((LetterKind::AccountClosed, "old@house.example".to_owned(), None)));
            let moved = becomes(&house, MailKind::OldAddress, at).await;
            assert_eq!(moved, Some((LetterKind::AddressChanged, "old@house.example".to_owned(), None)));
        }
    }

    /// The ten minutes of a link begin when its letter goes out, and the link of a try that failed is gone.
    async fn a_link_is_made_when_its_letter_goes_out(house: House) {
        let email = address(FAMILY);
        let to = Recipient::Address { to: &email, language: Language::English };
        write(&house, MailKind::Forgotten, to).await;
        house.pass_seconds(3600);
        // A file stands where the folder should be.
        let folder = house.folder.path().join("mail");
        std::fs::write(&folder, "").expect("written");
        let first = deliver(&house).await.remove(0).link.expect("a link");
        assert_eq!(house.mails().await[0].state, "waiting");
        std::fs::remove_file(&folder).expect("removed");
        house.pass_seconds(60);
        let second = deliver(&house).await.remove(0).link.expect("a link");
        assert_eq!(house.mails().await[0].state, "sent");

        let mut db = house.services.database.read().await.expect("a connection");
        assert_eq!(links::find(&mut db, first.0, &first.1).await.expect("asked"), None);
        let link = links::find(&mut db, second.0, &second.1).await.expect("asked").expect("there");
        assert_eq!(link.ends_at, house.now().plus_seconds(600));
        let filed = std::fs::read_dir(&folder).expect("a folder").count();
        assert_eq!(filed, 1);
    }
}
