//! Applying for a contact book through its forms: each step, what bad input gets, and whose it is.

use axum::http::StatusCode;
use server::files::drawings::small_photo;

use crate::house::{Answer, House};
use crate::people::{Grandmother, Mother, Person, institution};

async fn look_up(house: &House, who: &impl Person, number: &str) -> Answer {
    let here = institution(house).await;
    let fields = [("institution", here.as_str()), ("call_number", number), ("relationship", "aunt")];
    house.post(who, "/applications/new", &fields).await
}

/// A draft whose student was found: its address.
async fn found(house: &House, who: &impl Person, number: &str) -> String {
    let answer = look_up(house, who, number).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let (page, step) = answer.location().split_once('?').expect("a step");
    assert_eq!(step, "step=confirm");
    page.to_owned()
}

async fn confirmed(house: &House, who: &impl Person, number: &str) -> String {
    let page = found(house, who, number).await;
    let answer = house.post(who, &page, &[("step", "confirm"), ("service", "contact_book")]).await;
    assert_eq!(answer.location(), format!("{page}?step=documents"));
    page
}

/// A draft that can be sent.
async fn ready(house: &House, who: &impl Person, number: &str) -> String {
    let page = confirmed(house, who, number).await;
    let photo = small_photo(3);
    let files: [(&str, &str, &[u8]); 5] = [
        ("step", "", b"documents"),
        ("action", "", b"next"),
        ("identity_document", "front.jpg", &photo),
        ("identity_document", "back.jpg", &photo),
        ("relationship_document", "transcript.jpg", &photo),
    ];
    let answer = house.post_files(who, &page, &files).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()), "{}", answer.text);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_applies_step_by_step_without_any_script() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let form = house.get(&mother, "/applications/new").await;
    assert!(form.text.contains("name=\"institution\"") && form.text.contains("戶籍謄本"), "{}", form.text);
    let page = found(&house, &mother, "１００２").await;
    let confirm = house.get(&mother, &page).await.text;
    assert!(confirm.contains("陳○廷") && !confirm.contains("陳冠廷"), "{confirm}");
    let page = ready(&house, &mother, "1003").await;
    let check = house.get(&mother, &page).await.text;
    assert!(check.contains(&format!("action=\"{page}/submit\"")) && check.contains("2026/12/26"), "{check}");
    assert_eq!(check.matches("/thumbnail\"").count(), 3);
    let sent = house.post(&mother, &format!("{page}/submit"), &[]).await;
    assert_eq!(sent.location(), format!("{page}?done=sent"));
    let status = house.get(&mother, sent.location()).await.text;
    assert!(status.contains("badge--waiting") && status.contains("2026/12/26"), "{status}");
    let list = house.get(&mother, "/applications").await.text;
    for head in ["矯正機關", "收容人", "關係", "服務項目", "狀態", "審核時間"] {
        assert!(list.contains(head), "{head}");
    }
    assert!(list.contains("接著填") && list.contains("審核中"), "{list}");
    let home = house.get(&mother, "/home").await.text;
    assert!(home.contains("黃○翰"), "{home}");
    house.deliver_mail().await;
    let mailbox = house.get(&mother, "/demo/mailbox").await.text;
    assert!(mailbox.contains("我們收到您的聯絡簿申請了") && !mailbox.contains("黃柏翰"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_empty_field_is_named_and_what_was_typed_stays() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let empty = house.post(&mother, "/applications/new", &[("call_number", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for error in ["institution-error", "call_number-error", "relationship-error", "error-summary"] {
        assert!(empty.text.contains(error), "{error}: {}", empty.text);
    }
    assert!(!house.get(&mother, "/applications").await.text.contains("接著填"), "nothing was kept");

    let some =
        house.post(&mother, "/applications/new", &[("call_number", "1002"), ("relationship", "aunt")]).await;
    assert_eq!(some.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(some.text.contains("institution-error") && !some.text.contains("call_number-error"));
    assert!(some.text.contains("value=\"1002\""), "{}", some.text);
    assert!(house.get(&mother, "/applications").await.text.contains("接著填"), "it is kept as a draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_why_a_student_cannot_be_applied_for() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let mut answers = Vec::new();
    // Nobody's number, no number, and one whose book another family has.
    for number in ["9999", "no number", "1011"] {
        let answer = look_up(&house, &mother, number).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text.contains("查不到可以申請的學生") && answer.text.contains(number),
            "{}",
            answer.text
        );
        let start = answer.text.find("id=\"call_number-error\"").expect("an error");
        answers.push(answer.text[start..].chars().take(200).collect::<String>());
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    let own = look_up(&house, &mother, "1001").await;
    assert!(own.text.contains("您已經有這位學生的聯絡簿了"), "{}", own.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_up_too_often_waits_and_loses_nothing() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    for number in 2000..2010 {
        assert_eq!(
            look_up(&house, &mother, &number.to_string()).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let answer = look_up(&house, &mother, "1002").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text.contains("10 分鐘") && answer.text.contains("value=\"1002\""), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_taken_costs_none_of_the_others() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let page = confirmed(&house, &mother, "1002").await;
    let photo = small_photo(3);
    let files: [(&str, &str, &[u8]); 4] = [
        ("step", "", b"documents"),
        ("identity_document", "front.jpg", &photo),
        ("identity_document", "notes.pdf", b"just some words"),
        ("relationship_document", "empty.jpg", b""),
    ];
    let answer = house.post_files(&mother, &page, &files).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("notes.pdf") && answer.text.contains("empty.jpg"), "{}", answer.text);
    assert_eq!(answer.text.matches("/thumbnail\"").count(), 1, "the good one is kept");
    let none = house.post(&mother, &page, &[("step", "documents"), ("action", "next")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("請附上您和學生的關係證明文件"), "{}", none.text);
    assert!(!none.text.contains("請附上您的身分證明文件"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_confirmed_or_complete_is_not_sent() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let page = found(&house, &mother, "1002").await;
    let unticked = house.post(&mother, &page, &[("step", "confirm")]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unticked.text.contains("service-error"), "{}", unticked.text);
    let early = house.post(&mother, &format!("{page}/submit"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("error-summary"), "{}", early.text);
    // A step that lies ahead cannot be opened.
    let ahead = house.get(&mother, &format!("{page}?step=check")).await.text;
    assert!(!ahead.contains(&format!("{page}/submit")), "{ahead}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_for_its_family_only() {
    let house = House::demo().await;
    let (mother, grandmother) = (Mother::of(&house).await, Grandmother::of(&house).await);
    let page = ready(&house, &mother, "1002").await;
    assert_eq!(house.get(&grandmother, &page).await.status, StatusCode::NOT_FOUND);
    for step in ["", "/submit", "/withdraw", "/discard"] {
        let fields = [("call_number", "1003"), ("service", "contact_book")];
        let answer = house.post(&grandmother, &format!("{page}{step}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{step}");
    }
    let id = page.rsplit('/').next().unwrap_or_default();
    let stolen =
        house.post(&grandmother, "/applications/new", &[("form", id), ("call_number", "1003")]).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND);
    assert!(house.get(&mother, &page).await.text.contains("1002"));
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_back_and_throwing_away_are_done_once() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let page = ready(&house, &mother, "1002").await;
    let not_sent = house.post(&mother, &format!("{page}/withdraw"), &[]).await;
    assert_eq!(not_sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(not_sent.text.contains("現在不能這樣做"), "{}", not_sent.text);
    house.post(&mother, &format!("{page}/submit"), &[]).await;
    let again = look_up(&house, &mother, "1002").await;
    assert!(again.text.contains(&format!("href=\"{page}\"")), "{}", again.text);
    let withdrawn = house.post(&mother, &format!("{page}/withdraw"), &[]).await;
    assert_eq!(withdrawn.location(), format!("{page}?done=withdrawn"));
    assert!(house.get(&mother, &page).await.text.contains("badge--withdrawn"));
    assert_eq!(house.post(&mother, &format!("{page}/discard"), &[]).await.status, StatusCode::NOT_FOUND);
    let draft = found(&house, &mother, "1003").await;
    let discarded = house.post(&mother, &format!("{draft}/discard"), &[]).await;
    assert_eq!(discarded.location(), "/applications?done=discarded");
    assert_eq!(house.get(&mother, &draft).await.status, StatusCode::NOT_FOUND);
    // Somebody reloads the address of a form.
    assert_eq!(house.get(&mother, &format!("{page}/submit")).await.location(), page);
}
