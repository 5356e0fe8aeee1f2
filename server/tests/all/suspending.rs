//! Part 二(五): a reviewer proposes, the head decides, the family reads it and answers once, it ends by itself or is lifted.

use std::pin::Pin;

use domain::audit::{About, AuditAction, AuditSearch};
use domain::id::{EntryId, SuspensionId};
use domain::mail::{LetterKind, MailKind};
use domain::suspension::{Case, CaseFilter, FamilySuspension, Outcome, ProposeProblem, SuspensionGlance};
use domain::time::Moment;
use server::storage::{audit_trail, reviews, suspension_cases};
use server::workflows::answer_suspension::{Answered, answer_suspension, read_answer};
use server::workflows::lift_suspension::{Lifted, lift_suspension};
use server::workflows::propose_suspension::{ProposeError, propose_suspension};
use server::workflows::submit_entry::submit_entry;
use server::workflows::suspend_family::{SuspendError, refuse_suspension, suspend_family};
use server::{Family, Head};

use crate::house::{FAMILY, HEAD, House, at, at_once, written};

/// A head who decides, and what becomes of it.
type Task = Pin<Box<dyn Future<Output = Result<&'static str, SuspendError>> + Send>>;

async fn head(house: &House) -> Head {
    house.account(HEAD).await.head().expect("a head")
}

fn some_id(house: &House) -> SuspensionId {
    SuspensionId::new(house.services.random.uuid(house.now()))
}

/// Three entries of the mother's came back.
async fn returned_three_times(house: &House) -> EntryId {
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let id = house.send(&family, written(house.book)).await;
    for round in 1..=3 {
        house.send_back(&reviewer, id, round).await;
        if round < 3 {
            house.submit(&family, id).await;
        }
        house.pass_seconds(60);
    }
    id
}

async fn propose(house: &House) -> Result<SuspensionId, ProposeError> {
    let (id, reviewer) = (some_id(house), house.reviewer().await);
    propose_suspension(&house.services, &reviewer, house.student_id, id, "三次都是同一個原因。")
        .await
        .map(|()| id)
}

/// A proposal that waits for the head.
async fn proposed(house: &House) -> SuspensionId {
    returned_three_times(house).await;
    propose(house).await.expect("proposed")
}

async fn case(house: &House, id: SuspensionId) -> Case {
    let mut db = house.services.database.read().await.expect("a connection");
    suspension_cases::find(&mut db, id, house.here).await.expect("asked").expect("there")
}

async fn listed(house: &House, filter: CaseFilter) -> Vec<SuspensionId> {
    let mut db = house.services.database.read().await.expect("a connection");
    let page = suspension_cases::list(&mut db, house.here, filter, 1, house.now()).await.expect("a page");
    page.items.into_iter().map(|case| case.id).collect()
}

async fn glance(house: &House) -> SuspensionGlance {
    let mut db = house.services.database.read().await.expect("a connection");
    suspension_cases::glance(&mut db, house.here, house.now()).await.expect("counted")
}

/// The figure of the day and the list that it leads to.
async fn could_be_proposed(house: &House) -> (u32, usize) {
    let mut db = house.services.database.read().await.expect("a connection");
    let day = reviews::glance(&mut db, house.here, house.now()).await.expect("counted");
    let list = suspension_cases::possible(&mut db, house.here, house.now()).await.expect("asked");
    (day.strikes, list.len())
}

async fn at_home(house: &House, family: &Family) -> Vec<FamilySuspension> {
    let mut db = house.services.database.read().await.expect("a connection");
    suspension_cases::of_family(&mut db, family.id(), house.now()).await.expect("asked")
}

fn end(case: &Case) -> Option<Moment> {
    match &case.outcome {
        Outcome::Suspended(suspended) => suspended.span.end(),
        Outcome::Waiting | Outcome::Refused { .. } => None,
    }
}

