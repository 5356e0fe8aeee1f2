//! The example of `contact-book demo`.

use domain::application::ApplicationStateKind;
use domain::application_queue::QueueFilter;
use domain::entry::EntryStateKind;
use domain::id::{AccountId, BookId, InstitutionId};
use domain::people::{EmailAddress, Relationship, Role};
use domain::student::CallNumber;
use domain::view::Viewer;
use server::demo::{
    ACCOUNTS, ACCOUNTS_ELSEWHERE, ASKING, CALL_NUMBER, ELSEWHERE, INSTITUTION, PASSWORD, PIN, furnish,
    move_clock,
};
use server::storage::application_queue::{self, Wanted};
use server::storage::{accounts, applications, books, entries, reviews, roster};
use server::workflows::log_in::{log_in, log_in_student};

use crate::house::{AT_HOME, House, REVIEWER, Site, known};

/// The first institution and the second.
async fn institutions(site: &Site) -> [InstitutionId; 2] {
    let mut db = site.services.database.read().await.expect("a connection");
    let institutions = roster::institutions(&mut db).await.expect("a list");
    let names: Vec<_> = institutions.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, [INSTITUTION, ELSEWHERE]);
    [institutions[0].id, institutions[1].id]
}

async fn account(site: &Site, mail: &str) -> AccountId {
    let mut db = site.services.database.read().await.expect("a connection");
    let mail = EmailAddress::parse(mail).expect(mail);
    accounts::credentials(&mut db, &mail).await.expect("asked").expect("an account").account
}

async fn rows(site: &Site) -> [i64; 8] {
    [
        site.number("SELECT COUNT(*) AS n FROM institution").await,
        site.number("SELECT COUNT(*) AS n FROM account").await,
        site.number("SELECT COUNT(*) AS n FROM student").await,
        site.number("SELECT COUNT(*) AS n FROM book").await,
        site.number("SELECT COUNT(*) AS n FROM entry").await,
        site.number("SELECT COUNT(*) AS n FROM photo").await,
        site.number("SELECT COUNT(*) AS n FROM review").await,
        site.number("SELECT COUNT(*) AS n FROM outbox").await,
    ]
}

on_both_engines! {
    /// A demo that is started again is left as it is, also on a later day.
    async fn furnishing_twice_changes_nothing(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let first = rows(&site).await;
        assert_eq!(first, [2, 14, 20, 5, 6, 3, 2, 12]);
        site.pass_days(1);
        furnish(&site.services).await.expect("left alone");
        assert_eq!(rows(&site).await, first);
    }

    /// Everyone whom /demo names can log in with what it says, and is who it says.
    async fn everyone_of_the_demo_can_log_in(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let asking = ASKING.map(|(mail, name, ..)| (mail, Role::Family, name));
        for (mail, role, name) in ACCOUNTS.into_iter().chain(ACCOUNTS_ELSEWHERE).chain(asking) {
            let session = known(log_in(&site.services, mail, PASSWORD, &AT_HOME).await);
            assert_eq!(session.role, Some(role));
            let actor = site.resume(&session).await;
            assert_eq!(actor.viewer(), Viewer::Account { name: name.to_owned(), role });
        }
        let numbers = (1002..=1010).map(|number| number.to_string()).map(|number| (number.clone(), number));
        let [institution, elsewhere] = institutions(&site).await.map(|id| id.to_string());
        for (number, pin) in numbers.chain([(CALL_NUMBER.to_owned(), PIN.to_owned())]) {
            known(log_in_student(&site.services, &institution, &number, &pin, &AT_HOME).await);
        }
        known(log_in_student(&site.services, &elsewhere, CALL_NUMBER, PIN, &AT_HOME).await);
    }

    /// Two requests wait, the older first; a third was returned.
    async fn families_ask_for_a_book_in_the_demo(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let [institution, elsewhere] = institutions(&site).await;
        let mut db = site.services.database.read().await.expect("a connection");
        let wanted = Wanted { filter: QueueFilter::Waiting, ..Wanted::default() };
        let waiting = application_queue::queue(&mut db, institution, &wanted, site.today(), 1).await;
        let numbers: Vec<_> =
            waiting.expect("a page").items.into_iter().map(|waiting| waiting.asking.call_number).collect();
        assert_eq!(numbers, ["1015", "1014"]);
        let there = application_queue::queue(&mut db, elsewhere, &wanted, site.today(), 1).await;
        assert!(there.expect("a page").items.is_empty());
        let family = account(&site, ASKING[0].0).await;
        let requests = applications::under_way(&mut db, family).await.expect("a list");
        let kinds: Vec<_> = requests.iter().map(|request| request.state.kind()).collect();
        assert_eq!(kinds, [ApplicationStateKind::Returned]);
    }

    /// A queue waits for the reviewer; the family has one entry that was read, one that came back, and its turn;
    /// the books of 1002 to 1010 are free to be applied for.
    async fn the_demo_has_something_of_everything(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let [institution, elsewhere] = institutions(&site).await;
        let family = account(&site, ACCOUNTS[0].0).await;
        let mut db = site.services.database.read().await.expect("a connection");
        let waiting = reviews::waiting(&mut db, institution, 1, site.now()).await.expect("a page").items;
        let queue: Vec<_> =
            waiting.iter().map(|e| (e.parties.call_number.as_str(), e.version.photo.is_some())).collect();
        assert_eq!(queue, [("1011", true), ("1012", true), ("1013", false)]);
        let there = reviews::waiting(&mut db, elsewhere, 1, site.now()).await.expect("a page").items;
        let names: Vec<_> = there.iter().map(|entry| entry.parties.student_name.as_str()).collect();
        assert_eq!(names, ["邱奕辰"]);

        let written = entries::of_family(&mut db, family, 1).await.expect("a page").items;
        let kinds: Vec<_> = written.iter().map(|entry| entry.state.kind()).collect();
        assert_eq!(kinds, [EntryStateKind::Returned, EntryStateKind::Read]);
        assert!(written[0].returned.is_some());
        let books = books::of_family(&mut db, family, site.now()).await.expect("a list");
        assert!(books.len() == 1 && books[0].may_send_today);

        for number in 1001..=1013 {
            let call_number = CallNumber::parse(&number.to_string()).expect("a call number");
            let mut db = site.services.database.write().await.expect("a transaction");
            let student = roster::student_credentials(&mut db, institution, &call_number, site.today())
                .await
                .expect("asked")
                .expect("a student")
                .student;
            let book = BookId::new(site.services.random.uuid(site.now()));
            let opened = books::open(&mut db, book, student, family, Relationship::Aunt, site.now()).await;
            assert_eq!(opened.is_ok(), (1002..=1010).contains(&number), "{number}");
        }
    }

    /// /demo/clock moves everybody's session along, so that nobody is logged out by the jump.
    async fn nobody_is_logged_out_when_the_clock_jumps(house: House) {
        let session = house.log_in(REVIEWER).await;
        let later = house.now().plus_seconds(40 * 86_400);
        assert!(move_clock(&house.services, later).await.expect("moved"));
        assert!(!move_clock(&house.services, later.plus_seconds(-1)).await.expect("refused"));
        assert_eq!(house.now(), later);
        assert!(house.resume(&session).await.reviewer().is_some());
    }
}
