//! 意見回饋 as everybody sees it, without JavaScript.

use axum::http::StatusCode;

use crate::house::{Answer, House};
use crate::people::{Admin, AdminElsewhere, Anonymous, Grandmother, Head, Mother, Person, Reviewer, Student};

/// The id that a page's form made up.
fn form_of(page: &str) -> &str {
    page.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.get(..36)).expect("a form's id")
}

fn main_of(page: &str) -> &str {
    page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page")
}

/// Opens the form from `from`, as the foot of the page leads to it, and sends `text`.
async fn say(house: &House, who: &impl Person, from: &str, text: &str) -> Answer {
    let page = house.get(who, &format!("/feedback?from={from}")).await;
    assert_eq!(page.status, StatusCode::OK);
    house.post(who, "/feedback", &[("form", form_of(&page.text)), ("page", from), ("text", text)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn families_and_staff_say_what_does_not_work_and_the_admin_deals_with_it() {
    let house = House::demo().await;
    let (mother, reviewer, admin) =
        (Mother::of(&house).await, Reviewer::of(&house).await, Admin::of(&house).await);
    let link = "href=\"/feedback?from=/home\"";
    assert!(house.get(&mother, "/home").await.text.contains(link), "the foot of the page leads there");
    let form = house.get(&mother, "/feedback?from=/home").await.text;
    assert!(form.contains("name=\"page\" value=\"/home\"") && form.contains("rows=\"2\""));
    for words in ["機關管理員", "不會寫您的名字", "學生看不到", "急事請直接打電話"] {
        assert!(form.contains(words), "{words}");
    }
    let of_staff = house.get(&reviewer, "/feedback?from=/staff").await.text;
    assert!(of_staff.contains("會看到您的名字") && !of_staff.contains("不會寫您的名字"));

    let fields = [("form", form_of(&form)), ("page", "/home"), ("text", "字太小\r\n看不清楚")];
    for _ in 0..2 {
        let sent = house.post(&mother, "/feedback", &fields).await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/feedback?done=sent&from=/home"));
    }
    let thanks = house.get(&mother, "/feedback?done=sent&from=/home").await.text;
    assert!(main_of(&thanks).contains("謝謝您") && main_of(&thanks).contains("href=\"/home\""));
    let entry = "/staff/entries/0193598e-7b1c-7000-8000-0123456789ab";
    let sent = say(&house, &reviewer, entry, "快速鍵沒有反應").await;
    assert_eq!(sent.location(), format!("/feedback?done=sent&from={entry}"));

    assert!(house.get(&admin, "/staff").await.text.contains("還有 2 則沒處理"));
    let list = house.get(&admin, "/staff/feedback").await.text;
    let list = main_of(&list);
    assert_eq!(list.matches("<article").count(), 2, "sent twice makes one");
    let told = |words: &str| assert!(list.contains(words), "{words}");
    ["字太小", "家屬", "/home", "快速鍵沒有反應", "審核人員", "陳怡君", "/staff/entries/…"]
        .into_iter()
        .for_each(told);
    assert!(!list.contains("林美惠"), "a family is not named");
    assert!(!list.contains("0193598e-7b1c-7000-8000"), "no id is kept");
    let api = house.post(&admin, "/api/feedback", &[("filter", "open"), ("page", "1")]).await;
    assert!(api.text.contains("字太小") && !api.text.contains("林美惠"), "{}", api.text);

    let card = list.split("<article").find(|card| card.contains("字太小")).expect("a card");
    let start = card.find("/staff/feedback/").expect("it can be dealt with");
    let done = card[start..].split('"').next().expect("an address");
    let elsewhere = AdminElsewhere::of(&house).await;
    assert_eq!(house.post(&elsewhere, done, &[]).await.status, StatusCode::NOT_FOUND);
    for filter in ["open", "done"] {
        let list = house.get(&elsewhere, &format!("/staff/feedback?filter={filter}")).await.text;
        assert!(!main_of(&list).contains("<article"), "{filter}");
    }
    assert_eq!(house.post(&admin, done, &[]).await.location(), "/staff/feedback?done=done");
    assert!(!house.get(&admin, "/staff/feedback").await.text.contains("字太小"));
    let list = house.get(&admin, "/staff/feedback?filter=done").await.text;
    assert!(list.contains("字太小") && list.contains("張雅婷"));
    let reopen = done.replace("/done", "/reopen");
    assert_eq!(
        house.post(&admin, &reopen, &[]).await.location(),
        "/staff/feedback?filter=done&done=reopened"
    );
    assert!(house.get(&admin, "/staff/feedback").await.text.contains("字太小"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_comes_back_as_it_was_typed() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let (most, long) = ("字".repeat(200), "字".repeat(201));
    let override_of_direction = "按鈕\u{202E}";
    for (text, sentence) in [
        ("", "請寫下哪裡不好用"),
        (" \r\n ", "請寫下哪裡不好用"),
        (long.as_str(), "最多 200 字，現在是 201 字"),
        (override_of_direction, "有不能用的符號"),
        ("\0", "有不能用的符號"),
    ] {
        let answer = say(&house, &mother, "/entries/new", text).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}");
        assert!(answer.text.contains(sentence) && answer.text.contains("href=\"#text\""), "{text:?}");
        assert!(answer.text.contains("id=\"text-error\""), "{text:?}");
        assert!(answer.text.contains("name=\"page\" value=\"/entries/new\""), "{text:?}");
        assert!(
            text.trim_matches(['\0', ' ', '\r', '\n']).is_empty() || answer.text.contains(text),
            "{text:?}"
        );
    }
    // A form that was refused keeps its id.
    let form = house.get(&mother, "/feedback").await.text;
    let again = house.post(&mother, "/feedback", &[("form", form_of(&form)), ("text", "")]).await;
    assert_eq!(form_of(&again.text), form_of(&form));
    assert_eq!(say(&house, &mother, "/entries/new", &most).await.status, StatusCode::SEE_OTHER);
    let list = house.get(&Admin::of(&house).await, "/staff/feedback").await.text;
    assert_eq!(main_of(&list).matches("<article").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_and_addresses_of_others_are_only_text() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let script = "</textarea><script>alert(1)</script>";
    let refused = say(&house, &mother, "/home", &format!("{script}\0")).await;
    assert!(!refused.text.contains("<script>alert"));
    say(&house, &mother, "/home", script).await;
    let list = house.get(&Admin::of(&house).await, "/staff/feedback").await.text;
    assert!(list.contains("alert(1)") && !list.contains("<script>alert"));

    for from in [
        "//elsewhere.example",
        "https://elsewhere.example/",
        "javascript:alert(1)",
        "/home%3Fnext=//elsewhere.example",
        "/%22onclick=%22alert(1)",
    ] {
        let form = house.get(&mother, &format!("/feedback?from={from}")).await.text;
        assert!(main_of(&form).contains("name=\"page\" value=\"\""), "{from}");
        let thanks = house.get(&mother, &format!("/feedback?done=sent&from={from}")).await.text;
        assert!(main_of(&thanks).contains("href=\"/account\""), "{from}");
        let sent = house.post(&mother, "/feedback", &[("page", from), ("text", "嗨")]).await;
        assert_eq!(sent.location(), "/feedback?done=sent", "{from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_are_enough_for_once() {
    let house = House::demo().await;
    let (mother, grandmother) = (Mother::of(&house).await, Grandmother::of(&house).await);
    for _ in 0..10 {
        assert_eq!(say(&house, &mother, "/home", "又一句").await.status, StatusCode::SEE_OTHER);
    }
    let refused = say(&house, &mother, "/home", "第十一句").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.text.contains("請等 144 分鐘") && refused.text.contains("第十一句"));
    assert_eq!(say(&house, &grandmother, "/home", "第一句").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_has_an_account_is_led_there() {
    let house = House::demo().await;
    let leads =
        async |who: &dyn Person, page: &str| house.get(who, page).await.text.contains("href=\"/feedback");
    assert!(leads(&Head::of(&house).await, "/staff/special-approvals").await);
    assert!(leads(&Admin::of(&house).await, "/staff").await);
    assert!(!leads(&Anonymous, "/").await);
    assert!(!leads(&Student::of(&house).await, "/student").await);
    let first = house.get(&Anonymous, "/feedback?from=/home").await;
    assert_eq!(first.location(), "/login?next=%2Ffeedback%3Ffrom%3D%2Fhome");
}
