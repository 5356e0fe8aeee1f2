//! Part 一: for a restricted student the service is paused, whatever the kind, and goes on by itself.

use std::pin::Pin;

use domain::entry::{EntryState, EntryStateKind};
use domain::id::{EntryId, RestrictionId, StudentId};
use domain::mail::MailKind;
use domain::restriction::{NewRestriction, RestrictionForm, RestrictionKind, Span};
use domain::time::Moment;
use domain::view::Restriction;
use server::storage::restrictions;
use server::storage::review_queue::{self, Wanted};
use server::storage::reviews;
use server::workflows::decide_entry::{Decided, decide_finally};
use server::workflows::deliver_entry::deliver_held;
use server::workflows::open_entry::{OpenError, open_entry};
use server::workflows::read_inbox::read_inbox;
use server::workflows::restrict_student::{Restricted, end_restriction, restrict_student};
use server::workflows::save_entry::{Target, Written};
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::workflows::submit_entry::{SubmitError, submit_entry};
use server::workflows::withdraw_entry::withdraw_entry;
use server::{Reviewer, Services};

use crate::house::{House, REVIEWER, at_once, drawing, written};

const HOUR: i64 = 3600;

/// What became of one of two that are done at once.
enum Done {
    Sent(Result<(), SubmitError>),
    Restricted(Restricted),
}

type Task = Pin<Box<dyn Future<Output = Done> + Send>>;

/// How many letters whoever read the inbox saw.
type Doing = Pin<Box<dyn Future<Output = Option<usize>> + Send>>;

fn new(kind: RestrictionKind, begins_at: Moment, until: Option<Moment>, now: Moment) -> NewRestriction {
    let form = RestrictionForm {
        kind: kind.name().to_owned(),
        begins_at: begins_at.to_field(),
        until: until.map(Moment::to_field).unwrap_or_default(),
        note: "公文另存".to_owned(),
    };
    NewRestriction::parse(&form, now).expect("a restriction")
}

fn some_id(services: &Services) -> RestrictionId {
    RestrictionId::new(services.random.uuid(services.clock.now()))
}

/// Restricts 小宇 from `begins` to `ends`, in seconds from now.
async fn restrict(
    house: &House,
    reviewer: &Reviewer,
    kind: RestrictionKind,
    begins: i64,
    ends: Option<i64>,
) -> RestrictionId {
    let now = house.now();
    let id = some_id(&house.services);
    let until = ends.map(|ends| now.plus_seconds(ends));
    let new = new(kind, now.plus_seconds(begins), until, now);
    let made = restrict_student(&house.services, reviewer, house.student_id, id, &new).await.expect("asked");
    assert_eq!(made, Restricted::Yes);
    id
}

async fn end(house: &House, reviewer: &Reviewer, id: RestrictionId) -> Restricted {
    end_restriction(&house.services, reviewer, house.student_id, id).await.expect("asked")
}

async fn in_force(house: &House) -> Vec<RestrictionKind> {
    let mut db = house.services.database.read().await.expect("a connection");
    restrictions::in_force(&mut db, house.student_id, house.now()).await.expect("asked")
}

async fn all(house: &House) -> Vec<Restriction> {
    let mut db = house.services.database.read().await.expect("a connection");
    restrictions::of_student(&mut db, house.student_id, house.here).await.expect("asked")
}

async fn held(house: &House) -> u32 {
    let mut db = house.services.database.read().await.expect("a connection");
    reviews::glance(&mut db, house.here, house.now()).await.expect("counted").held
}

async fn deliver(house: &House) -> u32 {
    deliver_held(&house.services).await.expect("done")
}

async fn told_of_delivery(house: &House, entry: EntryId) -> usize {
    let is_it = |kind| kind == Some(MailKind::EntryDelivered);
    house.mails().await.iter().filter(|mail| is_it(mail.kind) && mail.entry == Some(entry)).count()
}

