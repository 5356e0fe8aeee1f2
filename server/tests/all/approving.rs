//! 專案 (part 二(四)): the head lets one family do more for a while.

use domain::id::SpecialApprovalId;
use domain::limits::{EntryLimits, Wider};
use domain::mail::LetterKind;
use domain::programme::{DayProblem, DaysProblem};
use domain::special_approval::{ApprovalFilter, ApprovalForm, ApprovalProblems, NumberProblem};
use domain::time::TaipeiDay;
use server::Head;
use server::storage::special_approvals;
use server::workflows::approve_specially::{
    ApproveSpeciallyError, Ended, approve_specially, end_special_approval,
};

use crate::house::{FAMILY, HEAD, House, at_once, written};

async fn head(house: &House) -> Head {
    house.account(HEAD).await.head().expect("a head")
}

fn some_id(house: &House) -> SpecialApprovalId {
    SpecialApprovalId::new(house.services.random.uuid(house.now()))
}

/// Once a day, 300 characters.
fn form(first: TaipeiDay, last: TaipeiDay) -> ApprovalForm {
    ApprovalForm {
        first: first.to_string(),
        last: last.to_string(),
        reason: "生日".to_owned(),
        days_between_uses: "1".to_owned(),
        body: "300".to_owned(),
        ..ApprovalForm::default()
    }
}

async fn approve(house: &House, form: &ApprovalForm) -> Result<SpecialApprovalId, ApproveSpeciallyError> {
    let (head, id) = (head(house).await, some_id(house));
    approve_specially(&house.services, &head, house.student_id, id, form).await.map(|()| id)
}

