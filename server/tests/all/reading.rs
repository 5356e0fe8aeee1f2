//! A student reads what was delivered.

use domain::entry::{EntryState, EntryStateKind};
use domain::id::{EntryId, StudentId};
use domain::people::Relationship;
use domain::view::{InboxEntry, OpenEntry};
use server::storage::inbox;
use server::workflows::open_entry::open_entry;
use server::workflows::save_entry::Written;
use server::workflows::withdraw_entry::withdraw_entry;
use server::{Family, Reviewer, Student};

use crate::house::{House, at_once, drawing, written};

async fn inbox_of(house: &House, student: StudentId) -> Vec<InboxEntry> {
    let mut db = house.services.database.read().await.expect("a connection");
    inbox::of_student(&mut db, student, 1).await.expect("a page").items
}

async fn ids(house: &House, student: &Student) -> Vec<EntryId> {
    inbox_of(house, student.id()).await.into_iter().map(|entry| entry.id).collect()
}

async fn open(house: &House, student: &Student, entry: EntryId) -> Option<OpenEntry> {
    open_entry(&house.services, student, entry).await.expect("asked")
}

/// Sends and approves, then lets two days pass.
async fn deliver(house: &House, family: &Family, reviewer: &Reviewer) -> EntryId {
    let id = house.send(family, written(house.book)).await;
    house.approve(reviewer, id, 1).await;
    house.pass_days(2);
    id
}

