//! 紀念冊 through the router: how it looks, and that nothing a person typed is markup.

use app::keepsake::{Keepsake, Place};
use app::words::Words;
use axum::http::{StatusCode, header};
use domain::id::{BookId, EntryId, PhotoId};
use domain::language::Language;
use domain::people::Relationship;
use domain::time::Moment;
use domain::view::Photo;
use server::storage::keepsakes::{Cover, KeptLetter};
use server::workflows::make_keepsake::Layout as _;
use uuid::Uuid;

use crate::house::House;
use crate::people::{Admin, Anonymous, Mother, Reviewer};

async fn address(house: &House, mother: &Mother) -> String {
    let home = house.get(mother, "/home").await.text;
    let at = home.find("/keepsakes/").expect("a link at home");
    home[at..at + "/keepsakes/".len() + 36].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_opens_its_keepsake_and_takes_it_along() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let page = address(&house, &mother).await;
    let shown = house.get(&mother, &page).await;
    assert_eq!(shown.status, StatusCode::OK);
    for text in ["<h1>林小宇的聯絡簿</h1>", "<h2>生日快樂</h2>", "/keepsake.css", "src=\"/files/", "來自林"]
    {
        assert!(shown.text.contains(text), "{text}: {}", shown.text);
    }
    assert!(
        !shown.text.contains("<script") && !shown.text.contains("週末的菜市場"),
        "what came back is not in it"
    );
    let policy = shown.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("style-src 'self'") && !policy.contains("script-src"), "{policy}");

    let archive = house.get(&mother, &format!("{page}/keepsake.zip")).await;
    assert_eq!(archive.headers[header::CONTENT_TYPE], "application/zip");
    assert!(shown.text.contains(&format!("href=\"{page}/keepsake.zip\"")));
    for wrong in ["?part=2", "?part=0", "?part=x"] {
        assert_eq!(
            house.get(&mother, &format!("{page}{wrong}")).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
    let stranger = house.get(&Anonymous, &page).await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_makes_one_of_a_student_and_an_admin_does_not() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let list = house.get(&reviewer, "/staff/students?q=1001").await.text;
    let at = list.find("/staff/students/0").expect("a student");
    let student = &list[at..at + "/staff/students/".len() + 36];
    assert!(house.get(&reviewer, student).await.text.contains(&format!("href=\"{student}/keepsake\"")));
    let shown = house.get(&reviewer, &format!("{student}/keepsake")).await;
    assert!(shown.status == StatusCode::OK && shown.text.contains("<h2>生日快樂</h2>"), "{}", shown.text);
    assert!(shown.text.contains(&format!("href=\"{student}\"")) && shown.text.contains("keepsake.zip"));
    let admin = Admin::of(&house).await;
    assert_eq!(house.get(&admin, &format!("{student}/keepsake")).await.status, StatusCode::FORBIDDEN);
}

#[test]
fn nothing_that_a_person_typed_is_markup() {
    let evil = "</p><script>alert(1)</script>";
    let photo = Photo { id: PhotoId::new(Uuid::nil()), width: 1, height: 1 };
    let letter = KeptLetter {
        id: EntryId::new(Uuid::nil()),
        title: evil.to_owned(),
        body: evil.to_owned(),
        photo: Some(photo),
        photo_alt: "x\" onload=\"alert(1)".to_owned(),
        attachments: Vec::new(),
        family_name: evil.to_owned(),
        relationship: Relationship::Mother,
        delivered_at: Moment::from_micros(0),
        read_at: None,
        reply: None,
    };
    let cover = Cover {
        student_name: evil.to_owned(),
        institution_name: evil.to_owned(),
        families: vec![(evil.to_owned(), Relationship::Mother)],
        letters: 1,
    };
    for place in [Place::Archive, Place::OfFamily(BookId::new(Uuid::nil()))] {
        let today = Moment::from_micros(0).taipei_day();
        let keepsake = Keepsake { words: Words(Language::English), place, today };
        let there = keepsake.letter(&letter, &|id| Some(format!("photos/{id}.jpg")));
        let lost = keepsake.letter(&letter, &|_| None);
        for html in [keepsake.begin(&cover, 1, 2), there, lost] {
            assert!(!html.contains("<script") && !html.contains("=\"x\" onload"), "{html}");
        }
    }
}
