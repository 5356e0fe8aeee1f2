//! Families' requests as staff find, take and decide them.

use domain::application::{
    ApplicationNotice, ApplicationState, ApplicationStateKind, GivenReason, UsualReason,
};
use domain::application_queue::{ApplicationGlance, QueueFilter};
use domain::document::DocumentKind;
use domain::id::{ApplicationId, BookId, DocumentId, InstitutionId, PageId, StudentId};
use domain::mail::MailKind;
use domain::people::Relationship;
use domain::restriction::RestrictionKind;
use domain::search::LookedFor;
use domain::settings_form::OwnReasonRow;
use domain::time::Moment;
use domain::view::DocumentPage;
use server::Reviewer;
use server::storage::application_queue::{self, Wanted};
use server::storage::application_reviews::ApplicationVerdict;
use server::storage::books;
use server::storage::documents::{self, NewDocument};
use server::workflows::decide_application::{DecideApplicationError, decide_application};
use server::workflows::look_up_student::look_up_student;
use server::workflows::save_application::{ApplicationTarget, Typed, save_application};
use server::workflows::show_application::{ShownApplication, show_application};
use server::workflows::submit_application::submit_application;
use server::workflows::take_application::{Taken, open_application, take_application};

use crate::house::{COLLEAGUE, HEAD, House, at, at_once};
use crate::institution_settings::change;

/// Two families who have no book yet.
const ASKS: &str = "asks@house.example";
const OTHER: &str = "other@house.example";

/// What a family without a book sends for the student of this call number, through all the steps but the cleaning of
/// pictures.
async fn send_to(
    house: &House,
    family: &str,
    institution: InstitutionId,
    call_number: &str,
) -> ApplicationId {
    let services = &house.services;
    let family = house.account(family).await.family().expect("a family").clone();
    let id = ApplicationId::new(services.random.uuid(house.now()));
    let typed = Typed {
        institution: Some(institution.to_string()),
        call_number: Some(call_number.to_owned()),
        relationship: Some("mother".to_owned()),
        service: None,
    };
    save_application(services, &family, ApplicationTarget::New(id), &typed).await.expect("saved");
    look_up_student(services, &family, id).await.expect("found");
    let confirmed = Typed { service: Some("contact_book".to_owned()), ..Typed::default() };
    save_application(services, &family, ApplicationTarget::Existing(id), &confirmed).await.expect("saved");
    add_documents(house, id).await;
    submit_application(services, &family, id).await.expect("sent");
    id
}

async fn add_documents(house: &House, application: ApplicationId) {
    let (services, now) = (&house.services, house.now());
    let mut db = services.database.write().await.expect("a transaction");
    for kind in DocumentKind::ALL {
        let id = DocumentId::new(services.random.uuid(now));
        let name = services.keyring.seal_text(&services.random, &documents::context(id), b"a.jpg");
        let name = name.expect("sealed");
        let document = NewDocument { id, application, kind, name: &name, bytes: 1, given_in: 1 };
        let page = DocumentPage { id: PageId::new(services.random.uuid(now)), width: 800, height: 600 };
        documents::add(&mut db, &document, &[page], now).await.expect("added");
    }
    db.commit().await.expect("kept");
}

async fn send(house: &House, family: &str, call_number: &str) -> ApplicationId {
    send_to(house, family, house.here, call_number).await
}

/// A student without a book, and a family's request for one.
async fn asked(house: &House) -> (StudentId, ApplicationId) {
    let student = house.new_student("2001", "周小安").await;
    house.new_family(ASKS, "周美玲").await;
    (student, send(house, ASKS, "2001").await)
}

async fn colleague(house: &House) -> Reviewer {
    house.account(COLLEAGUE).await.reviewer().expect("a reviewer")
}

async fn decide(
    house: &House,
    reviewer: &Reviewer,
    id: ApplicationId,
    verdict: ApplicationVerdict,
) -> Result<(), DecideApplicationError> {
    decide_application(&house.services, reviewer, id, Some(1), verdict).await
}

