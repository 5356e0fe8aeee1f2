//! Drafts that a page saves by itself, and what is attached to them.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::photo::PhotoProblem;
use domain::view::SavedDraft;
use server::files::specimen_documents::{clean_pdf, script};
use server::files::specimens::portrait_with_gps;

use crate::house::{Answer, House, multipart};
use crate::people::{Anonymous, Mother, Person, Reviewer};

const ENTRY: &str = "0193598e-7b1c-7000-8000-0000000000e1";

/// Saves as a page with JavaScript does.
async fn save(house: &House, who: &impl Person, parts: &[(&str, &str, &[u8])]) -> Answer {
    let (kind, body) = multipart(parts);
    let with = |request: axum::http::request::Builder| {
        request
            .header(header::CONTENT_TYPE, kind.clone())
            .header(header::ORIGIN, "http://localhost")
            .header(header::ACCEPT, "application/json")
    };
    house.send(who, Method::POST, "/entries/new", with, Body::from(body)).await
}

fn words<'a>(revision: &'a str, body: &'a str) -> Vec<(&'a str, &'a str, &'a [u8])> {
    vec![
        ("form", "", ENTRY.as_bytes()),
        ("revision", "", revision.as_bytes()),
        ("title", "", "早安".as_bytes()),
        ("body", "", body.as_bytes()),
    ]
}