on_both_engines! {
    /// An inbox holds what was approved for this student, and nothing that waits, was returned or taken back.
    async fn an_inbox_holds_only_what_was_delivered_to_this_student(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let (reviewer, student) = (house.reviewer().await, house.student().await);
        let classmate = house.at_the_terminal("1002").await.student().expect("a student").clone();
        let theirs = house.send(&other, written(house.other_book)).await;
        house.approve(&reviewer, theirs, 1).await;

        let photographed = Written { photo: drawing(1), ..written(house.book) };
        let delivered = house.send(&family, photographed).await;
        house.approve(&reviewer, delivered, 1).await;
        let delivered_at = house.now();
        house.pass_days(2);
        let returned = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, returned, 1).await;
        house.pass_days(2);
        let withdrawn = house.send(&family, written(house.book)).await;
        withdraw_entry(&house.services, &family, withdrawn).await.expect("withdrawn");
        let waits = house.send(&family, written(house.book)).await;
        let draft = house.draft(&family).await;

        let inbox = inbox_of(&house, student.id()).await;
        assert_eq!(inbox.len(), 1);
        assert_eq!((inbox[0].id, inbox[0].title.as_str()), (delivered, "院子裡的番茄"));
        assert_eq!((inbox[0].family_name.as_str(), inbox[0].relationship), ("林美惠", Relationship::Mother));
        assert_eq!((inbox[0].delivered_at, inbox[0].is_new), (delivered_at, true));
        assert_eq!(inbox[0].photo.map(|photo| photo.id), Some(house.photo(&family, delivered).await));
        assert_eq!(ids(&house, &classmate).await, [theirs]);

        for id in [returned, withdrawn, waits, draft, theirs] {
            assert_eq!(open(&house, &student, id).await, None);
        }
    }

    /// What is new stands first, then the latest.
    async fn the_new_stand_first_then_the_latest(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let mut delivered = Vec::new();
        for _ in 0..4 {
            delivered.push(deliver(&house, &family, &reviewer).await);
        }
        let [first, second, third, fourth] = delivered[..] else { panic!("four") };
        assert_eq!(ids(&house, &student).await, [fourth, third, second, first]);
        for id in [fourth, second] {
            open(&house, &student, id).await.expect("delivered");
        }
        assert_eq!(ids(&house, &student).await, [third, first, fourth, second]);
        let new: Vec<_> = inbox_of(&house, student.id()).await.iter().map(|entry| entry.is_new).collect();
        assert_eq!(new, [true, true, false, false]);
    }

    /// 已讀: the first opening is the one whose time the family sees.
    async fn the_first_opening_makes_it_read(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let turn = house.today();
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        let photo = house.photo(&family, id).await;
        house.pass_seconds(3600);
        house.approve(&reviewer, id, 1).await;
        let delivered_at = house.now();
        house.pass_seconds(3600);
        let read_at = house.now();

        for _ in 0..2 {
            let entry = open(&house, &student, id).await.expect("delivered");
            assert_eq!((entry.title, entry.body), (written(house.book).title, written(house.book).body));
            assert_eq!(entry.photo.map(|photo| photo.id), Some(photo));
            assert_eq!((entry.family_name.as_str(), entry.relationship), ("林美惠", Relationship::Mother));
            assert_eq!(entry.delivered_at, delivered_at);
            assert_eq!(house.state(&family, id).await, EntryState::Read { turn, delivered_at, read_at });
            house.pass_seconds(60);
        }
    }

    /// Opening it many times at one moment works for each of them.
    async fn opening_at_once_works_for_all(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let id = deliver(&house, &family, &reviewer).await;
        let results = at_once((0..16).map(|_| {
            let (services, student) = (house.services.clone(), student.clone());
            async move { open_entry(&services, &student, id).await }
        }))
        .await;
        assert!(results.iter().all(|result| matches!(result, Ok(Some(_)))), "{results:?}");
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Read);
    }

    /// 上一篇 and 下一篇 go through all that was delivered, read or not, and not into what waits.
    async fn neighbours_are_the_newer_and_the_older(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let first = deliver(&house, &family, &reviewer).await;
        let between = house.send(&family, written(house.book)).await;
        house.pass_days(2);
        let second = deliver(&house, &family, &reviewer).await;
        let third = deliver(&house, &family, &reviewer).await;
        house.send(&family, written(house.book)).await;

        // The one in the middle is read first, which must not move it.
        for (id, newer, older) in
            [(second, Some(third), Some(first)), (first, Some(second), None), (third, None, Some(second))]
        {
            let entry = open(&house, &student, id).await.expect("delivered");
            assert_eq!((entry.newer, entry.older), (newer, older));
        }

        // What was sent earlier and approved later is the newest, as the student sees it.
        house.approve(&reviewer, between, 1).await;
        let entry = open(&house, &student, between).await.expect("delivered");
        assert_eq!((entry.newer, entry.older), (None, Some(third)));
    }

    /// Entries delivered at the same moment still have one order, the same in inbox and neighbours.
    async fn entries_of_one_moment_have_one_order(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let mut sent = Vec::new();
        for _ in 0..3 {
            sent.push(house.send(&family, written(house.book)).await);
            house.pass_days(2);
        }
        for id in &sent {
            house.approve(&reviewer, *id, 1).await;
        }
        let listed = ids(&house, &student).await;
        let mut walked = vec![listed[0]];
        while let Some(older) =
            open(&house, &student, walked[walked.len() - 1]).await.expect("delivered").older
        {
            walked.push(older);
        }
        assert_eq!(walked, listed);
    }

    /// What is new is counted over all pages, and a letter that was opened is not new.
    async fn what_is_new_is_counted_over_all_pages(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let mut last = None;
        for _ in 0..21 {
            last = Some(deliver(&house, &family, &reviewer).await);
        }
        let unread = async || {
            let mut db = house.services.database.read().await.expect("a connection");
            inbox::unread(&mut db, student.id()).await.expect("counted")
        };
        assert_eq!((unread().await, inbox_of(&house, student.id()).await.len()), (21, 20));
        open(&house, &student, last.expect("delivered")).await.expect("there");
        assert_eq!(unread().await, 20);
    }

    /// Another student finds nothing, and the entry stays unread.
    async fn another_student_opens_nothing(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let classmate = house.at_the_terminal("1002").await.student().expect("a student").clone();
        let id = deliver(&house, &family, &reviewer).await;
        assert_eq!(open(&house, &classmate, id).await, None);
        assert_eq!(ids(&house, &classmate).await, []);
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Delivered);
    }
}
