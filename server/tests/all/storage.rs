//! The database itself: opened, reopened, refused, and what it refuses.

use domain::entry::EntryFilter;
use domain::id::{AccountId, BookId, EntryId, InstitutionId, StudentId};
use domain::institution::InstitutionRecord;
use domain::language::Language;
use domain::people::{AccountState, EmailAddress, Relationship, Role};
use domain::student::CallNumber;
use server::storage::accounts::{self, Known, NewAccount, SecondFactor};
use server::storage::entries::{self, Words};
use server::storage::review_queue::{self, Wanted};
use server::storage::roster::{self, NewStudent};
use server::storage::{books, inbox, institutions};
use server::{Database, Services, StorageError};
use sqlx::Row as _;

use crate::engine::Engine;
use crate::house::{AT_HOME, FAMILY, House, PASSWORD, Site, drawing, known, written};
use server::workflows::log_in::log_in;
use server::workflows::save_entry::Written;

/// Was it this constraint of the database that refused? SQLite names the columns instead.
fn refused_by(result: Result<(), StorageError>, constraint: &str, columns: &str) {
    let Err(StorageError::Database(sqlx::Error::Database(error))) = &result else { panic!("{result:?}") };
    assert!(error.is_unique_violation(), "{error:?}");
    let (name, message) = (error.constraint().unwrap_or_default(), error.message());
    assert!(name == constraint || message.contains(columns), "{error:?}");
}

async fn run(site: &Site, statement: &'static str) -> Result<u64, sqlx::Error> {
    let mut db = site.services.database.write().await.expect("a transaction");
    let done = sqlx::query(statement).execute(&mut *db).await?;
    db.commit().await.expect("kept");
    Ok(done.rows_affected())
}