fn saved(answer: &Answer) -> SavedDraft {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    serde_json::from_str(&answer.text).expect("what was saved")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_saves_by_itself_is_told_how_it_stands() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let first = saved(&save(&house, &mother, &words("0", "小宇")).await);
    assert_eq!((first.id.to_string().as_str(), first.revision), (ENTRY, 1));
    let second = saved(&save(&house, &mother, &words("1", &"字".repeat(151))).await);
    assert_eq!(second.revision, 2, "what is too long is kept too");

    let stale = save(&house, &mother, &words("1", "另一個分頁")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let page = house.get(&mother, &format!("/entries/{ENTRY}/edit")).await.text;
    assert!(page.contains(&"字".repeat(151)) && !page.contains("另一個分頁"));

    let stranger = save(&house, &Anonymous, &words("2", "小宇")).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "no page is sent instead");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_comes_along_or_is_refused_in_words_of_the_page() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let portrait = portrait_with_gps();
    let mut parts = words("0", "看照片");
    parts.push(("photo", "IMG_1.jpg", &portrait));
    let with_photo = saved(&save(&house, &mother, &parts).await);
    let photo = with_photo.photo.expect("a photo");
    assert_eq!(house.get(&mother, &format!("/files/{}", photo.id)).await.status, StatusCode::OK);
    let mut parts = words("1", "看照片");
    parts.push(("photo", "a.jpg", b"no picture at all"));
    let refused = saved(&save(&house, &mother, &parts).await);
    assert_eq!(refused.photo_problem, Some(PhotoProblem::NotAPhoto));
    assert_eq!(refused.photo, Some(photo), "the one that is there stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_form_overwrites_nothing_and_loses_nothing() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    saved(&save(&house, &mother, &words("0", "第一個分頁")).await);
    let fields = [("revision", "0"), ("title", "早安"), ("body", "第二個分頁"), ("action", "save")];
    let kept = house.post(&mother, &format!("/entries/{ENTRY}/edit"), &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(kept.location().ends_with("/edit?done=apart") && !kept.location().contains(ENTRY));
    let page = house.get(&mother, kept.location()).await.text;
    assert!(page.contains("第二個分頁") && page.contains("另外存成了這一份"));
    assert!(house.get(&mother, &format!("/entries/{ENTRY}/edit")).await.text.contains("第一個分頁"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_is_attached_shown_and_taken_out_and_what_is_refused_is_told() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let (pdf, script, picture) = (clean_pdf(), script(), portrait_with_gps());
    let book = house.get(&mother, "/home").await.text;
    let book =
        book.split("/entries/new?book=").nth(1).and_then(|rest| rest.get(..36)).expect("a book").to_owned();
    let mut parts = words("0", "附上週記");
    parts.push(("book", "", book.as_bytes()));
    parts.push(("attachments", "週記.pdf", &pdf));
    parts.push(("attachments", "壞.pdf", &script));
    parts.push(("attachments", "第二張.jpg", &picture));
    let answer = house.post_files(&mother, "/entries/new", &parts).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for sentence in ["壞.pdf", "第二張.jpg", "除了上面的照片", "id=\"attachments-error\"", "週記.pdf"]
    {
        assert!(answer.text.contains(sentence), "{sentence}: {}", answer.text);
    }

    let preview = house.get(&mother, &format!("/entries/{ENTRY}")).await.text;
    let page = preview
        .split("class=\"letter__page\"")
        .nth(1)
        .and_then(|rest| rest.split("src=\"").nth(1))
        .expect("a page");
    let page = page.split('"').next().expect("an address").to_owned();
    assert_eq!(house.get(&mother, &page).await.header("content-type"), "image/jpeg");
    let reviewer = Reviewer::of(&house).await;
    assert_eq!(house.get(&reviewer, &page).await.status, StatusCode::NOT_FOUND, "a draft");

    let form = house.get(&mother, &format!("/entries/{ENTRY}/edit")).await.text;
    let id = form.split("name=\"remove_attachment\" value=\"").nth(1).and_then(|rest| rest.get(..36));
    let fields = [("title", "早安"), ("body", "附上週記"), ("remove_attachment", id.expect("a button"))];
    let removed = house.post(&mother, &format!("/entries/{ENTRY}/edit"), &fields).await;
    assert_eq!(removed.location(), format!("/entries/{ENTRY}/edit"));
    assert!(!house.get(&mother, removed.location()).await.text.contains("週記.pdf"));
}

/// What was typed is nowhere else, so it is not answered with a page that only says that there is nothing.
#[tokio::test(flavor = "multi_thread")]
async fn words_for_a_draft_that_was_deleted_elsewhere_become_a_new_one() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    saved(&save(&house, &mother, &words("0", "早先的字")).await);
    let edit = format!("/entries/{ENTRY}/edit");
    house.post(&mother, &format!("/entries/{ENTRY}/discard"), &[]).await;

    let (kind, body) = multipart(&words("1", "還在寫"));
    let with = |request: axum::http::request::Builder| {
        request
            .header(header::CONTENT_TYPE, kind.clone())
            .header(header::ORIGIN, "http://localhost")
            .header(header::ACCEPT, "application/json")
    };
    let by_itself = house.send(&mother, Method::POST, &edit, with, Body::from(body)).await;
    assert_eq!(by_itself.status, StatusCode::NOT_FOUND, "a page that saves by itself asks first");

    let portrait = portrait_with_gps();
    let mut parts = words("1", "這段話要留著");
    parts.push(("photo", "a.jpg", &portrait));
    let kept = house.post_files(&mother, &edit, &parts).await;
    assert_eq!(kept.status, StatusCode::NOT_FOUND);
    assert!(kept.text.contains("這段話要留著") && kept.text.contains("另外存成了這一份"), "{}", kept.text);
    assert!(kept.text.contains("/thumbnail"), "the photo too");
    assert!(!kept.text.contains(&format!("action=\"{edit}\"")));
    let mut forms =
        kept.text.split("action=\"/entries/").skip(1).filter_map(|rest| rest.split_at_checked(36));
    let form = forms.find(|(_, rest)| rest.starts_with("/edit\"")).expect("a form").0;
    let page = house.get(&mother, &format!("/entries/{form}/edit")).await.text;
    assert!(page.contains("這段話要留著"));

    let nothing = house.post(&mother, &edit, &[("title", " "), ("body", "")]).await;
    assert!(nothing.status == StatusCode::NOT_FOUND && !nothing.text.contains("<form class=\"form"));
}

/// Of two saves of one page that were on their way together, the later words stay.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_words_of_a_page_that_was_closed_are_kept() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    saved(&save(&house, &mother, &words("0", "寫到一半")).await);
    let mut last = words("0", "寫完了");
    last.push(("title_under_way", "", "早安".as_bytes()));
    last.push(("body_under_way", "", "寫到一半".as_bytes()));
    last.push(("photo_alt_under_way", "", b""));
    assert_eq!(saved(&save(&house, &mother, &last).await).revision, 2);
    assert!(house.get(&mother, &format!("/entries/{ENTRY}/edit")).await.text.contains("寫完了"));
}
