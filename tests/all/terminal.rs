//! The shared terminal leaves nothing behind for whoever sits there next.

use axum::http::StatusCode;

use crate::house::House;
use crate::people::{Anonymous, Mother, Person, Student};

/// The first letter of the inbox: its address, its title, and its photo's address.
async fn first_letter(house: &House, student: &Student) -> (String, String, String) {
    let inbox = house.get(student, "/student").await.text;
    let letter = format!("/student/entries/{}", between(&inbox, "href=\"/student/entries/", "\""));
    let page = house.get(student, &letter).await.text;
    let heading = between(&page, "<h1 class=\"letter__title\"", "</h1>");
    let title = heading.split(['>', '<']).nth(1).expect("a title").to_owned();
    let photo = format!("/files/{}", between(&page, "src=\"/files/", "\""));
    (letter, title, photo)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).expect(before) + before.len();
    let end = text[start..].find(after).expect(after);
    &text[start..start + end]
}

/// What the browser's history keeps of a page.
fn page_title(page: &str) -> &str {
    between(page, "<title>", "</title>")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_and_no_photo_of_a_student_is_stored() {
    let house = House::demo().await;
    let student = Student::of(&house).await;
    let (letter, _, photo) = first_letter(&house, &student).await;
    let thumbnail = format!("{photo}/thumbnail");
    for path in ["/student/login", "/student", &letter, &photo, &thumbnail] {
        let answer = house.get(&student, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_s_title_is_not_the_title_of_its_page() {
    let house = House::demo().await;
    let student = Student::of(&house).await;
    let (letter, title, _) = first_letter(&house, &student).await;
    assert_eq!(title, "生日快樂");
    for path in ["/student", &letter] {
        let page = house.get(&student, path).await.text;
        assert!(
            page.contains(&title) && !page_title(&page).contains(&title),
            "{path}: {}",
            page_title(&page)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_a_page_that_was_left_open_goes_by_itself() {
    let house = House::demo().await;
    let student = Student::of(&house).await;
    let (letter, ..) = first_letter(&house, &student).await;
    let leaves = |page: &str| page.contains("http-equiv=\"refresh\"");
    for path in ["/student", &letter] {
        let page = house.get(&student, path).await.text;
        let head = between(&page, "<head>", "</head>");
        let only_without = between(head, "<noscript>", "</noscript>");
        assert!(leaves(only_without), "{path}");
        assert!(only_without.contains("content=\"185; url=/student/login\""), "{path}: {only_without}");
        assert_eq!(page.matches("http-equiv=\"refresh\"").count(), 1, "{path}");
    }
    let mother = Mother::of(&house).await;
    let others: [(&dyn Person, &str); 3] =
        [(&Anonymous, "/student/login"), (&Anonymous, "/"), (&mother, "/home")];
    for (who, path) in others {
        assert!(!leaves(&house.get(who, path).await.text), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_student_who_logs_out_leaves_no_cache() {
    let house = House::demo().await;
    let student = Student::of(&house).await;
    let out = house.post(&student, "/logout", &[]).await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/student/login"));
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
    assert!(
        out.header("set-cookie").starts_with("session=;") && out.header("set-cookie").contains("Max-Age=0")
    );
    assert_eq!(house.get(&student, "/student").await.location(), "/student/login");

    // The terminal logs off by itself, and the session was over before: it still arrives where the next one logs in.
    let late = house.post(&student, "/logout?terminal", &[]).await;
    assert_eq!((late.status, late.location()), (StatusCode::SEE_OTHER, "/student/login"));
    assert_eq!(late.header("clear-site-data"), "\"cache\"");

    // A family's own phone keeps what it has loaded.
    let family = house.post(&Mother::of(&house).await, "/logout", &[]).await;
    assert_eq!((family.location(), family.header("clear-site-data")), ("/", ""));
}

/// Part 二(二): a student of a programme writes, sends and sees a reply; what is too much comes back with all of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_written_kept_and_sent() {
    let house = House::demo().await;
    let student = Student::with(&house, "1017", "1017").await;
    let inbox = house.get(&student, "/student").await.text;
    let letter = inbox.split("/student/entries/").nth(1).and_then(|rest| rest.get(..36)).expect("a letter");
    let page = format!("/student/entries/{letter}");
    assert!(house.get(&student, &page).await.text.contains(&format!("{page}/reply")));
    let reply = format!("{page}/reply");
    let form = house.get(&student, &reply).await;
    assert!(form.text.contains("value=\"回："), "a title is proposed");
    assert!(form.text.contains("三分鐘沒有按任何按鈕"), "until the page saves by itself, it says to save");
    assert!(!form.text.contains("<title>回："), "the history keeps none");

    let long = "字".repeat(151);
    let refused = house.post(&student, &reply, &[("title", "回信"), ("body", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long) && refused.text.contains("id=\"body-error\""));
    let sent = house.post(&student, &format!("{reply}/send"), &[]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "not as it is");
    // No code comes with this page, so a browser leaves it by itself though it runs scripts.
    let head = between(&sent.text, "<head>", "</head>");
    assert!(head.contains("http-equiv=\"refresh\"") && !head.contains("noscript"), "{head}");

    let looked = house.post(&student, &reply, &[("title", "回信"), ("body", "我很好")]).await;
    assert_eq!(looked.location(), format!("{reply}/look"));
    assert!(house.get(&student, looked.location()).await.text.contains("我很好"));
    for _ in 0..2 {
        let sent = house.post(&student, &format!("{reply}/send"), &[]).await;
        assert_eq!(sent.location(), format!("{reply}?done=sent"));
    }
    let again = house.post(&student, &reply, &[("title", "回信"), ("body", "還有一句")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "it waits and cannot be changed");
    assert!(again.text.contains("還有一句"), "what was typed is there");
    assert!(!house.get(&student, &reply).await.text.contains("還有一句"));
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_a_programme_there_is_no_reply_page() {
    let house = House::demo().await;
    let student = Student::of(&house).await;
    let inbox = house.get(&student, "/student").await.text;
    let letter = inbox.split("/student/entries/").nth(1).and_then(|rest| rest.get(..36)).expect("a letter");
    let reply = format!("/student/entries/{letter}/reply");
    assert_eq!(house.get(&student, &reply).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(&student, &reply, &[("body", "我很好")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(&student, &format!("{reply}/send"), &[]).await.status, StatusCode::NOT_FOUND);
}