on_both_engines! {
    /// What came back is its evidence; it is proposed once, also when the form is sent twice, and nobody is told yet.
    async fn a_proposal_stands_on_what_came_back(house: House) {
        let entry = returned_three_times(&house).await;
        let mails = house.mails().await.len();
        let id = propose(&house).await.expect("proposed");
        let twice =
            propose_suspension(&house.services, &house.reviewer().await, house.student_id, id, "").await;
        twice.expect("the same form");
        let again = propose(&house).await;
        assert!(matches!(again, Err(ProposeError::Not(ProposeProblem::Proposed))), "{again:?}");

        let shown = case(&house, id).await;
        assert_eq!((shown.outcome, shown.note.as_str()), (Outcome::Waiting, "三次都是同一個原因。"));
        assert_eq!(listed(&house, CaseFilter::Proposed).await, [id]);
        let mut db = house.services.database.read().await.expect("a connection");
        let evidence = suspension_cases::evidence(&mut db, house.book, house.now()).await.expect("asked");
        drop(db);
        assert_eq!(evidence.iter().map(|one| one.entry).collect::<Vec<_>>(), [entry; 3]);
        assert_eq!(house.mails().await.len(), mails, "the family learns nothing yet");
        assert_eq!(house.book_of(&house.family().await).await.suspended_until, None);
    }

    /// The head suspends: the family is told by mail and at home, from when to when and why.
    async fn a_suspension_is_told_to_its_family(house: House) {
        let id = proposed(&house).await;
        let family = house.family().await;
        house.letters().await;
        let until = suspend_family(&house.services, &head(&house).await, id, "請多寫家裡的事。").await.expect("made");
        assert_eq!(until, at("2026-12-24T00:00:00+08:00"));
        let letters = house.letters().await;
        assert_eq!(letters.iter().map(|sent| (sent.what, sent.to.as_str())).collect::<Vec<_>>(), [
            (LetterKind::FamilySuspended, FAMILY)
        ]);
        let shown = at_home(&house, &family).await;
        assert_eq!(shown.iter().map(|one| one.told.as_str()).collect::<Vec<_>>(), ["請多寫家裡的事。"]);
        assert_eq!(shown[0].span.end(), Some(until));
        assert!(at_home(&house, &house.other_family().await).await.is_empty());
        assert_eq!(listed(&house, CaseFilter::InForce).await, [id]);
        house.move_clock(until);
        assert!(at_home(&house, &family).await.is_empty(), "it ends by itself");
        assert_eq!(listed(&house, CaseFilter::Over).await, [id]);
    }

    /// Made on the 31st, it ends at midnight of the next month's last day.
    async fn a_month_from_the_31st_ends_with_the_next_month_s_last_day(house: House) {
        house.move_clock(at("2027-01-31T15:00:00+08:00"));
        let id = proposed(&house).await;
        let until = suspend_family(&house.services, &head(&house).await, id, "").await.expect("made");
        assert_eq!(until, at("2027-03-01T00:00:00+08:00"));
        assert_eq!(end(&case(&house, id).await), Some(until));
    }

    /// Of two heads who decide at once, one does; the other is told, and one letter goes out.
    async fn two_heads_at_once_make_one_decision(house: House) {
        let id = proposed(&house).await;
        let (one, other) = (head(&house).await, head(&house).await);
        let (mine, theirs) = (house.services.clone(), house.services.clone());
        let suspend = async move { suspend_family(&mine, &one, id, "").await.map(|_| "suspended") };
        let refuse = async move { refuse_suspension(&theirs, &other, id, "再看看").await.map(|()| "refused") };
        let tasks: Vec<Task> = vec![Box::pin(suspend), Box::pin(refuse)];
        let done = at_once(tasks).await;
        let (fine, late): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
        assert_eq!((fine.len(), late.len()), (1, 1));
        assert!(matches!(late[0], Err(SuspendError::Decided)), "{late:?}");
        let suspended = matches!(case(&house, id).await.outcome, Outcome::Suspended(_));
        assert_eq!(matches!(fine[0], Ok("suspended")), suspended);
        let told = house.mails().await.iter().filter(|mail| mail.kind == Some(MailKind::FamilySuspended)).count();
        assert_eq!(told, usize::from(suspended));
    }

    /// A refused proposal stays refused until something comes back again; the family learns nothing of it.
    async fn a_refused_proposal_comes_again_only_after_another_return(house: House) {
        let id = proposed(&house).await;
        let head = head(&house).await;
        let mails = house.mails().await.len();
        refuse_suspension(&house.services, &head, id, "先打電話談談。").await.expect("refused");
        assert_eq!(house.mails().await.len(), mails);
        let late = suspend_family(&house.services, &head, id, "").await;
        assert!(matches!(late, Err(SuspendError::Decided)), "{late:?}");
        let again = propose(&house).await;
        assert!(matches!(again, Err(ProposeError::Not(ProposeProblem::Refused))), "{again:?}");
        house.pass_days(2);
        let entry = house.send(&house.family().await, written(house.book)).await;
        house.send_back(&house.reviewer().await, entry, 1).await;
        let mut db = house.services.database.read().await.expect("a connection");
        let possible = suspension_cases::possible(&mut db, house.here, house.now()).await.expect("asked");
        drop(db);
        assert_eq!(possible.iter().map(|(whose, strikes)| (whose.student, *strikes)).collect::<Vec<_>>(), [
            (house.student_id, 4)
        ]);
        let next = propose(&house).await.expect("proposed");
        assert_eq!(listed(&house, CaseFilter::Over).await, [id]);
        assert_eq!(listed(&house, CaseFilter::Proposed).await, [next]);
    }

    /// Lifted, the family writes again and is told; what is over cannot be lifted.
    async fn a_lifted_suspension_is_over(house: House) {
        let id = proposed(&house).await;
        let (head, family) = (head(&house).await, house.family().await);
        assert_eq!(lift_suspension(&house.services, &head, id).await.expect("asked"), Lifted::NotInForce);
        suspend_family(&house.services, &head, id, "").await.expect("made");
        let suspended = propose(&house).await;
        assert!(matches!(suspended, Err(ProposeError::Not(ProposeProblem::Suspended(_)))), "{suspended:?}");
        house.letters().await;
        house.pass_days(2);
        let draft = house.draft(&family).await;
        submit_entry(&house.services, &family, draft).await.expect_err("suspended");
        assert_eq!(lift_suspension(&house.services, &head, id).await.expect("asked"), Lifted::Yes);
        submit_entry(&house.services, &family, draft).await.expect("sent");
        let letters = house.letters().await;
        assert!(letters.iter().any(|sent| sent.what == LetterKind::SuspensionLifted), "{letters:?}");
        assert_eq!(lift_suspension(&house.services, &head, id).await.expect("asked"), Lifted::NotInForce);
        let few = propose(&house).await;
        assert!(matches!(few, Err(ProposeError::Not(ProposeProblem::TooFewReturns(0)))), "counted anew: {few:?}");
        assert_eq!(end(&case(&house, id).await), Some(house.now()));
    }

    /// Once, by the family itself, while it lasts.
    async fn the_family_answers_once(house: House) {
        let id = proposed(&house).await;
        let (family, other) = (house.family().await, house.other_family().await);
        let answer = async |who: &Family, words: &str| {
            answer_suspension(&house.services, who, id, words).await.expect("asked")
        };
        assert_eq!(answer(&family, "早").await, Answered::NotFound, "there is only a proposal");
        suspend_family(&house.services, &head(&house).await, id, "").await.expect("made");
        assert_eq!(answer(&other, "不是我").await, Answered::NotFound);
        assert_eq!(answer(&family, "我會照建議寫。").await, Answered::Yes);
        assert_eq!(answer(&family, "還有").await, Answered::TooLate);
        let Outcome::Suspended(suspended) = case(&house, id).await.outcome else { panic!("not made") };
        assert_eq!(suspended.answer.map(|answer| answer.words).as_deref(), Some("我會照建議寫。"));
        assert!(at_home(&house, &family).await[0].answer.is_some());
    }

    /// What the family answered asks for the head until the head has read it, and stands in the audit.
    async fn an_answer_waits_for_the_head(house: House) {
        let id = proposed(&house).await;
        let (family, head) = (house.family().await, head(&house).await);
        assert_eq!(glance(&house).await, SuspensionGlance { proposed: 1, unread_answers: 0 });
        suspend_family(&house.services, &head, id, "").await.expect("made");
        assert_eq!(glance(&house).await, SuspensionGlance::default());
        read_answer(&house.services, &head, id).await.expect("nothing to read yet");
        answer_suspension(&house.services, &family, id, "我會照建議寫。").await.expect("answered");
        assert_eq!(glance(&house).await, SuspensionGlance { proposed: 0, unread_answers: 1 });
        assert_eq!(listed(&house, CaseFilter::Answers).await, [id]);
        house.pass_days(40);
        assert_eq!(listed(&house, CaseFilter::Answers).await, [id], "also when the suspension is over");
        read_answer(&house.services, &head, id).await.expect("read");
        let read_at = house.now();
        house.pass_days(1);
        read_answer(&house.services, &head, id).await.expect("read again");
        let Outcome::Suspended(suspended) = case(&house, id).await.outcome else { panic!("not made") };
        assert_eq!(suspended.answer_read_at, Some(read_at));
        assert_eq!(glance(&house).await, SuspensionGlance::default());
        assert!(listed(&house, CaseFilter::Answers).await.is_empty());
        let search = AuditSearch { action: Some(AuditAction::SuspensionAnswered), ..AuditSearch::default() };
        let mut db = house.services.database.read().await.expect("a connection");
        let lines = audit_trail::lines(&mut db, house.here, &search, audit_trail::FROM_THE_END, 20).await;
        let about: Vec<_> = lines.expect("asked").into_iter().map(|line| line.about).collect();
        assert!(matches!(about[..], [About::Book { .. }]), "{about:?}");
    }

    /// Who is proposed or suspended already is in neither the figure of the day nor the list.
    async fn the_day_counts_whom_the_list_names(house: House) {
        assert_eq!(could_be_proposed(&house).await, (0, 0));
        returned_three_times(&house).await;
        assert_eq!(could_be_proposed(&house).await, (1, 1));
        let id = propose(&house).await.expect("proposed");
        assert_eq!(could_be_proposed(&house).await, (0, 0));
        suspend_family(&house.services, &head(&house).await, id, "").await.expect("made");
        assert_eq!(could_be_proposed(&house).await, (0, 0));
    }

    /// Who is of another institution finds nothing.
    async fn a_case_of_another_institution_does_not_exist(house: House) {
        let id = proposed(&house).await;
        let stranger = house.reviewer_elsewhere().await;
        let asked = propose_suspension(&house.services, &stranger, house.student_id, some_id(&house), "").await;
        assert!(matches!(asked, Err(ProposeError::NotFound)), "{asked:?}");
        let mut db = house.services.database.read().await.expect("a connection");
        assert!(suspension_cases::find(&mut db, id, house.elsewhere).await.expect("asked").is_none());
        assert!(suspension_cases::book_of(&mut db, id, house.elsewhere).await.expect("asked").is_none());
        drop(db);
        let unknown = suspend_family(&house.services, &head(&house).await, some_id(&house), "").await;
        assert!(matches!(unknown, Err(SuspendError::NotFound)), "{unknown:?}");
    }
}