on_both_engines! {
    /// A program that is older than its database stops with one sentence and changes nothing.
    async fn a_database_newer_than_the_program_is_refused(site: Site) {
        let copied = run(
            &site,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        assert_eq!(copied.expect("copied"), 1);
        let refused = Database::open(&site.url()).await.expect_err("newer");
        assert_eq!(
            refused.to_string(),
            "the database was written by a newer version of contact-book (migration 9999); install that version"
        );
    }

    /// Opened a second time, the database has all that was written, and the files open with the key.
    async fn what_was_written_survives_reopening(house: House) {
        let family = house.family().await;
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        let before = house.entry(&family, id).await;
        house.services.database.close().await;

        let (clock, random) = (house.services.clock.clone(), house.services.random.clone());
        let url = house.url();
        let services = Services::open(&house.folder, Some(&url), None, clock, random).await.expect("opened again");
        let mut db = services.database.read().await.expect("a connection");
        let after = entries::one_of_family(&mut db, id, family.id()).await.expect("asked");
        assert_eq!(after.as_ref(), Some(&before));
        let photo = before.photo.expect("a photo").id;
        let name = server::files::vault::FileName::Whole(photo.uuid());
        assert!(services.vault.get(name).await.expect("opens").is_some());
        known(log_in(&services, FAMILY, PASSWORD, &AT_HOME).await);
    }

    /// The probe of /readyz asks the database: it works, and fails once there is none.
    async fn the_probe_asks_the_database(site: Site) {
        site.services.database.probe().await.expect("there");
        site.services.database.close().await;
        assert!(site.services.database.probe().await.is_err());
    }

    /// A transaction that is dropped before its commit never happened, and the next one can write.
    async fn a_transaction_that_is_dropped_never_happened(site: Site) {
        for kept in [false, true] {
            let id = InstitutionId::new(site.services.random.uuid(site.now()));
            let institution = InstitutionRecord { name: "青山中學".to_owned(), phone: String::new() };
            let mut db = site.services.database.write().await.expect("a transaction");
            institutions::add(&mut db, id, &institution, site.now()).await.expect("asked").expect("added");
            if kept {
                db.commit().await.expect("kept");
            } else {
                drop(db);
            }
            assert_eq!(site.number("SELECT COUNT(*) AS n FROM institution").await, i64::from(kept));
        }
    }

    /// Part 二(一), 學生 1 人限申請 1 個: a student has one active book, and may have one again when it is closed.
    async fn a_student_has_one_active_book(house: House) {
        let other = house.other_family().await;
        let open = async || {
            let id = BookId::new(house.services.random.uuid(house.now()));
            let mut db = house.services.database.write().await.expect("a transaction");
            let opened =
                books::open(&mut db, id, house.student_id, other.id(), Relationship::Uncle, house.now())
                    .await;
            if opened.is_ok() {
                db.commit().await.expect("kept");
            }
            opened
        };
        refused_by(open().await, "book_one_active_per_student", "book.student_id");
        // Closing a book comes with a later issue.
        run(&house, "UPDATE book SET closed_at = opened_at WHERE relationship = 'mother'")
            .await
            .expect("closed");
        open().await.expect("opened");
        refused_by(open().await, "book_one_active_per_student", "book.student_id");
    }

    /// An address is one account's; a call number is one student's in an institution.
    async fn an_address_and_a_call_number_are_taken_once(house: House) {
        let uuid = || house.services.random.uuid(house.now());
        let account = NewAccount {
            id: AccountId::new(uuid()),
            role: Role::Family,
            institution: None,
            email: &EmailAddress::parse(FAMILY).expect("an address"),
            name: "另一個人",
            password_hash: "",
            language: Language::English,
            state: AccountState::Active,
            second_factor: SecondFactor::None,
            details: None,
        };
        let mut db = house.services.database.write().await.expect("a transaction");
        let added = accounts::add(&mut db, &account, house.now()).await.expect("asked");
        assert_eq!(added, Err(Known::Email));
        drop(db);

        let call_number = CallNumber::parse("1001").expect("a call number");
        let student = NewStudent {
            id: StudentId::new(uuid()),
            institution: house.here,
            call_number: &call_number,
            name: "另一個人",
            pin_hash: "",
        };
        let mut db = house.services.database.write().await.expect("a transaction");
        let added = roster::add_student(&mut db, &student, house.now()).await;
        refused_by(added, "student_call_number_key", "student.institution_id, student.call_number");
    }

    /// What no workflow does, the database refuses as well.
    async fn the_database_refuses_what_cannot_be(house: House) {
        let family = house.family().await;
        house.log_in(FAMILY).await;
        house.save(&family, server::workflows::save_entry::Target::New(None), Written::default()).await;
        for (what, statement) in [
            ("a family with an institution", "UPDATE account SET role = 'family'"),
            ("staff without one", "UPDATE account SET role = 'admin' WHERE role = 'family'"),
            ("a session of nobody", "UPDATE session SET account_id = NULL"),
            ("an entry in review without a book", "UPDATE entry SET state = 'in_review'"),
            ("a book of nobody", "UPDATE book SET account_id = 'nobody'"),
            ("a family that is gone and leaves entries", "DELETE FROM account"),
        ] {
            assert!(run(&house, statement).await.is_err(), "{what}");
        }
    }

    /// A draft may have no book yet, and an id is taken once, whoever comes with it.
    async fn an_entry_id_is_taken_once(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let id = EntryId::new(house.services.random.uuid(house.now()));
        let words = Words { book: None, title: "", body: "", photo_alt: "" };
        for (account, fresh) in [(family.id(), true), (family.id(), false), (other.id(), false)] {
            let mut db = house.services.database.write().await.expect("a transaction");
            let added = entries::add_draft(&mut db, id, account, &words, house.now()).await.expect("asked");
            assert_eq!(added, fresh);
            db.commit().await.expect("kept");
        }
        assert_eq!(house.entry(&family, id).await.book, None);
    }

    /// Twenty on a page: 25 entries are 20 and 5, in every list, none twice and none left out.
    async fn a_list_of_twenty_five_has_two_pages(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let mut sent = Vec::new();
        for _ in 0..25 {
            sent.push(house.send(&family, written(house.book)).await);
            house.pass_days(2);
        }
        let newest_first: Vec<_> = sent.iter().rev().copied().collect();
        // Number, length and whether there is a next one. Page 0 is the first.
        let expected = [(0, 1, 20, true), (1, 1, 20, true), (2, 2, 5, false), (3, 3, 0, false)];
        let slice = |all: &[EntryId], number: usize, length| all[20 * (number - 1)..][..length].to_vec();

        for (asked, number, length, has_next) in expected.into_iter().take(3) {
            let mut db = house.services.database.read().await.expect("a connection");
            let place = usize::try_from(number).expect("small");

            let page = entries::of_family(&mut db, family.id(), EntryFilter::All, asked).await.expect("a page");
            let ids: Vec<_> = page.items.iter().map(|entry| entry.id).collect();
            assert_eq!(
                (ids, page.number, page.has_next),
                (slice(&newest_first, place, length), number, has_next)
            );

            let page = review_queue::waiting(&mut db, house.here, &Wanted::default(), asked, house.now()).await.expect("a page");
            let ids: Vec<_> = page.items.iter().map(|entry| entry.id).collect();
            assert_eq!((ids, page.number, page.has_next), (slice(&sent, place, length), number, has_next));
        }
        for id in &sent {
            house.approve(&reviewer, *id, 1).await;
            house.pass_seconds(1);
        }
        for (asked, number, length, has_next) in expected {
            let mut db = house.services.database.read().await.expect("a connection");
            let page = inbox::of_student(&mut db, house.student_id, asked).await.expect("a page");
            assert_eq!((page.items.len(), page.number, page.has_next), (length, number, has_next));
            if length > 0 {
                let ids: Vec<_> = page.items.iter().map(|entry| entry.id).collect();
                assert_eq!(ids, slice(&newest_first, usize::try_from(number).expect("small"), length));
            }
        }
        let mut db = house.services.database.read().await.expect("a connection");
        let last = entries::of_family(&mut db, family.id(), EntryFilter::All, u32::MAX).await.expect("a page");
        assert_eq!((last.items.len(), last.has_next), (0, false));
    }
}

/// What is thrown away, and what is asked before, makes the database look through no table: some are never emptied.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_deleted_makes_sqlite_read_a_whole_table() {
    let site = Site::on(Engine::Sqlite).await;
    let mut db = site.services.database.read().await.expect("a connection");
    for statement in [
        "EXPLAIN QUERY PLAN DELETE FROM photo WHERE id = $1
             AND NOT EXISTS (SELECT 1 FROM review WHERE photo_id = $1)",
        "EXPLAIN QUERY PLAN DELETE FROM photo WHERE entry_id = $1",
        "EXPLAIN QUERY PLAN DELETE FROM attachment WHERE entry_id = $1",
        "EXPLAIN QUERY PLAN DELETE FROM entry WHERE id = $1",
        "EXPLAIN QUERY PLAN DELETE FROM document WHERE application_id = $1",
        "EXPLAIN QUERY PLAN DELETE FROM application WHERE id = $1",
        "EXPLAIN QUERY PLAN SELECT id FROM entry WHERE state = 'draft' AND edited_at <= 1",
        "EXPLAIN QUERY PLAN SELECT id FROM application WHERE state = 'draft' AND edited_at <= 1",
        "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE state <> 'waiting' AND COALESCE(sent_at, created_at) <= 1",
    ] {
        let plan = sqlx::query(statement).bind("x").fetch_all(&mut *db).await.expect(statement);
        for line in plan {
            let line: String = line.get("detail");
            assert!(!line.starts_with("SCAN"), "{statement}: {line}");
        }
    }
}
