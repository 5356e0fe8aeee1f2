//! The roster, as staff use it.

use axum::http::StatusCode;

use crate::house::{Answer, House};
use crate::people::{Admin, Head, Mother, Person, Reviewer, Student};

const NEW: [(&str, &str); 4] =
    [("call_number", "２００１"), ("name", "周大同"), ("admitted", "114/9/1"), ("expected_release", "")];

/// Adds the student above and comes back with the address of the page.
async fn add(house: &House, who: &impl Person) -> String {
    let answer = house.post(who, "/staff/students", &NEW).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_student_is_added_found_and_changed() {
    let house = House::demo().await;
    let admin = Admin::of(&house).await;
    let address = add(&house, &admin).await;
    let page = house.get(&admin, &address).await.text;
    assert!(page.contains("周大同") && page.contains("2001") && page.contains("2025/09/01"), "{page}");
    let list = house.get(&Head::of(&house).await, "/staff/students?q=%E5%91%A8").await.text;
    assert!(list.contains(&address) && list.contains("共 1 人"), "{list}");
    let nobody = house.get(&admin, "/staff/students?q=nobody").await.text;
    assert!(nobody.contains("找不到符合的學生"));

    let change = [("name", "周小同"), ("admitted", ""), ("expected_release", "2027/1/1")];
    let changed = house.post(&admin, &address, &change).await;
    assert_eq!(changed.location(), format!("{address}?done=changed"));
    let page = house.get(&admin, &address).await.text;
    assert!(page.contains("周小同") && page.contains("2027/01/01") && !page.contains("2025/09/01"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_student_stands_at_its_field() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let wrong =
        [("call_number", "10-01"), ("name", ""), ("admitted", "昨天"), ("expected_release", "2026/2/30")];
    let answer = house.post(&reviewer, "/staff/students", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (field, sentence) in [
        ("call_number", "呼號是 1 到 12 個英文字母或數字"),
        ("name", "請填姓名"),
        ("admitted", "看不懂這個日期"),
        ("expected_release", "沒有這一天"),
    ] {
        assert!(answer.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", answer.text);
        assert!(answer.text.contains(sentence), "{sentence}");
    }
    assert!(answer.text.contains("value=\"10-01\"") && answer.text.contains("value=\"昨天\""));

    let taken =
        house.post(&reviewer, "/staff/students", &[("call_number", "1001"), ("name", "周大同")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("這個呼號已經有學生用了") && taken.text.contains("value=\"周大同\""));

    let address = add(&house, &reviewer).await;
    let early = [("name", "周大同"), ("admitted", "2026/9/2"), ("expected_release", "2026/9/1")];
    let refused = house.post(&reviewer, &address, &early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("這一天比入校日還早") && refused.text.contains("value=\"2026/9/1\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_shows_a_pin_once_and_it_opens_the_terminal() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let address = add(&house, &reviewer).await;
    let slip = house.post(&reviewer, &format!("{address}/pin"), &[]).await;
    assert_eq!(slip.status, StatusCode::OK);
    assert!(slip.text.contains("學生登入單") && slip.text.contains("周大同") && slip.text.contains("2001"));
    assert!(slip.text.contains("青山中學"), "{}", slip.text);
    let start = slip.text.find("slip__pin").expect("a PIN");
    let pin: String = slip.text[start..]
        .chars()
        .skip_while(|c| *c != '>')
        .skip(1)
        .take_while(char::is_ascii_digit)
        .collect();
    assert_eq!(pin.len(), 6, "{}", slip.text);
    Student::with(&house, "2001", &pin).await;
    let page = house.get(&reviewer, &address).await.text;
    assert!(!page.contains(&pin) && page.contains("學生已經有登入密碼"));
    let reloaded = house.get(&reviewer, &format!("{address}/pin")).await;
    assert_eq!(reloaded.location(), address);
}

const ROSTER: &str = "呼號,姓名,入校日\n1001,林小宇,114/9/1\n2001,<b>周大同,114/9/1\n";

async fn upload(house: &House, who: &impl Person, bytes: &[u8]) -> Answer {
    house.post_files(who, "/staff/students/import", &[("file", "roster.csv", bytes)]).await
}

/// The value of a hidden field, as a browser would send it back.
fn hidden(page: &str, name: &str) -> String {
    let start = page.find(&format!("name=\"{name}\" value=\"")).expect(name) + name.len() + 15;
    let value = page[start..].split('"').next().unwrap_or_default();
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

async fn apply(house: &House, who: &impl Person, shown: &Answer) -> Answer {
    let (text, mark) = (hidden(&shown.text, "text"), hidden(&shown.text, "mark"));
    let parts: [(&str, &str, &[u8]); 2] = [("text", "", text.as_bytes()), ("mark", "", mark.as_bytes())];
    house.post_files(who, "/staff/students/import", &parts).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_shown_and_then_imported() {
    let house = House::demo().await;
    let admin = Admin::of(&house).await;
    let good = ROSTER.replace("<b>", "");
    let shown = upload(&house, &admin, good.as_bytes()).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(shown.text.contains("周大同") && shown.text.contains("入校日改成 2025/09/01"), "{}", shown.text);
    let nobody = house.get(&admin, "/staff/students?q=2001").await.text;
    assert!(nobody.contains("找不到符合的學生"), "nothing is written yet");
    let done = apply(&house, &admin, &shown).await;
    assert_eq!(done.location(), "/staff/students?done=imported", "{}", done.text);
    assert!(house.get(&admin, "/staff/students?q=2001").await.text.contains("周大同"));

    let again = upload(&house, &admin, good.as_bytes()).await;
    assert!(again.text.contains("不需要匯入") && !again.text.contains("name=\"mark\""));
    let stale = apply(&house, &admin, &shown).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text.contains("名冊被別人改過了"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_wrong_rows_names_them_and_imports_nothing() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let answer = upload(&house, &reviewer, format!("{ROSTER}1001,王,\n2002,\"方\n").as_bytes()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for sentence in
        ["第 3 列", "姓名裡有不能用的符號", "第 4 列", "這個呼號在第 2 列已經出現過了", "第 5 列", "引號"]
    {
        assert!(answer.text.contains(sentence), "{sentence}: {}", answer.text);
    }
    assert!(!answer.text.contains("name=\"mark\"") && !answer.text.contains("<b>周"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_says_why_at_its_field() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let long = format!("呼號,姓名\n{}", "1,王\n".repeat(20_001));
    let large = vec![b'a'; 2 * 1024 * 1024 + 1];
    let cases: [(&[u8], &str); 6] = [
        (b"", "請選一個有內容的檔案"),
        (b"call_number,name\n1001,Jos\xE9\n", "看不懂這個檔案的文字編碼"),
        ("姓名\n王\n".as_bytes(), "找不到「呼號」這一欄"),
        ("呼號,姓名,name\n".as_bytes(), "「姓名」這一欄出現了兩次"),
        (&large, "檔案超過 2 MB"),
        (long.as_bytes(), "超過 2 萬人"),
    ];
    for (bytes, sentence) in cases {
        let answer = upload(&house, &reviewer, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(answer.text.contains("id=\"file-error\"") && answer.text.contains(sentence), "{sentence}");
    }
    let huge = upload(&house, &reviewer, &vec![b'a'; 9 * 1024 * 1024]).await;
    assert!(huge.text.contains("檔案超過 2 MB"), "{}", huge.status);
    let plain = house.post(&reviewer, "/staff/students/import", &[("text", "呼號,姓名")]).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_student_leaves_and_the_family_keeps_what_it_wrote() {
    let house = House::demo().await;
    let (reviewer, mother) = (Reviewer::of(&house).await, Mother::of(&house).await);
    let student = Student::of(&house).await;
    let list = house.get(&reviewer, "/staff/students?q=1001").await.text;
    let start = list.find("/staff/students/0").expect("a student");
    let address = list[start..start + 52].to_owned();
    let leaving = format!("{address}/leaving");

    let nothing = house.post(&reviewer, &leaving, &[("leaving", ""), ("day", "115/12/1")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("id=\"leaving-error\"") && nothing.text.contains("value=\"115/12/1\""));
    let wrong = house.post(&reviewer, &leaving, &[("leaving", "released"), ("day", "昨天")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("id=\"day-error\"") && wrong.text.contains("value=\"昨天\""));

    let soon = house.post(&reviewer, &leaving, &[("leaving", "released"), ("day", "115/11/28")]).await;
    assert_eq!(soon.location(), format!("{address}?done=leaving"));
    assert!(house.get(&reviewer, &address).await.text.contains("2026/11/28 將出校"));
    assert!(house.get(&mother, "/home").await.text.contains("/entries/new?book="));

    let moved = house.post(&reviewer, "/demo/clock", &[("now", "2026-11-28T00:01:00+08:00")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    let home = house.get(&mother, "/home").await.text;
    assert!(!home.contains("/entries/new?book=") && home.contains("這本聯絡簿就寫到這裡"), "{home}");
    assert!(home.contains("/account/download.zip"));
    assert!(house.get(&mother, "/entries").await.text.contains("生日快樂"));
    assert_eq!(house.get(&student, "/student").await.location(), "/student/login");
    house.deliver_mail().await;
    let mailbox = house.get(&reviewer, "/demo/mailbox").await.text;
    assert!(mailbox.contains("這本聯絡簿寫到這裡了"), "{mailbox}");
}
