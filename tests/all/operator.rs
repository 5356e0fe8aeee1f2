//! The operator's pages: institutions come, change their names, and go.

use axum::http::StatusCode;
use domain::id::{AccountId, MailId};
use domain::job::Job;
use domain::mail::MailKind;
use server::storage::job_runs;
use server::storage::outbox::{self, About, Recipient};
use sqlx::Row as _;

use crate::house::{Answer, House};
use crate::people::{Admin, Anonymous, Mother, Operator, Reviewer};

const PAGE: &str = "/operator/institutions";

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_is_added_gets_an_admin_and_is_closed() {
    let house = House::demo().await;
    let operator = Operator::of(&house).await;
    let list = house.get(&operator, PAGE).await.text;
    assert!(list.contains("青山中學（示範）") && list.contains("麗川少年學校（示範）"));
    assert!(!list.contains("矯正署") && !list.contains("林小宇"));

    let refused = house.post(&operator, PAGE, &[("institution", "青山中學（示範）"), ("phone", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"青山中學（示範）\""), "what was typed stays");
    let taken = house.post(&operator, PAGE, &[("institution", "青山中學（示範）"), ("phone", "1")]).await;
    assert!(taken.text.contains("已經有機關用這個名稱"));

    let added = house.post(&operator, PAGE, &[("institution", "東山中學"), ("phone", "05-000-0000")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let page = added.location().split('?').next().expect("a path").to_owned();
    let shown = house.get(&operator, added.location()).await.text;
    assert!(shown.contains("機關已新增") && shown.contains("還沒有管理員"));
    assert!(house.get(&Anonymous, "/").await.text.contains("東山中學"));

    let admins = format!("{page}/admins");
    let wrong = house.post(&operator, &admins, &[("name", ""), ("email", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("name", "蔡文傑"), ("email", "first.admin@demo.example")];
    let invited = house.post(&operator, &admins, &fields).await;
    assert!(house.get(&operator, invited.location()).await.text.contains("first.admin@demo.example"));
    let known = house.post(&operator, &admins, &[("name", "甲"), ("email", "head@demo.example")]).await;
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);

    let renamed = house.post(&operator, &page, &[("institution", "東山學校"), ("phone", "05-1")]).await;
    assert_eq!(renamed.location(), format!("{page}?done=changed"));
    assert!(house.get(&Anonymous, "/").await.text.contains("東山學校"));

    let closed = house.post(&operator, &format!("{page}/close"), &[]).await;
    assert!(house.get(&operator, closed.location()).await.text.contains("機關已關閉"));
    assert!(!house.get(&Anonymous, "/").await.text.contains("東山學校"));
    assert!(house.get(&operator, PAGE).await.text.contains("已關閉"));
    house.post(&operator, &format!("{page}/reopen"), &[]).await;
    assert!(house.get(&Anonymous, "/").await.text.contains("東山學校"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_with_students_stays_open_and_says_why() {
    let house = House::demo().await;
    let operator = Operator::of(&house).await;
    let list = house.get(&operator, PAGE).await.text;
    let start = list.find("href=\"/operator/institutions/").expect("a link") + 6;
    let page = list[start..].split('"').next().expect("an address").to_owned();
    assert!(house.get(&operator, &page).await.text.contains("請先由機關登記學生離校"));
    let refused = house.post(&operator, &format!("{page}/close"), &[]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("所以不能關閉"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_begins_at_the_institutions_and_reads_what_operators_did() {
    let house = House::demo().await;
    let fields = [("email", "operator@demo.example"), ("password", "demo-contact-book")];
    assert_eq!(house.post(&Anonymous, "/login", &fields).await.location(), PAGE);
    let operator = Operator::of(&house).await;
    assert_eq!(house.get(&operator, "/staff/audit").await.status, StatusCode::OK);
    assert_eq!(house.get(&operator, "/staff/feedback").await.status, StatusCode::OK);
    assert_eq!(house.get(&operator, "/account").await.status, StatusCode::OK);
    assert_eq!(house.get(&operator, "/staff").await.status, StatusCode::FORBIDDEN);
    for who in [&Admin::of(&house).await as &dyn crate::people::Person, &Reviewer::of(&house).await] {
        assert_eq!(house.get(who, PAGE).await.status, StatusCode::FORBIDDEN);
    }
}

/// An admin gives nobody more than an admin may.
#[tokio::test(flavor = "multi_thread")]
async fn an_admin_invites_no_operator() {
    let house = House::demo().await;
    let admin = Admin::of(&house).await;
    let fields = [("name", "甲"), ("email", "new@demo.example"), ("role", "operator")];
    let refused = house.post(&admin, "/staff/accounts", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("請選一種身分"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jobs_are_listed_and_can_be_asked_to_run() {
    let house = House::demo().await;
    let operator = Operator::of(&house).await;
    let page = house.get(&operator, "/operator/jobs").await.text;
    for told in ["寄信", "刪除到期的資料", "等待第一次執行", "沒有寄不出去的信"] {
        assert!(page.contains(told), "{told}");
    }
    let asked = house.post(&operator, "/operator/jobs/sweep/run", &[]).await;
    assert_eq!(asked.location(), "/operator/jobs?done=asked");
    assert_eq!(house.post(&operator, "/operator/jobs/nothing/run", &[]).await.status, StatusCode::NOT_FOUND);
    let nothing = house.post(&operator, "/operator/mail/again", &[]).await;
    assert_eq!(nothing.location(), "/operator/jobs?done=nothing");
    assert!(house.get(&operator, nothing.location()).await.text.contains("現在沒有可以再寄的信"));
}

/// A mail that failed for the first time waits a minute, and need not be waited for.
#[tokio::test(flavor = "multi_thread")]
async fn mail_that_was_not_taken_is_sent_again_and_tells_whose_it_is() {
    let house = House::demo().await;
    let operator = Operator::of(&house).await;
    let (id, now) =
        (MailId::new(house.services.random.uuid(house.services.clock.now())), house.services.clock.now());
    let mut db = house.services.database.write().await.expect("a transaction");
    let row =
        sqlx::query("SELECT id FROM account WHERE email = 'reviewer@demo.example'").fetch_one(&mut *db).await;
    let reviewer = AccountId::parse(row.expect("a reviewer").get("id")).expect("an id");
    outbox::add(&mut db, id, MailKind::PasswordChanged, Recipient::Account(reviewer), About::Nothing, now)
        .await
        .expect("added");
    let due = outbox::due(&mut db, now, 20).await.expect("asked");
    let due = due.iter().find(|due| due.id == id).expect("due");
    let claimed = outbox::claim(&mut db, due, now.plus_seconds(300)).await.expect("asked").expect("ours");
    outbox::failed_once(&mut db, &claimed, now.plus_seconds(60), "connect").await.expect("ours");
    db.commit().await.expect("kept");

    let page = house.get(&operator, "/operator/jobs").await.text;
    assert!(page.contains("connect") && page.contains("青山中學（示範）") && !page.contains("reviewer@demo"));
    let again = format!("/operator/mail/{id}/again");
    let address = |answer: Answer| answer.location().to_owned();
    assert_eq!(address(house.post(&operator, &again, &[]).await), "/operator/jobs?done=again");
    assert_eq!(address(house.post(&operator, &again, &[]).await), "/operator/jobs?done=nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_has_not_run_for_long_and_the_newest_backup_are_told() {
    let house = House::demo().await;
    let operator = Operator::of(&house).await;
    let now = house.services.clock.now();
    let mut db = house.services.database.write().await.expect("a transaction");
    job_runs::went_well(&mut db, Job::Backup, now, 1, now).await.expect("written");
    db.commit().await.expect("kept");
    let page = house.get(&operator, "/operator/jobs").await.text;
    assert!(page.contains(&format!("最新的備份：{now}")) && !page.contains("很久沒有執行了"));
    house.services.clock.move_to(now.plus_seconds(3600)).expect("no file");
    assert!(house.get(&operator, "/operator/jobs").await.text.contains("很久沒有執行了"));
}

/// Families are sent to the school; for those who work here it is no help.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_open_says_whom_to_turn_to() {
    let house = House::demo().await;
    let operator = house.get(&Operator::of(&house).await, "/staff").await.text;
    assert!(operator.contains("請聯絡系統管理單位") && !operator.contains("請打電話問學校"));
    let reviewer = house.get(&Reviewer::of(&house).await, PAGE).await.text;
    assert!(reviewer.contains("請聯絡系統管理單位") && !reviewer.contains("請打電話問學校"));
    let family = house.get(&Mother::of(&house).await, "/staff").await.text;
    assert!(family.contains("請打電話問學校") && !family.contains("請聯絡系統管理單位"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sets_how_long_things_are_kept() {
    const PAGE: &str = "/staff/retention";
    let house = House::demo().await;
    let operator = Operator::of(&house).await;
    let page = house.get(&operator, PAGE).await.text;
    assert!(page.contains("365 天") && page.contains("永久保存") && page.contains("30–3650 天"));
    let fields = |drafts: &'static str, version: &'static str| {
        [("version", version), ("drafts", drafts), ("requests", "180"), ("mail", "90"), ("accounts", "1825")]
    };
    let wrong = house.post(&operator, PAGE, &fields("7", "0")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("30 到 3650 之間") && wrong.text.contains("value=\"7\""));
    assert_eq!(
        house.post(&operator, PAGE, &fields("60", "0")).await.location(),
        "/staff/retention?done=changed"
    );
    assert!(house.get(&operator, PAGE).await.text.contains("60 天"));
    let late = house.post(&operator, PAGE, &fields("70", "0")).await;
    assert!(
        late.text.contains("剛剛有別人改過") && late.text.contains("value=\"70\""),
        "what was typed stays"
    );
    let audit = house.get(&operator, "/staff/audit").await.text;
    assert!(audit.contains("改了保存期限") && audit.contains("方淑芬") && audit.contains("整個系統"));

    // An institution's admin sees all times, its own among them, and sets none of them here.
    let admin = Admin::of(&house).await;
    let seen = house.get(&admin, PAGE).await.text;
    assert!(seen.contains("60 天") && seen.contains("審核後 180 天") && seen.contains("/staff/settings"));
    assert!(!seen.contains("name=\"drafts\""));
    assert_eq!(house.post(&admin, PAGE, &fields("90", "1")).await.status, StatusCode::FORBIDDEN);
}
