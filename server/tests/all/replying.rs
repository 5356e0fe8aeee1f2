//! Inside a programme a student replies, staff read it, the family sees it (part 二(二)).

use domain::entry::EntryStateKind;
use domain::id::{EntryId, ProgrammeId, RestrictionId, StudentId};
use domain::mail::MailKind;
use domain::photo::PhotoProblem;
use domain::programme::{Days, DaysProblem};
use domain::restriction::{NewRestriction, RestrictionForm, RestrictionKind};
use domain::view::{Reply, StudentReply};
use server::storage::reviews::Verdict;
use server::storage::{entries, inbox, replies};
use server::workflows::close_account::{Closed, close_account};
use server::workflows::decide_entry::{Decided, decide_finally};
use server::workflows::deliver_entry::deliver_held;
use server::workflows::open_entry::open_entry;
use server::workflows::read_reply::read_reply;
use server::workflows::restrict_student::{end_restriction, restrict_student};
use server::workflows::save_entry::{PhotoChange, SaveError, Target, Written, save_entry};
use server::workflows::save_reply::save_reply;
use server::workflows::send_reply::{SendReplyError, send_reply};
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::workflows::start_programme::{StartProgrammeError, start_programme};
use server::workflows::submit_entry::submit_entry;
use server::{Actor, Head, Student};

use crate::house::{
    FAMILY, HEAD, House, OTHER_FAMILY, PASSWORD, REVIEWER, REVIEWER_ELSEWHERE, at_once, drawing, notice,
    written,
};

async fn head(house: &House) -> Head {
    house.account(HEAD).await.head().expect("a head")
}

fn programme(house: &House) -> ProgrammeId {
    ProgrammeId::new(house.services.random.uuid(house.now()))
}

/// From today through the given number of days.
fn days(house: &House, more: u32) -> Days {
    Days { first: house.today(), last: house.today().plus_days(more) }
}

async fn begin_programme(house: &House, student: StudentId, more: u32) {
    let (head, id, students) = (head(house).await, programme(house), [student]);
    start_programme(&house.services, &head, id, "家書週", days(house, more), &students)
        .await
        .expect("a programme");
}

/// A letter from the family that the student has opened.
async fn letter(house: &House, student: &Student) -> EntryId {
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let id = house.send(&family, written(house.book)).await;
    house.approve(&reviewer, id, 1).await;
    open_entry(&house.services, student, id).await.expect("open").expect("delivered");
    id
}

fn answer(body: &str) -> Written {
    Written { title: "回：早安".to_owned(), body: body.to_owned(), ..Written::default() }
}

async fn reply_of(house: &House, student: &Student, letter: EntryId) -> Option<StudentReply> {
    let mut db = house.services.database.read().await.expect("a connection");
    replies::of_letter(&mut db, letter, student.id()).await.expect("asked")
}

async fn seen_by_family(house: &House, letter: EntryId) -> Option<Reply> {
    house.entry(&house.family().await, letter).await.reply
}

async fn restrict(house: &House, student: StudentId) -> RestrictionId {
    let id = RestrictionId::new(house.services.random.uuid(house.now()));
    let form = RestrictionForm {
        kind: RestrictionKind::Illness.name().to_owned(),
        begins_at: house.now().to_field(),
        ..RestrictionForm::default()
    };
    let new = NewRestriction::parse(&form, house.now()).expect("a restriction");
    restrict_student(&house.services, &house.reviewer().await, student, id, &new).await.expect("made");
    id
}

/// Saved and sent.
async fn sent(house: &House, student: &Student, letter: EntryId, written: Written) -> EntryId {
    let saved = save_reply(&house.services, student, letter, written).await.expect("saved");
    assert_eq!(saved.photo_problem, None);
    send_reply(&house.services, student, letter).await.expect("sent");
    saved.entry
}

