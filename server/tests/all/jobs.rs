//! How the server's jobs fare is written down, and mail in trouble is tried again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::id::MailId;
use domain::job::{Cause, Job, JobRun};
use domain::language::Language;
use domain::mail::MailKind;
use domain::people::EmailAddress;
use server::StorageError;
use server::backup::shelf;
use server::jobs::back_up;
use server::jobs::keep_running;
use server::jobs::watch::Watch;
use server::settings::BackupSettings;
use server::storage::job_runs;
use server::storage::outbox::{self, About, Recipient};
use server::workflows::send_mail_again::send_mail_again;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::house::{FAMILY, House, OPERATOR, REVIEWER_ELSEWHERE, written};

async fn run(house: &House, job: Job) -> Option<JobRun> {
    let mut db = house.services.database.read().await.expect("a connection");
    let all = job_runs::all(&mut db).await.expect("a list");
    all.into_iter().find(|run| run.job == job)
}

fn broken() -> Result<u32, StorageError> {
    Err(StorageError::Row { table: "account", what: "林美惠".to_owned() })
}

/// A mail that was given up, or was tried once in vain and waits for its next try.
async fn troubled(house: &House, given_up: bool) -> MailId {
    let to = Recipient::Account(house.account_id(FAMILY).await);
    let id = new_mail(house, to, About::Nothing).await;
    let mut db = house.services.database.write().await.expect("a transaction");
    let due = outbox::due(&mut db, house.now(), 1).await.expect("asked")[0];
    let claimed =
        outbox::claim(&mut db, &due, house.now().plus_seconds(300)).await.expect("asked").expect("ours");
    if given_up {
        outbox::given_up(&mut db, &claimed, "recipient: 550").await.expect("ours");
    } else {
        // As soon as after a first failure.
        outbox::failed_once(&mut db, &claimed, house.now().plus_seconds(60), "connect").await.expect("ours");
    }
    db.commit().await.expect("kept");
    id
}

