//! A decision leaves half a minute after it was made, and can be undone until then; who has an entry open; several at once.

use domain::entry::EntryStateKind;
use domain::id::{SpecialApprovalId, SuspensionId};
use domain::limits::EntryLimits;
use domain::mail::MailKind;
use domain::person_name::PersonName;
use domain::phone::MobileNumber;
use domain::review_queue::{ReviewFilter, UNDO_SECONDS};
use domain::search::LookedFor;
use domain::special_approval::ApprovalForm;
use domain::suspension::ProposeProblem;
use domain::view::WaitingEntry;
use server::files::document::in_a_file;
use server::files::specimen_documents::clean_pdf;
use server::storage::review_queue::{self, Wanted};
use server::storage::reviews::{self, Verdict};
use server::storage::{books, verdicts};
use server::workflows::approve_opened::approve_opened;
use server::workflows::approve_specially::approve_specially;
use server::workflows::attach_file::attach_file;
use server::workflows::change_profile::{OfFamily, change_profile};
use server::workflows::decide_entry::{DecideError, decide_entry, let_decisions_leave, undo_decision};
use server::workflows::open_entry::open_entry;
use server::workflows::propose_suspension::{ProposeError, propose_suspension};
use server::workflows::save_entry::{SaveError, Target, UnderWay, Written, save_entry};
use server::workflows::submit_entry::{SubmitError, submit_entry};
use server::workflows::suspend_family::{SuspendError, suspend_family};
use server::workflows::take_application::Taken;
use server::workflows::take_entry::{open_waiting_entry, take_entry};
use server::workflows::withdraw_entry::{WithdrawError, withdraw_entry};

use crate::house::{COLLEAGUE, HEAD, House, drawing, notice, written};

async fn let_leave(house: &House) -> u32 {
    let_decisions_leave(&house.services).await.expect("let leave")
}

