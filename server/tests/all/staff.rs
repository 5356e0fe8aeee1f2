//! Staff are invited, log in with a second factor, and are let go.

use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose};
use domain::people::{AccountState, EmailAddress, Role};
use domain::person_name::PersonName;
use server::storage::staff;
use server::workflows::invite_staff::{Invitation, Invited, invite_again, invite_staff};
use server::workflows::log_in::{LogIn, LoggedIn, Token, log_in};
use server::workflows::manage_staff::{Managed, activate, deactivate, remove_second_factor};
use server::workflows::reset_password::{Reset, set_password};
use server::workflows::second_factor::{Stage, Step, check_code, finish_set_up, stage};
use server::{Actor, Admin};
use totp_rs::{Algorithm, Builder, Secret};

use crate::house::{ADMIN, AT_HOME, FAMILY, House, PASSWORD, REVIEWER, REVIEWER_ELSEWHERE};

const NEW: &str = "new.reviewer@house.example";

async fn admin(house: &House) -> Admin {
    house.account(ADMIN).await.admin().expect("an admin")
}

async fn invite(house: &House, role: Role) -> Invited {
    let name = PersonName::parse("蔡文傑").expect("a name");
    let email = EmailAddress::parse(NEW).expect("an address");
    let invitation = Invitation { name: &name, email: &email, role, language: Language::English };
    invite_staff(&house.services, &admin(house).await, &invitation).await.expect("asked")
}

/// Invited, with a password, and no second factor yet.
async fn with_password(house: &House) {
    assert_eq!(invite(house, Role::Reviewer).await, Invited::Yes);
    let letter = house.letters().await.pop().expect("a letter");
    assert_eq!((letter.what, letter.to.as_str()), (LetterKind::Invitation, NEW));
    let token = letter.token.expect("a link");
    let set = set_password(&house.services, LinkPurpose::Invitation, &token, PASSWORD, PASSWORD).await;
    assert_eq!(set.expect("asked"), Reset::Done);
}

async fn first_step(house: &House) -> Token {
    match log_in(&house.services, NEW, PASSWORD, &AT_HOME).await.expect("asked") {
        LogIn::SecondStep(token) => token,
        _ => panic!("the second step is missing"),
    }
}

/// The code that a program with this secret shows now.
fn code(house: &House, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).expect("base32");
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret)
        .with_account_name(NEW)
        .build()
        .expect("a program");
    totp.generate(u64::try_from(house.now().micros() / 1_000_000).expect("after 1970")).to_string()
}

async fn set_up(house: &House) -> (String, Vec<String>, LoggedIn) {
    let token = first_step(house).await;
    let Stage::SetUp(setup) = stage(&house.services, &token).await.expect("asked") else {
        panic!("no set-up")
    };
    assert!(setup.uri.starts_with("otpauth://totp/") && setup.qr_size > 30 && setup.qr_path.starts_with('M'));
    let Stage::SetUp(again) = stage(&house.services, &token).await.expect("asked") else {
        panic!("no set-up")
    };
    assert_eq!(setup.secret, again.secret, "a reload keeps the secret");
    let wrong = finish_set_up(&house.services, &token, "000000", &AT_HOME).await.expect("asked");
    assert!(matches!(wrong, Step::Wrong));
    let code = code(house, &setup.secret);
    let done = finish_set_up(&house.services, &token, &code, &AT_HOME).await.expect("asked");
    let Step::SetUpDone(session, codes) = done else { panic!("not set up") };
    (setup.secret, codes, session)
}

async fn check(house: &House, token: &Token, code: &str) -> Step {
    check_code(&house.services, token, code, &AT_HOME).await.expect("asked")
}

