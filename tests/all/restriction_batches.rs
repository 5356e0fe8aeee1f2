//! One restriction for many students, as staff make and end it, without JavaScript.

use axum::http::StatusCode;

use crate::house::{Answer, House};
use crate::people::{Admin, Head, Person, Reviewer, ReviewerElsewhere};

const NEW: &str = "/staff/restrictions/new";
const LIST: &str = "/staff/restrictions";
const ID: &str = "0193598e-7b1c-7000-8000-000000000001";

/// What is typed into the form, filled in right.
const TYPED: [(&str, &str); 5] = [
    ("form", ID),
    ("kind", "illness"),
    ("begins_at", "2026-11-26T09:00"),
    ("until", "2026-11-27T10:00"),
    ("note", "全班流感，\"隔離\"三天"),
];

/// The values of the fields of this name, as a page has them.
fn values(page: &str, name: &str) -> Vec<String> {
    let before = format!("name=\"{name}\" value=\"");
    page.split(&before).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

fn main_of(page: &str) -> &str {
    page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page")
}

async fn send(
    house: &House,
    who: &impl Person,
    step: &str,
    typed: &[(&str, &str)],
    students: &[String],
) -> Answer {
    let mut fields = typed.to_vec();
    fields.extend(students.iter().map(|id| ("students", id.as_str())));
    fields.push(("action", step));
    house.post(who, NEW, &fields).await
}

/// The students whom the empty form offers, by call number.
async fn offered(house: &House, who: &impl Person) -> Vec<String> {
    values(&house.get(who, NEW).await.text, "students")
}

#[tokio::test(flavor = "multi_thread")]
async fn many_students_are_restricted_and_it_is_ended_for_all() {
    let house = House::demo().await;
    let (reviewer, head) = (Reviewer::of(&house).await, Head::of(&house).await);
    assert!(house.get(&reviewer, "/staff/students").await.text.contains("href=\"/staff/restrictions\""));
    assert!(house.get(&reviewer, LIST).await.text.contains("還沒有一次為多位學生設定的限制"));
    let all = offered(&house, &reviewer).await;
    assert_eq!(all.len(), 24, "the roster is listed");

    let searched = [&TYPED[..], &[("search", "100")]].concat();
    let found = send(&house, &reviewer, "search", &searched, &all[..1]).await;
    assert_eq!(found.status, StatusCode::OK);
    let shown = main_of(&found.text);
    assert!(
        shown.contains("已經選了 1 位") && shown.contains("全班流感") && !shown.contains("error-summary")
    );
    assert_eq!(values(shown, "students").len(), 9, "1001 is ticked, 1002 to 1009 are offered");

    let looked = send(&house, &reviewer, "look", &searched, &all[..3]).await;
    assert_eq!(looked.status, StatusCode::OK);
    let shown = main_of(&looked.text);
    for words in
        ["要為這 3 位學生設定限制嗎？", "因疾病隔離", "2026/11/26 09:00", "2026/11/27 10:00", "林小宇 · 1001"]
    {
        assert!(shown.contains(words), "{words}");
    }
    assert!(!shown.contains("checkbox") && shown.contains("全班流感"));
    assert!(
        house.get(&reviewer, LIST).await.text.contains("還沒有一次為多位學生設定的限制"),
        "nothing is made"
    );

    // The way back keeps all of it.
    let kept: Vec<(&str, String)> = ["form", "kind", "begins_at", "until", "search"]
        .into_iter()
        .map(|name| (name, values(shown, name).remove(0)))
        .collect();
    let mut kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
    kept.push(TYPED[4]);
    assert_eq!((kept[0].1, values(shown, "students").as_slice()), (ID, &all[..3]));
    let back = send(&house, &reviewer, "change", &kept, &all[..3]).await;
    assert_eq!(back.status, StatusCode::OK);
    let shown = main_of(&back.text);
    assert!(shown.contains("已經選了 3 位") && shown.contains("value=\"illness\" checked"));
    for value in ["2026-11-26T09:00", "2026-11-27T10:00", "全班流感", "value=\"100\""] {
        assert!(shown.contains(value), "{value}");
    }

    for _ in 0..2 {
        let made = send(&house, &reviewer, "make", &kept, &all[..3]).await;
        assert_eq!(made.location(), "/staff/restrictions?done=made");
    }
    let listed = house.get(&head, "/staff/restrictions?done=made").await.text;
    let listed = main_of(&listed);
    let (one, end) = (format!("/staff/restrictions/{ID}"), format!("/staff/restrictions/{ID}/end"));
    let link = format!("href=\"{one}\"");
    for words in ["限制已經設定好了", "因疾病隔離", "全班流感", "陳怡君", "現在有效", "3 位", &link]
    {
        assert!(listed.contains(words), "{words}");
    }
    assert_eq!(listed.matches("<article").count(), 1, "sent twice it is one");
    let page = format!("/staff/students/{}/restrictions", all[0]);
    assert!(house.get(&reviewer, &page).await.text.contains("現在有效：因疾病隔離"));

    // Its students are named, and so is it at each of them.
    let shown = house.get(&head, &one).await.text;
    let (asked, listed) = main_of(&shown).split_once("</form>").expect("the end, then the list");
    for names in ["林小宇 · 1001", "陳冠廷 · 1002"] {
        assert!(asked.contains(names) && listed.contains(names), "{names}");
    }
    assert!(asked.contains("要結束這 3 位學生的限制嗎？") && asked.contains(&end));
    assert_eq!(listed.matches("現在有效，到：2026/11/27 10:00").count(), 3);

    // Who is ended alone is left out of what goes on.
    let alone = house.get(&reviewer, &page).await.text;
    assert!(alone.contains(&link), "the student's page leads to the others");
    let alone = alone.split(&format!("action=\"{page}/")).nth(1).expect("an end")[..36].to_owned();
    house.post(&reviewer, &format!("{page}/{alone}/end"), &[]).await;
    assert!(house.get(&reviewer, LIST).await.text.contains("3 位，其中 2 位還沒結束"));

    let shown = house.get(&head, &one).await.text;
    let (asked, listed) = main_of(&shown).split_once("</form>").expect("the end, then the list");
    assert!(asked.contains("要結束這 2 位學生的限制嗎？") && !asked.contains("林小宇 · 1001"));
    assert!(listed.contains("林小宇 · 1001") && listed.contains("由陳怡君提前結束"));
    assert_eq!(listed.matches("現在有效，到").count(), 2);

    for _ in 0..2 {
        assert_eq!(house.post(&head, &end, &[]).await.location(), "/staff/restrictions?done=ended");
    }
    let listed = house.get(&reviewer, "/staff/restrictions?done=ended").await.text;
    assert!(listed.contains("已經全部結束") && listed.contains("黃志明"));
    let shown = house.get(&reviewer, &one).await.text;
    assert!(!shown.contains(&end), "what is over has no end");
    assert!(house.get(&reviewer, &page).await.text.contains("目前沒有限制"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_and_what_was_filled_in_is_kept() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let all = offered(&house, &reviewer).await;
    let stranger = offered(&house, &ReviewerElsewhere::of(&house).await).await.remove(0);
    let many: Vec<String> = (0..501).map(|number| format!("0193598e-7b1c-7000-8000-{number:012}")).collect();
    let with_a_stranger = vec![all[0].clone(), stranger.clone()];
    let leaving = [("leaving", "released"), ("day", "2026/11/26")];
    let left = house.post(&reviewer, &format!("/staff/students/{}/leaving", all[1]), &leaving).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);

    let chosen = [
        (Vec::new(), "請至少選一位學生"),
        (many, "一次最多 500 位，現在選了 501 位"),
        (with_a_stranger, "有 1 位不在名冊裡"),
        (all[..3].to_vec(), "這些學生已經離校"),
    ];
    for step in ["look", "make"] {
        for (students, sentence) in &chosen {
            let answer = send(&house, &reviewer, step, &TYPED, students).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}: {sentence}");
            let shown = main_of(&answer.text);
            assert!(shown.contains(sentence) && shown.contains("href=\"#students\""), "{step}: {sentence}");
            assert!(shown.contains("全班流感") && shown.contains("value=\"illness\" checked"), "{sentence}");
            assert!(!answer.text.contains(&stranger), "nothing is told of another institution");
        }
        for (field, typed, sentence) in [
            ("kind", "", "請選限制的種類"),
            ("begins_at", "明天", "看不懂這個時間"),
            ("until", "2026-11-25T09:00", "結束的時間要在開始之後"),
            ("note", "a\u{202e}b", "無法顯示的符號"),
        ] {
            let fields = TYPED.map(|(name, value)| (name, if name == field { typed } else { value }));
            let answer = send(&house, &reviewer, step, &fields, &all[..1]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}: {field}");
            let shown = main_of(&answer.text);
            assert!(
                shown.contains(sentence) && shown.contains(&format!("href=\"#{field}\"")),
                "{step}: {field}"
            );
            assert!(shown.contains("已經選了 1 位"), "{step}: {field}");
        }
    }
    assert!(house.get(&reviewer, LIST).await.text.contains("還沒有一次為多位學生設定的限制"));
    let page = format!("/staff/students/{}/restrictions", all[0]);
    assert!(house.get(&reviewer, &page).await.text.contains("目前沒有限制"), "nobody is restricted");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_neither_sees_nor_makes_restrictions_for_many() {
    let house = House::demo().await;
    let (admin, reviewer) = (Admin::of(&house).await, Reviewer::of(&house).await);
    let all = offered(&house, &reviewer).await;
    assert_eq!(send(&house, &admin, "make", &TYPED, &all[..2]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get(&admin, LIST).await.status, StatusCode::FORBIDDEN);
    assert!(!house.get(&admin, "/staff/students").await.text.contains("/staff/restrictions"));
    assert!(house.get(&reviewer, LIST).await.text.contains("還沒有一次為多位學生設定的限制"));
}