fn refused(result: Result<SpecialApprovalId, ApproveSpeciallyError>) -> ApprovalProblems {
    match result {
        Err(ApproveSpeciallyError::Refused(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

async fn listed(house: &House, filter: ApprovalFilter) -> Vec<SpecialApprovalId> {
    let mut db = house.services.database.read().await.expect("a connection");
    let page = special_approvals::list(&mut db, house.here, filter, 1, house.now()).await.expect("a page");
    page.items.into_iter().map(|one| one.id).collect()
}

on_both_engines! {
    /// The family sees what it may do from the first day through the last; then it is over by itself.
    async fn a_special_approval_is_coming_then_in_force_then_over(house: House) {
        let family = house.family().await;
        let (first, last) = (house.today().plus_days(1), house.today().plus_days(3));
        let id = approve(&house, &form(first, last)).await.expect("approved");
        assert_eq!(listed(&house, ApprovalFilter::Coming).await, [id]);
        assert_eq!(house.book_of(&family).await.allowed, None);
        house.move_clock(first.starts_at());
        assert_eq!(listed(&house, ApprovalFilter::InForce).await, [id]);
        let allowed = house.book_of(&family).await.allowed.expect("in force");
        assert_eq!(allowed.last, last);
        assert_eq!(allowed.wider, Wider { days_between_uses: Some(1), body: Some(300), ..Wider::default() });
        house.move_clock(last.plus_days(1).starts_at());
        assert_eq!(listed(&house, ApprovalFilter::Over).await, [id]);
        let book = house.book_of(&family).await;
        assert_eq!((book.allowed, book.limits), (None, EntryLimits::REGULATION));
    }

    /// Its family is told by mail from when to when, once; and not when it was ended before the mail went out.
    async fn a_special_approval_is_told_to_its_family(house: House) {
        let (first, last) = (house.today().plus_days(1), house.today().plus_days(3));
        let (head, id) = (head(&house).await, some_id(&house));
        for _ in 0..2 {
            let form = form(first, last);
            approve_specially(&house.services, &head, house.student_id, id, &form).await.expect("approved");
        }
        let letters = house.letters().await;
        let told: Vec<_> = letters.iter().map(|sent| (sent.what, sent.to.as_str())).collect();
        assert_eq!(told, [(LetterKind::ApprovedSpecially, FAMILY)]);

        let later = form(first.plus_days(10), last.plus_days(10));
        let later = approve(&house, &later).await.expect("approved");
        end_special_approval(&house.services, &head, later).await.expect("ended");
        assert!(house.letters().await.is_empty());
    }

    /// Two for one book never overlap, not even when they are given at once; for another book they may.
    async fn two_for_one_book_do_not_overlap(house: House) {
        let today = house.today();
        let (head, services) = (head(&house).await, house.services.clone());
        let tasks = (0..4).map(|_| {
            let (head, services, student) = (head.clone(), services.clone(), house.student_id);
            let (id, form) = (some_id(&house), form(today, today.plus_days(5)));
            async move { approve_specially(&services, &head, student, id, &form).await.is_ok() }
        });
        let made = at_once(tasks).await;
        assert_eq!(made.into_iter().filter(|made| *made).count(), 1);
        let touching = approve(&house, &form(today.plus_days(5), today.plus_days(9))).await;
        assert!(matches!(touching, Err(ApproveSpeciallyError::Overlaps(_))), "{touching:?}");
        approve(&house, &form(today.plus_days(6), today.plus_days(9))).await.expect("the day after");
    }

    /// Ended early, the usual limits hold at once, and the days are free for another one; what is over cannot be ended.
    async fn an_approval_is_ended_early(house: House) {
        let (today, head) = (house.today(), head(&house).await);
        let id = approve(&house, &form(today, today.plus_days(5))).await.expect("approved");
        let coming = approve(&house, &form(today.plus_days(10), today.plus_days(11))).await.expect("approved");
        for (id, end) in [(id, Ended::Yes), (id, Ended::Over), (coming, Ended::Yes), (coming, Ended::Over)] {
            assert_eq!(end_special_approval(&house.services, &head, id).await.expect("asked"), end);
        }
        assert_eq!(house.book_of(&house.family().await).await.limits, EntryLimits::REGULATION);
        approve(&house, &form(today, today.plus_days(20))).await.expect("the days are free");
        let last = today.plus_days(21).starts_at();
        house.move_clock(last);
        let unknown = end_special_approval(&house.services, &head, some_id(&house)).await;
        assert_eq!(unknown.expect("asked"), Ended::NotFound);
    }

    /// Each wrong field is told; a form sent twice makes one.
    async fn each_wrong_field_is_told(house: House) {
        let today = house.today();
        let fine = form(today, today.plus_days(1));
        let problems = async |form: ApprovalForm| refused(approve(&house, &form).await);
        let backwards = problems(form(today.plus_days(3), today.plus_days(2))).await;
        assert_eq!(backwards.last, Some(DayProblem::Days(DaysProblem::EndsBeforeItBegins)));
        let narrow = problems(ApprovalForm { body: "150".to_owned(), ..fine.clone() }).await;
        assert_eq!(narrow.body, Some(NumberProblem::NotWider(150)));
        let wild = problems(ApprovalForm { megabytes: "16".to_owned(), ..fine.clone() }).await;
        assert_eq!(wild.megabytes, Some(NumberProblem::TooMuch(15)));
        let nothing =
            problems(ApprovalForm { body: String::new(), days_between_uses: " ".to_owned(), ..fine.clone() });
        assert!(nothing.await.nothing);
        let (head, id) = (head(&house).await, some_id(&house));
        for _ in 0..2 {
            approve_specially(&house.services, &head, house.student_id, id, &fine).await.expect("one");
        }
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM special_approval").await, 1);
    }

    /// A student of another institution, and one whose book nobody holds.
    async fn only_a_book_of_its_own_institution_is_widened(house: House) {
        let today = house.today();
        let (stranger, lonely) =
            (house.new_student_elsewhere("1077", "遠方").await, house.new_student("1078", "近處").await);
        for student in [stranger, lonely] {
            let head = head(&house).await;
            let form = form(today, today);
            let asked = approve_specially(&house.services, &head, student, some_id(&house), &form).await;
            assert!(matches!(asked, Err(ApproveSpeciallyError::NotFound)), "{asked:?}");
        }
        let id = approve(&house, &form(today, today)).await.expect("approved");
        let mut db = house.services.database.read().await.expect("a connection");
        assert_eq!(special_approvals::book_of(&mut db, id, house.elsewhere).await.expect("asked"), None);
        drop(db);
        house.send(&house.family().await, written(house.book)).await;
    }
}
