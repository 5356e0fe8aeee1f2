//! Letters on paper, and the poster for the front door.

use axum::http::StatusCode;

use crate::house::House;
use crate::people::{Admin, Reviewer};

const ID: &str = "0193598e-7b1c-7000-8000-0000000000a1";

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_printed_and_handed_over() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let list = house.get(&reviewer, "/staff/print-runs").await.text;
    let waiting: Vec<_> =
        list.split("name=\"students\" value=\"").skip(1).map(|rest| rest[..36].to_owned()).collect();
    assert!(!waiting.is_empty(), "the demo has letters that nobody read");

    let none = house.post(&reviewer, "/staff/print-runs", &[("form", ID), ("action", "chosen")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("請至少勾選一位學生") && none.text.contains("href=\"#students\""));

    let student = waiting[0].as_str();
    let chosen = [("form", ID), ("action", "chosen"), ("students", student)];
    for _ in 0..2 {
        let made = house.post(&reviewer, "/staff/print-runs", &chosen).await;
        assert_eq!(made.location(), format!("/staff/print-runs/{ID}?done=made"));
    }
    let again =
        house.post(&reviewer, "/staff/print-runs", &[("action", "chosen"), ("students", student)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("沒有新的聯絡簿可以印"));

    let sheets = house.get(&reviewer, &format!("/staff/print-runs/{ID}/print")).await;
    assert_eq!(sheets.status, StatusCode::OK);
    assert_eq!(sheets.text.matches("<p class=\"print-sheet__name\">").count(), 1, "a sheet a student");
    assert!(sheets.text.contains("class=\"letter"));

    let handed = format!("/staff/print-runs/{ID}/handed");
    for _ in 0..2 {
        let done = house.post(&reviewer, &handed, &[("student", student)]).await;
        assert_eq!(done.location(), format!("/staff/print-runs/{ID}?done=handed"));
    }
    let page = house.get(&reviewer, &format!("/staff/print-runs/{ID}")).await.text;
    assert!(page.contains("陳怡君，") && !page.contains("確定交了"));
    let foreign = house.post(&reviewer, &handed, &[("student", ID)]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_poster_says_the_address_in_both_languages() {
    let house = House::demo().await;
    let admin = Admin::of(&house).await;
    let chinese = house.get(&admin, "/staff/poster").await.text;
    assert!(
        chinese.contains("lang=\"zh-Hant\" class=\"poster\"")
            || chinese.contains("class=\"poster\" lang=\"zh-Hant\"")
    );
    assert!(chinese.contains("QR code：http://") && chinese.contains("Electronic family contact book"));
    let english = house.get(&admin, "/staff/poster?language=en").await.text;
    assert!(english.contains("QR code of this address: http://") && english.contains("電子家庭聯絡簿"));
}
