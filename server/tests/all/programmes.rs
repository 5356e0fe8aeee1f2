//! Part 二(二): a programme lasts longer, or is ended; what was half-written is counted, never shown.

use domain::audit::AuditAction;
use domain::id::{EntryId, ProgrammeId};
use domain::programme::{Days, DaysProblem, Phase, Programme, TakingPart};
use server::storage::programmes;
use server::workflows::end_programme::{Ended, ExtendError, end_programme, extend_programme};
use server::workflows::open_entry::open_entry;
use server::workflows::save_entry::Written;
use server::workflows::save_reply::save_reply;
use server::workflows::send_reply::{SendReplyError, send_reply};
use server::workflows::start_programme::start_programme;
use server::{Head, Student};

use crate::audit::{fact, told_of};
use crate::house::{HEAD, House, at_once, written};

async fn head(house: &House) -> Head {
    house.account(HEAD).await.head().expect("a head")
}

/// From today through three days on, for 小宇.
async fn begun(house: &House) -> ProgrammeId {
    let id = ProgrammeId::new(house.services.random.uuid(house.now()));
    let days = Days { first: house.today(), last: house.today().plus_days(3) };
    start_programme(&house.services, &head(house).await, id, "家書週", days, &[house.student_id])
        .await
        .expect("a programme");
    id
}

/// A letter that the student has opened, and a reply that was begun and not sent.
async fn half_written(house: &House, student: &Student) -> EntryId {
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let letter = house.send(&family, written(house.book)).await;
    house.approve(&reviewer, letter, 1).await;
    open_entry(&house.services, student, letter).await.expect("open").expect("delivered");
    let words = Written { title: "回：番茄".to_owned(), body: "媽，".to_owned(), ..Written::default() };
    save_reply(&house.services, student, letter, words).await.expect("saved");
    letter
}

async fn shown(house: &House, id: ProgrammeId) -> (Programme, Vec<TakingPart>) {
    let mut db = house.services.database.read().await.expect("a connection");
    let found = programmes::find(&mut db, id, house.here).await.expect("asked").expect("there");
    let students = programmes::taking_part(&mut db, id, found.days).await.expect("asked");
    (found, students)
}

on_both_engines! {
    /// What was half-written when it ended is counted; made longer, it can be sent.
    async fn a_programme_that_is_over_can_be_made_longer(house: House) {
        let (student, head, id) = (house.student().await, head(&house).await, begun(&house).await);
        let letter = half_written(&house, &student).await;
        house.pass_days(4);
        let student = house.student().await;
        let (programme, students) = shown(&house, id).await;
        assert_eq!(programme.phase(house.today()), Phase::Over);
        assert_eq!(students.iter().map(|one| (one.half_written, one.waiting)).collect::<Vec<_>>(), [(1, 0)]);
        let late = send_reply(&house.services, &student, letter).await;
        assert!(matches!(late, Err(SendReplyError::NoProgramme)), "{late:?}");

        let extend = async |last| extend_programme(&house.services, &head, id, last).await;
        let same = extend(programme.days.last).await;
        assert!(matches!(same, Err(ExtendError::Days(DaysProblem::NotLater))), "{same:?}");
        let far = extend(house.today().plus_days(400)).await;
        assert!(matches!(far, Err(ExtendError::Days(DaysProblem::TooLong))), "{far:?}");
        extend(house.today()).await.expect("longer");
        send_reply(&house.services, &student, letter).await.expect("sent");
        let (programme, students) = shown(&house, id).await;
        assert_eq!(programme.phase(house.today()), Phase::Running);
        assert_eq!(students.iter().map(|one| (one.half_written, one.waiting)).collect::<Vec<_>>(), [(0, 1)]);
    }

    /// Ended early, nobody replies any more, and it is not made longer; what is over cannot be ended.
    async fn a_programme_is_ended_once(house: House) {
        let (student, head, id) = (house.student().await, head(&house).await, begun(&house).await);
        let letter = half_written(&house, &student).await;
        let done = at_once((0..3).map(|_| {
            let (services, head) = (house.services.clone(), head.clone());
            async move { end_programme(&services, &head, id).await.expect("asked") }
        }))
        .await;
        assert_eq!(done.iter().filter(|done| **done == Ended::Yes).count(), 1);
        assert_eq!(done.iter().filter(|done| **done == Ended::Over).count(), 2);
        let late = send_reply(&house.services, &student, letter).await;
        assert!(matches!(late, Err(SendReplyError::NoProgramme)), "{late:?}");
        let longer = extend_programme(&house.services, &head, id, house.today().plus_days(9)).await;
        assert!(matches!(longer, Err(ExtendError::Ended)), "{longer:?}");
        let mut db = house.services.database.read().await.expect("a connection");
        let unfinished = async |db: &mut _, of| {
            programmes::with_something_half_written(db, id, of, house.today()).await.expect("asked")
        };
        assert_eq!(unfinished(&mut db, house.here).await, [house.student_id]);
        assert_eq!(unfinished(&mut db, house.elsewhere).await, []);
        drop(db);
        assert_eq!(shown(&house, id).await.0.ended.map(|(name, _)| name).as_deref(), Some("黃志明"));
    }

    /// What was half-written when a programme was ended can be sent inside another one.
    async fn another_programme_lets_its_students_finish(house: House) {
        let (student, head, id) = (house.student().await, head(&house).await, begun(&house).await);
        let letter = half_written(&house, &student).await;
        end_programme(&house.services, &head, id).await.expect("ended");
        begun(&house).await;
        send_reply(&house.services, &student, letter).await.expect("sent");
    }

    /// The audit has a row for each student, which names the programme.
    async fn the_audit_tells_who_is_in_which_programme(house: House) {
        let (head, id) = (head(&house).await, begun(&house).await);
        extend_programme(&house.services, &head, id, house.today().plus_days(9)).await.expect("longer");
        end_programme(&house.services, &head, id).await.expect("ended");
        let lines = told_of(&house, "1001").await;
        let actions: Vec<_> = lines.iter().map(|line| line.action).collect();
        let all = [AuditAction::ProgrammeEnded, AuditAction::ProgrammeExtended, AuditAction::ProgrammeStarted];
        assert_eq!(actions, all);
        for line in &lines {
            assert_eq!(fact(line, "programme").map(|fact| fact.values.join("")).as_deref(), Some("家書週"));
        }
        assert_eq!(told_of(&house, "1002").await, []);
    }

    /// One of another institution, and one that nobody made.
    async fn a_programme_elsewhere_does_not_exist(house: House) {
        let id = begun(&house).await;
        let mut db = house.services.database.read().await.expect("a connection");
        assert!(programmes::find(&mut db, id, house.elsewhere).await.expect("asked").is_none());
        assert!(programmes::list(&mut db, house.elsewhere, 1).await.expect("asked").items.is_empty());
        assert_eq!(programmes::list(&mut db, house.here, 1).await.expect("asked").items.len(), 1);
        drop(db);
        let nobodys = ProgrammeId::new(house.services.random.uuid(house.now()));
        let head = head(&house).await;
        assert_eq!(end_programme(&house.services, &head, nobodys).await.expect("asked"), Ended::NotFound);
        let longer = extend_programme(&house.services, &head, nobodys, house.today().plus_days(9)).await;
        assert!(matches!(longer, Err(ExtendError::NotFound)), "{longer:?}");
    }
}