async fn approve(
    house: &House,
    reviewer: &Reviewer,
    id: ApplicationId,
) -> Result<(), DecideApplicationError> {
    decide(house, reviewer, id, ApplicationVerdict::Approved).await
}

fn returned() -> ApplicationVerdict {
    let offered = UsualReason::ALL.map(GivenReason::Usual);
    let notice = ApplicationNotice::parse(["identity_unclear"], "請重拍一張。", &offered);
    ApplicationVerdict::Returned(notice.expect("a notice"))
}

async fn shown(house: &House, reviewer: &Reviewer, id: ApplicationId) -> ShownApplication {
    show_application(&house.services, reviewer, id).await.expect("asked").expect("sent here")
}

async fn state(house: &House, reviewer: &Reviewer, id: ApplicationId) -> ApplicationStateKind {
    shown(house, reviewer, id).await.application.state.kind()
}

/// The active books of a student.
async fn books_of(house: &House, student: StudentId) -> i64 {
    use sqlx::Row as _;

    let mut db = house.services.database.read().await.expect("a connection");
    let row = sqlx::query("SELECT COUNT(*) AS n FROM book WHERE student_id = $1 AND closed_at IS NULL")
        .bind(student.to_string())
        .fetch_one(&mut *db)
        .await;
    row.expect("a count").get("n")
}

async fn restrict(house: &House, student: StudentId, kind: RestrictionKind, until: Option<Moment>) {
    let id = house.services.random.uuid(house.now()).to_string();
    let by = house.account_id(HEAD).await;
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query(
        "INSERT INTO restriction (id, student_id, kind, begins_at, until_at, note, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, '', $6, $4)",
    )
    .bind(id)
    .bind(student.to_string())
    .bind(kind.name())
    .bind(house.now().micros())
    .bind(until.map(Moment::micros))
    .bind(by.to_string())
    .execute(&mut *db)
    .await
    .expect("restricted");
    db.commit().await.expect("kept");
}

async fn queue(house: &House, filter: QueueFilter, search: &str) -> Vec<ApplicationId> {
    let wanted = Wanted { filter, search: LookedFor::parse(search) };
    let mut db = house.services.database.read().await.expect("a connection");
    let page =
        application_queue::queue(&mut db, house.here, &wanted, house.today(), 1).await.expect("a page");
    page.items.into_iter().map(|item| item.id).collect()
}

async fn next(house: &House, reviewer: &Reviewer) -> Option<ApplicationId> {
    let mut db = house.services.database.read().await.expect("a connection");
    application_queue::next_waiting(&mut db, house.here, reviewer.id(), house.now()).await.expect("asked")
}

