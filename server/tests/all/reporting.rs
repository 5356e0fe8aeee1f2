//! Reports: what is kept as sums is what happened.

use std::iter;

use domain::month::Month;
use domain::report::{Counted, QuietStudent, Tallies};
use domain::review::{GivenReturnReason, ReturnNotice, ReturnReason};
use domain::settings_form::OwnReasonRow;
use domain::view::Page;
use server::storage::reviews::Verdict;
use server::storage::tallies;
use server::workflows::decide_entry::{decide_entry, decide_finally, undo_decision};
use server::workflows::withdraw_entry::withdraw_entry;
use sqlx::Row as _;

use crate::house::{House, at, notice, written};
use crate::institution_settings::change;

async fn this_month(house: &House, institution: domain::id::InstitutionId) -> Tallies {
    let mut db = house.services.database.read().await.expect("a connection");
    tallies::of_month(&mut db, institution, Month::of(house.now()), iter::empty()).await.expect("asked")
}

async fn quiet(house: &House) -> (Page<QuietStudent>, u32) {
    let mut db = house.services.database.read().await.expect("a connection");
    tallies::quiet_students(&mut db, house.here, 1, house.now()).await.expect("asked")
}

/// Everything that is kept, in order.
async fn kept(services: &server::Services) -> Vec<(String, i64, String, i64, i64)> {
    let mut db = services.database.read().await.expect("a connection");
    let rows = sqlx::query(
        "SELECT institution_id, month, kind, step, count FROM tally
         UNION ALL SELECT institution_id, month, account_id, 0, 1 FROM tally_family ORDER BY 1, 2, 3, 4",
    )
    .fetch_all(&mut *db)
    .await
    .expect("rows");
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))).collect()
}

