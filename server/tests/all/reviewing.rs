//! Staff decide, and what they decided is kept.

use domain::entry::{EntryState, EntryStateKind, NotAllowed};
use domain::id::{EntryId, InstitutionId};
use domain::mail::MailKind;
use domain::people::Relationship;
use domain::review_queue::ReviewFilter;
use domain::view::{Glance, ReviewedEntry};
use server::storage::review_queue::{self, Wanted};
use server::storage::reviews::{self, Verdict};
use server::workflows::decide_entry::{DecideError, decide_finally};
use server::workflows::save_entry::{PhotoChange, Target, Written};
use server::workflows::withdraw_entry::{WithdrawError, withdraw_entry};

use crate::house::{ADMIN, COLLEAGUE, HEAD, House, REVIEWER, at, at_once, drawing, notice, written};

async fn glance(house: &House, institution: InstitutionId) -> Glance {
    let mut db = house.services.database.read().await.expect("a connection");
    reviews::glance(&mut db, institution, house.now()).await.expect("counted")
}

async fn reviewed_in(house: &House, institution: InstitutionId, entry: EntryId) -> Option<ReviewedEntry> {
    let reviewer = house.account_id(REVIEWER).await;
    let mut db = house.services.database.read().await.expect("a connection");
    reviews::reviewed(&mut db, entry, (reviewer, institution), house.now()).await.expect("asked")
}

