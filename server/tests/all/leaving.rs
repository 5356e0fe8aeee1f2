//! A student leaves: on the day the book closes by itself, and not before.

use domain::entry::EntryStateKind;
use domain::id::StudentId;
use domain::mail::LetterKind;
use domain::roster::{LeavingForm, Show};
use domain::view::ClosedBook;
use server::Staff;
use server::jobs::close_books::close_due;
use server::storage::books;
use server::workflows::leave_student::{Left, leave_student};
use server::workflows::log_in::log_in_student;
use server::workflows::submit_entry::{SubmitError, submit_entry};

use crate::house::{AT_HOME, FAMILY, House, PIN, REVIEWER, REVIEWER_ELSEWHERE, known, written};
use crate::students::{found, lets_in, staff};

async fn leave(house: &House, who: &Staff, id: StudentId, leaving: &str, day: String) -> Left {
    let form = LeavingForm { leaving: leaving.to_owned(), day };
    leave_student(&house.services, who, id, &form).await.expect("asked")
}

async fn releases(house: &House, in_days: u32) -> Left {
    let day = house.today().plus_days(in_days).to_string();
    leave(house, &staff(house, REVIEWER).await, house.student_id, "released", day).await
}

async fn closed(house: &House) -> Vec<ClosedBook> {
    let family = house.family().await;
    let mut db = house.services.database.read().await.expect("a connection");
    books::closed_of_family(&mut db, family.id()).await.expect("read")
}

const CLOSED: &str =
    "SELECT COUNT(*) AS n FROM book WHERE closed_at IS NOT NULL AND closed_because = 'released'";

on_both_engines! {
    /// Drafts stay, what waits is withdrawn, what was published is still read.
    async fn a_book_closes_on_the_day_and_not_before(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let delivered = house.send(&family, written(house.book)).await;
        house.approve(&reviewer, delivered, 1).await;
        house.pass_days(2);
        let waiting = house.send(&family, written(house.book)).await;
        let draft = house.draft(&family).await;
        assert_eq!(releases(&house, 2).await, Left::Yes);
        house.letters().await;

        house.pass_days(1);
        assert_eq!(close_due(&house.services).await.expect("done"), 0, "the day before");
        assert!(lets_in(&house, "1001", PIN).await);
        assert_eq!(house.book_of(&family).await.id, house.book);

        house.pass_days(1);
        assert_eq!(close_due(&house.services).await.expect("done"), 1);
        assert_eq!(close_due(&house.services).await.expect("done"), 0, "once");
        let kind = async |entry| house.state(&family, entry).await.kind();
        assert_eq!(kind(waiting).await, EntryStateKind::Withdrawn);
        assert_eq!(kind(draft).await, EntryStateKind::Draft);
        assert_eq!(kind(delivered).await, EntryStateKind::Delivered);
        assert!(house.waiting().await.is_empty());
        assert_eq!(closed(&house).await[0].closed_on, house.today());
        let refused = submit_entry(&house.services, &family, draft).await;
        assert!(matches!(refused, Err(SubmitError::Refused(_))), "{refused:?}");
        assert_eq!(house.number(CLOSED).await, 1, "no other book");

        let letters = house.letters().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert_eq!((letters[0].what, letters[0].to.as_str()), (LetterKind::BookClosed, FAMILY));
        let audited = "SELECT COUNT(*) AS n FROM audit WHERE action = 'book_closed' AND actor_kind = 'job'";
        assert_eq!(house.number(audited).await, 1);
    }

    async fn a_day_that_is_not_in_the_future_closes_the_book_at_once(house: House) {
        let here = house.here.to_string();
        let session = known(log_in_student(&house.services, &here, "1001", PIN, &AT_HOME).await);
        assert_eq!(releases(&house, 0).await, Left::Yes);
        assert_eq!(house.number(CLOSED).await, 1);
        assert!(house.resume(&session).await.student().is_none(), "an open session ends");
        assert!(!lets_in(&house, "1001", PIN).await);
        assert!(lets_in(&house, "1002", PIN).await, "nobody else");
        assert_eq!(found(&house, "", Show::Left).await[0].id, house.student_id);
        assert!(found(&house, "1001", Show::Here).await.is_empty());

        assert_eq!(releases(&house, 0).await, Left::Yes, "again");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'student_left'").await, 1);
        let mails = "SELECT COUNT(*) AS n FROM outbox WHERE kind = 'book_closed' AND book_id IS NOT NULL";
        assert_eq!(house.number(mails).await, 1);
    }

    /// Even while no job has run yet.
    async fn who_left_cannot_log_in_from_midnight_on(house: House) {
        let here = house.here.to_string();
        assert_eq!(releases(&house, 1).await, Left::Yes);
        let session = known(log_in_student(&house.services, &here, "1001", PIN, &AT_HOME).await);
        let midnight = house.today().plus_days(1).starts_at();
        house.pass_seconds((midnight.micros() - house.now().micros()) / 1_000_000 - 600);
        let still = known(log_in_student(&house.services, &here, "1001", PIN, &AT_HOME).await);
        assert!(house.resume(&still).await.student().is_some());
        house.move_clock(midnight);
        for session in [&session, &still] {
            assert!(house.resume(session).await.student().is_none());
        }
        assert!(!lets_in(&house, "1001", PIN).await);
    }

    async fn a_student_who_stays_after_all_keeps_the_book(house: House) {
        assert_eq!(releases(&house, 1).await, Left::Yes);
        let staff = staff(&house, REVIEWER).await;
        assert_eq!(leave(&house, &staff, house.student_id, "here", String::new()).await, Left::Yes);
        house.pass_days(2);
        assert_eq!(close_due(&house.services).await.expect("done"), 0);
        assert!(lets_in(&house, "1001", PIN).await);
    }

    async fn nobody_elsewhere_lets_a_student_leave(house: House) {
        let elsewhere = staff(&house, REVIEWER_ELSEWHERE).await;
        let day = house.today().to_string();
        let outcome = leave(&house, &elsewhere, house.student_id, "transferred", day).await;
        assert_eq!(outcome, Left::NotFound);
        assert!(lets_in(&house, "1001", PIN).await);
        let here = staff(&house, REVIEWER).await;
        let outcome = leave(&house, &here, house.student_id, "transferred", String::new()).await;
        assert!(matches!(outcome, Left::Refused(_)));
    }
}