on_both_engines! {
    /// Sent, decided, why and how fast, of one institution; the next month begins with nothing.
    async fn a_month_tells_what_was_sent_and_decided(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let reviewer = house.reviewer().await;
        let first = house.send(&family, written(house.book)).await;
        let second = house.send(&other, written(house.other_book)).await;
        house.pass_seconds(1200);
        house.approve(&reviewer, first, 1).await;
        house.pass_seconds(86_400);
        house.send_back(&reviewer, second, 1).await;
        house.submit(&other, second).await;

        let month = this_month(&house, house.here).await;
        let counts = [Counted::Received, Counted::Approved, Counted::Returned].map(|one| month.of(one));
        assert_eq!((counts, month.families, month.returned_share()), ([3, 1, 1], 2, Some(50)));
        assert_eq!((month.within(50), month.within(95)), (Some(1800), Some(90_000)));
        for reason in ReturnReason::ALL {
            let given = u32::from(notice().reasons().contains(&GivenReturnReason::Usual(reason)));
            assert_eq!(month.of(Counted::Because(reason)), given, "{reason:?}");
        }
        assert_eq!(this_month(&house, house.elsewhere).await, Tallies::default());

        house.move_clock(at("2026-12-01T00:00:00+08:00"));
        assert_eq!(this_month(&house, house.here).await, Tallies::default());
        let mut db = house.services.database.read().await.expect("a connection");
        let months = tallies::months_up_to(&mut db, house.here, Month::of(house.now())).await.expect("asked");
        let told: Vec<_> = months.iter().map(|one| (one.received, one.decided)).collect();
        assert_eq!((told.len(), told[10], told[11]), (12, (3, 2), (0, 0)));
    }

    /// What an institution added says its words to the family for ever, and is counted for as long as it is known.
    async fn an_own_reason_of_letters_keeps_its_words_and_its_count(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let row = OwnReasonRow { text: "請不要提到其他同學".to_owned(), ..OwnReasonRow::default() };
        let offered = change(&house, |form| form.own_letter_reasons = vec![row]).await.settings.letter_reasons();
        let said = ReturnNotice::parse(["own-1", "not_caring"], "換句話說", &offered).expect("offered");
        let entry = house.send(&family, written(house.book)).await;
        let verdict = Verdict::Returned(said.clone());
        decide_entry(&house.services, &reviewer, entry, Some(1), verdict.clone()).await.expect("decided");
        let undone = undo_decision(&house.services, &reviewer, entry).await.expect("in time");
        assert_eq!(undone.as_ref(), Some(&verdict));
        decide_finally(&house.services, &reviewer, entry, Some(1), verdict).await.expect("returned");
        let after = change(&house, |form| form.own_letter_reasons.clear()).await.settings;
        assert_eq!(after.letter_reasons(), GivenReturnReason::usual());

        let returned = house.entry(&family, entry).await.returned.expect("returned");
        assert_eq!(returned.notice, said);
        let mut db = house.services.database.read().await.expect("a connection");
        let own = after.every_own_reason().map(|reason| reason.name.as_str());
        let month = Month::of(house.now());
        let counted = tallies::of_month(&mut db, house.here, month, own).await.expect("asked");
        let counts = after.every_letter_reason().into_iter().filter(|reason| counted.because(reason) > 0);
        assert_eq!(
            counts.map(|reason| reason.name().to_owned()).collect::<Vec<_>>(),
            ["not_caring", "own-1"]
        );
        assert_eq!(counted.of(Counted::InOwnWords), 0);
    }

    /// An installation that is brought up to date has the sums of all that happened before.
    async fn the_sums_of_before_are_those_that_are_kept(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let reviewer = house.reviewer().await;
        let taken_back = house.send(&other, written(house.other_book)).await;
        withdraw_entry(&house.services, &other, taken_back).await.expect("withdrawn");
        let sent = house.send(&family, written(house.book)).await;
        house.pass_seconds(901);
        house.send_back(&reviewer, sent, 1).await;
        house.pass_days(40);
        house.submit(&family, sent).await;
        house.pass_seconds(100_000);
        house.approve(&reviewer, sent, 2).await;
        house.pass_days(2);
        house.send(&family, written(house.book)).await;

        let before = kept(&house.services).await;
        assert!(before.len() > 8, "{before:?}");
        house.run("DROP TABLE tally").await;
        house.run("DROP TABLE tally_family").await;
        house.run("DELETE FROM _sqlx_migrations WHERE version = 7").await;
        let services = house.reopened().await;
        assert_eq!(kept(&services).await, before);
    }

    /// Who has had no letter for thirty days stands in the list, whoever never had one too.
    async fn students_without_letters_are_found(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let called = |page: &Page<QuietStudent>| -> Vec<String> {
            page.items.iter().map(|student| student.call_number.clone()).collect()
        };
        assert_eq!(quiet(&house).await.1, 0, "who has just come has missed nothing");
        house.pass_days(29);
        assert_eq!(quiet(&house).await.1, 0);
        house.pass_days(1);
        house.new_student("1077", "新同學").await;
        let (page, found) = quiet(&house).await;
        assert!(called(&page).contains(&"1001".to_owned()));
        assert!(!called(&page).contains(&"1077".to_owned()), "came today");
        let sent = house.send(&family, written(house.book)).await;
        house.approve(&reviewer, sent, 1).await;
        let delivered = house.now();
        let (page, fewer) = quiet(&house).await;
        assert!(!called(&page).contains(&"1001".to_owned()));
        assert_eq!(fewer + 1, found);

        house.pass_days(31);
        let (page, again) = quiet(&house).await;
        let student = page.items.iter().find(|student| student.call_number == "1001").expect("there");
        assert_eq!((student.last, student.has_book, again), (Some(delivered), true, found + 1));
        let mut db = house.services.database.read().await.expect("a connection");
        let all = tallies::first_quiet_students(&mut db, house.here, 500, house.now()).await.expect("asked");
        assert_eq!(all, page.items);
        let one = tallies::first_quiet_students(&mut db, house.here, 1, house.now()).await.expect("asked");
        assert_eq!(one, page.items[..1]);
    }
}
