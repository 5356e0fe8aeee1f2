//! The example of `contact-book demo`.

use domain::application::ApplicationStateKind;
use domain::application_queue::QueueFilter;
use domain::entry::{EntryFilter, EntryStateKind};
use domain::id::{AccountId, BookId, InstitutionId};
use domain::people::{EmailAddress, Relationship, Role};
use domain::view::Viewer;
use server::demo::{
    ACCOUNTS, ACCOUNTS_ELSEWHERE, ASKING, CALL_NUMBER, DemoError, ELSEWHERE, INSTITUTION, MARK, OPERATOR,
    PASSWORD, PIN, claim, furnish, move_clock,
};
use server::storage::application_queue::{self, Wanted};
use server::storage::{accounts, applications, books, entries, review_queue, roster, students};
use server::workflows::log_in::{log_in, log_in_student};
use server::workflows::manage_institution::authority;

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

/// How many entries stand in each state, in the order in which they pass through them.
async fn states(site: &Site) -> [i64; 7] {
    [
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'draft'").await,
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'in_review'").await,
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'returned'").await,
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'withdrawn'").await,
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'approved'").await,
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'delivered'").await,
        site.number("SELECT COUNT(*) AS n FROM entry WHERE state = 'read'").await,
    ]
}

on_both_engines! {
    /// A demo that is started again is left as it is, also on a later day.
    async fn furnishing_twice_changes_nothing(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let first = rows(&site).await;
        assert_eq!(first, [3, 23, 28, 13, 27, 15, 18, 50]);
        site.pass_days(1);
        furnish(&site.services).await.expect("left alone");
        assert_eq!(rows(&site).await, first);
    }

    /// What is somebody's is neither marked nor furnished, also when nobody but an operator is there.
    async fn an_installation_in_use_is_not_the_demo_s(site: Site) {
        let folder = site.folder.path();
        let mut db = site.services.database.write().await.expect("a transaction");
        authority(&site.services, &mut db, site.now()).await.expect("made");
        db.commit().await.expect("kept");
        assert!(matches!(claim(&site.services, folder).await, Err(DemoError::Somebodys)));
        assert!(!folder.join(MARK).exists());
        assert!(matches!(furnish(&site.services).await, Err(DemoError::Unfinished)));
    }

    async fn an_empty_installation_is_marked_before_it_is_furnished(site: Site) {
        claim(&site.services, site.folder.path()).await.expect("free");
        assert!(site.folder.path().join(MARK).exists());
        furnish(&site.services).await.expect("furnished");
        claim(&site.services, site.folder.path()).await.expect("ours already");
    }

    /// Everyone whom /demo names can log in with what it says, and is who it says.
    async fn everyone_of_the_demo_can_log_in(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let asking = ASKING.map(|(mail, name, ..)| (mail, Role::Family, name));
        for (mail, role, name) in ACCOUNTS.into_iter().chain(ACCOUNTS_ELSEWHERE).chain([OPERATOR]).chain(asking) {
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

    /// The three that have waited longest come first, then corrected ones, one for a restricted student and one of a
    /// family whose entries came back three times; in the second institution one entry waits. Of every state there is one.
    async fn a_queue_waits_in_the_demo(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let [institution, elsewhere] = institutions(&site).await;
        let mut db = site.services.database.read().await.expect("a connection");
        let all = review_queue::Wanted::default();
        let waiting = review_queue::waiting(&mut db, institution, &all, 1, site.now()).await.expect("a page").items;
        let queue: Vec<_> = waiting
            .iter()
            .map(|entry| {
                let (parties, version) = (&entry.parties, &entry.version);
                let number = parties.call_number.as_str();
                (number, version.photo.is_some(), version.round, parties.strikes, parties.restricted)
            })
            .collect();
        assert_eq!(
            queue,
            [
                ("1011", true, 1, 0, false),
                ("1012", true, 1, 0, false),
                ("1013", false, 1, 0, false),
                ("1018", true, 2, 1, false),
                ("1023", false, 1, 1, false),
                ("1022", false, 1, 0, true),
                ("1024", false, 2, 3, false),
                ("1017", true, 1, 0, false),
                ("1019", true, 1, 0, false),
                // A student's reply.
                ("1012", false, 1, 0, false),
            ]
        );
        let titles: Vec<_> = waiting.iter().take(3).map(|entry| entry.version.title.as_str()).collect();
        assert_eq!(titles, ["阿嬤種的番茄紅了", "弟弟學會騎腳踏車了", "今天煮了你愛吃的滷肉"]);
        let there = review_queue::waiting(&mut db, elsewhere, &all, 1, site.now()).await.expect("a page").items;
        let names: Vec<_> = there.iter().map(|entry| entry.parties.student_name.as_str()).collect();
        assert_eq!(names, ["邱奕辰"]);
        drop(db);
        assert_eq!(states(&site).await, [1, 11, 2, 1, 1, 3, 8]);
    }

    /// The family has one entry that was read, one that came back, and its turn; the books of 1002 to 1010 are free to
    /// be applied for, those of 1014 to 1016 are only asked for; of every student it is known since when they are here.
    async fn the_demo_has_something_of_everything(site: Site) {
        furnish(&site.services).await.expect("furnished");
        let [institution, _] = institutions(&site).await;
        let family = account(&site, ACCOUNTS[0].0).await;
        let mut db = site.services.database.read().await.expect("a connection");
        let written = entries::of_family(&mut db, family, EntryFilter::All, 1).await.expect("a page").items;
        let kinds: Vec<_> = written.iter().map(|entry| entry.state.kind()).collect();
        assert_eq!(kinds, [EntryStateKind::Returned, EntryStateKind::Read]);
        assert!(written[0].returned.is_some());
        let books = books::of_family(&mut db, family, site.now()).await.expect("a list");
        assert!(books.len() == 1 && books[0].may_send_today);

        let all = students::all(&mut db, institution).await.expect("a roster");
        drop(db);
        assert!(all.iter().all(|student| student.admitted.is_some_and(|day| day < site.today())));
        for student in &all {
            let number: u32 = student.call_number.as_str().parse().expect("a number");
            let mut db = site.services.database.write().await.expect("a transaction");
            let book = BookId::new(site.services.random.uuid(site.now()));
            let opened = books::open(&mut db, book, student.id, family, Relationship::Aunt, site.now()).await;
            let free = (1002..=1010).contains(&number) || (1014..=1016).contains(&number);
            assert_eq!(opened.is_ok(), free, "{number}");
        }
        assert_eq!(all.len(), 24);
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
