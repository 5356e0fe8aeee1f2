//! Reports, as staff see them and take them away.

use axum::http::StatusCode;

use crate::house::House;
use crate::people::{Admin, Head, Reviewer};

#[tokio::test(flavor = "multi_thread")]
async fn reviewers_see_who_had_no_letter_and_admins_only_figures() {
    let house = House::demo().await;
    let page = house.get(&Reviewer::of(&house).await, "/staff/reports").await.text;
    assert!(page.contains("收到的聯絡簿") && page.contains("class=\"chart\""), "{page}");
    assert!(page.contains("天以上沒有收到聯絡簿的學生"), "{page}");
    let page = house.get(&Admin::of(&house).await, "/staff/reports").await.text;
    assert!(page.contains("收到的聯絡簿") && !page.contains("天以上沒有收到聯絡簿的學生"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_month_is_chosen_and_nonsense_is_this_one() {
    let house = House::demo().await;
    let head = Head::of(&house).await;
    let earlier = house.get(&head, "/staff/reports?month=2024-02").await.text;
    assert!(earlier.contains("2024 年 2 月") && earlier.contains("month=2024-01"), "{earlier}");
    assert!(earlier.contains("month=2024-03"));
    for month in ["9998-01", "yesterday", "2024-13"] {
        let page = house.get(&head, &format!("/staff/reports?month={month}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("後一個月"), "{month} is the present month");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_come_as_a_file_that_a_spreadsheet_program_opens() {
    let house = House::demo().await;
    let file = house.get(&Admin::of(&house).await, "/staff/reports.csv?month=2024-02").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("report-2024-02.csv"));
    assert!(file.text.starts_with('\u{feff}') && file.text.contains("收到的聯絡簿,0\r\n"), "{}", file.text);
    assert!(!file.text.contains("天以上沒有收到聯絡簿的學生"), "an admin reads no names");
    for page in ["/staff/reports.csv", "/staff/reports"] {
        let told = house.get(&Reviewer::of(&house).await, page).await.text;
        assert!(told.contains("天以上沒有收到聯絡簿的學生") && told.contains("陳冠廷"), "{page}: {told}");
    }
}
