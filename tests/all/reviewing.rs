//! What reviewers typed and where they were in the queue is there again after each form.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::house::{Answer, House};
use crate::people::{Anonymous, Head, Mother, Reviewer, ReviewerElsewhere};

const DAY: i64 = 24 * 3600;

/// A letter that the mother sends; its address at the family's.
async fn sent(house: &House, mother: &Mother, title: &str) -> String {
    let home = house.get(mother, "/home").await.text;
    let start = home.find("/entries/new?book=").expect("a book") + "/entries/new?book=".len();
    let fields = [("book", &home[start..start + 36]), ("title", title), ("body", "今天也要加油")];
    let entry = house.post(mother, "/entries/new", &fields).await.location().to_owned();
    let answer = house.post(mother, &format!("{entry}/submit"), &[]).await;
    assert_eq!(answer.location(), format!("{entry}?done=sent"), "{}", answer.text);
    entry
}

/// A letter with more than twenty before it in the queue; its address at the staff's.
async fn last_of_many(house: &House) -> String {
    let mother = Mother::of(house).await;
    for number in 0..20 {
        sent(house, &mother, &format!("第{number}則")).await;
        let then = house.services.clock.now().plus_seconds(2 * DAY);
        house.services.clock.move_to(then).expect("no file");
    }
    format!("/staff{}", sent(house, &mother, "最後一則").await)
}

