//! The staff's doors for requests, and the settings of an institution, with good and with bad input.

use std::collections::HashSet;

use axum::http::StatusCode;
use domain::document::DocumentKind;
use domain::id::{ApplicationId, DocumentId, PageId};
use domain::view::DocumentPage;
use server::Actor;
use server::storage::documents::{self, NewDocument};
use server::token::Token;
use server::workflows::look_up_student::look_up_student;
use server::workflows::resume_session::resume_session;
use server::workflows::save_application::{ApplicationTarget, Typed, save_application};
use server::workflows::submit_application::submit_application;

use crate::house::House;
use crate::people::{Admin, Grandmother, Head, Mother, Person, Reviewer, institution};

/// A request of this family for the student of this call number, sent just now: the address of its page at staff.
pub async fn sent(house: &House, who: &impl Person, call_number: &str) -> String {
    let services = &house.services;
    let token = who.cookie().and_then(|cookie| cookie.split_once('=')).expect("a session").1;
    let token = Token::parse(token).expect("a token");
    let found = resume_session(services, &token).await.expect("asked").expect("logged in");
    let Actor::Family(family) = found.actor else { panic!("a family") };
    let now = services.clock.now();
    let id = ApplicationId::new(services.random.uuid(now));
    let typed = Typed {
        institution: Some(institution(house).await),
        call_number: Some(call_number.to_owned()),
        relationship: Some("cohabitant".to_owned()),
        service: None,
    };
    save_application(services, &family, ApplicationTarget::New(id), &typed).await.expect("saved");
    look_up_student(services, &family, id).await.expect("found");
    let confirmed = Typed { service: Some("contact_book".to_owned()), ..Typed::default() };
    save_application(services, &family, ApplicationTarget::Existing(id), &confirmed).await.expect("saved");
    let mut db = services.database.write().await.expect("a transaction");
    for kind in DocumentKind::ALL {
        let document = DocumentId::new(services.random.uuid(now));
        let name = services.keyring.seal_text(&services.random, &documents::context(document), b"a.jpg");
        let name = name.expect("sealed");
        let new = NewDocument { id: document, application: id, kind, name: &name, bytes: 1, given_in: 1 };
        let page = DocumentPage { id: PageId::new(services.random.uuid(now)), width: 800, height: 600 };
        documents::add(&mut db, &new, &[page], now).await.expect("added");
    }
    db.commit().await.expect("kept");
    submit_application(services, &family, id).await.expect("sent");
    format!("/staff/applications/{id}")
}

