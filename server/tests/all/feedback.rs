//! 意見回饋: families and staff say what did not work, and their institution's admin reads it.

use domain::feedback::{Feedback, FeedbackFilter, PagePath};
use domain::id::{AccountId, ApplicationId, BookId, FeedbackId, InstitutionId};
use domain::people::{Relationship, Role};
use domain::text::TextProblem;
use server::storage::{books, feedback};
use server::workflows::close_account::{Closed, close_account};
use server::workflows::give_feedback::{GiveFeedbackError, give_feedback};
use server::workflows::manage_institution;
use server::workflows::save_application::{ApplicationTarget, Typed, save_application};
use server::workflows::settle_feedback::{Settled, reopen, set_done};
use server::{Actor, Holder, Keeper};

use crate::house::{
    ADMIN, COLLEAGUE, FAMILY, FAMILY_ELSEWHERE, House, PASSWORD, REVIEWER, REVIEWER_ELSEWHERE, at_once,
};

fn some_id(house: &House) -> FeedbackId {
    FeedbackId::new(house.services.random.uuid(house.now()))
}

async fn holder(house: &House, mail: &str) -> Holder {
    house.account(mail).await.holder().expect("an account")
}

async fn admin(house: &House) -> Keeper {
    house.account(ADMIN).await.keeper().expect("an admin")
}

/// Where what belongs to no institution is read.
async fn authority(house: &House) -> InstitutionId {
    let mut db = house.services.database.write().await.expect("a transaction");
    let found = manage_institution::authority(&house.services, &mut db, house.now()).await.expect("made");
    db.commit().await.expect("kept");
    found
}

async fn say(house: &House, mail: &str, text: &str) -> FeedbackId {
    let id = some_id(house);
    let page = PagePath::parse("/home");
    give_feedback(&house.services, &holder(house, mail).await, id, page.as_ref(), text).await.expect("said");
    id
}

async fn list(house: &House, of: InstitutionId, filter: FeedbackFilter) -> Vec<Feedback> {
    let mut db = house.services.database.read().await.expect("a connection");
    feedback::list(&mut db, of, filter, 1).await.expect("a page").items
}

async fn texts(house: &House, of: InstitutionId) -> Vec<String> {
    list(house, of, FeedbackFilter::Open).await.into_iter().map(|one| one.text).collect()
}

async fn open_count(house: &House, of: InstitutionId) -> u32 {
    let mut db = house.services.database.read().await.expect("a connection");
    feedback::open_count(&mut db, of).await.expect("counted")
}

async fn new_family(house: &House) -> AccountId {
    house.new_family("new@house.example", "新家屬").await
}

