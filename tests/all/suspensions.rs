//! A suspension as everybody sees it: a reviewer proposes, the head decides, the family reads why and answers once.

use axum::http::StatusCode;

use crate::house::{Answer, House};
use crate::people::{Admin, Head, Mother, Person, Reviewer};

/// The demo's proposal: the one page that the list names.
async fn proposal(house: &House, who: &impl Person) -> String {
    let list = house.get(who, "/staff/suspensions").await.text;
    let at = list.find("/staff/suspensions/").expect("a proposal");
    list[at..at + "/staff/suspensions/".len() + 36].to_owned()
}

/// The mother's returned entry is corrected and returned until there are three; the page on which it is proposed.
async fn mother_returned_three_times(house: &House, mother: &Mother, reviewer: &Reviewer) -> String {
    let home = house.get(mother, "/home").await.text;
    let entry = home
        .split("href=\"/entries/")
        .skip(1)
        .find(|rest| rest.get(36..).is_some_and(|r| r.starts_with("/edit\"")));
    let entry = entry.expect("one came back")[..36].to_owned();
    for round in 2..=3 {
        let sent = house.post(mother, &format!("/entries/{entry}/submit"), &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let fields = [("round", round.to_string()), ("reasons", "not_caring".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let back = house.post(reviewer, &format!("/staff/entries/{entry}/return"), &fields).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
        house.let_decisions_leave().await;
    }
    let page = house.get(reviewer, &format!("/staff/entries/{entry}")).await.text;
    let at = page.find("/suspension\"").expect("a link from the entry to proposing");
    let start = page[..at].rfind("/staff/students/").expect("the student's");
    page[start..at + "/suspension".len()].to_owned()
}

/// The figure of this name on the page of the day.
async fn tile(house: &House, who: &impl Person, name: &str) -> String {
    let day = house.get(who, "/staff").await.text;
    let (_, rest) = day.split_once(&format!("class=\"tiles__name\">{name}<")).expect("the tile");
    let (_, rest) = rest.split_once("class=\"tiles__value\">").expect("its figure");
    rest.split_once('<').expect("its end").0.to_owned()
}

async fn decide(house: &House, who: &impl Person, page: &str, fields: &[(&str, &str)]) -> Answer {
    house.post(who, page, fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_third_return_to_the_answer_and_the_end() {
    let house = House::demo().await;
    let (mother, reviewer, head) =
        (Mother::of(&house).await, Reviewer::of(&house).await, Head::of(&house).await);
    let propose = mother_returned_three_times(&house, &mother, &reviewer).await;
    let form = house.get(&reviewer, &propose).await.text;
    assert!(form.contains("累計退回 3 次") && form.contains("週末的菜市場"), "what came back stands there");
    assert!(
        house.get(&reviewer, "/staff/suspensions").await.text.contains(&propose),
        "and the list names it"
    );

    let long = "字".repeat(301);
    let refused = house.post(&reviewer, &propose, &[("form", ""), ("note", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"note-error\"") && refused.text.contains(&long), "typed words stay");
    let id = "0193598e-7b1c-7000-8000-000000000001";
    let made = house.post(&reviewer, &propose, &[("form", id), ("note", "請首長決定")]).await;
    let page = format!("/staff/suspensions/{id}");
    assert_eq!(made.location(), format!("{page}?done=proposed"));
    let twice = house.post(&reviewer, &propose, &[("form", ""), ("note", "")]).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("已經提報了"));

    let shown = house.get(&reviewer, &page).await.text;
    assert!(
        shown.contains("由機關首長決定") && !shown.contains("確定暫停使用"),
        "a reviewer does not decide"
    );
    for (path, fields) in [(page.clone(), [("decision", "suspend")]), (format!("{page}/lift"), [("", "")])] {
        assert_eq!(decide(&house, &reviewer, &path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(!house.get(&mother, "/home").await.text.contains("學校請您先停一下"));

    let told = [("decision", "suspend"), ("told", "請多寫家裡的事。")];
    let done = decide(&house, &head, &page, &told).await;
    assert_eq!(done.location(), format!("{page}?done=suspended"));
    let late = decide(&house, &head, &page, &told).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("已經有人決定了"));
    assert!(late.text.contains("<p class=\"quote\">請多寫家裡的事。"), "what was typed is not lost");
    house.deliver_mail().await;
    let mail = house.get(&mother, "/demo/mailbox").await.text;
    assert!(
        mail.contains("您的聯絡簿暫停使用 1 個月") && !mail.contains("請多寫家裡的事"),
        "mail carries no words"
    );
    let home = house.get(&mother, "/home").await.text;
    for words in ["從 2026/11/26 到 2026/12/25", "學校請您先停一下", "請多寫家裡的事。", "我有話想說"]
    {
        assert!(home.contains(words), "{words}");
    }
    assert!(
        !home.contains("黃志明") && !home.contains("請首長決定"),
        "not who, and not what the reviewer noted"
    );

    let empty = house.post(&mother, "/home", &[("suspension", id), ("answer", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("請寫下想說的話") && empty.text.contains(&format!("href=\"#answer-{id}\"")));
    let answer = [("suspension", id), ("answer", "我會照建議寫。")];
    assert_eq!(house.post(&mother, "/home", &answer).await.location(), "/home?done=answered");
    let again = house.post(&mother, "/home", &[("suspension", id), ("answer", "還有一件事。")]).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text.contains("已經回覆過了"));
    assert!(again.text.contains("還有一件事。"), "what was typed is not lost");
    let marked = house.get(&reviewer, "/staff/suspensions?filter=in_force").await.text;
    assert!(marked.contains("家屬有回覆，首長還沒看"), "the list marks it");
    assert!(house.get(&reviewer, &page).await.text.contains("機關首長還沒看"));
    assert_eq!(tile(&house, &head, "您還沒看過的家屬回覆").await, "1", "a reviewer's look changes nothing");
    assert!(house.get(&head, "/staff/suspensions?filter=answers").await.text.contains(&page));
    assert!(house.get(&head, &page).await.text.contains("我會照建議寫。"));
    assert_eq!(tile(&house, &head, "您還沒看過的家屬回覆").await, "0");
    let marked = house.get(&reviewer, "/staff/suspensions?filter=in_force").await.text;
    assert!(marked.contains("家屬有回覆") && !marked.contains("首長還沒看"));

    assert_eq!(
        house.post(&head, &format!("{page}/lift"), &[]).await.location(),
        format!("{page}?done=lifted")
    );
    let over = house.post(&head, &format!("{page}/lift"), &[]).await;
    assert!(over.status == StatusCode::UNPROCESSABLE_ENTITY && over.text.contains("已經結束"));
    assert!(!house.get(&mother, "/home").await.text.contains("學校請您先停一下"));
    assert!(house.get(&head, "/staff/suspensions?filter=over").await.text.contains(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_refuses_with_a_reason() {
    let house = House::demo().await;
    let (head, reviewer) = (Head::of(&house).await, Reviewer::of(&house).await);
    assert_eq!(tile(&house, &head, "等您決定的暫停提報").await, "1");
    assert!(!house.get(&reviewer, "/staff").await.text.contains("等您決定的暫停提報"), "for the head alone");
    let page = proposal(&house, &head).await;
    assert!(house.get(&head, &page).await.text.contains("保管金的事"), "what came back stands there");
    let without = decide(&house, &head, &page, &[("decision", "refuse"), ("reason", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text.contains("id=\"reason-error\"") && without.text.contains("請寫下不暫停的原因"));
    let done = decide(&house, &head, &page, &[("decision", "refuse"), ("reason", "先打電話談談。")]).await;
    assert_eq!(done.location(), format!("{page}?done=refused"));
    assert_eq!(tile(&house, &head, "等您決定的暫停提報").await, "0");
    assert!(house.get(&reviewer, &page).await.text.contains("先打電話談談。"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sees_no_suspension() {
    let house = House::demo().await;
    let page = proposal(&house, &Reviewer::of(&house).await).await;
    let admin = Admin::of(&house).await;
    for path in ["/staff/suspensions", &page] {
        assert_eq!(house.get(&admin, path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