on_both_engines! {
    /// Staff see who writes to whom, with the words and the photo as they were sent.
    async fn what_waits_is_shown_with_words_photo_and_people(house: House) {
        let family = house.family().await;
        let sent_at = house.now();
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        let photo = house.photo(&family, id).await;

        let mut db = house.services.database.read().await.expect("a connection");
        let page = review_queue::waiting(&mut db, house.here, &Wanted::default(), 1, house.now()).await.expect("a page");
        assert_eq!((page.items.len(), page.number, page.has_next), (1, 1, false));
        let entry = &page.items[0];
        assert_eq!(entry.id, id);
        assert_eq!(
            (entry.parties.student_name.as_str(), entry.parties.call_number.as_str()),
            ("林小宇", "1001")
        );
        assert_eq!(entry.parties.family_name, "林美惠");
        assert_eq!((entry.parties.relationship, entry.parties.strikes), (Relationship::Mother, 0));
        assert_eq!((entry.version.round, entry.version.submitted_at), (1, sent_at));
        assert_eq!(
            (&entry.version.title, &entry.version.body),
            (&written(house.book).title, &written(house.book).body)
        );
        assert_eq!(entry.version.photo.map(|photo| photo.id), Some(photo));
    }

    /// The oldest waits at the top, whichever family it is from.
    async fn what_waits_is_listed_oldest_first(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let first = house.send(&other, written(house.other_book)).await;
        house.pass_seconds(60);
        let second = house.send(&family, written(house.book)).await;
        house.pass_days(2);
        let third = house.send(&other, written(house.other_book)).await;
        assert_eq!(house.waiting().await, [first, second, third]);
        let oldest = at(crate::house::MORNING);
        let now = glance(&house, house.here).await;
        assert_eq!(now, Glance { waiting: 3, oldest: Some(oldest), overdue: 1, ..Glance::default() });
    }

    /// Two days are long enough: what waited longer is told apart, and its list holds the same.
    async fn what_waits_longer_than_two_days_is_overdue(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let first = house.send(&family, written(house.book)).await;
        house.pass_days(2);
        let wanted = Wanted { filter: ReviewFilter::Overdue, ..Wanted::default() };
        let overdue = async || {
            let mut db = house.services.database.read().await.expect("a connection");
            let page = review_queue::waiting(&mut db, house.here, &wanted, 1, house.now()).await.expect("a page");
            page.items.iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!((glance(&house, house.here).await.overdue, overdue().await), (0, vec![]));
        house.pass_seconds(1);
        house.send(&other, written(house.other_book)).await;
        let now = glance(&house, house.here).await;
        assert_eq!((now.waiting, now.overdue, now.replies, overdue().await), (2, 1, 0, vec![first]));
    }

    /// Approving delivers at once, keeps what was read beside the entry and writes the family.
    async fn approving_delivers_and_is_kept(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let (sent_at, turn) = (house.now(), house.today());
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        let photo = house.photo(&family, id).await;
        house.pass_seconds(3600);
        house.approve(&reviewer, id, 1).await;

        let delivered = EntryState::Delivered { turn, delivered_at: house.now() };
        let entry = house.entry(&family, id).await;
        assert_eq!((entry.state, entry.returned), (delivered, None));
        let kept = house.reviewed(id).await;
        assert_eq!((kept.state, kept.waiting, kept.history.len()), (delivered, None, 1));
        let decision = &kept.history[0];
        assert_eq!((decision.decided_by.as_str(), decision.decided_at), ("陳怡君", house.now()));
        assert_eq!(decision.returned, None);
        assert_eq!((decision.version.round, decision.version.submitted_at), (1, sent_at));
        assert_eq!(decision.version.body, written(house.book).body);
        assert_eq!(decision.version.photo.map(|photo| photo.id), Some(photo));

        let kinds: Vec<_> = house.mails().await.iter().map(|mail| mail.kind).collect();
        assert_eq!(kinds, [Some(MailKind::EntryDelivered), Some(MailKind::EntryReceived)]);
        assert_eq!(house.mails().await[0].to, "family@house.example");
        let now = glance(&house, house.here).await;
        assert_eq!(now, Glance { waiting: 0, oldest: None, decided_today: 1, ..Glance::default() });
    }

    /// 六(三)5: the family reads why, also while it corrects and after it has sent the entry again.
    async fn returning_tells_the_family_why(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let turn = house.today();
        let id = house.send(&family, written(house.book)).await;
        house.pass_seconds(3600);
        house.send_back(&reviewer, id, 1).await;

        let returned_at = house.now();
        let entry = house.entry(&family, id).await;
        assert_eq!(entry.state, EntryState::Returned { turn, round: 1, returned_at });
        let told = entry.returned.expect("told why");
        assert_eq!((&told.notice, told.returned_at), (&notice(), returned_at));
        assert_eq!(house.mails().await[0].kind, Some(MailKind::EntryReturned));
        assert_eq!(house.waiting().await, []);
        let kept = house.reviewed(id).await;
        assert_eq!((kept.parties.strikes, kept.history.len()), (1, 1));
        assert_eq!(kept.history[0].returned, Some(notice()));

        house.pass_seconds(3600);
        house.submit(&family, id).await;
        assert_eq!(house.entry(&family, id).await.returned, Some(told.clone()));
        assert_eq!(house.entries(&family).await[0].returned, Some(told));
    }

    /// 二(五), 退件累計 3 次: every return of this family's book counts, whichever entry it was.
    async fn three_returns_make_a_suspension_possible(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let reviewer = house.reviewer().await;
        let theirs = house.send(&other, written(house.other_book)).await;
        house.send_back(&reviewer, theirs, 1).await;

        let first = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, first, 1).await;
        house.submit(&family, first).await;
        house.send_back(&reviewer, first, 2).await;
        let parties = house.reviewed(first).await.parties;
        assert_eq!((parties.strikes, parties.suspension_possible()), (2, false));

        house.pass_days(2);
        let second = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, second, 1).await;
        for id in [first, second] {
            let parties = house.reviewed(id).await.parties;
            assert_eq!((parties.strikes, parties.suspension_possible()), (3, true));
        }
        assert_eq!(glance(&house, house.here).await.strikes, 1);
        assert_eq!(glance(&house, house.elsewhere).await.strikes, 0);
        assert_eq!(house.reviewed(theirs).await.parties.strikes, 1);
    }

    /// Who opened the page before the family corrected the entry decides about words that are gone.
    async fn a_decision_about_another_version_is_refused(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        house.submit(&family, id).await;
        let before = house.reviewed(id).await;
        for round in [0, 1, 3] {
            for verdict in [Verdict::Approved, Verdict::Returned(notice())] {
                let refused = decide_finally(&house.services, &reviewer, id, Some(round), verdict).await;
                assert!(matches!(refused, Err(DecideError::OtherVersion)), "{round}: {refused:?}");
            }
        }
        assert_eq!(house.reviewed(id).await, before);
        house.approve(&reviewer, id, 2).await;
    }

    /// A decision that names no version is about the one that waits.
    async fn a_decision_about_whatever_waits_keeps_its_round(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        house.submit(&family, id).await;
        decide_finally(&house.services, &reviewer, id, None, Verdict::Approved).await.expect("approved");
        let rounds: Vec<_> =
            house.reviewed(id).await.history.iter().map(|decision| decision.version.round).collect();
        assert_eq!(rounds, [2, 1]);
    }

    /// What is decided stays decided.
    async fn deciding_twice_is_refused(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let approved = house.send(&family, written(house.book)).await;
        house.approve(&reviewer, approved, 1).await;
        house.pass_days(2);
        let returned = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, returned, 1).await;
        let mails = house.mails().await;
        for (id, kind) in [(approved, EntryStateKind::Delivered), (returned, EntryStateKind::Returned)] {
            let before = house.reviewed(id).await;
            for verdict in [Verdict::Approved, Verdict::Returned(notice())] {
                let refused = decide_finally(&house.services, &reviewer, id, Some(1), verdict).await;
                let Err(DecideError::NotAllowed(NotAllowed { from })) = refused else {
                    panic!("{refused:?}")
                };
                assert_eq!(from, kind);
            }
            assert_eq!(house.reviewed(id).await, before);
        }
        assert_eq!(house.mails().await, mails);
    }

    /// Staff neither see nor decide what was never sent, and cannot decide what was taken back.
    async fn drafts_and_withdrawn_entries_are_not_for_staff(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let draft = house.draft(&family).await;
        let withdrawn = house.send(&family, written(house.book)).await;
        withdraw_entry(&house.services, &family, withdrawn).await.expect("withdrawn");
        for id in [draft, withdrawn] {
            assert_eq!(reviewed_in(&house, house.here, id).await, None);
        }
        let refused = decide_finally(&house.services, &reviewer, draft, None, Verdict::Approved).await;
        assert!(matches!(refused, Err(DecideError::NotFound)), "{refused:?}");
        let refused = decide_finally(&house.services, &reviewer, withdrawn, None, Verdict::Approved).await;
        let from = EntryStateKind::Withdrawn;
        assert!(matches!(refused, Err(DecideError::NotAllowed(NotAllowed { from: f })) if f == from));
        assert_eq!(house.state(&family, draft).await, EntryState::Draft);
    }

    /// A head does all that a reviewer does; an admin is no reviewer and cannot even ask.
    async fn a_head_decides_and_an_admin_cannot(house: House) {
        let family = house.family().await;
        let head = house.account(HEAD).await.reviewer().expect("a head reviews");
        let id = house.send(&family, written(house.book)).await;
        house.approve(&head, id, 1).await;
        assert_eq!(house.reviewed(id).await.history[0].decided_by, "黃志明");

        let admin = house.account(ADMIN).await;
        assert!(admin.staff().is_some() && admin.reviewer().is_none());
    }

    /// The wall between two institutions: nothing of the other one is seen, counted or decided.
    async fn staff_of_another_institution_see_and_decide_nothing(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let stranger = house.reviewer_elsewhere().await;
        let decided = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, decided, 1).await;
        house.pass_days(2);
        let waits = house.send(&family, written(house.book)).await;
        house.approve(&reviewer, waits, 1).await;
        house.pass_days(2);
        let waits = house.send(&family, written(house.book)).await;

        for id in [decided, waits] {
            assert_eq!(reviewed_in(&house, house.elsewhere, id).await, None);
            for verdict in [Verdict::Approved, Verdict::Returned(notice())] {
                let refused = decide_finally(&house.services, &stranger, id, None, verdict).await;
                assert!(matches!(refused, Err(DecideError::NotFound)), "{refused:?}");
            }
        }
        let mut db = house.services.database.read().await.expect("a connection");
        let page = review_queue::waiting(&mut db, house.elsewhere, &Wanted::default(), 1, house.now()).await.expect("a page");
        assert_eq!(page.items, []);
        let empty = Glance::default();
        assert_eq!(glance(&house, house.elsewhere).await, empty);
        assert_eq!(house.waiting().await, [waits]);
    }

    /// Two who press at the same moment make one decision; the other is told what the entry is now.
    async fn two_reviewers_at_once_make_one_decision(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let colleague = house.account(COLLEAGUE).await.reviewer().expect("a reviewer");
        for _ in 0..8 {
            let id = house.send(&family, written(house.book)).await;
            let both =
                [(reviewer.clone(), Verdict::Approved), (colleague.clone(), Verdict::Returned(notice()))];
            let results = at_once(both.map(|(who, verdict)| {
                let services = house.services.clone();
                async move { decide_finally(&services, &who, id, Some(1), verdict).await }
            }))
            .await;
            let decided = results.iter().filter(|result| result.is_ok()).count();
            let kept = house.reviewed(id).await;
            let is = kept.state.kind();
            let told = |r: &_| matches!(r, Err(DecideError::NotAllowed(NotAllowed { from })) if *from == is);
            let late = results.iter().filter(|result| told(result)).count();
            assert_eq!((decided, late), (1, 1), "{results:?}");

            assert_eq!(kept.history.len(), 1);
            let returned = kept.history[0].returned.is_some();
            assert_eq!(returned, is == EntryStateKind::Returned);
            assert_eq!(house.mails().await.iter().filter(|mail| mail.entry == Some(id)).count(), 2);
            house.pass_days(2);
        }
    }

    /// Approved and taken back at the same moment: one of them happens, wholly.
    async fn approving_and_withdrawing_at_once_do_one_of_them(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        for _ in 0..8 {
            let id = house.send(&family, written(house.book)).await;
            let results = at_once((0..2).map(|who| {
                let (services, family) = (house.services.clone(), family.clone());
                let reviewer = reviewer.clone();
                async move {
                    if who == 0 {
                        match decide_finally(&services, &reviewer, id, Some(1), Verdict::Approved).await {
                            Ok(_) => Ok(EntryStateKind::Delivered),
                            Err(DecideError::NotAllowed(_)) => Err(()),
                            Err(failed) => panic!("{failed:?}"),
                        }
                    } else {
                        match withdraw_entry(&services, &family, id).await {
                            Ok(()) => Ok(EntryStateKind::Withdrawn),
                            Err(WithdrawError::NotAllowed(_)) => Err(()),
                            Err(failed) => panic!("{failed:?}"),
                        }
                    }
                }
            }))
            .await;
            let done: Vec<_> = results.into_iter().flatten().collect();
            assert_eq!(done, [house.state(&family, id).await.kind()]);
            let history = reviewed_in(&house, house.here, id).await.map_or(0, |entry| entry.history.len());
            assert_eq!(history, usize::from(done == [EntryStateKind::Delivered]));
            house.pass_days(2);
        }
    }

    /// Each version is kept as it was read, words and photo, through two corrections.
    async fn the_history_keeps_each_version(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let colleague = house.account(COLLEAGUE).await.reviewer().expect("a reviewer");
        let first = Written { body: "第一版".to_owned(), photo: drawing(1), ..written(house.book) };
        let id = house.send(&family, first).await;
        let photo_1 = house.photo(&family, id).await;
        house.send_back(&reviewer, id, 1).await;

        house.pass_seconds(60);
        let second = Written { body: "第二版".to_owned(), photo: drawing(2), ..written(house.book) };
        house.save(&family, Target::Existing(id), second).await;
        let photo_2 = house.photo(&family, id).await;
        house.submit(&family, id).await;
        let waiting = house.reviewed(id).await.waiting.expect("waits");
        assert_eq!((waiting.round, waiting.body.as_str()), (2, "第二版"));
        assert_eq!(waiting.photo.map(|photo| photo.id), Some(photo_2));
        house.send_back(&colleague, id, 2).await;

        house.pass_seconds(60);
        let third =
            Written { body: "第三版".to_owned(), photo: PhotoChange::Remove, ..written(house.book) };
        house.save(&family, Target::Existing(id), third).await;
        house.submit(&family, id).await;
        house.approve(&reviewer, id, 3).await;

        let history = house.reviewed(id).await.history;
        let kept: Vec<_> = history
            .iter()
            .map(|decision| {
                let version = &decision.version;
                let photo = version.photo.map(|photo| photo.id);
                (
                    version.round,
                    version.body.as_str(),
                    photo,
                    decision.decided_by.as_str(),
                    decision.returned.is_some(),
                )
            })
            .collect();
        assert_eq!(
            kept,
            [
                (3, "第三版", None, "陳怡君", false),
                (2, "第二版", Some(photo_2), "周雅玲", true),
                (1, "第一版", Some(photo_1), "陳怡君", true),
            ]
        );
    }

    /// While the family corrects, staff see what they decided and nothing of what is being written.
    async fn a_correction_being_written_is_not_for_staff(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        house.send_back(&reviewer, id, 1).await;
        let before = house.reviewed(id).await;
        let new = Written {
            title: "新".to_owned(),
            body: "還沒寫完".to_owned(),
            photo: drawing(2),
            ..written(house.book)
        };
        house.save(&family, Target::Existing(id), new).await;
        assert_eq!(house.reviewed(id).await, before);
        assert_eq!(before.waiting, None);
        assert_eq!(house.waiting().await, []);
    }

    /// What was decided before midnight in Taipei is yesterday's work.
    async fn the_glance_counts_the_day_of_taipei(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        house.move_clock(at("2026-11-24T23:59:59+08:00"));
        house.approve(&reviewer, id, 1).await;
        assert_eq!(glance(&house, house.here).await.decided_today, 1);
        house.move_clock(at("2026-11-25T00:00:00+08:00"));
        assert_eq!(glance(&house, house.here).await.decided_today, 0);
    }
}
