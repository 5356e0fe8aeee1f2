//! A family applies for a contact book. Part 二(一) and 六(二) of the regulation.

use domain::application::{
    ApplicationNotice, ApplicationProblems, ApplicationState, ApplicationStateKind, GivenReason,
    StepNotAllowed, UsualReason,
};
use domain::application_form::Step;
use domain::document::DocumentKind;
use domain::id::{ApplicationId, StudentId};
use domain::mail::MailKind;
use domain::people::Relationship;
use domain::view::FamilyApplication;
use server::Family;
use server::files::document::in_a_file;
use server::files::drawings::small_photo;
use server::storage::applications;
use server::workflows::close_account::{Closed, close_account};
use server::workflows::discard_application::discard_application;
use server::workflows::download_account::download_account;
use server::workflows::look_up_student::{Ineligible, LookUpError, look_up_student};
use server::workflows::save_application::{
    ApplicationTarget, SaveApplicationError, SavedApplication, Typed, save_application,
};
use server::workflows::submit_application::{SubmitApplicationError, submit_application};
use server::workflows::take_document::take_document;
use server::workflows::withdraw_application::{WithdrawApplicationError, withdraw_application};

use crate::house::{House, PASSWORD, PIN, add_student, at_once, received};

/// A student whose book nobody has.
async fn free_student(house: &House, number: &str) -> StudentId {
    add_student(house, house.here, number, "張家豪", PIN).await
}

fn new_id(house: &House) -> ApplicationId {
    ApplicationId::new(house.services.random.uuid(house.now()))
}

fn first_step(house: &House, number: &str) -> Typed {
    Typed {
        institution: Some(house.here.to_string()),
        call_number: Some(number.to_owned()),
        relationship: Some("grandfather".to_owned()),
        service: None,
    }
}

async fn save(house: &House, family: &Family, id: ApplicationId, typed: &Typed) -> SavedApplication {
    save_application(&house.services, family, ApplicationTarget::New(id), typed).await.expect("saved")
}

async fn begin(house: &House, family: &Family, number: &str) -> ApplicationId {
    save(house, family, new_id(house), &first_step(house, number)).await.id
}

