//! The audit, as the head and the admin read it.

use axum::http::StatusCode;

use crate::house::House;
use crate::people::{Admin, Head, HeadElsewhere, Reviewer};

/// Something that stands in the audit: an admin adds a student.
async fn added(house: &House) {
    let student = [("call_number", "2001"), ("name", "周大同")];
    let answer = house.post(&Admin::of(house).await, "/staff/students", &student).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_read_in_words_and_found_again() {
    let house = House::demo().await;
    added(&house).await;
    let head = Head::of(&house).await;
    for query in ["", "?call_number=2001", "?action=student_added", "?from=2020-01-01&until=2999-01-01"] {
        let page = house.get(&head, &format!("/staff/audit{query}")).await.text;
        assert!(page.contains("2001 周大同") && page.contains("新增學生"), "{query}: {page}");
    }
    for query in ["?call_number=2002", "?action=pin_made", "?until=2020-01-01", "?person=nobody"] {
        let page = house.get(&head, &format!("/staff/audit{query}")).await.text;
        assert!(!page.contains("2001 周大同"), "{query}: {page}");
    }
    let wrong = house.get(&head, "/staff/audit?from=yesterday").await.text;
    assert!(wrong.contains("看不懂您填的日期"), "{wrong}");
    let reviewer = house.get(&Reviewer::of(&house).await, "/staff/audit").await;
    assert_eq!(reviewer.status, StatusCode::FORBIDDEN);
    let elsewhere = house.get(&HeadElsewhere::of(&house).await, "/staff/audit").await.text;
    assert!(!elsewhere.contains("周大同"), "{elsewhere}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_is_followed_when_somebody_asks() {
    let house = House::demo().await;
    added(&house).await;
    let head = Head::of(&house).await;
    let unasked = house.get(&head, "/staff/audit").await.text;
    assert!(unasked.contains("現在的檢查碼") && !unasked.contains("檢查完了"), "{unasked}");
    let asked = house.get(&head, "/staff/audit?check=chain").await.text;
    assert!(asked.contains("檢查完了"), "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_comes_as_a_file_and_is_compared_when_it_is_brought_back() {
    let house = House::demo().await;
    let head = Head::of(&house).await;
    let file = house.get(&head, "/staff/audit-head.txt").await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    added(&house).await;
    let bring_back = async |text: &str| {
        let kept: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        house.get(&head, &format!("/staff/audit?check=chain&kept={kept}")).await.text
    };
    let same = bring_back(&file.text).await;
    assert!(same.contains("檢查完了") && same.contains("留下的檢查碼一致"), "{same}");
    assert!(same.contains("這個系統以外的地方"), "what was pasted stays");
    let strange = bring_back("1 f 2026-01-01T00:00:00+08:00 f</textarea><script>").await;
    assert!(strange.contains("這不是這個系統發出的檢查碼") && !strange.contains("</textarea><script>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_comes_as_a_file() {
    let house = House::demo().await;
    added(&house).await;
    let file = house.get(&Admin::of(&house).await, "/staff/audit.csv?action=student_added").await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert!(file.text.contains("新增學生,2001 周大同"), "{}", file.text);
}