on_both_engines! {
    /// The book is open, the decision kept, the family told and the audit written, all at once.
    async fn approving_opens_the_book(house: House) {
        let reviewer = house.reviewer().await;
        let (student, id) = asked(&house).await;
        approve(&house, &reviewer, id).await.expect("approved");

        let shown = shown(&house, &reviewer, id).await;
        assert_eq!(shown.application.state, ApplicationState::Approved { round: 1, approved_at: house.now() });
        let book = shown.active_book.expect("a book");
        assert_eq!((book.relationship, book.is_theirs), (Relationship::Mother, true));
        assert_eq!(shown.history.len(), 1);
        assert_eq!((shown.history[0].decided_by.as_str(), &shown.history[0].returned), ("陳怡君", &None));
        assert_eq!(books_of(&house, student).await, 1);
        let mail = &house.mails().await[0];
        assert_eq!((mail.kind, mail.to.as_str()), (Some(MailKind::ApplicationApproved), ASKS));
        let audited = "SELECT COUNT(*) AS n FROM audit WHERE action = 'application_approved'";
        assert_eq!(house.number(audited).await, 1);
    }

    /// Part 二(一): whoever is approved first has the book; all others wait on and can be told why.
    async fn fifty_families_of_one_student_get_one_book(house: House) {
        let student = house.new_student("2001", "周小安").await;
        let mut requests = Vec::new();
        for number in 0..50 {
            let family = format!("family-{number}@house.example");
            house.new_family(&family, "周美玲").await;
            requests.push(send(&house, &family, "2001").await);
        }
        let reviewer = house.reviewer().await;
        let results = at_once(requests.clone().into_iter().map(|id| {
            let (services, reviewer) = (house.services.clone(), reviewer.clone());
            async move {
                decide_application(&services, &reviewer, id, Some(1), ApplicationVerdict::Approved).await
            }
        }))
        .await;
        let approved = results.iter().filter(|result| result.is_ok()).count();
        let told = results.iter().filter(|r| matches!(r, Err(DecideApplicationError::BookExists))).count();
        assert_eq!((approved, told), (1, 49), "{results:?}");
        assert_eq!(books_of(&house, student).await, 1);
        assert_eq!(queue(&house, QueueFilter::Approved, "").await.len(), 1);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM application WHERE state = 'in_review'").await, 49);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM application_review").await, 1);
    }

    /// The index alone lets no second book in, whatever was looked at before.
    async fn the_index_has_the_last_word(house: House) {
        let family = house.new_family(ASKS, "周美玲").await;
        let mut db = house.services.database.write().await.expect("a transaction");
        let id = BookId::new(house.services.random.uuid(house.now()));
        let opened =
            books::open_first(&mut db, id, house.student_id, family, Relationship::Mother, house.now()).await;
        assert!(!opened.expect("asked"));
        db.commit().await.expect("kept");
        assert_eq!(books_of(&house, house.student_id).await, 1);
    }

    /// A student with a book, one with a court's ban and one who left: not approved, said why, and nothing written.
    async fn what_stands_against_it_is_said_and_changes_nothing(house: House) {
        let reviewer = house.reviewer().await;
        let (_, has_book) = asked(&house).await;
        house.new_family(OTHER, "周大同").await;
        let first = send(&house, OTHER, "2001").await;
        approve(&house, &reviewer, first).await.expect("approved");
        let banned_student = house.new_student("2002", "周小平").await;
        let banned = send(&house, ASKS, "2002").await;
        let end = house.now().plus_seconds(3600);
        restrict(&house, banned_student, RestrictionKind::CourtBan, Some(end)).await;
        house.new_student("2003", "周小康").await;
        let left = send(&house, ASKS, "2003").await;
        house.run("UPDATE student SET leaving = 'released', left_on = 1 WHERE call_number = '2003'").await;

        let mails = house.mails().await;
        let refused = approve(&house, &reviewer, has_book).await;
        assert!(matches!(refused, Err(DecideApplicationError::BookExists)), "{refused:?}");
        let refused = approve(&house, &reviewer, banned).await;
        assert!(matches!(refused, Err(DecideApplicationError::Restricted)), "{refused:?}");
        let refused = approve(&house, &reviewer, left).await;
        assert!(matches!(refused, Err(DecideApplicationError::StudentLeft)), "{refused:?}");
        for id in [has_book, banned, left] {
            assert_eq!(state(&house, &reviewer, id).await, ApplicationStateKind::InReview);
        }
        assert_eq!(house.mails().await, mails);
        assert_eq!(shown(&house, &reviewer, banned).await.restrictions, [RestrictionKind::CourtBan]);
        assert_eq!(shown(&house, &reviewer, banned).await.documents.len(), 2);

        decide(&house, &reviewer, left, returned()).await.expect("returned");
        house.move_clock(end);
        approve(&house, &reviewer, banned).await.expect("the ban is over");
    }

    /// Part 一: what pauses a book does not keep it from being opened.
    async fn only_a_court_s_ban_blocks_approving(house: House) {
        let reviewer = house.reviewer().await;
        house.new_family(ASKS, "周美玲").await;
        for (number, kind) in RestrictionKind::ALL.into_iter().enumerate() {
            let call_number = format!("30{number:02}");
            let student = house.new_student(&call_number, "周小安").await;
            let id = send(&house, ASKS, &call_number).await;
            restrict(&house, student, kind, None).await;
            assert_eq!(approve(&house, &reviewer, id).await.is_ok(), kind != RestrictionKind::CourtBan, "{kind:?}");
        }
    }

    /// Two who press at the same moment make one decision; the other is told.
    async fn two_reviewers_at_once_make_one_decision(house: House) {
        let (reviewer, colleague) = (house.reviewer().await, colleague(&house).await);
        for number in 0..6 {
            let (call_number, family) = (format!("40{number:02}"), format!("family-{number}@house.example"));
            let student = house.new_student(&call_number, "周小安").await;
            house.new_family(&family, "周美玲").await;
            let id = send(&house, &family, &call_number).await;
            let both = [(reviewer.clone(), ApplicationVerdict::Approved), (colleague.clone(), returned())];
            let results = at_once(both.map(|(who, verdict)| {
                let services = house.services.clone();
                async move { decide_application(&services, &who, id, Some(1), verdict).await }
            }))
            .await;
            let late = results.iter().filter(|r| matches!(r, Err(DecideApplicationError::NotAllowed(_)))).count();
            assert_eq!((results.iter().filter(|r| r.is_ok()).count(), late), (1, 1), "{results:?}");
            let kept = shown(&house, &reviewer, id).await;
            assert_eq!(kept.history.len(), 1);
            let approved = kept.application.state.kind() == ApplicationStateKind::Approved;
            assert_eq!(books_of(&house, student).await, i64::from(approved));
        }
    }

    /// The reasons that were given stay as they were, also when the institution changes its list.
    async fn a_return_keeps_the_words_that_the_family_reads(house: House) {
        let reviewer = house.reviewer().await;
        let (_, id) = asked(&house).await;
        let row = OwnReasonRow {
            text: "請附全戶的戶籍謄本".to_owned(),
            concern: "relationship_document".to_owned(),
            ..OwnReasonRow::default()
        };
        let all = change(&house, |form| form.own_reasons = vec![row]).await;
        let offered = all.settings.application_reasons();
        let notice = ApplicationNotice::parse(["own-1", "identity_unclear"], "", &offered).expect("a notice");
        let verdict = ApplicationVerdict::Returned(notice.clone());
        decide(&house, &reviewer, id, verdict).await.expect("returned");
        change(&house, |form| form.own_reasons = Vec::new()).await;

        let kept = shown(&house, &reviewer, id).await;
        assert_eq!(kept.application.state, ApplicationState::Returned { round: 1, returned_at: house.now() });
        assert_eq!(kept.history[0].returned, Some(notice));
        assert_eq!(house.mails().await[0].kind, Some(MailKind::ApplicationReturned));
        let refused = approve(&house, &reviewer, id).await;
        assert!(matches!(refused, Err(DecideApplicationError::NotAllowed(_))), "{refused:?}");
    }

    /// A request that was corrected since the page was opened is not decided unread.
    async fn only_the_version_that_was_read_is_decided(house: House) {
        let reviewer = house.reviewer().await;
        let (_, id) = asked(&house).await;
        for verdict in [ApplicationVerdict::Approved, returned()] {
            let refused = decide_application(&house.services, &reviewer, id, Some(2), verdict).await;
            assert!(matches!(refused, Err(DecideApplicationError::OtherVersion)), "{refused:?}");
        }
        assert_eq!(state(&house, &reviewer, id).await, ApplicationStateKind::InReview);
    }

    /// The wall: another institution's staff see, take and decide nothing, and a draft is nobody's but its family's.
    async fn other_institutions_and_drafts_are_out_of_sight(house: House) {
        let stranger = house.reviewer_elsewhere().await;
        let (_, id) = asked(&house).await;
        assert!(show_application(&house.services, &stranger, id).await.expect("asked").is_none());
        for taken in [
            open_application(&house.services, &stranger, id).await,
            take_application(&house.services, &stranger, id).await,
        ] {
            assert_eq!(taken.expect("asked"), Taken::NotFound);
        }
        let refused = approve(&house, &stranger, id).await;
        assert!(matches!(refused, Err(DecideApplicationError::NotFound)), "{refused:?}");
        let mut db = house.services.database.read().await.expect("a connection");
        let glance = application_queue::glance(&mut db, house.elsewhere, house.today()).await.expect("asked");
        assert_eq!(glance, ApplicationGlance::default());
        drop(db);

        let reviewer = house.reviewer().await;
        house.run("UPDATE application SET state = 'draft'").await;
        assert!(show_application(&house.services, &reviewer, id).await.expect("asked").is_none());
        assert_eq!(queue(&house, QueueFilter::All, "").await, []);
    }

    /// Who opens a request first has it; a colleague is told, may take it over, and gets it when it was left alone.
    async fn a_request_is_taken_by_opening_it(house: House) {
        let (reviewer, colleague) = (house.reviewer().await, colleague(&house).await);
        let (_, id) = asked(&house).await;
        let open = async |who: &Reviewer| open_application(&house.services, who, id).await.expect("asked");
        let holder = async || shown(&house, &reviewer, id).await.application.claim.map(|claim| claim.name);
        assert_eq!(holder().await, None);
        assert_eq!(open(&reviewer).await, Taken::Yes);
        assert_eq!(open(&colleague).await, Taken::ByColleague);
        assert_eq!(holder().await.as_deref(), Some("陳怡君"));

        // Looking again keeps it; fifteen minutes without a look let it go.
        house.pass_seconds(14 * 60);
        assert_eq!(open(&reviewer).await, Taken::Yes);
        house.pass_seconds(14 * 60);
        assert_eq!(open(&colleague).await, Taken::ByColleague);
        house.pass_seconds(60);
        assert_eq!(open(&colleague).await, Taken::Yes);
        assert_eq!(holder().await.as_deref(), Some("周雅玲"));

        // Taken over, and decided by somebody else all the same: it keeps nobody from deciding.
        let taken = take_application(&house.services, &reviewer, id).await.expect("asked");
        assert_eq!((taken, holder().await.as_deref()), (Taken::Yes, Some("陳怡君")));
        approve(&house, &colleague, id).await.expect("approved");
        assert_eq!(holder().await, None);
        assert_eq!(open(&reviewer).await, Taken::NotWaiting);
    }

    /// What is due first comes first; the others by what became of them.
    async fn the_queue_is_in_the_order_of_the_last_days(house: House) {
        let reviewer = house.reviewer().await;
        house.move_clock(at("2027-01-29T09:00:00+08:00"));
        house.new_family(ASKS, "Wang_Mei 100%").await;
        let mut ids = Vec::new();
        for (number, sent) in ["2027-01-29", "2027-01-30", "2027-02-10", "2027-02-26"].into_iter().enumerate() {
            house.move_clock(at(&format!("{sent}T10:00:00+08:00")));
            let call_number = format!("50{number:02}");
            house.new_student(&call_number, "周小安").await;
            ids.push(send(&house, ASKS, &call_number).await);
        }
        house.new_student_elsewhere("5009", "王小美").await;
        send_to(&house, ASKS, house.elsewhere, "5009").await;
        assert_eq!(queue(&house, QueueFilter::Waiting, "").await, ids);
        assert_eq!(queue(&house, QueueFilter::Overdue, "").await, []);
        // 28 February is the last day of both the first two.
        house.move_clock(at("2027-03-01T00:00:00+08:00"));
        assert_eq!(queue(&house, QueueFilter::Overdue, "").await, ids[..2]);

        decide(&house, &reviewer, ids[0], returned()).await.expect("returned");
        house.pass_seconds(60);
        approve(&house, &reviewer, ids[3]).await.expect("approved");
        assert_eq!(queue(&house, QueueFilter::All, "").await, [ids[1], ids[2], ids[3], ids[0]]);
        assert_eq!(queue(&house, QueueFilter::Returned, "").await, [ids[0]]);
        assert_eq!(queue(&house, QueueFilter::Approved, "").await, [ids[3]]);
        assert_eq!(queue(&house, QueueFilter::Withdrawn, "").await, []);
        let mut db = house.services.database.read().await.expect("a connection");
        let counts = application_queue::counts(&mut db, house.here, house.today()).await.expect("counted");
        assert_eq!(QueueFilter::ALL.map(|filter| counts.of(filter)), [2, 1, 1, 1, 0, 4]);
        let glance = application_queue::glance(&mut db, house.here, house.today()).await.expect("asked");
        let oldest = Some(at("2027-01-30T10:00:00+08:00"));
        assert_eq!(glance, ApplicationGlance { waiting: 2, overdue: 1, oldest });
    }

    /// By call number, by the student's and the family's name; `%` and `_` are signs like others.
    async fn the_queue_is_searched(house: House) {
        house.new_family(ASKS, "Wang_Mei 100%").await;
        house.new_family(OTHER, "周美玲").await;
        house.new_student("A501", "周小安").await;
        house.new_student("502", "林小宇").await;
        let first = send(&house, ASKS, "A501").await;
        house.pass_seconds(60);
        let second = send(&house, OTHER, "502").await;
        for (search, found) in [
            ("", vec![first, second]),
            ("a50", vec![first]),
            ("50", vec![first, second]),
            ("小宇", vec![second]),
            ("美玲", vec![second]),
            ("wang_mei", vec![first]),
            ("100%", vec![first]),
            ("%", vec![first]),
            ("_", vec![first]),
            ("!", vec![]),
            ("'; DROP TABLE application; --", vec![]),
        ] {
            assert_eq!(queue(&house, QueueFilter::Waiting, search).await, found, "{search}");
        }
    }

    /// The next one by itself: the first that waits and that no colleague has open.
    async fn the_next_one_is_one_that_nobody_else_has_open(house: House) {
        let (reviewer, colleague) = (house.reviewer().await, colleague(&house).await);
        house.new_family(ASKS, "周美玲").await;
        let mut ids = Vec::new();
        for number in 0..3 {
            let call_number = format!("60{number:02}");
            house.new_student(&call_number, "周小安").await;
            ids.push(send(&house, ASKS, &call_number).await);
            house.pass_seconds(60);
        }
        assert_eq!(next(&house, &reviewer).await, Some(ids[0]));
        open_application(&house.services, &colleague, ids[0]).await.expect("opened");
        assert_eq!(next(&house, &reviewer).await, Some(ids[1]));
        assert_eq!(next(&house, &colleague).await, Some(ids[0]));
        approve(&house, &reviewer, ids[1]).await.expect("approved");
        approve(&house, &reviewer, ids[2]).await.expect("approved");
        assert_eq!(next(&house, &reviewer).await, None);
        house.pass_seconds(15 * 60);
        assert_eq!(next(&house, &reviewer).await, Some(ids[0]));
    }

    /// Other requests of the same family, and of others for the same student.
    async fn earlier_requests_are_shown(house: House) {
        let reviewer = house.reviewer().await;
        for call_number in ["7001", "7002", "7003"] {
            house.new_student(call_number, "周小安").await;
        }
        house.new_family(ASKS, "周美玲").await;
        house.new_family(OTHER, "周大同").await;
        let id = send(&house, ASKS, "7001").await;
        let same_family = send(&house, ASKS, "7002").await;
        let same_student = send(&house, OTHER, "7001").await;
        send(&house, OTHER, "7003").await;
        let mut related: Vec<_> =
            shown(&house, &reviewer, id).await.related.into_iter().map(|(one, same)| (one.id, same)).collect();
        related.sort_unstable();
        let mut expected = [(same_family, true), (same_student, false)];
        expected.sort_unstable();
        assert_eq!(related, expected);
    }
}
