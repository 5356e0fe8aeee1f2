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