async fn look_up(house: &House, family: &Family, id: ApplicationId) -> Result<(), Ineligible> {
    match look_up_student(&house.services, family, id).await {
        Ok(()) => Ok(()),
        Err(LookUpError::Ineligible(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

async fn give(house: &House, family: &Family, id: ApplicationId, kind: DocumentKind) {
    let file = in_a_file(&small_photo(7)).expect("a file");
    take_document(&house.services, family, id, kind, "身分證.jpg", file).await.expect("taken");
}

/// A draft that can be sent.
async fn ready(house: &House, family: &Family, number: &str) -> ApplicationId {
    let id = begin(house, family, number).await;
    look_up(house, family, id).await.expect("found");
    let confirmed = Typed { service: Some("contact_book".to_owned()), ..Typed::default() };
    save(house, family, id, &confirmed).await;
    for kind in DocumentKind::ALL {
        give(house, family, id, kind).await;
    }
    id
}

async fn sent(house: &House, family: &Family, number: &str) -> ApplicationId {
    let id = ready(house, family, number).await;
    submit_application(&house.services, family, id).await.expect("sent");
    id
}

async fn shown(house: &House, family: &Family, id: ApplicationId) -> FamilyApplication {
    let mut db = house.services.database.read().await.expect("a connection");
    applications::one_of_family(&mut db, id, family.id()).await.expect("asked").expect("this family's")
}

/// Moves it on as staff do, and keeps what they said.
async fn decided(house: &House, family: &Family, id: ApplicationId, returned: Option<&[UsualReason]>) {
    let reviewer = house.reviewer().await;
    let mut db = house.services.database.write().await.expect("a transaction");
    let stored = applications::find_own(&mut db, id, family.id()).await.expect("asked").expect("there");
    let ApplicationState::InReview { round, submitted_at, .. } = stored.state else { panic!("{stored:?}") };
    let to = match returned {
        Some(_) => stored.state.return_to_family(house.now()),
        None => stored.state.approve(house.now()),
    };
    applications::set_state(&mut db, id, stored.state, to.expect("in review")).await.expect("moved");
    let reasons: Vec<_> = returned.unwrap_or_default().iter().copied().map(GivenReason::Usual).collect();
    sqlx::query(
        "INSERT INTO application_review (id, application_id, round, relationship, submitted_at, decision, reasons,
                                         suggestion, decided_by, decided_at)
         VALUES ($1, $2, $3, 'grandfather', $4, $5, $6, NULL, $7, $8)",
    )
    .bind(house.services.random.uuid(house.now()).to_string())
    .bind(id.to_string())
    .bind(i64::from(round))
    .bind(submitted_at.micros())
    .bind(if returned.is_some() { "returned" } else { "approved" })
    .bind(serde_json::to_string(&reasons).expect("JSON"))
    .bind(reviewer.id().to_string())
    .bind(house.now().micros())
    .execute(&mut *db)
    .await
    .expect("kept");
    db.commit().await.expect("kept");
}

fn missing(kinds: &[DocumentKind]) -> ApplicationProblems {
    ApplicationProblems { documents_missing: kinds.to_vec(), ..ApplicationProblems::default() }
}

on_both_engines! {
    /// Step by step to a request that waits, is due a calendar month later, and was confirmed by mail.
    async fn a_family_applies_step_by_step(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let saved = save(&house, &family, new_id(&house), &first_step(&house, " １００３ ")).await;
        assert_eq!((saved.filled.call_number.as_str(), saved.found), ("1003", None));
        assert_eq!(saved.filled.next_step(false), Step::Student);

        look_up(&house, &family, saved.id).await.expect("found");
        let found = shown(&house, &family, saved.id).await;
        assert_eq!((found.masked_name.as_deref(), found.confirmed), (Some("張○豪"), false));
        let Err(SubmitApplicationError::Refused(problems)) =
            submit_application(&house.services, &family, saved.id).await
        else {
            panic!("sent")
        };
        assert!(problems.student_not_confirmed && problems.service_missing && problems.documents_missing.len() == 2);

        let confirmed = Typed { service: Some("contact_book".to_owned()), ..Typed::default() };
        assert!(save(&house, &family, saved.id, &confirmed).await.filled.student.is_some());
        give(&house, &family, saved.id, DocumentKind::Identity).await;
        let refused = submit_application(&house.services, &family, saved.id).await;
        assert!(
            matches!(refused, Err(SubmitApplicationError::Refused(p)) if p == missing(&[DocumentKind::Relationship]))
        );
        give(&house, &family, saved.id, DocumentKind::Relationship).await;
        submit_application(&house.services, &family, saved.id).await.expect("sent");

        let waiting = shown(&house, &family, saved.id).await;
        let ApplicationState::InReview { round: 1, due_on, .. } = waiting.state else { panic!("{waiting:?}") };
        assert_eq!(due_on, house.today().plus_one_month());
        let mails = house.mails().await;
        assert_eq!(mails[0].kind, Some(MailKind::ApplicationReceived));
        assert!(house.letters().await.iter().any(|letter| format!("{:?}", letter.what) == "ApplicationReceived"));
    }

    /// A wrong number, one that cannot be one, a student who left, and one whose book another family has look the same,
    /// and each look is in the audit.
    async fn whoever_cannot_be_applied_for_looks_like_nobody(house: House) {
        let family = house.family().await;
        free_student(&house, "1004").await;
        let days = house.today().number();
        let mut db = house.services.database.write().await.expect("a transaction");
        sqlx::query("UPDATE student SET leaving = 'released', left_on = $1 WHERE call_number = '1004'")
            .bind(days)
            .execute(&mut *db)
            .await
            .expect("left");
        db.commit().await.expect("kept");
        for number in ["9999", "no number at all", "1004", "1002"] {
            let id = begin(&house, &family, number).await;
            assert_eq!(look_up(&house, &family, id).await, Err(Ineligible::NoStudent), "{number}");
            let draft = shown(&house, &family, id).await;
            assert_eq!((draft.call_number.as_str(), draft.masked_name), (number, None));
        }
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'student_looked_up'").await, 4);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE details LIKE '%9999%'").await, 0);
    }

    /// A family that has the book, or has asked already, is told so.
    async fn who_has_the_book_or_has_asked_is_told_so(house: House) {
        let family = house.family().await;
        let own = begin(&house, &family, "1001").await;
        assert_eq!(look_up(&house, &family, own).await, Err(Ineligible::HasBook));
        free_student(&house, "1003").await;
        let first = sent(&house, &family, "1003").await;
        let second = begin(&house, &family, "1003").await;
        assert_eq!(look_up(&house, &family, second).await, Err(Ineligible::UnderWay(first)));
        // Another family may ask too: whoever is approved first has the book.
        let other = house.other_family().await;
        let theirs = begin(&house, &other, "1003").await;
        assert_eq!(look_up(&house, &other, theirs).await, Ok(()));
    }

    /// Ten look-ups at once, then one in ten minutes. What was typed is kept.
    async fn guessing_call_numbers_is_slow(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        for guess in 2000..2010 {
            let id = begin(&house, &family, &guess.to_string()).await;
            assert_eq!(look_up(&house, &family, id).await, Err(Ineligible::NoStudent));
        }
        let id = begin(&house, &family, "1003").await;
        let Err(LookUpError::TooOften(wait)) = look_up_student(&house.services, &family, id).await else {
            panic!("looked up")
        };
        assert_eq!((wait.minutes, shown(&house, &family, id).await.call_number.as_str()), (10, "1003"));
        house.pass_seconds(600);
        assert_eq!(look_up(&house, &family, id).await, Ok(()));
    }

    /// Another number or institution is another student: looked up and confirmed anew.
    async fn another_number_has_to_be_confirmed_anew(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let id = ready(&house, &family, "1003").await;
        let again = save(&house, &family, id, &first_step(&house, "1003")).await;
        assert!(again.found.is_some() && again.filled.student.is_some(), "the same number changes nothing");
        let other = Typed { call_number: Some("1004".to_owned()), ..Typed::default() };
        let other = save(&house, &family, id, &other).await;
        assert_eq!((other.found, other.filled.student), (None, None));
        let refused = submit_application(&house.services, &family, id).await;
        assert!(matches!(refused, Err(SubmitApplicationError::Refused(p)) if p.student_not_confirmed));
        let nowhere = Typed { institution: Some(new_id(&house).to_string()), ..Typed::default() };
        assert_eq!(save(&house, &family, id, &nowhere).await.filled.institution, None);
    }

    /// Nobody touches what is another's.
    async fn a_request_is_its_family_s_alone(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        free_student(&house, "1003").await;
        let id = ready(&house, &family, "1003").await;
        let services = &house.services;
        for target in [ApplicationTarget::New(id), ApplicationTarget::Existing(id)] {
            let saved = save_application(services, &other, target, &Typed::default()).await;
            assert!(matches!(saved, Err(SaveApplicationError::NotFound)));
        }
        assert!(matches!(look_up_student(services, &other, id).await, Err(LookUpError::NotFound)));
        assert!(matches!(submit_application(services, &other, id).await, Err(SubmitApplicationError::NotFound)));
        assert!(matches!(withdraw_application(services, &other, id).await, Err(WithdrawApplicationError::NotFound)));
        assert!(!discard_application(services, &other, id).await.expect("asked"));
        assert_eq!(shown(&house, &family, id).await.state, ApplicationState::Draft);
    }

    /// Sent twice at once it is one; of two drafts for one student one is sent.
    async fn two_at_once_are_one(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let id = ready(&house, &family, "1003").await;
        let second = ready(&house, &family, "1003").await;
        let send = |id: ApplicationId| {
            let (services, family) = (house.services.clone(), family.clone());
            async move { submit_application(&services, &family, id).await.is_ok() }
        };
        let twice = at_once([send(id), send(id)]).await;
        assert_eq!(twice, [true, true]);
        let refused = submit_application(&house.services, &family, second).await;
        assert!(matches!(refused, Err(SubmitApplicationError::Ineligible(Ineligible::UnderWay(first))) if first == id));
        let received = house.mails().await;
        assert_eq!(received.iter().filter(|mail| mail.kind == Some(MailKind::ApplicationReceived)).count(), 1);

        free_student(&house, "1004").await;
        let drafts = [ready(&house, &family, "1004").await, ready(&house, &family, "1004").await];
        let outcomes = at_once(drafts.map(send)).await;
        assert_eq!(outcomes.into_iter().filter(|done| *done).count(), 1);
    }

    /// Only what was wrong is asked again, and of that something new; everything else stays.
    async fn a_correction_asks_only_what_was_wrong(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let id = sent(&house, &family, "1003").await;
        house.pass_days(3);
        decided(&house, &family, id, Some(&[UsualReason::IdentityUnclear])).await;
        let returned = shown(&house, &family, id).await;
        let notice: &ApplicationNotice = returned.returned().expect("why");
        assert_eq!(notice.reasons(), [GivenReason::Usual(UsualReason::IdentityUnclear)]);

        house.pass_seconds(60);
        let other = Typed { relationship: Some("uncle".to_owned()), ..first_step(&house, "1004") };
        let saved = save_application(&house.services, &family, ApplicationTarget::Existing(id), &other).await;
        let kept = saved.expect("saved").filled;
        assert_eq!((kept.call_number.as_str(), kept.relationship), ("1003", Some(Relationship::Grandfather)));
        give(&house, &family, id, DocumentKind::Relationship).await;
        let refused = submit_application(&house.services, &family, id).await;
        assert!(
            matches!(refused, Err(SubmitApplicationError::Refused(p)) if p == missing(&[DocumentKind::Identity]))
        );
        give(&house, &family, id, DocumentKind::Identity).await;
        submit_application(&house.services, &family, id).await.expect("sent again");
        let again = shown(&house, &family, id).await;
        assert!(matches!(again.state, ApplicationState::InReview { round: 2, due_on, .. }
            if due_on == house.today().plus_one_month()));
        assert_eq!(again.decisions.len(), 1);
    }

    /// When the relationship was wrong, it may be chosen anew.
    async fn a_wrong_relationship_is_chosen_anew(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let id = sent(&house, &family, "1003").await;
        decided(&house, &family, id, Some(&[UsualReason::NotEligible])).await;
        let typed = Typed { relationship: Some("uncle".to_owned()), ..Typed::default() };
        let saved = save_application(&house.services, &family, ApplicationTarget::Existing(id), &typed).await;
        assert_eq!(saved.expect("saved").filled.relationship, Some(Relationship::Uncle));
        submit_application(&house.services, &family, id).await.expect("sent again");
    }

    /// What waits or came back can be taken back, once; what is decided cannot.
    async fn a_request_is_withdrawn_until_it_is_approved(house: House) {
        let family = house.family().await;
        let services = &house.services;
        for number in ["1003", "1004", "1005"] {
            free_student(&house, number).await;
        }
        let waiting = sent(&house, &family, "1003").await;
        let returned = sent(&house, &family, "1004").await;
        decided(&house, &family, returned, Some(&[UsualReason::IdentityUnclear])).await;
        for id in [waiting, returned, returned] {
            withdraw_application(services, &family, id).await.expect("withdrawn");
            assert_eq!(shown(&house, &family, id).await.state.kind(), ApplicationStateKind::Withdrawn);
        }
        let mails = house.mails().await;
        assert!(mails.iter().any(|mail| mail.kind == Some(MailKind::ApplicationWithdrawn)));
        let approved = sent(&house, &family, "1005").await;
        decided(&house, &family, approved, None).await;
        let refused = withdraw_application(services, &family, approved).await;
        let from = ApplicationStateKind::Approved;
        assert!(
            matches!(refused, Err(WithdrawApplicationError::NotAllowed(StepNotAllowed { from: f })) if f == from)
        );
        let sent_again = submit_application(services, &family, waiting).await;
        assert!(matches!(sent_again, Err(SubmitApplicationError::NotAllowed(_))));
        let target = ApplicationTarget::Existing(waiting);
        let changed = save_application(services, &family, target, &first_step(&house, "1004")).await;
        assert!(matches!(changed, Err(SaveApplicationError::NotEditable)));
    }

    /// A draft that is thrown away is gone with its documents; what was sent cannot be thrown away.
    async fn a_draft_is_thrown_away_with_its_documents(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let draft = ready(&house, &family, "1003").await;
        assert!(discard_application(&house.services, &family, draft).await.expect("asked"));
        assert!(!discard_application(&house.services, &family, draft).await.expect("asked"));
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM document_page").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM application").await, 0);
        let sent = sent(&house, &family, "1003").await;
        assert!(!discard_application(&house.services, &family, sent).await.expect("asked"));
    }

    /// What a family takes home holds its requests too.
    async fn what_is_taken_home_holds_the_requests(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        sent(&house, &family, "1003").await;
        let archive = received(download_account(&house.services, &family).await.expect("an archive")).await;
        let mut archive = zip::ZipArchive::new(archive).expect("a ZIP file");
        let data: serde_json::Value =
            serde_json::from_reader(archive.by_name("data.json").expect("the data")).expect("JSON");
        assert_eq!(data["applications"][0]["call_number"], "1003");
        assert_eq!(data["applications"][0]["state"], "in_review");
    }

    /// Closing an account takes back what waits and throws away what was begun.
    async fn closing_an_account_ends_its_requests(house: House) {
        let family = house.family().await;
        free_student(&house, "1003").await;
        let sent = sent(&house, &family, "1003").await;
        begin(&house, &family, "1004").await;
        let closed = close_account(&house.services, &family, PASSWORD).await.expect("asked");
        assert_eq!(closed, Closed::Yes);
        assert_eq!(shown(&house, &family, sent).await.state.kind(), ApplicationStateKind::Withdrawn);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM application").await, 1);
    }
}
