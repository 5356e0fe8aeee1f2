//! Part 一 for many students at once: all of them or nobody, and one end for all.

use domain::entry::EntryStateKind;
use domain::id::{RestrictionBatchId, RestrictionId, StudentId};
use domain::mail::MailKind;
use domain::restriction::{NewRestriction, RestrictionForm, RestrictionKind};
use domain::restriction_batch::{BatchForm, BatchPhase, ChosenProblem, NewBatch, RestrictionBatch};
use domain::roster::LeavingForm;
use server::storage::{restriction_batches, restrictions};
use server::workflows::leave_student::{Left, leave_student};
use server::workflows::restrict_many::{RestrictManyError, end_for_all, look_at_many, restrict_many};
use server::workflows::restrict_student::{Restricted, end_restriction, restrict_student};

use crate::house::{House, REVIEWER, at_once, written};
use crate::students::staff;

const HOUR: i64 = 3600;

const MADE: &str = "SELECT COUNT(*) AS n FROM restriction WHERE batch_id IS NOT NULL";
const BATCHES: &str = "SELECT COUNT(*) AS n FROM restriction_batch";
const AUDITED_MADE: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'restriction_made'";
const AUDITED_ENDED: &str = "SELECT COUNT(*) AS n FROM audit WHERE action = 'restriction_ended'";

fn some_id(house: &House) -> RestrictionBatchId {
    RestrictionBatchId::new(house.services.random.uuid(house.now()))
}

/// 小宇, 阿哲 and a student without a book.
async fn unit(house: &House) -> [StudentId; 3] {
    let classmate = house.at_the_terminal("1002").await.student().expect("a student").id();
    [house.student_id, classmate, house.new_student("1003", "張小安").await]
}

fn restriction(house: &House, ends: Option<i64>) -> RestrictionForm {
    let now = house.now();
    RestrictionForm {
        kind: RestrictionKind::Illness.name().to_owned(),
        begins_at: now.to_field(),
        until: ends.map(|ends| now.plus_seconds(ends).to_field()).unwrap_or_default(),
        note: "全班流感".to_owned(),
    }
}

/// From now on, for `ends` seconds or open.
fn new(house: &House, students: &[StudentId], ends: Option<i64>) -> NewBatch {
    let students = students.iter().map(ToString::to_string).collect();
    let form = BatchForm { restriction: restriction(house, ends), students, search: String::new() };
    NewBatch::parse(&form, house.now()).expect("right")
}

async fn restrict(house: &House, students: &[StudentId], ends: Option<i64>) -> RestrictionBatchId {
    let (id, new) = (some_id(house), new(house, students, ends));
    restrict_many(&house.services, &house.reviewer().await, id, &new).await.expect("made");
    id
}

async fn end(house: &House, id: RestrictionBatchId) {
    let ended = end_for_all(&house.services, &house.reviewer().await, id).await.expect("asked");
    assert_eq!(ended, Restricted::Yes);
}

async fn kinds(house: &House, student: StudentId) -> Vec<RestrictionKind> {
    let mut db = house.services.database.read().await.expect("a connection");
    restrictions::in_force(&mut db, student, house.now()).await.expect("asked")
}

async fn list(house: &House) -> Vec<RestrictionBatch> {
    let mut db = house.services.database.read().await.expect("a connection");
    restriction_batches::list(&mut db, house.here, house.now(), 1).await.expect("asked").items
}

/// A student's restriction of the batch.
async fn one_of(house: &House, id: RestrictionBatchId, student: StudentId) -> RestrictionId {
    let mut db = house.services.database.read().await.expect("a connection");
    let all = restriction_batches::restrictions_of(&mut db, id).await.expect("asked");
    all.into_iter().find(|(of, _)| *of == student).expect("restricted").1
}

/// What is wrong with those who are chosen, told alike when they are looked at and when it is to be made.
async fn refused(house: &House, new: &NewBatch) -> ChosenProblem {
    let reviewer = house.reviewer().await;
    let looked = look_at_many(&house.services, &reviewer, some_id(house), new).await;
    let made = restrict_many(&house.services, &reviewer, some_id(house), new).await;
    match (looked, made) {
        (Err(RestrictManyError::Chosen(looked)), Err(RestrictManyError::Chosen(made))) => {
            assert_eq!(looked, made);
            made
        }
        other => panic!("{other:?}"),
    }
}