async fn send_back(house: &House, who: &Reviewer, entry: &str, fields: &[(&str, &str)]) -> Answer {
    house.post(who, &format!("{entry}/return?filter=new&q=&page=2"), fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reviewer_typed_comes_back_however_many_letters_wait_before_this_one() {
    let house = House::demo().await;
    let entry = last_of_many(&house).await;
    let reviewer = Reviewer::of(&house).await;
    let first_page = house.get(&reviewer, "/staff/entries").await.text;
    assert!(!first_page.contains(&entry), "the first page does not have it");

    let long = "請再拍一張清楚的照片。".repeat(100);
    let fields = [("round", "1"), ("reasons", "unclear_photo"), ("suggestion", long.as_str())];
    let refused = send_back(&house, &reviewer, &entry, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"error-summary\"") && refused.text.contains("最後一則"));
    assert!(refused.text.contains(&long), "the words");
    let ticked = refused.text.split("<input").find(|input| input.contains("value=\"unclear_photo\""));
    assert!(ticked.expect("the reason").contains("checked"), "and the tick");
    let (back, _) = refused.text.split_once("class=\"back-link\"").expect("a way back");
    let (_, link) = back.rsplit_once("href=\"").expect("its address");
    let href = link.split('"').next().expect("an end").replace("&amp;", "&");
    assert_eq!(href, "/staff/entries?filter=new&q=&page=2");

    let other = [("round", "7"), ("suggestion", "請換一張")];
    let corrected = send_back(&house, &reviewer, &entry, &other).await;
    assert_eq!(corrected.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(corrected.text.contains("家屬剛剛改過") && corrected.text.contains("請換一張"));

    let fields = [("round", "1"), ("action", "preview"), ("suggestion", "請換一張")];
    let preview = send_back(&house, &reviewer, &entry, &fields).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.text.contains("還沒送出") && preview.text.matches("請換一張").count() > 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_about_a_letter_that_its_family_took_back_are_not_lost() {
    let house = House::demo().await;
    let (mother, reviewer) = (Mother::of(&house).await, Reviewer::of(&house).await);
    let entry = sent(&house, &mother, "寫錯了").await;
    assert_eq!(house.post(&mother, &format!("{entry}/withdraw"), &[]).await.status, StatusCode::SEE_OTHER);
    let fields = [("round", "1"), ("reasons", "unclear_photo"), ("suggestion", "請換一張")];
    let answer = send_back(&house, &reviewer, &format!("/staff{entry}"), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let quoted = answer.text.split("class=\"quote\"").nth(1).expect("what was typed");
    assert!(quoted.contains("照片看不清楚") && quoted.contains("請換一張"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_leads_back_to_where_the_reviewer_was() {
    let house = House::demo().await;
    let (mother, reviewer) = (Mother::of(&house).await, Reviewer::of(&house).await);
    let entry = format!("/staff{}", sent(&house, &mother, "早安").await);
    let there = "filter=new&q=%E6%9E%97&page=1";
    let queue = house.get(&reviewer, &format!("/staff/entries?{there}")).await.text;
    for act in ["approve?", "return?"] {
        let form = queue.split("action=\"").find(|form| form.starts_with(&format!("{entry}/{act}")));
        let action = form.expect("a form").split('"').next().expect("an address").replace("&amp;", "&");
        assert_eq!(action, format!("{entry}/{act}{there}"));
    }
    let post = async |what: &str, fields: &[(&str, &str)]| {
        let answer = house.post(&reviewer, &format!("{entry}/{what}?{there}"), fields).await;
        answer.location().to_owned()
    };
    let list = format!("/staff/entries?{there}");
    assert_eq!(post("take", &[]).await, format!("{entry}?{there}"));
    assert_eq!(post("approve", &[("round", "1")]).await, list);
    assert_eq!(post("approve", &[("round", "1")]).await, list, "sent twice, it is as they want it");
    assert_eq!(post("undo", &[]).await, format!("{list}&done=undone"));
    assert_eq!(post("undo", &[]).await, format!("{list}&done=too-late"));
    assert_eq!(post("return", &[("round", "1"), ("suggestion", "請換一張")]).await, list);
    let many = house.post(&reviewer, &format!("/staff/entries/approve?{there}"), &[]).await;
    assert!(many.location().starts_with(&format!("{list}&done=approved-many")), "{}", many.location());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_undone_return_said_is_there_again() {
    let house = House::demo().await;
    let (mother, reviewer) = (Mother::of(&house).await, Reviewer::of(&house).await);
    let entry = format!("/staff{}", sent(&house, &mother, "早安").await);
    let fields = [("round", "1"), ("reasons", "unclear_photo"), ("suggestion", "請換一張")];
    assert_eq!(send_back(&house, &reviewer, &entry, &fields).await.status, StatusCode::SEE_OTHER);
    let undone = house.post(&reviewer, &format!("{entry}/undo"), &[]).await;
    assert_eq!(undone.status, StatusCode::OK);
    assert!(undone.text.contains("已經復原") && undone.text.contains("請換一張"));
    let ticked = undone.text.split("<input").find(|input| input.contains("value=\"unclear_photo\""));
    assert!(ticked.expect("the reason").contains("checked"));
    let again = send_back(&house, &reviewer, &entry, &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "it can be sent once more");
}

/// So that a page that is open can tell the end of the session from trouble.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_session_is_over_is_told_so() {
    let house = House::demo().await;
    let form = |request: axum::http::request::Builder| {
        request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "http://localhost")
    };
    let body = Body::from("page=1&filter=all&search=");
    let answer = house.send(&Anonymous, Method::POST, "/api/review-queue", form, body).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::UNAUTHORIZED, "\"LoggedOut\""));
}

/// An institution's own reasons are its own: offered to its reviewers, in the language of who reads, and nobody else's.
#[tokio::test(flavor = "multi_thread")]
async fn an_institution_s_own_reason_is_said_by_its_reviewers_alone() {
    let house = House::demo().await;
    let (mother, reviewer) = (Mother::of(&house).await, Reviewer::of(&house).await);
    let words = "照片裡看得到其他孩子的臉";
    let entry = sent(&house, &mother, "園遊會").await;
    let page = house.get(&reviewer, &format!("/staff{entry}")).await.text;
    assert!(page.contains("value=\"own-1\"") && page.contains(words), "{page}");

    let elsewhere = ReviewerElsewhere::of(&house).await;
    let theirs = house.get(&elsewhere, "/staff/entries").await.text;
    assert!(theirs.contains("value=\"not_caring\"") && !theirs.contains("own-1"), "{theirs}");
    let (_, waiting) = theirs.split_once("action=\"/staff/entries/").expect("a letter");
    let other = waiting.split('/').next().expect("its id");
    let fields = [("round", "1"), ("reasons", "own-1")];
    let refused = house.post(&elsewhere, &format!("/staff/entries/{other}/return"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);

    let done = send_back(&house, &reviewer, &format!("/staff{entry}"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    house.let_decisions_leave().await;
    assert!(house.get(&mother, &entry).await.text.contains(words));
    for told in ["/staff/reports", "/staff/reports.csv", "/staff/audit", "/staff/audit.csv"] {
        let text = house.get(&Head::of(&house).await, told).await.text;
        assert!(text.contains(words), "{told}: {text}");
        assert!(!told.contains(".csv") || !text.contains("own-1"), "{told}: {text}");
    }
    house.post(&mother, "/language", &[("language", "en"), ("back", "/home")]).await;
    let english = house.get(&mother, &entry).await.text;
    assert!(english.contains("The faces of other children can be seen in the photo"), "{english}");
}