on_both_engines! {
    /// A form that is sent several times, also at the same moment, makes one row, which stays as it was.
    async fn a_form_sent_twice_makes_one_row(house: House) {
        let (holder, id) = (holder(&house, FAMILY).await, some_id(&house));
        let tasks = (0..4).map(|_| {
            let (services, holder) = (house.services.clone(), holder.clone());
            async move { give_feedback(&services, &holder, id, None, "按鈕太小").await.is_ok() }
        });
        assert!(at_once(tasks).await.into_iter().all(|sent| sent));
        give_feedback(&house.services, &holder, id, None, "另一句").await.expect("said before");
        assert_eq!(texts(&house, house.here).await, ["按鈕太小"]);
    }

    /// Staff's belongs to their own institution, a family's to that of its book; what is listed names staff alone, and no
    /// row of another institution.
    async fn each_admin_reads_what_was_said_at_their_own_institution(house: House) {
        let id = "0193598e-7b1c-7000-8000-0123456789ab";
        let page = PagePath::parse(&format!("/entries/{id}/edit")).expect("a path");
        let mother = holder(&house, FAMILY).await;
        give_feedback(&house.services, &mother, some_id(&house), Some(&page), " 家\r\n屬 ").await.expect("said");
        house.pass_seconds(1);
        say(&house, REVIEWER, "同仁").await;
        say(&house, FAMILY_ELSEWHERE, "遠方家屬").await;
        say(&house, REVIEWER_ELSEWHERE, "遠方同仁").await;

        let here = list(&house, house.here, FeedbackFilter::Open).await;
        let seen: Vec<_> = here
            .iter()
            .map(|one| (one.text.as_str(), one.role, one.name.as_deref(), one.page.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("同仁", Role::Reviewer, Some("陳怡君"), "/home"),
                ("家\n屬", Role::Family, None, "/entries/…/edit"),
            ]
        );
        assert_eq!(open_count(&house, house.here).await, 2);
        assert_eq!(open_count(&house, house.elsewhere).await, 2);
        assert_eq!(open_count(&house, authority(&house).await).await, 0);
    }

    /// A family without a book belongs to the institution that it asked last, and before that to the authority.
    async fn a_family_belongs_to_its_open_book_then_its_last_book_then_its_last_request(house: House) {
        let account = new_family(&house).await;
        let mail = "new@house.example";
        say(&house, mail, "沒有學校").await;
        assert_eq!(texts(&house, authority(&house).await).await, ["沒有學校"]);
        assert_eq!(open_count(&house, authority(&house).await).await, 1);

        let family = house.account(mail).await.family().expect("a family").clone();
        let typed = Typed { institution: Some(house.elsewhere.to_string()), ..Typed::default() };
        let target = ApplicationTarget::New(ApplicationId::new(house.services.random.uuid(house.now())));
        save_application(&house.services, &family, target, &typed).await.expect("saved");
        say(&house, mail, "申請過").await;
        assert_eq!(texts(&house, house.elsewhere).await, ["申請過"]);

        let open = async |student| {
            let book = BookId::new(house.services.random.uuid(house.now()));
            let mut db = house.services.database.write().await.expect("a transaction");
            books::open(&mut db, book, student, account, Relationship::Aunt, house.now()).await.expect("opened");
            db.commit().await.expect("kept");
        };
        open(house.new_student("1003", "周小安").await).await;
        house.pass_seconds(1);
        say(&house, mail, "有聯絡簿").await;
        assert_eq!(texts(&house, house.here).await, ["有聯絡簿"]);

        house.run("UPDATE book SET closed_at = 1 WHERE relationship = 'aunt'").await;
        say(&house, mail, "聯絡簿結束").await;
        assert_eq!(open_count(&house, house.here).await, 2);

        // A newer book that is closed comes after an older one that is open.
        house.run("UPDATE book SET closed_at = NULL WHERE relationship = 'aunt'").await;
        house.pass_seconds(1);
        open(house.new_student_elsewhere("1003", "周小平").await).await;
        say(&house, mail, "兩本").await;
        assert_eq!(open_count(&house, house.elsewhere).await, 2);
        house.run("UPDATE book SET closed_at = 1 WHERE opened_at = (SELECT MAX(opened_at) FROM book)").await;
        say(&house, mail, "舊的還開著").await;
        assert_eq!(open_count(&house, house.here).await, 3);
    }

    /// It moves from one list to the other and back, and the first who dealt with it stays; at another institution nothing
    /// happens.
    async fn an_admin_settles_only_what_was_said_here(house: House) {
        let (admin, services) = (admin(&house).await, &house.services);
        let (ours, theirs) = (say(&house, COLLEAGUE, "這裡").await, say(&house, FAMILY_ELSEWHERE, "那裡").await);
        for id in [theirs, some_id(&house)] {
            assert_eq!(set_done(services, &admin, id).await.expect("asked"), Settled::NotFound);
            assert_eq!(reopen(services, &admin, id).await.expect("asked"), Settled::NotFound);
        }
        assert_eq!(open_count(&house, house.elsewhere).await, 1);

        let first = house.now();
        assert_eq!(set_done(services, &admin, ours).await.expect("asked"), Settled::Yes);
        house.pass_seconds(60);
        assert_eq!(set_done(services, &admin, ours).await.expect("asked"), Settled::Yes);
        assert!(texts(&house, house.here).await.is_empty());
        let done = list(&house, house.here, FeedbackFilter::Done).await;
        assert_eq!(done.len(), 1);
        assert_eq!(done[0].done, Some(("張雅婷".to_owned(), first)));

        for _ in 0..2 {
            assert_eq!(reopen(services, &admin, ours).await.expect("asked"), Settled::Yes);
        }
        assert_eq!(texts(&house, house.here).await, ["這裡"]);
    }

    /// The list has pages, the latest first.
    async fn the_list_is_paged(house: House) {
        for round in 0..3 {
            for number in 0..7 {
                say(&house, REVIEWER, &format!("{}", round * 7 + number)).await;
                house.pass_seconds(1);
            }
            house.pass_seconds(86_400);
        }
        let mut db = house.services.database.read().await.expect("a connection");
        let mut page = async |number| {
            feedback::list(&mut db, house.here, FeedbackFilter::Open, number).await.expect("a page")
        };
        let (first, second) = (page(1).await, page(2).await);
        assert_eq!((first.items.len(), first.has_next), (20, true));
        assert_eq!((first.items[0].text.as_str(), second.items[0].text.as_str()), ("20", "0"));
        assert_eq!((second.items.len(), second.has_next), (1, false));
    }

    /// Ten at once, then not before some time has passed; a colleague is not hindered, and what is refused or was said
    /// before costs nothing.
    async fn one_account_says_ten_things_at_once(house: House) {
        let holder = holder(&house, FAMILY).await;
        let give = async |id, text: &str| give_feedback(&house.services, &holder, id, None, text).await;
        let first = some_id(&house);
        for _ in 0..12 {
            give(first, "一").await.expect("the same");
            let long = give(some_id(&house), &"字".repeat(201)).await;
            let too_long = |problem: &TextProblem| matches!(problem, TextProblem::TooLong { count: 201, limit: 200 });
            assert!(matches!(&long, Err(GiveFeedbackError::Refused(problem)) if too_long(problem)), "{long:?}");
        }
        for _ in 1..10 {
            give(some_id(&house), "又一").await.expect("said");
        }
        let wait = match give(some_id(&house), "太多").await {
            Err(GiveFeedbackError::TooOften(wait)) => wait,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait.minutes, 144);
        say(&house, REVIEWER, "同仁").await;
        house.pass_seconds(i64::from(wait.minutes) * 60);
        give(some_id(&house), "現在可以").await.expect("said");
        assert_eq!(open_count(&house, house.here).await, 12);
    }

    /// It stays for the admin when the account that said it is closed.
    async fn a_closed_account_s_words_stay(house: House) {
        say(&house, FAMILY, "再見").await;
        let Actor::Family(family) = house.account(FAMILY).await else { panic!("a family") };
        assert_eq!(close_account(&house.services, &family, PASSWORD).await.expect("asked"), Closed::Yes);
        assert_eq!(texts(&house, house.here).await, ["再見"]);
    }
}
