//! What is typed into a search, also by who types what no keyboard has.

use axum::http::StatusCode;

use crate::house::House;
use crate::people::{Admin, Head};

/// 1001 with a NUL, which PostgreSQL takes in no text, and other signs that nobody sees.
const IN_AN_ADDRESS: &str = "%00%2010%1B01%0D%0A";
const IN_A_FORM: &str = "\0 10\u{1b}01\r\n";
const ID: &str = "019ab000-0000-7000-8000-000000000077";

#[tokio::test(flavor = "multi_thread")]
async fn signs_that_nobody_sees_are_left_out_of_every_search() {
    let house = House::demo().await;
    let head = Head::of(&house).await;
    for search in [
        "/staff/entries?q=",
        "/staff/applications?q=",
        "/staff/students?q=",
        "/staff/special-approvals?q=",
        "/staff/audit?person=",
        "/staff/audit?call_number=",
    ] {
        let answer = house.get(&head, &format!("{search}{IN_AN_ADDRESS}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{search}");
        assert!(answer.text.contains("value=\"1001\""), "{search}: {}", answer.text);
    }
    for form in ["/staff/programmes/new", "/staff/restrictions/new"] {
        let fields = [("form", ID), ("search", IN_A_FORM), ("action", "search")];
        let answer = house.post(&head, form, &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
        assert!(answer.text.contains("value=\"1001\""), "{form}: {}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_that_nobody_sees_are_left_out_of_a_search_that_becomes_a_file() {
    let house = House::demo().await;
    let admin = Admin::of(&house).await;
    let student = [("call_number", "2001"), ("name", "周大同")];
    assert_eq!(house.post(&admin, "/staff/students", &student).await.status, StatusCode::SEE_OTHER);
    let file = house.get(&admin, "/staff/audit.csv?call_number=%0020%0701").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.text.contains("2001 周大同"), "{}", file.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_none_is_ended_like_one_that_is_over() {
    let house = House::demo().await;
    let head = Head::of(&house).await;
    for session in ["\0", "", "1", ID] {
        let answer = house.post(&head, "/account/devices/end", &[("session", session)]).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/account?done=devices"),
            "{session:?}"
        );
    }
}