on_both_engines! {
    /// Staff see whose words they are and to which; the family sees nothing before, gets one letter, and the student sees
    /// when it was read. It takes no turn of the family.
    async fn a_reply_goes_through_review_to_the_family(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let (next, mails) = (house.book_of(&family).await.next_turn, house.mails().await.len());
        let open = open_entry(&house.services, &student, letter).await.expect("open").expect("there");
        assert!(open.may_reply && open.reply.is_none());

        let reply = sent(&house, &student, letter, answer("媽，我很好")).await;
        assert_eq!(seen_by_family(&house, letter).await, None, "nobody has read it yet");
        let parties = house.reviewed(reply).await.parties;
        assert_eq!((parties.answered.as_deref(), parties.strikes), (Some("院子裡的番茄"), 0));
        assert_eq!(house.waiting().await, [reply]);
        house.approve(&reviewer, reply, 1).await;

        let seen = seen_by_family(&house, letter).await.expect("a reply");
        assert_eq!((seen.body.as_str(), seen.read_at), ("媽，我很好", None));
        let told: Vec<_> = house.mails().await.into_iter().filter_map(|mail| mail.kind).collect();
        assert_eq!(told.len(), mails + 1, "one letter: {told:?}");
        assert!(told.contains(&MailKind::ReplyArrived));
        let mut db = house.services.database.read().await.expect("a connection");
        let unread = entries::with_unread_reply(&mut db, family.id()).await.expect("asked");
        drop(db);
        assert_eq!(unread.len(), 1);

        house.pass_seconds(60);
        let read_at = house.now();
        read_reply(&house.services, &family, reply).await.expect("read");
        house.pass_seconds(60);
        read_reply(&house.services, &family, reply).await.expect("again");
        assert_eq!(seen_by_family(&house, letter).await.expect("a reply").read_at, Some(read_at));
        let mine = reply_of(&house, &student, letter).await.expect("mine");
        assert_eq!(mine.state.kind(), EntryStateKind::Read);
        assert_eq!(house.book_of(&family).await.next_turn, next, "the family's turn is its own");
        let mut db = house.services.database.read().await.expect("a connection");
        let inbox = inbox::of_student(&mut db, student.id(), 1).await.expect("an inbox");
        assert_eq!(inbox.items.len(), 1, "a reply is not in the student's inbox");
    }

    /// Outside a programme there is no way to begin one, and none to send what was begun; the words stay.
    async fn without_a_programme_there_is_no_replying(house: House) {
        let student = house.student().await;
        let letter = letter(&house, &student).await;
        let none = save_reply(&house.services, &student, letter, answer("我很好")).await;
        assert!(matches!(none, Err(SaveError::NotFound)), "{none:?}");
        begin_programme(&house, student.id(), 0).await;
        save_reply(&house.services, &student, letter, answer("我很好")).await.expect("saved");

        house.move_clock(house.today().plus_days(1).starts_at());
        let over = send_reply(&house.services, &student, letter).await;
        assert!(matches!(over, Err(SendReplyError::NoProgramme)), "{over:?}");
        let open = open_entry(&house.services, &student, letter).await.expect("open").expect("there");
        assert!(!open.may_reply && open.reply.is_some());
        save_reply(&house.services, &student, letter, answer("半封信")).await.expect("what is typed is kept");
        assert_eq!(reply_of(&house, &student, letter).await.expect("kept").body, "半封信");
    }

    /// A return tells the student why, sends no mail, and is no strike of the family; correcting is free.
    async fn a_returned_reply_is_corrected_and_is_no_strike(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        let reviewer = house.reviewer().await;
        let reply = sent(&house, &student, letter, answer("電話是 0900-000-000")).await;
        let mails = house.mails().await.len();
        house.send_back(&reviewer, reply, 1).await;
        let mine = reply_of(&house, &student, letter).await.expect("mine");
        assert_eq!(mine.returned.expect("reasons").notice, notice());
        assert_eq!(house.mails().await.len(), mails);
        assert_eq!(house.reviewed(letter).await.parties.strikes, 0);
        assert_eq!(seen_by_family(&house, letter).await, None);

        sent(&house, &student, letter, answer("我很好")).await;
        house.approve(&reviewer, reply, 2).await;
        assert_eq!(seen_by_family(&house, letter).await.expect("a reply").body, "我很好");
        let again = save_reply(&house.services, &student, letter, answer("還有")).await;
        assert!(matches!(again, Err(SaveError::NotEditable)), "{again:?}");
        let twice = send_reply(&house.services, &student, letter).await;
        assert!(matches!(twice, Err(SendReplyError::NotAllowed(_))), "{twice:?}");
    }

    /// The same limits as the family's: what is too much is kept and not sent.
    async fn the_limits_are_those_of_the_family(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        save_reply(&house.services, &student, letter, answer(&"字".repeat(151))).await.expect("saved");
        let refused = send_reply(&house.services, &student, letter).await;
        assert!(matches!(&refused, Err(SendReplyError::Refused(problems)) if problems.body.is_some()));
        let text = Written { photo: PhotoChange::Put(b"no picture".as_slice().into()), ..answer("看照片") };
        let saved = save_reply(&house.services, &student, letter, text).await.expect("saved");
        assert_eq!(saved.photo_problem, Some(PhotoProblem::NotAPhoto));
        let exact = Written { photo: drawing(3), ..answer(&"字".repeat(150)) };
        sent(&house, &student, letter, exact).await;
    }

    /// Two saves do not overwrite each other, and two at the same moment make one reply.
    async fn of_each_letter_there_is_one_reply(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        let outcomes = at_once((0..8).map(|_| {
            let (services, student) = (house.services.clone(), student.clone());
            async move { save_reply(&services, &student, letter, answer("同時")).await.is_ok() }
        }))
        .await;
        assert!(outcomes.iter().any(|saved| *saved));
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM entry WHERE answers IS NOT NULL").await, 1);
        let first = reply_of(&house, &student, letter).await.expect("one").revision;
        let save = |body: &str, revision| Written { revision: Some(revision), ..answer(body) };
        save_reply(&house.services, &student, letter, save("第二次", first)).await.expect("saved");
        let stale = save_reply(&house.services, &student, letter, save("舊的一頁", first)).await;
        assert!(matches!(stale, Err(SaveError::Overtaken)), "{stale:?}");
        assert_eq!(reply_of(&house, &student, letter).await.expect("one").body, "第二次");
    }

    /// Its photo is seen by whoever may see it at the time, and by nobody else; the family cannot write in it.
    async fn a_reply_is_its_student_s_until_it_is_delivered(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let text = Written { photo: drawing(5), ..answer("看我畫的") };
        let reply = save_reply(&house.services, &student, letter, text).await.expect("saved").entry;
        let photo = reply_of(&house, &student, letter).await.expect("mine").photo.expect("a photo").id;
        let seen = async |viewer: &Actor| {
            show_photo(&house.services, viewer, photo, PhotoSize::Thumbnail).await.expect("asked").is_some()
        };
        let (mother, stranger) = (house.account(FAMILY).await, house.account(OTHER_FAMILY).await);
        let (staff, elsewhere) =
            (house.account(REVIEWER).await, house.account(REVIEWER_ELSEWHERE).await);
        let writer = Actor::Student(student.clone());
        assert!(seen(&writer).await);
        assert!(!seen(&staff).await && !seen(&mother).await, "a draft");
        send_reply(&house.services, &student, letter).await.expect("sent");
        assert!(seen(&staff).await && !seen(&elsewhere).await && !seen(&mother).await);
        house.approve(&reviewer, reply, 1).await;
        assert!(seen(&mother).await && seen(&writer).await && !seen(&stranger).await);

        let forged = save_entry(&house.services, &family, Target::Existing(reply), written(house.book)).await;
        assert!(matches!(forged, Err(SaveError::NotFound)), "{forged:?}");
        let forged = submit_entry(&house.services, &family, reply).await;
        assert!(forged.is_err());
        read_reply(&house.services, &house.other_family().await, reply).await.expect("nothing");
        assert_eq!(seen_by_family(&house, letter).await.expect("a reply").read_at, None);
        house.new_student("1099", "別人").await;
        let other = house.at_the_terminal("1099").await.student().cloned().expect("a student");
        let foreign = save_reply(&house.services, &other, letter, answer("不是我的信")).await;
        assert!(matches!(foreign, Err(SaveError::NotFound)), "{foreign:?}");
        assert!(reply_of(&house, &other, letter).await.is_none());
    }

    /// Part 一: nothing is sent while a restriction is in force, and what was approved is held and told once, later.
    async fn a_restriction_holds_a_reply(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        let reviewer = house.reviewer().await;
        let reply = sent(&house, &student, letter, answer("我很好")).await;
        let restriction = restrict(&house, student.id()).await;
        let decided = decide_finally(&house.services, &reviewer, reply, None, Verdict::Approved).await;
        assert_eq!(decided.expect("decided"), Decided::Held);
        let arrived = async || {
            house.mails().await.iter().filter(|mail| mail.kind == Some(MailKind::ReplyArrived)).count()
        };
        assert_eq!((arrived().await, seen_by_family(&house, letter).await), (0, None));
        end_restriction(&house.services, &reviewer, student.id(), restriction).await.expect("ended");
        deliver_held(&house.services).await.expect("delivered");
        assert_eq!(arrived().await, 1);
        assert!(seen_by_family(&house, letter).await.is_some());
    }

    async fn a_restricted_student_sends_nothing(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        save_reply(&house.services, &student, letter, answer("我很好")).await.expect("saved");
        restrict(&house, student.id()).await;
        let refused = send_reply(&house.services, &student, letter).await;
        assert!(matches!(refused, Err(SendReplyError::Paused)), "{refused:?}");
        assert_eq!(reply_of(&house, &student, letter).await.expect("kept").body, "我很好");
    }

    /// When the family closes its account, a reply that waits for review is not sent any more.
    async fn a_closed_account_gets_no_reply(house: House) {
        let student = house.student().await;
        begin_programme(&house, student.id(), 7).await;
        let letter = letter(&house, &student).await;
        sent(&house, &student, letter, answer("我很好")).await;
        let closed = close_account(&house.services, &house.family().await, PASSWORD).await;
        assert_eq!(closed.expect("closed"), Closed::Yes);
        assert_eq!(house.waiting().await, []);
        let mine = reply_of(&house, &student, letter).await.expect("mine");
        assert_eq!(mine.state.kind(), EntryStateKind::Withdrawn);
        let open = open_entry(&house.services, &student, letter).await.expect("open").expect("there");
        assert!(!open.may_reply, "the book is closed");
    }

    /// Only the head's own students, only days that make sense, once.
    async fn a_programme_is_of_its_head_s_students(house: House) {
        let (student, head) = (house.student().await, head(&house).await);
        let stranger = house.new_student_elsewhere("1077", "遠方").await;
        let begin = async |days: Days, students: &[StudentId]| {
            start_programme(&house.services, &head, programme(&house), "家書週", days, students).await
        };
        let foreign = begin(days(&house, 7), &[student.id(), stranger]).await;
        assert!(matches!(foreign, Err(StartProgrammeError::NotFound)), "{foreign:?}");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM programme").await, 0);
        let nobody = begin(days(&house, 7), &[]).await;
        assert!(matches!(nobody, Err(StartProgrammeError::NoStudents)), "{nobody:?}");
        let backwards = Days { first: house.today().plus_days(2), last: house.today().plus_days(1) };
        let refused = begin(backwards, &[student.id()]).await;
        assert!(matches!(refused, Err(StartProgrammeError::Days(DaysProblem::EndsBeforeItBegins))));
        let (id, students, whole) = (programme(&house), [student.id()], days(&house, 7));
        let nameless = start_programme(&house.services, &head, id, " ", whole, &students).await;
        assert!(matches!(nameless, Err(StartProgrammeError::Title(_))), "{nameless:?}");
        for _ in 0..2 {
            start_programme(&house.services, &head, id, "家書週", whole, &students).await.expect("one programme");
        }
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM programme").await, 1);
    }
}
