//! 專案 as everybody sees it: the head approves, the family sees what it may do.

use axum::http::StatusCode;
use server::files::specimens::exactly;

use crate::house::House;
use crate::people::{Head, Mother, Reviewer};

/// The page on which the mother's family is approved specially, by the look-up of the institution's books.
async fn page_of(house: &House, head: &Head, number: &str) -> String {
    let found = house.get(head, &format!("/staff/special-approvals?q={number}")).await.text;
    let at = found.find("/special-approval\"").expect("the look-up finds the book");
    let start = found[..at].rfind("/staff/students/").expect("the student's");
    found[start..at + "/special-approval".len()].to_owned()
}

const FORM: [(&str, &str); 5] = [
    ("first", "115/11/26"),
    ("last", "2026/12/05"),
    ("reason", "媽媽生日"),
    ("days_between_uses", "1"),
    ("body", "300"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_head_approves_specially_and_the_family_sees_it() {
    let house = House::demo().await;
    let (mother, head, reviewer) =
        (Mother::of(&house).await, Head::of(&house).await, Reviewer::of(&house).await);
    let page = page_of(&house, &head, "1001").await;
    assert_eq!(house.get(&reviewer, &page).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.post(&reviewer, &page, &FORM).await.status, StatusCode::FORBIDDEN);
    assert!(house.get(&head, "/staff/special-approvals?q=9999").await.text.contains("找不到"));

    let made = house.post(&head, &page, &FORM).await;
    assert_eq!(made.location(), "/staff/special-approvals?filter=in_force&done=made");
    let list = house.get(&head, made.location()).await.text;
    assert!(list.contains("2026/11/26 到 2026/12/05") && list.contains("媽媽生日"));
    let again = house.post(&head, &page, &FORM).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text.contains("時間不能重疊") && again.text.contains("value=\"300\""),
        "what was typed stays"
    );

    for path in ["/home", "/entries/new"] {
        let shown = house.get(&mother, path).await.text;
        for words in ["到 2026/12/05 為止", "每天可以寫 1 次", "內文可以寫到 300 字"] {
            assert!(shown.contains(words), "{path}: {words}");
        }
        assert!(!shown.contains("媽媽生日"), "{path}: the reason is not for the family");
    }

    // The demo has another one: the mother's is the card that names her student.
    let card = list.split("<article").find(|card| card.contains("林小宇")).expect("a card");
    let start = card.find("/staff/special-approvals/").expect("it can be ended");
    let end = card[start..].split('"').next().expect("an address").to_owned();
    assert!(end.ends_with("/end"));
    assert_eq!(
        house.post(&head, &end, &[]).await.location(),
        "/staff/special-approvals?filter=over&done=ended"
    );
    let late = house.post(&head, &end, &[]).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("已經結束"));
    assert!(!house.get(&mother, "/home").await.text.contains("學校特別讓您"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_wrong_says_where() {
    let house = House::demo().await;
    let head = Head::of(&house).await;
    let page = page_of(&house, &head, "1001").await;
    for (field, typed, sentence) in [
        ("first", "", "請填日期"),
        ("last", "明天", "看不懂這個日期"),
        ("last", "2026/11/01", "最後一天不能比第一天早"),
        ("last", "2028/12/01", "最長一年"),
        ("reason", " ", "請寫下核准的原因"),
        ("days_between_uses", "2", "請填更小的數字"),
        ("body", "1001", "最多只能到 1000"),
        ("body", "很多", "請填數字"),
        ("photos", "1", "請填更大的數字"),
        ("megabytes", "99", "最多只能到 15"),
    ] {
        let mut fields: Vec<_> = FORM.into_iter().filter(|(name, _)| *name != field).collect();
        fields.push((field, typed));
        let answer = house.post(&head, &page, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={typed}");
        assert!(answer.text.contains(sentence), "{field}={typed}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field}={typed}");
        assert!(answer.text.contains("媽媽生日") == (field != "reason"), "{field}={typed}");
    }
    let empty = house.post(&head, &page, &FORM[..3]).await;
    assert!(empty.text.contains("請至少放寬一項"));
}

/// What is said about a photo that is too large is the limit in force for its book.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_too_large_is_told_the_limit_of_the_special_approval() {
    let house = House::demo().await;
    let (mother, head) = (Mother::of(&house).await, Head::of(&house).await);
    let page = page_of(&house, &head, "1001").await;
    let mut form = FORM.to_vec();
    form.push(("megabytes", "15"));
    assert_eq!(house.post(&head, &page, &form).await.status, StatusCode::SEE_OTHER);
    let home = house.get(&mother, "/home").await.text;
    let book =
        home.split("/entries/new?book=").nth(1).and_then(|rest| rest.get(..36)).expect("a book").to_owned();
    let (fits, over) = (exactly(12 * 1024 * 1024), exactly(15 * 1024 * 1024 + 1));
    let send = async |photo: &[u8]| {
        let parts: [(&str, &str, &[u8]); 4] = [
            ("book", "", book.as_bytes()),
            ("title", "", "早安".as_bytes()),
            ("body", "", "看照片".as_bytes()),
            ("photo", "a.png", photo),
        ];
        house.post_files(&mother, "/entries/new", &parts).await
    };
    assert_eq!(send(&fits).await.status, StatusCode::SEE_OTHER);
    let refused = send(&over).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.text.contains("照片超過 15 MB") && !refused.text.contains("10 MB"), "{}", refused.text);
}
