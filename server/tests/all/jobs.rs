//! How the server's jobs fare is written down, and mail in trouble is tried again.

use domain::id::MailId;
use domain::job::{Cause, Job, JobRun};
use domain::mail::MailKind;
use server::StorageError;
use server::jobs::watch::Watch;
use server::storage::job_runs;
use server::storage::outbox::{self, About, Recipient};
use server::workflows::send_mail_again::send_mail_again;

use crate::house::{FAMILY, House};

async fn run(house: &House, job: Job) -> Option<JobRun> {
    let mut db = house.services.database.read().await.expect("a connection");
    let all = job_runs::all(&mut db).await.expect("a list");
    all.into_iter().find(|run| run.job == job)
}

fn broken() -> Result<u32, StorageError> {
    Err(StorageError::Row { table: "account", what: "林美惠".to_owned() })
}

/// A mail that was given up, or was tried in vain and waits for its next try.
async fn troubled(house: &House, given_up: bool) -> MailId {
    let id = MailId::new(house.services.random.uuid(house.now()));
    let to = Recipient::Account(house.account_id(FAMILY).await);
    let mut db = house.services.database.write().await.expect("a transaction");
    outbox::add(&mut db, id, MailKind::PasswordChanged, to, About::Nothing, house.now())
        .await
        .expect("added");
    let due = outbox::due(&mut db, house.now(), 1).await.expect("asked")[0];
    let claimed =
        outbox::claim(&mut db, &due, house.now().plus_seconds(300)).await.expect("asked").expect("ours");
    if given_up {
        outbox::given_up(&mut db, &claimed, "recipient: 550").await.expect("ours");
    } else {
        outbox::failed_once(&mut db, &claimed, house.now().plus_seconds(3600), "connect")
            .await
            .expect("ours");
    }
    db.commit().await.expect("kept");
    id
}

async fn in_trouble(house: &House) -> Vec<(MailId, String, bool)> {
    let mut db = house.services.database.read().await.expect("a connection");
    let page = outbox::in_trouble(&mut db, 1).await.expect("a list");
    page.items.into_iter().map(|mail| (mail.id, mail.reason, mail.next_try_at.is_none())).collect()
}

on_both_engines! {
    async fn a_job_that_fails_says_how_often_and_of_what_kind_until_it_goes_well(house: House) {
        let mut watch = Watch::of(house.services.clone(), Job::Sweep);
        assert_eq!(run(&house, Job::Sweep).await, None);
        watch.end::<StorageError>(Ok(3)).await;
        let well = house.now();
        let first = run(&house, Job::Sweep).await.expect("written down");
        assert_eq!((first.done, first.failures, first.good_at, first.cause), (3, 0, Some(well), None));
        house.pass_seconds(600);
        watch.end(broken()).await;
        watch.end(broken()).await;
        let failed = run(&house, Job::Sweep).await.expect("written down");
        assert_eq!((failed.failures, failed.cause), (2, Some(Cause::Database)));
        assert_eq!((failed.good_at, failed.ended_at), (Some(well), house.now()));
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM job_run WHERE cause LIKE '%林%'").await, 0);
        watch.end::<StorageError>(Ok(0)).await;
        let again = run(&house, Job::Sweep).await.expect("written down");
        assert_eq!((again.failures, again.cause, again.good_at), (0, None, Some(house.now())));
    }

    /// A job that finds nothing to do every few seconds does not write every few seconds.
    async fn what_did_nothing_is_written_down_once_a_minute(house: House) {
        let mut watch = Watch::of(house.services.clone(), Job::Deliveries);
        watch.end::<StorageError>(Ok(0)).await;
        let first = house.now();
        house.pass_seconds(59);
        watch.end::<StorageError>(Ok(0)).await;
        assert_eq!(run(&house, Job::Deliveries).await.expect("written").good_at, Some(first));
        house.pass_seconds(1);
        watch.end::<StorageError>(Ok(0)).await;
        assert_eq!(run(&house, Job::Deliveries).await.expect("written").good_at, Some(house.now()));
    }

    async fn what_is_not_set_up_has_not_failed(house: House) {
        Watch::of(house.services.clone(), Job::Backup).not_set_up().await;
        let run = run(&house, Job::Backup).await.expect("written down");
        assert_eq!((run.failures, run.cause), (0, Some(Cause::NotSetUp)));
    }

    async fn mail_in_trouble_is_listed_and_tried_again(house: House) {
        let operator = house.operator().await;
        let (dead, late) = (troubled(&house, true).await, troubled(&house, false).await);
        assert_eq!(
            in_trouble(&house).await,
            [(dead, "recipient: 550".to_owned(), true), (late, "connect".to_owned(), false)]
        );
        assert_eq!(send_mail_again(&house.services, &operator, Some(dead)).await.expect("asked"), 1);
        assert_eq!(send_mail_again(&house.services, &operator, Some(dead)).await.expect("asked"), 0, "it waits");
        assert_eq!(send_mail_again(&house.services, &operator, None).await.expect("asked"), 1);
        assert!(in_trouble(&house).await.is_empty());
        let mut db = house.services.database.read().await.expect("a connection");
        assert_eq!(outbox::due(&mut db, house.now(), 20).await.expect("asked").len(), 2);
    }

    /// What a server sends in this moment must not go out twice.
    async fn mail_that_is_being_sent_is_left_alone(house: House) {
        let operator = house.operator().await;
        let late = troubled(&house, false).await;
        house.pass_seconds(3600);
        let mut db = house.services.database.write().await.expect("a transaction");
        let due = outbox::due(&mut db, house.now(), 1).await.expect("asked")[0];
        assert!(outbox::claim(&mut db, &due, house.now().plus_seconds(300)).await.expect("asked").is_some());
        db.commit().await.expect("kept");
        assert_eq!(send_mail_again(&house.services, &operator, Some(late)).await.expect("asked"), 0);
        assert_eq!(send_mail_again(&house.services, &operator, None).await.expect("asked"), 0);
    }
}