on_both_engines! {
    /// Invited by mail, a password, a program that makes codes, and in.
    async fn an_invited_person_comes_in_with_a_second_factor(house: House) {
        with_password(&house).await;
        let (secret, codes, session) = set_up(&house).await;
        let actor = house.resume(&session).await;
        assert_eq!(actor.staff().map(server::Staff::institution), Some(house.here));
        assert!(actor.reviewer().is_some());
        assert_eq!(codes.len(), 10);

        house.pass_seconds(30);
        let token = first_step(&house).await;
        assert!(matches!(stage(&house.services, &token).await.expect("asked"), Stage::Code));
        let now = code(&house, &secret);
        assert!(matches!(check(&house, &token, &now).await, Step::Done(_)));
        assert!(matches!(check(&house, &token, &now).await, Step::Over), "the step is over");
        let token = first_step(&house).await;
        assert!(matches!(check(&house, &token, &now).await, Step::Wrong), "no code is taken twice");
    }

    /// The password alone opens nothing.
    async fn the_first_step_is_no_session(house: House) {
        with_password(&house).await;
        let token = first_step(&house).await;
        let session = LoggedIn { token, role: Some(Role::Reviewer) };
        assert!(matches!(house.resume(&session).await, Actor::Anonymous));
    }

    /// A recovery code stands for the program once, however it is typed.
    async fn a_recovery_code_works_once(house: House) {
        with_password(&house).await;
        let (_, codes, _) = set_up(&house).await;
        let typed = codes[0].replace('-', " ").to_uppercase();
        let token = first_step(&house).await;
        assert!(matches!(check(&house, &token, &typed).await, Step::Done(_)));
        let token = first_step(&house).await;
        assert!(matches!(check(&house, &token, &codes[0]).await, Step::Wrong));
        assert!(matches!(check(&house, &token, &codes[1]).await, Step::Done(_)));
    }

    /// Five wrong codes, or a quarter of an hour, and the password is asked for again.
    async fn the_second_step_ends(house: House) {
        with_password(&house).await;
        let (secret, ..) = set_up(&house).await;
        house.pass_seconds(60);
        let token = first_step(&house).await;
        for _ in 0..5 {
            assert!(matches!(check(&house, &token, "123").await, Step::Wrong));
        }
        let right = code(&house, &secret);
        assert!(matches!(check(&house, &token, &right).await, Step::Over));
        let token = first_step(&house).await;
        house.pass_seconds(15 * 60);
        let right = code(&house, &secret);
        assert!(matches!(check(&house, &token, &right).await, Step::Over));
    }

    /// Who knows a password may not try codes for ever: wrong ones are counted for the account.
    async fn codes_are_throttled_by_account(house: House) {
        with_password(&house).await;
        let (secret, ..) = set_up(&house).await;
        house.pass_seconds(60);
        for _ in 0..2 {
            let token = first_step(&house).await;
            for _ in 0..5 {
                assert!(matches!(check(&house, &token, "123").await, Step::Wrong));
            }
        }
        let token = first_step(&house).await;
        let right = code(&house, &secret);
        assert!(matches!(check(&house, &token, &right).await, Step::TooOften(_)));
        house.pass_seconds(300);
        let token = first_step(&house).await;
        let right = code(&house, &secret);
        assert!(matches!(check(&house, &token, &right).await, Step::Done(_)), "forgiven from then on");
        house.pass_seconds(60);
        let token = first_step(&house).await;
        assert!(matches!(check(&house, &token, "123").await, Step::Wrong));
    }

    /// Who is let go is out at once, and may be let in again.
    async fn a_deactivated_person_is_out_at_once(house: House) {
        let admin = admin(&house).await;
        let session = house.log_in(REVIEWER).await;
        let id = house.account_id(REVIEWER).await;
        assert_eq!(deactivate(&house.services, &admin, id).await.expect("asked"), Managed::Yes);
        assert!(matches!(house.resume(&session).await, Actor::Anonymous));
        let refused = log_in(&house.services, REVIEWER, PASSWORD, &AT_HOME).await.expect("asked");
        assert!(matches!(refused, LogIn::NotKnown));
        assert_eq!(deactivate(&house.services, &admin, id).await.expect("asked"), Managed::NotNow);
        assert_eq!(activate(&house.services, &admin, id).await.expect("asked"), Managed::Yes);
        house.log_in(REVIEWER).await;
    }

    /// An admin manages their own institution's people, never themselves, families or others' staff.
    async fn an_admin_manages_their_own_institution_only(house: House) {
        let admin = admin(&house).await;
        for (mail, expected) in [
            (REVIEWER_ELSEWHERE, Managed::NotFound),
            (FAMILY, Managed::NotFound),
            (ADMIN, Managed::Oneself),
        ] {
            let id = house.account_id(mail).await;
            assert_eq!(deactivate(&house.services, &admin, id).await.expect("asked"), expected, "{mail}");
            assert_eq!(remove_second_factor(&house.services, &admin, id).await.expect("asked"), expected);
            assert!(!invite_again(&house.services, &admin, id).await.expect("asked"));
        }
        let mut db = house.services.database.read().await.expect("a connection");
        let seen = staff::of_institution(&mut db, admin.institution()).await.expect("a list");
        assert!(seen.iter().all(|one| one.email.ends_with("@house.example")));
        assert_eq!(seen.len(), 4);
    }

    /// The phone was lost: the next log-in sets up another one.
    async fn a_lost_phone_is_replaced(house: House) {
        with_password(&house).await;
        let (secret, _, session) = set_up(&house).await;
        let id = house.account_id(NEW).await;
        let removed = remove_second_factor(&house.services, &admin(&house).await, id).await.expect("asked");
        assert_eq!(removed, Managed::Yes);
        assert!(matches!(house.resume(&session).await, Actor::Anonymous));
        house.pass_seconds(30);
        let (another, ..) = set_up(&house).await;
        assert_ne!(secret, another);
    }

    /// An invitation goes out again until it is accepted, and an address that is known is refused.
    async fn an_invitation_can_be_sent_again(house: House) {
        assert_eq!(invite(&house, Role::Head).await, Invited::Yes);
        assert_eq!(invite(&house, Role::Head).await, Invited::Known);
        let id = house.account_id(NEW).await;
        house.letters().await;
        assert!(invite_again(&house.services, &admin(&house).await, id).await.expect("asked"));
        assert_eq!(house.letters().await.len(), 1);
        let refused = log_in(&house.services, NEW, "", &AT_HOME).await.expect("asked");
        assert!(matches!(refused, LogIn::NotKnown), "an empty password is no password");
        let mut db = house.services.database.read().await.expect("a connection");
        let state = staff::state(&mut db, id, house.here).await.expect("asked");
        assert_eq!(state, Some(AccountState::Invited));
    }
}