async fn new_mail(house: &House, to: Recipient<'_>, about: About) -> MailId {
    let id = MailId::new(house.services.random.uuid(house.now()));
    let mut db = house.services.database.write().await.expect("a transaction");
    outbox::add(&mut db, id, MailKind::PasswordChanged, to, about, house.now()).await.expect("added");
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
        let again = async |which| send_mail_again(&house.services, &operator, which).await.expect("asked");
        assert_eq!(again(Some(dead)).await, Some(1));
        assert_eq!(again(Some(dead)).await, Some(0), "it waits");
        assert_eq!(again(None).await, Some(1));
        let nobodys = MailId::new(house.services.random.uuid(house.now()));
        assert_eq!(again(Some(nobodys)).await, None);
        assert!(in_trouble(&house).await.is_empty());
        let mut db = house.services.database.read().await.expect("a connection");
        assert_eq!(outbox::due(&mut db, house.now(), 20).await.expect("asked").len(), 2);
    }

    /// What a server sends in this moment must not go out twice.
    async fn mail_that_is_being_sent_is_left_alone(house: House) {
        let operator = house.operator().await;
        let late = troubled(&house, false).await;
        house.pass_seconds(60);
        let mut db = house.services.database.write().await.expect("a transaction");
        let due = outbox::due(&mut db, house.now(), 1).await.expect("asked")[0];
        assert!(outbox::claim(&mut db, &due, house.now().plus_seconds(300)).await.expect("asked").is_some());
        db.commit().await.expect("kept");
        let again = async |which| send_mail_again(&house.services, &operator, which).await.expect("asked");
        assert_eq!(again(Some(late)).await, Some(0));
        assert_eq!(again(None).await, Some(0));
        house.pass_seconds(300);
        assert_eq!(again(None).await, Some(1), "its server is gone");
    }

    /// The operator sees whose mail server, or whose families, are in trouble, and never whose mail it is.
    async fn mail_in_trouble_tells_its_institution(house: House) {
        house.operator().await;
        let family = house.family().await;
        let entry = house.send(&family, written(house.book)).await;
        house.letters().await;
        let stranger = EmailAddress::parse("stranger@house.example").expect("an address");
        let account = async |mail| Recipient::Account(house.account_id(mail).await);
        let of_nobody = Recipient::Address { to: &stranger, language: Language::English };
        new_mail(&house, account(FAMILY).await, About::Entry(entry)).await;
        new_mail(&house, account(FAMILY).await, About::Nothing).await;
        new_mail(&house, account(FAMILY).await, About::Book(house.book_elsewhere)).await;
        new_mail(&house, account(REVIEWER_ELSEWHERE).await, About::Nothing).await;
        new_mail(&house, account(OPERATOR).await, About::Nothing).await;
        new_mail(&house, of_nobody, About::Nothing).await;
        new_mail(&house, Recipient::Registration("x"), About::Nothing).await;
        house.run("UPDATE outbox SET state = 'dead' WHERE state = 'waiting'").await;
        let mut db = house.services.database.read().await.expect("a connection");
        let page = outbox::in_trouble(&mut db, 1).await.expect("a list");
        let mut told: Vec<_> = page.items.into_iter().map(|mail| mail.institution.unwrap_or_default()).collect();
        told.sort_unstable();
        assert_eq!(told, ["", "", "", "海濱中學", "海濱中學", "青山中學", "青山中學"]);
    }

    /// No job takes another one down, and none is over because it once went wrong.
    async fn a_job_that_panics_is_written_down_and_begun_anew(house: House) {
        let (_stop, stopping) = watch::channel(false);
        let begun = AtomicU32::new(0);
        let start = || async {
            let before = begun.fetch_add(1, Ordering::Relaxed);
            assert_ne!(before, 0, "it panics the first time");
        };
        keep_running(&house.services, Job::Sweep, Duration::from_millis(1), stopping, start).await;
        assert_eq!(begun.load(Ordering::Relaxed), 2);
        let failed = run(&house, Job::Sweep).await.expect("written down");
        assert_eq!((failed.failures, failed.cause), (1, Some(Cause::Other)));
    }

    /// The server stops also while a job waits to be begun anew.
    async fn a_job_that_panics_keeps_no_server_from_stopping(house: House) {
        let (stop, stopping) = watch::channel(false);
        let start = || async {
            stop.send_replace(true);
            panic!("it panics each time");
        };
        keep_running(&house.services, Job::Sweep, Duration::from_hours(1), stopping, start).await;
    }

    /// Who asks for a backup gets a new file, though none is due, and sees when it was made.
    async fn a_backup_that_was_asked_for_is_made(house: House) {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = BackupSettings { folder: folder.path().to_owned(), hours: 24, keep: 14 };
        let (stop, stopping) = watch::channel(false);
        let running = tokio::spawn(back_up::run(house.services.clone(), Some(settings), stopping));
        let made = async |count: usize| {
            for _ in 0..400 {
                if shelf::kept(folder.path()).expect("a folder").len() >= count {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
            panic!("{count} backups are not there");
        };
        // The first one is due.
        made(1).await;
        house.services.run_now(Job::Backup);
        made(2).await;
        house.services.run_now(Job::Backup);
        made(3).await;
        stop.send_replace(true);
        running.await.expect("stopped");
        assert_eq!(run(&house, Job::Backup).await.expect("written down").did_at, Some(house.now()));
    }

    /// A run that had nothing to do leaves standing when there last was something.
    async fn when_a_job_last_did_something_is_kept(house: House) {
        let mut watch = Watch::of(house.services.clone(), Job::Backup);
        watch.end::<StorageError>(Ok(1)).await;
        let made = house.now();
        house.pass_seconds(3600);
        watch.begin();
        watch.end::<StorageError>(Ok(0)).await;
        watch.end(broken()).await;
        assert_eq!(run(&house, Job::Backup).await.expect("written down").did_at, Some(made));
    }
}
