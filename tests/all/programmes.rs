//! Family-support programmes as staff see them.

use axum::http::StatusCode;

use crate::house::House;
use crate::people::{Head, Reviewer, Student};

const ID: &str = "0193598e-7b1c-7000-8000-000000000001";

/// The ids of the students that a page offers.
fn offered(page: &str) -> Vec<String> {
    let boxes = page.split("name=\"students\" value=\"").skip(1);
    boxes.map(|rest| rest[..36].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_is_made_with_students_from_the_roster() {
    let house = House::demo().await;
    let (head, reviewer) = (Head::of(&house).await, Reviewer::of(&house).await);
    let form = house.get(&head, "/staff/programmes/new").await.text;
    let all = offered(&form);
    assert_eq!(all.len(), 24, "the roster is listed");

    let typed = [("form", ID), ("title", "家書週"), ("first", "2026/11/27"), ("last", "115/12/10")];
    let search =
        [&typed[..], &[("students", all[0].as_str()), ("search", "100"), ("action", "search")]].concat();
    let found = house.post(&head, "/staff/programmes/new", &search).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(
        found.text.contains("已經選了 1 位") && found.text.contains("value=\"家書週\""),
        "what is filled in stays"
    );
    let listed = offered(&found.text);
    assert_eq!((listed.len(), &listed[0]), (9, &all[0]), "1001 is ticked, 1002 to 1009 are offered");
    assert!(!found.text.contains("error-summary"));

    for (field, value, error) in [
        ("title", " ", "請填名稱"),
        ("first", "115/2/30", "沒有這一天"),
        ("last", "2026/11/26", "最後一天不能比第一天早"),
        ("last", "2028/11/26", "最長一年"),
        ("students", "", "請至少選一位學生"),
    ] {
        let mut fields: Vec<(&str, &str)> = typed.into_iter().filter(|(name, _)| *name != field).collect();
        if field != "students" {
            fields.extend([(field, value), ("students", all[0].as_str())]);
        }
        let answer = house.post(&head, "/staff/programmes/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        assert!(
            answer.text.contains(error) && answer.text.contains(&format!("href=\"#{field}\"")),
            "{field}={value}"
        );
    }

    let twice = [
        &typed[..],
        &[("students", all[0].as_str()), ("students", all[1].as_str()), ("students", all[1].as_str())],
    ]
    .concat();
    assert_eq!(house.post(&reviewer, "/staff/programmes/new", &twice).await.status, StatusCode::FORBIDDEN);
    let made = house.post(&head, "/staff/programmes/new", &twice).await;
    let page = format!("/staff/programmes/{ID}");
    assert_eq!(made.location(), format!("{page}?done=made"));
    let shown = house.get(&reviewer, &page).await.text;
    for words in ["家書週", "2026/11/27 到 2026/12/10", "2 位", "還沒開始", "林小宇 · 1001"] {
        assert!(shown.contains(words), "{words}");
    }
    assert!(!shown.contains("確定結束"), "a reviewer only reads");
    assert!(house.get(&reviewer, "/staff/programmes").await.text.contains(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_extends_and_ends_a_programme() {
    let house = House::demo().await;
    let (head, reviewer) = (Head::of(&house).await, Reviewer::of(&house).await);
    let list = house.get(&head, "/staff/programmes").await.text;
    let at = list
        .find("class=\"table__link\" href=\"/staff/programmes/")
        .or_else(|| list.find("href=\"/staff/programmes/0"));
    let start =
        at.expect("the demo's programme") + list[at.expect("found")..].find("/staff").expect("an address");
    let page = list[start..start + "/staff/programmes/".len() + 36].to_owned();
    let shown = house.get(&head, &page).await.text;
    assert!(shown.contains("謝宇軒 · 1012") && shown.contains("進行中"));

    for (typed, sentence) in
        [("", "請填日期"), ("2026/12/01", "比現在的最後一天更晚"), ("2036/1/1", "最長一年")]
    {
        let answer = house.post(&head, &page, &[("last", typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(answer.text.contains(sentence) && answer.text.contains("href=\"#last\""), "{typed}");
    }
    assert_eq!(house.post(&reviewer, &page, &[("last", "2027/03/01")]).await.status, StatusCode::FORBIDDEN);
    let longer = house.post(&head, &page, &[("last", "2027/03/01")]).await;
    assert_eq!(longer.location(), format!("{page}?done=extended"));
    assert!(house.get(&head, &page).await.text.contains("到 2027/03/01"));

    let end = format!("{page}/end");
    assert_eq!(house.post(&reviewer, &end, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.post(&head, &end, &[]).await.location(), format!("{page}?done=ended"));
    let late = house.post(&head, &end, &[]).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("不用再結束一次"));
    let longer = house.post(&head, &page, &[("last", "2027/04/01")]).await;
    assert!(longer.status == StatusCode::UNPROCESSABLE_ENTITY && longer.text.contains("不能再延長"));
}

/// What a student has half-written when a programme is ended is kept, and another programme is offered for it.
#[tokio::test(flavor = "multi_thread")]
async fn the_head_lets_students_finish_what_they_began() {
    let house = House::demo().await;
    let (head, reviewer) = (Head::of(&house).await, Reviewer::of(&house).await);
    let student = Student::with(&house, "1017", "1017").await;
    let inbox = house.get(&student, "/student").await.text;
    let letter = inbox.split("/student/entries/").nth(1).and_then(|rest| rest.get(..36)).expect("a letter");
    let begun = [("title", "回信"), ("body", "我很好")];
    let saved = house.post(&student, &format!("/student/entries/{letter}/reply"), &begun).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);

    let list = house.get(&head, "/staff/programmes").await.text;
    let at = list.find("href=\"/staff/programmes/0").expect("the demo's programme") + "href=\"".len();
    let page = list[at..at + "/staff/programmes/".len() + 36].to_owned();
    let another = format!("/staff/programmes/new?unfinished={}", &page["/staff/programmes/".len()..]);
    assert!(!house.get(&head, &page).await.text.contains(&another), "it goes on");
    house.post(&head, &format!("{page}/end"), &[]).await;
    let shown = house.get(&head, &page).await.text;
    assert!(shown.contains("寫到一半，都留著") && shown.contains(&another), "{shown}");
    assert!(!house.get(&reviewer, &page).await.text.contains(&another), "for the head alone");
    let form = house.get(&head, &another).await.text;
    assert!(form.contains("已經選了 1 位"), "{form}");
    let first = form.split("name=\"students\"").next().and_then(|before| before.rfind("<label"));
    let first = &form[first.expect("a box")..];
    assert!(first.split("</label>").next().expect("its end").contains("· 1017"), "{form}");
    let nobodys = "/staff/programmes/new?unfinished=nothing";
    assert_eq!(house.get(&head, nobodys).await.status, StatusCode::NOT_FOUND);
}