on_both_engines! {
    /// No new entry is sent, whatever the kind; the draft stays as it is, and can be sent afterwards.
    async fn no_new_entry_is_sent_whatever_the_kind(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.draft(&family).await;
        for kind in RestrictionKind::ALL {
            let restriction = restrict(&house, &reviewer, kind, 0, None).await;
            assert_eq!(in_force(&house).await, [kind]);
            assert!(house.book_of(&family).await.paused);
            let refused = submit_entry(&house.services, &family, id).await;
            assert!(matches!(refused, Err(SubmitError::Paused)), "{kind:?}: {refused:?}");
            assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Draft);
            assert_eq!(house.entry(&family, id).await.title, "院子裡的番茄");
            assert_eq!(end(&house, &reviewer, restriction).await, Restricted::Yes);
        }
        assert!(!house.book_of(&family).await.paused);
        assert_eq!(house.mails().await.len(), 0);
        house.submit(&family, id).await;
    }

    /// A returned entry can be corrected and is kept, but not sent until the restriction is over.
    async fn a_correction_is_kept_and_not_sent(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        restrict(&house, &reviewer, RestrictionKind::Discipline, 0, Some(HOUR)).await;
        let corrected = Written { body: "番茄都紅了。".to_owned(), ..written(house.book) };
        house.save(&family, Target::Existing(id), corrected).await;
        let refused = submit_entry(&house.services, &family, id).await;
        assert!(matches!(refused, Err(SubmitError::Paused)), "{refused:?}");
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Returned);
        house.pass_seconds(HOUR);
        house.submit(&family, id).await;
        assert_eq!(house.entry(&family, id).await.body, "番茄都紅了。");
    }

    /// Other students' families notice nothing.
    async fn another_student_is_not_touched(house: House) {
        let (other, reviewer) = (house.other_family().await, house.reviewer().await);
        restrict(&house, &reviewer, RestrictionKind::CourtBan, 0, None).await;
        assert!(!house.book_of(&other).await.paused);
        let id = house.send(&other, written(house.other_book)).await;
        house.approve(&reviewer, id, 1).await;
        assert_eq!(house.state(&other, id).await.kind(), EntryStateKind::Delivered);
        let classmate = house.at_the_terminal("1002").await.student().expect("a student").clone();
        let page = read_inbox(&house.services, &classmate, 1).await.expect("asked").expect("open");
        assert_eq!(page.items.len(), 1);
    }

    /// The inbox, each letter and each photo are closed to the student, whatever the kind, and open again afterwards.
    /// What nobody saw stays unread.
    async fn the_inbox_is_closed_whatever_the_kind(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let student = house.student().await;
        let at_the_terminal = house.at_the_terminal("1001").await;
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        house.approve(&reviewer, id, 1).await;
        let photo = house.photo(&family, id).await;
        let nobodys = house.draft(&family).await;
        let sees_photo = async || {
            let mut seen = Vec::new();
            for size in [PhotoSize::Whole, PhotoSize::Thumbnail] {
                seen.push(show_photo(&house.services, &at_the_terminal, photo, size).await.expect("asked"));
            }
            seen.iter().all(Option::is_some)
        };
        for kind in RestrictionKind::ALL {
            let restriction = restrict(&house, &reviewer, kind, 0, None).await;
            assert_eq!(read_inbox(&house.services, &student, 1).await.expect("asked"), None, "{kind:?}");
            for entry in [id, nobodys] {
                let opened = open_entry(&house.services, &student, entry).await;
                assert!(matches!(opened, Err(OpenError::Closed)), "{kind:?}: {opened:?}");
            }
            assert!(!sees_photo().await, "{kind:?}");
            assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Delivered);
            end(&house, &reviewer, restriction).await;
        }
        assert!(sees_photo().await);
        assert!(read_inbox(&house.services, &student, 1).await.expect("asked").is_some());
        open_entry(&house.services, &student, id).await.expect("open").expect("delivered");
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Read);
    }

    /// Staff and the family itself go on seeing the family's photo.
    async fn only_the_student_loses_sight_of_a_photo(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        house.approve(&reviewer, id, 1).await;
        let photo = house.photo(&family, id).await;
        restrict(&house, &reviewer, RestrictionKind::Illness, 0, None).await;
        for viewer in [house.account(crate::house::FAMILY).await, house.account(REVIEWER).await] {
            let shown = show_photo(&house.services, &viewer, photo, PhotoSize::Whole).await.expect("asked");
            assert!(shown.is_some());
        }
    }

    /// What is approved meanwhile is held, and the family is told at the delivery, once, not before.
    async fn an_approved_entry_is_held_and_delivered_when_the_restriction_ends(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let id = house.send(&family, written(house.book)).await;
        for kind in RestrictionKind::ALL {
            restrict(&house, &reviewer, kind, 0, Some(HOUR)).await;
        }
        let decided = decide_finally(&house.services, &reviewer, id, Some(1), reviews::Verdict::Approved).await;
        assert_eq!(decided.expect("approved"), Decided::Held);
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Approved);
        assert_eq!((told_of_delivery(&house, id).await, held(&house).await), (0, 1));

        house.pass_seconds(HOUR - 1);
        assert_eq!(deliver(&house).await, 0);
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Approved);

        house.pass_seconds(1);
        assert_eq!(deliver(&house).await, 1);
        let EntryState::Delivered { delivered_at, .. } = house.state(&family, id).await else {
            panic!("not delivered")
        };
        assert_eq!(delivered_at, house.now());
        assert_eq!((told_of_delivery(&house, id).await, held(&house).await), (1, 0));
        let page = read_inbox(&house.services, &student, 1).await.expect("asked").expect("open");
        assert_eq!(page.items.iter().map(|entry| entry.id).collect::<Vec<_>>(), [id]);
        assert_eq!(deliver(&house).await, 0);
        assert_eq!(told_of_delivery(&house, id).await, 1);
    }

    /// A returned entry is told to its family as ever.
    async fn an_entry_is_returned_as_ever(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        restrict(&house, &reviewer, RestrictionKind::Investigation, 0, None).await;
        house.send_back(&reviewer, id, 1).await;
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Returned);
        assert!(house.mails().await.iter().any(|mail| mail.kind == Some(MailKind::EntryReturned)));
    }

    /// What waits can be taken back.
    async fn an_entry_that_waits_can_be_withdrawn(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        restrict(&house, &reviewer, RestrictionKind::Investigation, 0, None).await;
        withdraw_entry(&house.services, &family, id).await.expect("withdrawn");
    }

    /// Ended early, it delivers at once what it held.
    async fn ended_early_it_delivers_at_once(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        let restriction = restrict(&house, &reviewer, RestrictionKind::ProtectiveRoom, 0, Some(9 * HOUR)).await;
        house.approve(&reviewer, id, 1).await;
        assert_eq!(end(&house, &reviewer, restriction).await, Restricted::Yes);
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Delivered);
        assert_eq!(told_of_delivery(&house, id).await, 1);
    }

    /// While another one is in force, what is held stays held.
    async fn the_last_restriction_to_end_delivers(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        let first = restrict(&house, &reviewer, RestrictionKind::CourtBan, 0, None).await;
        let second = restrict(&house, &reviewer, RestrictionKind::Illness, 0, None).await;
        house.approve(&reviewer, id, 1).await;
        end(&house, &reviewer, first).await;
        assert_eq!(in_force(&house).await, [RestrictionKind::Illness]);
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Approved);
        end(&house, &reviewer, second).await;
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Delivered);
    }

    /// It begins and ends by itself, on its moments, without anybody doing anything.
    async fn it_begins_and_ends_by_itself(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        restrict(&house, &reviewer, RestrictionKind::ProtectiveIsolation, HOUR, Some(2 * HOUR)).await;
        let is_paused = async || {
            let closed = read_inbox(&house.services, &student, 1).await.expect("asked").is_none();
            let paused = house.book_of(&family).await.paused;
            assert_eq!((closed, paused), (paused, !in_force(&house).await.is_empty()));
            paused
        };
        assert!(!is_paused().await);
        house.pass_seconds(HOUR - 1);
        assert!(!is_paused().await);
        house.pass_seconds(1);
        assert!(is_paused().await);
        house.pass_seconds(HOUR - 1);
        assert!(is_paused().await);
        house.pass_seconds(1);
        assert!(!is_paused().await);
        assert_eq!(in_force(&house).await, []);
    }

    /// One that has not begun is taken back, and never begins.
    async fn one_that_has_not_begun_is_taken_back(house: House) {
        let reviewer = house.reviewer().await;
        let id = restrict(&house, &reviewer, RestrictionKind::Discipline, HOUR, None).await;
        assert_eq!(end(&house, &reviewer, id).await, Restricted::Yes);
        house.pass_seconds(2 * HOUR);
        assert_eq!(in_force(&house).await, []);
    }

    /// The history keeps all of it, with who made and who ended it; ending what is over changes nothing.
    async fn the_history_keeps_who_made_and_who_ended_it(house: House) {
        let (reviewer, colleague) =
            (house.reviewer().await, house.account(crate::house::HEAD).await.reviewer().expect("a head"));
        let begins_at = house.now();
        let first = restrict(&house, &reviewer, RestrictionKind::Illness, 0, Some(2 * HOUR)).await;
        house.pass_seconds(HOUR);
        let ended_at = house.now();
        end(&house, &colleague, first).await;
        house.pass_seconds(HOUR);
        assert_eq!(end(&house, &reviewer, first).await, Restricted::Yes);
        let second = restrict(&house, &reviewer, RestrictionKind::CourtBan, 0, None).await;

        let all = all(&house).await;
        assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [second, first]);
        let one = &all[1];
        let until = Some(begins_at.plus_seconds(2 * HOUR));
        assert_eq!(one.span, Span { begins_at, until, ended_at: Some(ended_at) });
        assert_eq!((one.made_by.as_str(), one.ended_by.as_deref()), ("陳怡君", Some("黃志明")));
        assert_eq!((one.kind, one.note.as_str()), (RestrictionKind::Illness, "公文另存"));
        assert_eq!((all[0].ended_by.as_deref(), all[0].span.ended_at), (None, None));
    }

    /// One whose time is over is not ended once more.
    async fn what_is_over_is_not_ended_again(house: House) {
        let reviewer = house.reviewer().await;
        let id = restrict(&house, &reviewer, RestrictionKind::Illness, 0, Some(HOUR)).await;
        house.pass_seconds(HOUR);
        assert_eq!(end(&house, &reviewer, id).await, Restricted::Yes);
        assert_eq!(all(&house).await[0].span.ended_at, None);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'restriction_ended'").await, 0);
    }

    /// A form sent twice makes one restriction; the audit says so once, with kind and ids only.
    async fn a_form_sent_twice_makes_one_restriction(house: House) {
        let reviewer = house.reviewer().await;
        let (id, now) = (some_id(&house.services), house.now());
        let new = new(RestrictionKind::CourtBan, now, None, now);
        for _ in 0..2 {
            let made = restrict_student(&house.services, &reviewer, house.student_id, id, &new).await;
            assert_eq!(made.expect("asked"), Restricted::Yes);
        }
        assert_eq!(all(&house).await.len(), 1);
        end(&house, &reviewer, id).await;
        let rows = house.number("SELECT COUNT(*) AS n FROM audit WHERE subject_kind = 'student'
            AND action IN ('restriction_made', 'restriction_ended') AND details LIKE '%court_ban%'").await;
        assert_eq!(rows, 2);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE details LIKE '%公文%'").await, 0);
    }

    /// Staff of another institution find no such student, no restriction, and change nothing.
    async fn staff_elsewhere_find_nothing(house: House) {
        let (reviewer, elsewhere) = (house.reviewer().await, house.reviewer_elsewhere().await);
        let now = house.now();
        let id = restrict(&house, &reviewer, RestrictionKind::Illness, 0, None).await;
        let new = new(RestrictionKind::Discipline, now, None, now);
        let student = house.student_id;
        let made = restrict_student(&house.services, &elsewhere, student, some_id(&house.services), &new).await;
        assert_eq!(made.expect("asked"), Restricted::NotFound);
        let ended = end_restriction(&house.services, &elsewhere, student, id).await;
        assert_eq!(ended.expect("asked"), Restricted::NotFound);
        assert_eq!(in_force(&house).await, [RestrictionKind::Illness]);
        let mut db = house.services.database.read().await.expect("a connection");
        let seen = restrictions::of_student(&mut db, student, house.elsewhere).await.expect("asked");
        assert_eq!(seen, []);
    }

    /// An id that is another student's restriction, or nobody's, is not found.
    async fn an_id_of_another_student_is_not_found(house: House) {
        let reviewer = house.reviewer().await;
        let id = restrict(&house, &reviewer, RestrictionKind::Illness, 0, None).await;
        let classmate: StudentId = house.at_the_terminal("1002").await.student().expect("a student").id();
        let now = house.now();
        let new = new(RestrictionKind::Illness, now, None, now);
        for outcome in [
            end_restriction(&house.services, &reviewer, classmate, id).await,
            end_restriction(&house.services, &reviewer, house.student_id, some_id(&house.services)).await,
            restrict_student(&house.services, &reviewer, classmate, id, &new).await,
        ] {
            assert_eq!(outcome.expect("asked"), Restricted::NotFound);
        }
    }

    /// Sent and restricted at one moment: either the entry waits and was sent before, or it is still a draft.
    async fn sent_and_restricted_at_once_is_one_after_the_other(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        for _ in 0..8 {
            let id = house.draft(&family).await;
            let (restriction, now) = (some_id(&house.services), house.now());
            let sending = {
                let (services, family) = (house.services.clone(), family.clone());
                async move { Done::Sent(submit_entry(&services, &family, id).await) }
            };
            let restricting = {
                let (services, reviewer, student) =
                    (house.services.clone(), reviewer.clone(), house.student_id);
                let new = new(RestrictionKind::CourtBan, now, None, now);
                async move {
                    let made = restrict_student(&services, &reviewer, student, restriction, &new).await;
                    Done::Restricted(made.expect("asked"))
                }
            };
            let tasks: [Task; 2] = [Box::pin(sending), Box::pin(restricting)];
            let mut sent = false;
            for done in at_once(tasks).await {
                match done {
                    Done::Sent(Ok(())) => sent = true,
                    Done::Sent(Err(SubmitError::Paused)) => {}
                    Done::Sent(Err(other)) => panic!("{other:?}"),
                    Done::Restricted(made) => assert_eq!(made, Restricted::Yes),
                }
            }
            let kind = house.state(&family, id).await.kind();
            assert_eq!(kind, if sent { EntryStateKind::InReview } else { EntryStateKind::Draft });
            let again = submit_entry(&house.services, &family, house.draft(&family).await).await;
            assert!(matches!(again, Err(SubmitError::Paused)), "{again:?}");
            end(&house, &reviewer, restriction).await;
            house.pass_days(2);
        }
    }

    /// Delivered by many jobs at once, and ended at the same moment: each entry once, with one mail.
    async fn delivering_at_once_delivers_once(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let mut entries = Vec::new();
        for _ in 0..3 {
            entries.push(house.send(&family, written(house.book)).await);
            house.pass_days(2);
        }
        restrict(&house, &reviewer, RestrictionKind::Illness, 0, Some(HOUR)).await;
        for id in &entries {
            house.approve(&reviewer, *id, 1).await;
        }
        house.pass_seconds(HOUR);
        let done = at_once((0..8).map(|_| {
            let services = house.services.clone();
            async move { deliver_held(&services).await }
        }))
        .await;
        assert_eq!(done.into_iter().map(|done| done.expect("done")).sum::<u32>(), 3);
        for id in entries {
            assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Delivered);
            assert_eq!(told_of_delivery(&house, id).await, 1);
        }
    }

    /// Whoever reads need not wait for the job: what was held is there as soon as nothing holds it, never before, once.
    async fn what_was_held_is_there_for_who_reads_before_the_job(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let mut held = Vec::new();
        for _ in 0..2 {
            held.push(house.send(&family, written(house.book)).await);
            house.pass_days(2);
        }
        restrict(&house, &reviewer, RestrictionKind::Discipline, 0, Some(HOUR)).await;
        for id in &held {
            house.approve(&reviewer, *id, 1).await;
        }
        house.pass_seconds(HOUR - 1);
        assert_eq!(read_inbox(&house.services, &student, 1).await.expect("asked"), None);
        let closed = open_entry(&house.services, &student, held[0]).await;
        assert!(matches!(closed, Err(OpenError::Closed)), "{closed:?}");
        for id in &held {
            assert_eq!(house.state(&family, *id).await.kind(), EntryStateKind::Approved);
        }

        house.pass_seconds(1);
        open_entry(&house.services, &student, held[0]).await.expect("open").expect("delivered and read");
        assert_eq!(house.state(&family, held[0]).await.kind(), EntryStateKind::Read);
        let page = read_inbox(&house.services, &student, 1).await.expect("asked").expect("open");
        assert_eq!(page.items.len(), 2);
        assert_eq!(deliver(&house).await, 0, "nothing is left to the job");
        for id in held {
            assert_eq!(told_of_delivery(&house, id).await, 1);
        }
    }

    /// Read by the student and delivered by the job at one moment: each entry once, with one mail.
    async fn read_and_delivered_at_once_is_delivered_once(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let mut held = Vec::new();
        for _ in 0..3 {
            held.push(house.send(&family, written(house.book)).await);
            house.pass_days(2);
        }
        restrict(&house, &reviewer, RestrictionKind::Illness, 0, Some(HOUR)).await;
        for id in &held {
            house.approve(&reviewer, *id, 1).await;
        }
        house.pass_seconds(HOUR);
        let tasks = (0..8).map(|number| -> Doing {
            let (services, student, first) = (house.services.clone(), student.clone(), held[0]);
            match number % 3 {
                0 => Box::pin(async move {
                    deliver_held(&services).await.expect("done");
                    None
                }),
                1 => Box::pin(async move {
                    open_entry(&services, &student, first).await.expect("open").expect("delivered");
                    None
                }),
                _ => Box::pin(async move {
                    let page = read_inbox(&services, &student, 1).await.expect("asked").expect("open");
                    Some(page.items.len())
                }),
            }
        });
        let seen = at_once(tasks.collect::<Vec<_>>()).await;
        assert!(seen.into_iter().flatten().all(|items| items == 3), "an inbox misses none");
        for id in held {
            assert!(house.state(&family, id).await.kind() != EntryStateKind::Approved);
            assert_eq!(told_of_delivery(&house, id).await, 1);
        }
    }

    /// What queries show and what workflows decide by is the same, at each end of a restriction.
    async fn shown_and_decided_are_the_same(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        house.send(&family, written(house.book)).await;
        restrict(&house, &reviewer, RestrictionKind::Illness, HOUR, Some(3 * HOUR)).await;
        let ended = restrict(&house, &reviewer, RestrictionKind::Discipline, 4 * HOUR, Some(6 * HOUR)).await;
        restrict(&house, &reviewer, RestrictionKind::CourtBan, 7 * HOUR, None).await;
        let mut paused = Vec::new();
        for hour in 0..9 {
            for step in [0, 1] {
                let decided = !in_force(&house).await.is_empty();
                assert_eq!(house.book_of(&family).await.paused, decided, "{hour}:{step}");
                let mut db = house.services.database.read().await.expect("a connection");
                let waiting = review_queue::waiting(&mut db, house.here, &Wanted::default(), 1, house.now()).await.expect("a page");
                assert_eq!(waiting.items[0].parties.restricted, decided, "{hour}:{step}");
                let id = waiting.items[0].id;
                drop(db);
                assert_eq!(house.reviewed(id).await.parties.restricted, decided, "{hour}:{step}");
                if step == 0 {
                    paused.push(decided);
                }
                if hour == 5 && step == 0 {
                    end(&house, &reviewer, ended).await;
                }
                house.pass_seconds(if step == 0 { HOUR - 1 } else { 1 });
            }
        }
        assert_eq!(paused, [false, true, true, false, true, true, false, true, true]);
    }

    /// A student who left gets nothing more.
    async fn what_is_held_for_a_student_who_left_is_not_delivered(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        restrict(&house, &reviewer, RestrictionKind::Discipline, 0, Some(HOUR)).await;
        house.approve(&reviewer, id, 1).await;
        house.run("UPDATE student SET leaving = 'released', left_on = 1 WHERE call_number = '1001'").await;
        house.pass_seconds(HOUR);
        assert_eq!((deliver(&house).await, held(&house).await), (0, 0));
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Approved);
    }
}