/// Approves what waits in the demo already.
async fn approve_what_waits(house: &House) {
    let reviewer = Reviewer::of(house).await;
    let queue = house.get(&reviewer, "/staff/applications?filter=waiting").await.text;
    let waiting: HashSet<_> = queue
        .match_indices("/staff/applications/")
        .filter_map(|(at, start)| queue.get(at..at + start.len() + 36))
        .collect();
    for request in &waiting {
        let answer = house.post(&reviewer, &format!("{request}/approve"), &[("round", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{request}");
    }
    assert_eq!(waiting.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_read_and_decided_and_the_next_one_follows() {
    let house = House::demo().await;
    approve_what_waits(&house).await;
    let (mother, grandmother) = (Mother::of(&house).await, Grandmother::of(&house).await);
    let first = sent(&house, &mother, "1002").await;
    let second = sent(&house, &grandmother, "1003").await;
    let reviewer = Reviewer::of(&house).await;

    let queue = house.get(&reviewer, "/staff/applications").await.text;
    assert!(queue.contains(&first) && queue.contains(&second) && queue.contains("期限 2026/12/26"));
    let found = house.get(&reviewer, "/staff/applications?filter=waiting&q=1003").await.text;
    assert!(found.contains(&second) && !found.contains(&first));
    assert!(house.get(&reviewer, "/staff").await.text.contains("/staff/applications?filter=overdue"));

    let page = house.get(&reviewer, &first).await.text;
    for word in ["林美惠", "陳冠廷", "A200000012", "1979", "共居家屬", "同居證明", "a.jpg", "/files/"]
    {
        assert!(page.contains(word), "{word}");
    }
    let returned = [("round", "1"), ("reasons", "identity_unclear"), ("suggestion", "請在亮一點的地方拍")];
    let answer = house.post(&reviewer, &format!("{first}/return"), &returned).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, &*format!("{second}?done=returned"))
    );
    let page = house.get(&reviewer, &first).await.text;
    assert!(page.contains("請在亮一點的地方拍") && page.contains("看不清楚"));
    assert!(!page.contains("A200000012"), "nobody has to compare it any more");

    let answer = house.post(&reviewer, &format!("{second}/approve"), &[("round", "1")]).await;
    assert_eq!(answer.location(), "/staff/applications?done=approved");
    assert!(house.get(&grandmother, "/home").await.text.contains("黃柏翰"));
    let again = house.post(&reviewer, &format!("{second}/approve"), &[("round", "1")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("剛才已經有結果了"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_that_says_nothing_comes_back_and_a_preview_decides_nothing() {
    let house = House::demo().await;
    let (mother, reviewer) = (Mother::of(&house).await, Reviewer::of(&house).await);
    let request = sent(&house, &mother, "1002").await;
    let door = format!("{request}/return");
    let long = "字".repeat(301);
    for (fields, sentence) in [
        (vec![("round", "1"), ("suggestion", " ")], "id=\"reasons-error\""),
        (vec![("round", "1"), ("reasons", "own-9")], "請重新勾選"),
        (vec![("round", "1"), ("suggestion", long.as_str())], "301"),
        (vec![("round", "2"), ("suggestion", "這段話要留著")], "這段話要留著"),
    ] {
        let answer = house.post(&reviewer, &door, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text.contains(sentence), "{sentence}");
    }
    let fields =
        [("round", "1"), ("action", "preview"), ("reasons", "identity_unclear"), ("suggestion", "請重拍")];
    let answer = house.post(&reviewer, &door, &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("還沒送出") && answer.text.contains("學校請您補這些"));
    assert!(house.get(&reviewer, &request).await.text.contains("期限 2026/12/26"), "it waits as before");
    let bad = house.post(&reviewer, &door, &[("round", "x")]).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let twice = house.post(&reviewer, &door, &[("round", "1"), ("round", "1")]).await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_reviewers_sees_who_took_it_and_loses_no_words() {
    let house = House::demo().await;
    let (reviewer, head) = (Reviewer::of(&house).await, Head::of(&house).await);
    let request = sent(&house, &Mother::of(&house).await, "1002").await;
    assert!(!house.get(&reviewer, &request).await.text.contains("正在處理這一件"));
    assert!(house.get(&head, &request).await.text.contains("陳怡君正在處理這一件"));
    assert!(house.get(&head, "/staff/applications").await.text.contains("陳怡君正在處理"));

    let taken = house.post(&head, &format!("{request}/take"), &[]).await;
    assert_eq!(taken.location(), format!("{request}?done=taken"));
    assert!(house.get(&reviewer, &request).await.text.contains("黃志明正在處理這一件"));
    let approved = house.post(&head, &format!("{request}/approve"), &[("round", "1")]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER);
    let late =
        [("round", "1"), ("reasons", "identity_unclear"), ("suggestion", "這段話要留著</textarea><b>")];
    let answer = house.post(&reviewer, &format!("{request}/return"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("這段話要留著") && answer.text.contains("您剛才寫的"));
    assert!(!answer.text.contains("</textarea><b>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_s_address_that_is_reloaded_leads_to_its_page() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let request = sent(&house, &Mother::of(&house).await, "1002").await;
    assert_eq!(house.get(&reviewer, &format!("{request}/approve")).await.location(), request);
}

/// The settings' form as its admin has it open, with some fields typed anew.
fn typed<'a>(version: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("version", version),
        ("phone", "03-000-0000"),
        ("contact_person", ""),
        ("body", "150"),
        ("days_between_uses", "2"),
        ("photos", "on"),
        ("mail_sender", ""),
        ("document_days", "180"),
        ("reasons", "identity_unclear"),
        ("own_name", ""),
        ("own_text", ""),
        ("own_english", ""),
        ("own_concern", "nothing"),
    ];
    for (name, value) in changed {
        fields.retain(|(field, _)| field != name);
        fields.push((name, value));
    }
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_refused_in_words_or_hold_everywhere() {
    let house = House::demo().await;
    let (admin, mother) = (Admin::of(&house).await, Mother::of(&house).await);
    let wide = typed("1", &[("body", "151"), ("days_between_uses", "1"), ("contact_person", "王小姐")]);
    let answer = house.post(&admin, "/staff/settings", &wide).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for word in ["不能更多", "不能更常", "value=\"151\"", "value=\"王小姐\"", "id=\"body-error\""]
    {
        assert!(answer.text.contains(word), "{word}");
    }
    let bad = house.post(&admin, "/staff/settings", &typed("x", &[])).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let uneven =
        house.post(&admin, "/staff/settings", &[typed("1", &[]), vec![("own_text", "多")]].concat()).await;
    assert_eq!(uneven.status, StatusCode::BAD_REQUEST);

    let tight = typed("1", &[("body", "１０"), ("own_text", "請附全戶謄本")]);
    assert_eq!(house.post(&admin, "/staff/settings", &tight).await.location(), "/staff/settings?done=saved");
    let page = house.get(&admin, "/staff/settings").await.text;
    assert!(page.contains("value=\"10\"") && page.contains("請附全戶謄本"));
    assert!(house.get(&mother, "/entries/new").await.text.contains("／10"));
    let book = house.get(&mother, "/home").await.text;
    let start = book.find("/entries/new?book=").expect("a book") + "/entries/new?book=".len();
    let fields = [("book", &book[start..start + 36]), ("title", "早安"), ("body", "今天的番茄紅了第一顆")];
    assert_eq!(house.post(&mother, "/entries/new", &fields).await.status, StatusCode::SEE_OTHER);
    let fields = [fields[0], fields[1], ("body", "今天的番茄紅了第一顆啊")];
    let long = house.post(&mother, "/entries/new", &fields).await;
    assert!(long.text.contains("內文最多 10 字，現在是 11 字"), "{}", long.status);

    let late = typed("1", &[("phone", "03-111-1111")]);
    let answer = house.post(&admin, "/staff/settings", &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("別人先改了設定") && answer.text.contains("03-111-1111"));
    assert!(answer.text.contains("name=\"version\" value=\"2\""), "saving again means it");
    let request = sent(&house, &mother, "1002").await;
    let page = house.get(&Reviewer::of(&house).await, &request).await.text;
    assert!(page.contains("請附全戶謄本") && !page.contains("value=\"not_eligible\""));
}