on_both_engines! {
    /// Each of them has it, with what is in force besides; a form sent twice restricts once; the audit has a row for each.
    async fn many_are_restricted_at_once_and_once(house: House) {
        let (unit, reviewer) = (unit(&house).await, house.reviewer().await);
        let discipline = RestrictionKind::Discipline.name().to_owned();
        let alone = RestrictionForm { kind: discipline, ..restriction(&house, None) };
        let alone = NewRestriction::parse(&alone, house.now()).expect("right");
        let id = RestrictionId::new(house.services.random.uuid(house.now()));
        restrict_student(&house.services, &reviewer, unit[0], id, &alone).await.expect("made");

        let (id, new) = (some_id(&house), new(&house, &unit, Some(HOUR)));
        assert_eq!(look_at_many(&house.services, &reviewer, id, &new).await.expect("fine"), id);
        assert_eq!((house.number(MADE).await, house.number(BATCHES).await), (0, 0), "looking writes nothing");
        for _ in 0..2 {
            restrict_many(&house.services, &reviewer, id, &new).await.expect("made");
        }
        assert_eq!((house.number(MADE).await, house.number(BATCHES).await), (3, 1));
        assert_eq!(house.number(AUDITED_MADE).await, 4);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE details LIKE '%流感%'").await, 0);
        assert_eq!(kinds(&house, unit[0]).await.len(), 2);
        assert_eq!(kinds(&house, unit[2]).await, [RestrictionKind::Illness]);
        assert!(house.book_of(&house.family().await).await.paused);

        let all = list(&house).await;
        let one = &all[0];
        assert_eq!((all.len(), one.id, one.students, one.left), (1, id, 3, 3));
        assert_eq!((one.made_by.as_str(), one.note.as_str()), ("陳怡君", "全班流感"));
        assert_eq!(one.phase(house.now()), BatchPhase::InForce);
        let other = look_at_many(&house.services, &reviewer, id, &new).await.expect("fine");
        assert_ne!(other, id, "what is changed after going back is another one");

        house.pass_seconds(HOUR);
        assert_eq!((list(&house).await[0].left, kinds(&house, unit[2]).await), (0, Vec::new()));
        end(&house, id).await;
        assert_eq!(house.number(AUDITED_ENDED).await, 0, "what is over is not ended");
    }

    /// With a student of another institution, or one who left, nobody is restricted.
    async fn it_is_all_of_them_or_nobody(house: House) {
        let [one, other, third] = unit(&house).await;
        let stranger = house.new_student_elsewhere("1009", "王大明").await;
        let form = LeavingForm { leaving: "released".to_owned(), day: house.today().to_string() };
        let left = leave_student(&house.services, &staff(&house, REVIEWER).await, third, &form).await;
        assert_eq!(left.expect("asked"), Left::Yes);

        let with_a_stranger = refused(&house, &new(&house, &[one, stranger, other], None)).await;
        assert_eq!(with_a_stranger, ChosenProblem::Unknown(1));
        let with_one_who_left = refused(&house, &new(&house, &[one, other, third], None)).await;
        assert_eq!(with_one_who_left, ChosenProblem::Left(vec![("1003".to_owned(), "張小安".to_owned())]));
        assert_eq!((house.number(MADE).await, house.number(BATCHES).await), (0, 0));
        assert_eq!((kinds(&house, one).await, house.number(AUDITED_MADE).await), (Vec::new(), 0));
    }

    /// What was ended for one alone stays as it was; what is held for the others is delivered, with its mail.
    async fn ended_for_all_it_delivers_what_was_held(house: House) {
        let (unit, reviewer, family) = (unit(&house).await, house.reviewer().await, house.family().await);
        let letter = house.send(&family, written(house.book)).await;
        let id = restrict(&house, &unit, None).await;
        house.approve(&reviewer, letter, 1).await;
        assert_eq!(house.state(&family, letter).await.kind(), EntryStateKind::Approved);
        let alone = one_of(&house, id, unit[1]).await;
        end_restriction(&house.services, &reviewer, unit[1], alone).await.expect("ended");
        let ended_alone = house.now();
        assert_eq!(list(&house).await[0].left, 2);

        house.pass_seconds(HOUR);
        end(&house, id).await;
        assert_eq!(house.state(&family, letter).await.kind(), EntryStateKind::Delivered);
        let told = house.mails().await.iter().filter(|mail| mail.kind == Some(MailKind::EntryDelivered)).count();
        assert_eq!(told, 1);
        for student in unit {
            assert_eq!(kinds(&house, student).await, []);
        }
        let mut db = house.services.database.read().await.expect("a connection");
        let (_, span) = restrictions::find(&mut db, alone, unit[1]).await.expect("asked").expect("there");
        assert_eq!(span.ended_at, Some(ended_alone));
        drop(db);
        let batch = list(&house).await.remove(0);
        assert_eq!((batch.left, batch.ended.clone()), (0, Some(("陳怡君".to_owned(), house.now()))));

        house.pass_seconds(HOUR);
        end(&house, id).await;
        assert_eq!(list(&house).await[0].ended, batch.ended, "ending it again changes nothing");
        assert_eq!(house.number(AUDITED_ENDED).await, 3, "once for each");
    }

    /// Who is in another one too stays restricted, and what is held stays held.
    async fn another_one_goes_on(house: House) {
        let (unit, reviewer, family) = (unit(&house).await, house.reviewer().await, house.family().await);
        let letter = house.send(&family, written(house.book)).await;
        let first = restrict(&house, &unit, None).await;
        let second = restrict(&house, &unit[..1], None).await;
        house.approve(&reviewer, letter, 1).await;
        end(&house, first).await;
        assert_eq!(house.state(&family, letter).await.kind(), EntryStateKind::Approved);
        assert_eq!((kinds(&house, unit[0]).await.len(), kinds(&house, unit[1]).await.len()), (1, 0));
        end(&house, second).await;
        assert_eq!(house.state(&family, letter).await.kind(), EntryStateKind::Delivered);
    }

    /// Sent at the same moment, a form restricts once, and two forms about the same students both do; ended at the same
    /// moment, each restriction ends once.
    async fn two_at_once_are_one_after_the_other(house: House) {
        let (unit, reviewer) = (unit(&house).await, house.reviewer().await);
        let ids = [some_id(&house), some_id(&house)];
        let made = at_once((0..6).map(|number| {
            let mut students = unit;
            if number % 2 == 1 {
                students.reverse();
            }
            let (services, reviewer) = (house.services.clone(), reviewer.clone());
            let (id, new) = (ids[number % 2], new(&house, &students, None));
            async move { restrict_many(&services, &reviewer, id, &new).await }
        }))
        .await;
        assert!(made.iter().all(Result::is_ok), "{made:?}");
        assert_eq!((house.number(MADE).await, house.number(BATCHES).await), (6, 2));
        assert_eq!(house.number(AUDITED_MADE).await, 6);

        let ended = at_once((0..6).map(|number| {
            let (services, reviewer, id) = (house.services.clone(), reviewer.clone(), ids[number % 2]);
            async move { end_for_all(&services, &reviewer, id).await }
        }))
        .await;
        assert!(ended.iter().all(|ended| matches!(ended, Ok(Restricted::Yes))), "{ended:?}");
        assert_eq!(house.number(AUDITED_ENDED).await, 6);
        assert!(list(&house).await.iter().all(|one| one.left == 0 && one.ended.is_some()));
    }

    /// Another institution sees nothing of it, and neither ends it nor takes its id.
    async fn staff_elsewhere_find_no_such_restriction(house: House) {
        let (unit, elsewhere) = (unit(&house).await, house.reviewer_elsewhere().await);
        let id = restrict(&house, &unit, None).await;
        let ended = end_for_all(&house.services, &elsewhere, id).await;
        assert_eq!(ended.expect("asked"), Restricted::NotFound);
        let stranger = house.new_student_elsewhere("1009", "王大明").await;
        let made = restrict_many(&house.services, &elsewhere, id, &new(&house, &[stranger], None)).await;
        assert!(matches!(made, Err(RestrictManyError::NotFound)), "{made:?}");
        assert_eq!((list(&house).await[0].left, house.number(MADE).await), (3, 3));
        let mut db = house.services.database.read().await.expect("a connection");
        let seen = restriction_batches::list(&mut db, house.elsewhere, house.now(), 1).await.expect("asked");
        assert_eq!(seen.items, []);
    }
}