on_both_engines! {
    /// For half a minute the family sees nothing and gets no mail; then all of it comes at once.
    async fn a_decision_leaves_half_a_minute_after_it_was_made(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        let mails = house.mails().await.len();
        let decided_at = house.now();
        decide_entry(&house.services, &reviewer, id, Some(1), Verdict::Approved).await.expect("decided");

        assert_eq!(house.waiting().await, [], "it waits for staff no more");
        house.pass_seconds(UNDO_SECONDS - 1);
        assert_eq!(let_leave(&house).await, 0);
        assert_eq!(house.entry(&family, id).await.state.kind(), EntryStateKind::InReview);
        assert_eq!(house.mails().await.len(), mails);

        house.pass_seconds(1);
        assert_eq!(let_leave(&house).await, 1);
        assert_eq!(house.entry(&family, id).await.state.kind(), EntryStateKind::Delivered);
        assert_eq!(house.mails().await.len(), mails + 1);
        let history = house.reviewed(id).await.history;
        assert_eq!(history.len(), 1);
        assert_eq!(history[0].decided_at, decided_at, "what counts is when it was decided");
        assert_eq!(let_leave(&house).await, 0, "it leaves once");
    }

    /// Staff of one institution are not told when something moves in another.
    async fn a_queue_moves_in_its_own_institution(house: House) {
        let queues = &house.services.queues;
        let (mut here, elsewhere) = (queues.watch(house.here), queues.watch(house.elsewhere));
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let mut moved = |what: &str| {
            assert!(here.has_changed().expect("there"), "{what}");
            here.mark_unchanged();
            assert!(!elsewhere.has_changed().expect("there"), "{what}");
        };
        let entry = house.send(&family, written(house.book)).await;
        moved("sent");
        withdraw_entry(&house.services, &family, entry).await.expect("withdrawn");
        moved("withdrawn");
        let entry = house.send(&family, written(house.book)).await;
        moved("sent again");
        take_entry(&house.services, &reviewer, entry).await.expect("taken");
        moved("taken");
        decide_entry(&house.services, &reviewer, entry, None, Verdict::Approved).await.expect("decided");
        moved("decided");
        assert_eq!(
            undo_decision(&house.services, &reviewer, entry).await.expect("asked"),
            Some(Verdict::Approved)
        );
        moved("undone");
        decide_entry(&house.services, &reviewer, entry, None, Verdict::Approved).await.expect("decided");
        house.pass_seconds(UNDO_SECONDS);
        let_decisions_leave(&house.services).await.expect("left");
        moved("left");
    }

    /// Undone, the entry waits again, nothing was written to the family, and the audit knows.
    async fn an_undone_decision_never_was(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        let mails = house.mails().await.len();
        decide_entry(&house.services, &reviewer, id, Some(1), Verdict::Returned(notice())).await.expect("decided");
        house.pass_seconds(UNDO_SECONDS - 1);
        let undone = undo_decision(&house.services, &reviewer, id).await.expect("asked");
        assert_eq!(undone, Some(Verdict::Returned(notice())), "what was said is handed back");

        house.pass_seconds(3600);
        assert_eq!(let_leave(&house).await, 0);
        assert_eq!(house.waiting().await, [id]);
        assert_eq!(house.mails().await.len(), mails);
        assert!(house.reviewed(id).await.history.is_empty());
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'decision_undone'").await, 1);
        assert_eq!(undo_decision(&house.services, &reviewer, id).await.expect("asked"), None, "there is none any more");
    }

    /// Only who decided undoes, and only in time.
    async fn nobody_else_undoes_a_decision_and_nobody_too_late(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let colleague = house.account(COLLEAGUE).await.reviewer().expect("a reviewer");
        let id = house.send(&family, written(house.book)).await;
        decide_entry(&house.services, &reviewer, id, Some(1), Verdict::Approved).await.expect("decided");
        assert_eq!(undo_decision(&house.services, &colleague, id).await.expect("asked"), None);
        let again = decide_entry(&house.services, &colleague, id, Some(1), Verdict::Approved).await;
        assert!(matches!(again, Err(DecideError::AlreadyDecided)), "{again:?}");
        house.pass_seconds(UNDO_SECONDS);
        assert_eq!(undo_decision(&house.services, &reviewer, id).await.expect("asked"), None);
        assert_eq!(let_leave(&house).await, 1);
    }

    /// Who sends the same decision twice has decided once; another one than before is refused.
    async fn the_same_decision_sent_twice_is_one(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        let decide = |verdict| decide_entry(&house.services, &reviewer, id, Some(1), verdict);
        decide(Verdict::Approved).await.expect("decided");
        decide(Verdict::Approved).await.expect("decided as they want it");
        let other = decide(Verdict::Returned(notice())).await;
        assert!(matches!(other, Err(DecideError::AlreadyDecided)), "{other:?}");
        house.pass_seconds(UNDO_SECONDS);
        assert_eq!(let_leave(&house).await, 1);
        assert_eq!(house.entry(&family, id).await.state.kind(), EntryStateKind::Delivered);
    }

    /// What is decided is not withdrawn any more, and the family is told so.
    async fn a_family_cannot_withdraw_what_is_decided(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        decide_entry(&house.services, &reviewer, id, Some(1), Verdict::Approved).await.expect("decided");
        let withdrawn = withdraw_entry(&house.services, &family, id).await;
        assert!(matches!(withdrawn, Err(WithdrawError::AlreadyDecided)), "{withdrawn:?}");
        undo_decision(&house.services, &reviewer, id).await.expect("undone");
        withdraw_entry(&house.services, &family, id).await.expect("withdrawn");
    }

    /// Of a decision and a withdrawal at the same moment one wins, and the other is told.
    async fn of_deciding_and_withdrawing_at_once_one_wins(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        for _ in 0..8 {
            let id = house.send(&family, written(house.book)).await;
            let decision = decide_entry(&house.services, &reviewer, id, Some(1), Verdict::Approved);
            let withdrawal = withdraw_entry(&house.services, &family, id);
            let (decided, withdrawn) = tokio::join!(decision, withdrawal);
            assert_ne!(decided.is_ok(), withdrawn.is_ok(), "{decided:?} {withdrawn:?}");
            house.pass_seconds(UNDO_SECONDS);
            let_leave(&house).await;
            let kind = house.entry(&family, id).await.state.kind();
            let expected =
                if decided.is_ok() { EntryStateKind::Delivered } else { EntryStateKind::Withdrawn };
            assert_eq!(kind, expected);
            house.pass_days(2);
        }
    }

    /// What a killed server decided leaves when it is back: it stands in the database.
    async fn a_decision_outlives_its_server(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        decide_entry(&house.services, &reviewer, id, Some(1), Verdict::Returned(notice())).await.expect("decided");
        let next = verdicts::next(&mut house.services.database.read().await.expect("a connection")).await;
        assert_eq!(next.expect("asked"), Some(house.now().plus_seconds(UNDO_SECONDS)));
        house.pass_seconds(86_400);
        assert_eq!(let_leave(&house).await, 1);
        let entry = house.entry(&family, id).await;
        assert_eq!(entry.returned.expect("a return").notice, notice());
    }

    /// Two reviewers do not read the same one; who wants it takes it over.
    async fn an_opened_entry_is_taken_until_somebody_takes_it_over(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let colleague = house.account(COLLEAGUE).await.reviewer().expect("a reviewer");
        let stranger = house.reviewer_elsewhere().await;
        let id = house.send(&family, written(house.book)).await;
        let open = |who| open_waiting_entry(&house.services, who, id);
        assert_eq!(open(&reviewer).await.expect("asked"), Taken::Yes);
        assert_eq!(open(&colleague).await.expect("asked"), Taken::ByColleague);
        assert_eq!(open(&stranger).await.expect("asked"), Taken::NotFound);
        assert_eq!(take_entry(&house.services, &colleague, id).await.expect("asked"), Taken::Yes);
        assert_eq!(open(&reviewer).await.expect("asked"), Taken::ByColleague);
        house.pass_seconds(15 * 60);
        assert_eq!(open(&reviewer).await.expect("asked"), Taken::Yes);
        house.approve(&reviewer, id, 1).await;
        assert_eq!(open(&reviewer).await.expect("asked"), Taken::NotWaiting);
    }

    /// Several are approved together: those that this reviewer has opened as they wait now, and no other.
    async fn what_was_not_opened_is_never_approved_with_others(house: House) {
        let (family, other, reviewer) =
            (house.family().await, house.other_family().await, house.reviewer().await);
        let opened = house.send(&family, written(house.book)).await;
        let unopened = house.send(&other, written(house.other_book)).await;
        open_waiting_entry(&house.services, &reviewer, opened).await.expect("opened");
        let became = approve_opened(&house.services, &reviewer, &[(opened, 1), (unopened, 1)]).await;
        let became = became.expect("asked");
        assert_eq!((became.approved, became.unread, became.gone), (vec![opened], vec![unopened], vec![]));
        assert_eq!(house.waiting().await, [unopened]);

        // A correction is another one: it has to be opened anew.
        open_waiting_entry(&house.services, &reviewer, unopened).await.expect("opened");
        house.send_back(&reviewer, unopened, 1).await;
        house.submit(&other, unopened).await;
        let became = approve_opened(&house.services, &reviewer, &[(unopened, 2)]).await.expect("asked");
        assert_eq!(became.unread, [unopened]);
    }

    /// The queue is filtered and searched, and counts what it shows.
    async fn the_queue_shows_what_is_looked_for(house: House) {
        let (family, other, reviewer) =
            (house.family().await, house.other_family().await, house.reviewer().await);
        let corrected = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, corrected, 1).await;
        house.submit(&family, corrected).await;
        let new = house.send(&other, written(house.other_book)).await;
        let found = async |filter, search: &str| {
            let wanted = Wanted { filter, search: LookedFor::parse(search) };
            let mut db = house.services.database.read().await.expect("a connection");
            let page = review_queue::waiting(&mut db, house.here, &wanted, 1, house.now()).await.expect("a page");
            let count = review_queue::count(&mut db, house.here, &wanted, house.now()).await.expect("counted");
            assert_eq!(page.items.len(), count as usize);
            page.items.into_iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(found(ReviewFilter::All, "").await, [corrected, new]);
        assert_eq!(found(ReviewFilter::New, "").await, [new]);
        assert_eq!(found(ReviewFilter::Corrected, "").await, [corrected]);
        assert_eq!(found(ReviewFilter::Strikes, "").await, []);
        assert_eq!(found(ReviewFilter::Restricted, "").await, []);
        assert_eq!(found(ReviewFilter::All, "1002").await, [new]);
        assert_eq!(found(ReviewFilter::All, "小宇").await, [corrected]);
        assert_eq!(found(ReviewFilter::All, "%").await, []);
    }

    /// Beside an entry stands what was decided in its book before.
    async fn earlier_decisions_of_the_book_stand_beside_an_entry(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let first = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, first, 1).await;
        house.pass_days(2);
        let second = house.send(&family, written(house.book)).await;
        let beside = house.reviewed(second).await.earlier;
        assert_eq!(beside.len(), 1);
        assert_eq!((beside[0].entry, beside[0].returned.clone()), (first, Some(notice())));
        assert!(house.reviewed(first).await.earlier.is_empty(), "not what was decided about itself");
    }

    /// On a page of the queue each letter has its own attachments and what was decided before in its own book.
    async fn each_letter_of_the_queue_has_what_is_its_own_beside_it(house: House) {
        let (family, other, reviewer) =
            (house.family().await, house.other_family().await, house.reviewer().await);
        for _ in 0..5 {
            let before = house.send(&other, written(house.other_book)).await;
            house.send_back(&reviewer, before, 1).await;
            house.pass_days(2);
        }
        let attached = house.draft(&family).await;
        let file = in_a_file(&clean_pdf()).expect("a file");
        attach_file(&house.services, &family, attached, "週記.pdf", file).await.expect("attached");
        house.submit(&family, attached).await;
        house.pass_seconds(1);
        let plain = house.send(&other, written(house.other_book)).await;

        let mut db = house.services.database.read().await.expect("a connection");
        let all = Wanted::default();
        let page = review_queue::waiting(&mut db, house.here, &all, 1, house.now()).await.expect("a page").items;
        drop(db);
        let beside = |entry: &WaitingEntry| (entry.id, entry.version.attachments.len(), entry.earlier.len());
        assert_eq!(page.iter().map(beside).collect::<Vec<_>>(), [(attached, 1, 0), (plain, 0, 4)]);
        for entry in page {
            let alone = house.reviewed(entry.id).await;
            assert_eq!((Some(entry.version), entry.earlier), (alone.waiting, alone.earlier), "as on its own page");
        }
    }

    /// How long reading takes is told from five decisions on, for the institution that reads.
    async fn how_long_reading_takes_is_told_once_there_is_enough(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let since = house.now();
        let asked = async |institution| {
            let mut db = house.services.database.read().await.expect("a connection");
            reviews::reading_time(&mut db, institution, since).await.expect("asked")
        };
        for hours in [1, 2, 3, 4] {
            let id = house.send(&family, written(house.book)).await;
            house.pass_seconds(hours * 3600);
            house.approve(&reviewer, id, 1).await;
            house.pass_days(2);
        }
        assert_eq!(asked(house.here).await, None);
        let id = house.send(&family, written(house.book)).await;
        house.pass_seconds(50 * 3600);
        house.approve(&reviewer, id, 1).await;
        let time = asked(house.here).await.expect("enough");
        assert_eq!((time.median, time.slowest_tenth), (3 * 3600, 50 * 3600));
        assert_eq!(asked(house.elsewhere).await, None);
    }

    /// Part 二(五): with three returns the head suspends for a month; the family can save, not send, not correct; the count
    /// begins anew after it.
    async fn a_suspended_family_writes_and_cannot_send(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let head = house.account(HEAD).await.head().expect("a head");
        let mut returned = Vec::new();
        for _ in 0..2 {
            let id = house.send(&family, written(house.book)).await;
            house.send_back(&reviewer, id, 1).await;
            returned.push(id);
            house.pass_days(2);
        }
        let case = SuspensionId::new(house.services.random.uuid(house.now()));
        let propose =
            async || propose_suspension(&house.services, &reviewer, house.student_id, case, "三次").await;
        let early = propose().await;
        assert!(matches!(early, Err(ProposeError::Not(ProposeProblem::TooFewReturns(2)))), "{early:?}");
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        propose().await.expect("proposed");
        let until = suspend_family(&house.services, &head, case, "三次").await.expect("suspended");
        let again = suspend_family(&house.services, &head, case, "三次").await;
        assert!(matches!(again, Err(SuspendError::Decided)), "{again:?}");

        house.pass_days(2);
        assert_eq!(house.book_of(&family).await.suspended_until, Some(until.taipei_day()));
        let draft = house.draft(&family).await;
        for entry in [draft, id] {
            let sent = submit_entry(&house.services, &family, entry).await;
            assert!(matches!(sent, Err(SubmitError::Suspended(day)) if day == until.taipei_day()), "{sent:?}");
        }
        house.move_clock(until);
        assert_eq!(house.book_of(&family).await.suspended_until, None);
        house.submit(&family, draft).await;
        assert_eq!(house.reviewed(draft).await.parties.strikes, 0, "the count begins anew");
    }

    /// 專案: form and server agree on what is wider, from its beginning to its end.
    async fn a_special_approval_widens_the_limits_while_it_lasts(house: House) {
        let family = house.family().await;
        let head = house.account(HEAD).await.head().expect("a head");
        let (first, last) = (house.today().plus_days(1), house.today().plus_days(5));
        let form = ApprovalForm {
            first: first.to_string(),
            last: last.to_string(),
            reason: "生日".to_owned(),
            days_between_uses: "1".to_owned(),
            body: "300".to_owned(),
            photos: "3".to_owned(),
            megabytes: String::new(),
        };
        let id = SpecialApprovalId::new(house.services.random.uuid(house.now()));
        approve_specially(&house.services, &head, house.student_id, id, &form).await.expect("approved");
        let (from, until) = (first.starts_at(), last.plus_days(1).starts_at());
        let limits = async || {
            let shown = house.book_of(&family).await.limits;
            let mut db = house.services.database.read().await.expect("a connection");
            let judged = books::limits(&mut db, house.book, house.now()).await.expect("asked");
            assert_eq!(shown, judged);
            judged
        };
        let long = || Written { body: "字".repeat(300), ..written(house.book) };
        assert_eq!(limits().await, EntryLimits::REGULATION);
        let draft = house.save(&family, Target::New(None), long()).await.entry;
        let early = submit_entry(&house.services, &family, draft).await;
        assert!(matches!(early, Err(SubmitError::Refused(_))), "{early:?}");

        house.move_clock(from);
        assert_eq!((limits().await.body, limits().await.days_between_uses), (300, 1));
        assert!(limits().await.attachments.pictures, "the second photo is attached");
        house.submit(&family, draft).await;
        house.pass_days(1);
        house.send(&family, written(house.book)).await;
        house.move_clock(until);
        assert_eq!(limits().await, EntryLimits::REGULATION);
    }

    /// Two tabs do not overwrite each other: who names an earlier save is told, and nothing changes.
    async fn a_save_that_names_an_earlier_one_overwrites_nothing(house: House) {
        let family = house.family().await;
        let first = house.save(&family, Target::New(None), written(house.book)).await;
        let save = |body: &str, revision| {
            let written = Written { body: body.to_owned(), revision, ..written(house.book) };
            save_entry(&house.services, &family, Target::Existing(first.entry), written)
        };
        let second = save("第二次", Some(first.revision)).await.expect("saved");
        let stale = save("另一個分頁", Some(first.revision)).await;
        assert!(matches!(stale, Err(SaveError::Overtaken)), "{stale:?}");
        // The answer to the second save was lost on the way, so the page says it again.
        let again = save("第二次", Some(first.revision)).await.expect("it is saved");
        assert_eq!(again.revision, second.revision);
        assert_eq!(house.entry(&family, first.entry).await.body, "第二次");
        save("第三次", Some(second.revision)).await.expect("saved");
        save("不問", None).await.expect("saved");
        assert_eq!(house.entry(&family, first.entry).await.body, "不問");
    }

    /// A page that was closed sent its last words while a save was on its way. Whichever of the two arrives first, the last
    /// words stay, and nothing of another tab is overwritten.
    async fn the_last_words_of_a_closed_page_follow_its_own_save(house: House) {
        let family = house.family().await;
        let first = house.save(&family, Target::New(None), written(house.book)).await;
        let save = |body: &str, revision, before: Option<&str>| {
            let own = |body: &str| UnderWay {
                title: written(house.book).title,
                body: body.to_owned(),
                photo_alt: String::new(),
            };
            let under_way = before.map(own);
            let written = Written { body: body.to_owned(), revision: Some(revision), under_way, ..written(house.book) };
            save_entry(&house.services, &family, Target::Existing(first.entry), written)
        };
        let before = save("寫到一半\r\n", first.revision, None).await.expect("saved");
        let last = save("寫完了", first.revision, Some("寫到一半\r\n")).await.expect("it follows its own");
        assert_eq!(last.revision, before.revision + 1);
        assert_eq!(house.entry(&family, first.entry).await.body, "寫完了");

        // The other way round: the one that was overtaken is refused.
        let last = save("最後的話", last.revision, Some("還在路上")).await.expect("saved");
        let late = save("還在路上", last.revision - 1, None).await;
        assert!(matches!(late, Err(SaveError::Overtaken)), "{late:?}");

        // What another tab wrote is not its own.
        save("另一個分頁", last.revision, None).await.expect("saved");
        let stale = save("這一頁", last.revision, Some("這一頁寫到一半")).await;
        assert!(matches!(stale, Err(SaveError::Overtaken)), "{stale:?}");
        assert_eq!(house.entry(&family, first.entry).await.body, "另一個分頁");
    }

    /// What the photo shows, in the family's words, goes with it to staff and student.
    async fn the_words_about_a_photo_go_with_it(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let alt = "阿嬤在院子裡摘番茄";
        let written =
            Written { photo: drawing(1), photo_alt: alt.to_owned(), ..written(house.book) };
        let id = house.send(&family, written).await;
        assert_eq!(house.reviewed(id).await.waiting.expect("it waits").photo_alt, alt);
        house.approve(&reviewer, id, 1).await;
        assert_eq!(house.reviewed(id).await.history[0].version.photo_alt, alt);
        let student = house.student().await;
        let open = open_entry(&house.services, &student, id).await;
        assert_eq!(open.expect("open").expect("delivered").photo_alt, alt);
    }

    /// By choice: one letter when the student opens an entry for the first time, and none to who did not ask.
    async fn a_family_that_wants_it_is_told_once_when_the_student_has_read(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let student = house.student().await;
        let read = async |house: &House| {
            let id = house.send(&family, written(house.book)).await;
            house.approve(&reviewer, id, 1).await;
            for _ in 0..2 {
                open_entry(&house.services, &student, id).await.expect("open");
            }
            house.mails().await.iter().filter(|mail| mail.kind == Some(MailKind::EntryRead)).count()
        };
        assert_eq!(read(&house).await, 0);
        let holder = family.holder();
        let name = PersonName::parse("林美惠").expect("a name");
        let of_family = OfFamily {
            mobile: MobileNumber::parse("0912345678").expect("a number"),
            phone: None,
            mail_when_read: true,
        };
        change_profile(&house.services, &holder, &name, Some(of_family)).await.expect("changed");
        house.pass_days(2);
        assert_eq!(read(&house).await, 1);
    }
}
