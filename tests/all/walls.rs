//! Nobody sees what is not theirs.

use std::sync::Arc;

use axum::http::StatusCode;
use server::files::specimens::png_named_jpg;
use tokio::task::JoinSet;

use crate::house::{Answer, House};
use crate::people::{Admin, Anonymous, Grandmother, Head, Mother, Person, Reviewer, Student};

/// A draft of the mother's with a photo: its address and the photo's.
async fn draft(house: &House, mother: &Mother) -> (String, String) {
    let parts: [(&str, &str, &[u8]); 3] = [
        ("title", "", "早安".as_bytes()),
        ("body", "", "今天也要加油".as_bytes()),
        ("photo", "p.jpg", &png_named_jpg()),
    ];
    let answer = house.post_files(mother, "/entries/new", &parts).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "no book was chosen");
    let entry = cut(&answer.text, "action=\"", "/edit\"");
    let photo = cut(&answer.text, "src=\"", "/thumbnail\"");
    (entry, photo)
}

fn cut(text: &str, before: &str, after: &str) -> String {
    let end = text.find(after).expect(after);
    let start = text[..end].rfind(before).expect(before) + before.len();
    text[start..end].to_owned()
}

async fn sees(house: &House, who: &impl Person, path: &str) -> StatusCode {
    house.get(who, path).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_and_its_photo_are_for_their_family_only() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let (entry, photo) = draft(&house, &mother).await;
    let edit = format!("{entry}/edit");
    for path in [&entry, &edit, &photo, &format!("{photo}/thumbnail")] {
        assert_eq!(sees(&house, &mother, path).await, StatusCode::OK, "{path}");
        let others = [
            sees(&house, &Grandmother::of(&house).await, path).await,
            sees(&house, &Reviewer::of(&house).await, path).await,
            sees(&house, &Student::of(&house).await, path).await,
        ];
        for status in others {
            assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{path}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_family_can_change_nothing_here() {
    let house = House::demo().await;
    let (mother, grandmother) = (Mother::of(&house).await, Grandmother::of(&house).await);
    let (entry, _) = draft(&house, &mother).await;
    for step in ["edit", "submit", "withdraw", "discard"] {
        let answer =
            house.post(&grandmother, &format!("{entry}/{step}"), &[("title", "x"), ("body", "y")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{step}");
    }
    let text = house.get(&mother, &format!("{entry}/edit")).await.text;
    assert!(text.contains("今天也要加油"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_of_somebody_else_is_refused_and_the_words_are_kept() {
    let house = House::demo().await;
    let grandmother = Grandmother::of(&house).await;
    let home = house.get(&grandmother, "/home").await.text;
    let start = home.find("/entries/new?book=").expect("a book") + "/entries/new?book=".len();
    let theirs = home[start..start + 36].to_owned();
    let mother = Mother::of(&house).await;
    let fields = [("book", theirs.as_str()), ("title", "早安"), ("body", "這段話要留著")];
    let answer = house.post(&mother, "/entries/new", &fields).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text.contains("這段話要留著") && answer.text.contains("id=\"book-error\""));
}

/// The page without its nonce, which is another one each time.
fn without_nonce(answer: &Answer) -> String {
    let (_, rest) = answer.text.split_once("nonce=\"").expect("a nonce");
    let (nonce, _) = rest.split_once('"').expect("its end");
    answer.text.replace(nonce, "")
}

/// Leptos keeps what belongs to a page in a place of the thread that draws it.
#[tokio::test(flavor = "multi_thread")]
async fn of_pages_drawn_at_the_same_moment_each_is_its_own_persons() {
    let house = Arc::new(House::demo().await);
    let people: [(Arc<dyn Person + Send + Sync>, &[&str]); 7] = [
        (Arc::new(Anonymous), &["/", "/login"]),
        (Arc::new(Mother::of(&house).await), &["/home", "/entries", "/account"]),
        (Arc::new(Grandmother::of(&house).await), &["/home", "/entries", "/account"]),
        (Arc::new(Reviewer::of(&house).await), &["/staff", "/staff/entries"]),
        (Arc::new(Head::of(&house).await), &["/staff", "/staff/entries"]),
        (Arc::new(Admin::of(&house).await), &["/staff", "/staff/accounts"]),
        (Arc::new(Student::of(&house).await), &["/student"]),
    ];
    let mut alone = Vec::new();
    for (who, paths) in &people {
        for path in *paths {
            let answer = house.get(&**who, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            alone.push((who.clone(), *path, Arc::new(without_nonce(&answer))));
        }
    }
    let mut together = JoinSet::new();
    for (who, path, before) in (0..16).flat_map(|_| alone.clone()) {
        let house = house.clone();
        together.spawn(async move {
            let answer = house.get(&*who, path).await;
            assert_eq!(without_nonce(&answer), *before, "{path}");
        });
    }
    together.join_all().await;
}
