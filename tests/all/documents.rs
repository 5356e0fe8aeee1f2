//! The doors for documents: files of every kind and of none, with and without trouble on the way.

use app::words::Words;
use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode, header};
use domain::document::{DocumentKind, DocumentProblem, RefusedDocument};
use domain::id::ApplicationId;
use domain::language::Language;
use domain::view::Document;
use futures_util::stream;
use server::Actor;
use server::files::drawings::small_photo;
use server::files::specimen_documents as documents;
use server::files::specimens;
use server::storage::documents as kept;
use server::token::Token;
use server::workflows::resume_session::resume_session;
use server::workflows::save_application::{ApplicationTarget, Typed, save_application};

use crate::house::{Answer, House, multipart};
use crate::people::{Grandmother, Mother, Person};

const NOBODYS: &str = "0193598e-7b1c-7000-8000-0123456789ab";

async fn family(house: &House, who: &impl Person) -> server::Family {
    let token = who.cookie().and_then(|cookie| cookie.split_once('=')).expect("a session").1;
    let token = Token::parse(token).expect("a token");
    let found = resume_session(&house.services, &token).await.expect("asked").expect("logged in");
    let Actor::Family(family) = found.actor else { panic!("a family") };
    family
}

/// A request that this family has begun.
async fn draft(house: &House, who: &impl Person) -> ApplicationId {
    let id = ApplicationId::new(house.services.random.uuid(house.services.clock.now()));
    let family = family(house, who).await;
    let target = ApplicationTarget::New(id);
    save_application(&house.services, &family, target, &Typed::default()).await.expect("saved");
    id
}

fn door(application: ApplicationId) -> String {
    format!("/applications/{application}/documents")
}

async fn send(
    house: &House,
    who: &impl Person,
    application: ApplicationId,
    name: &str,
    file: &[u8],
) -> Answer {
    house.post_files(who, &door(application), &[("kind", "", b"identity"), ("file", name, file)]).await
}

async fn all(house: &House, who: &impl Person, application: ApplicationId) -> Vec<Document> {
    let family = family(house, who).await;
    let mut db = house.services.database.read().await.expect("a connection");
    kept::of_application(&mut db, &house.services.keyring, application, family.id()).await.expect("asked")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_as_what_was_kept_of_it_and_goes_again() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let application = draft(&house, &mother).await;
    let answer = send(&house, &mother, application, "戶籍謄本.pdf", &documents::clean_pdf()).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    let document: Document = serde_json::from_str(&answer.text).expect("a document");
    assert_eq!((document.kind, document.name.as_str()), (DocumentKind::Identity, "戶籍謄本.pdf"));
    assert_eq!(all(&house, &mother, application).await, std::slice::from_ref(&document));
    for page in &document.pages {
        for path in [format!("/files/{}", page.id), format!("/files/{}/thumbnail", page.id)] {
            let picture = house.get(&mother, &path).await;
            assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/jpeg"));
            assert_eq!(picture.header("cache-control"), "no-store");
            let other = house.get(&Grandmother::of(&house).await, &path).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND);
        }
    }

    let remove = format!("{}/{}/remove", door(application), document.id);
    let gone = house.post(&mother, &remove, &[]).await;
    assert_eq!(
        (gone.status, gone.location()),
        (StatusCode::SEE_OTHER, format!("/applications/{application}?step=documents").as_str())
    );
    assert_eq!(house.post(&mother, &remove, &[]).await.status, StatusCode::NOT_FOUND);
    let picture = house.get(&mother, &format!("/files/{}", document.pages[0].id)).await;
    assert_eq!(picture.status, StatusCode::NOT_FOUND);

    let again = send(&house, &mother, application, "a.jpg", &small_photo(1)).await;
    let document: Document = serde_json::from_str(&again.text).expect("a document");
    let remove = format!("{}/{}/remove", door(application), document.id);
    let script = |request: axum::http::request::Builder| {
        request.header(header::ACCEPT, "application/json").header(header::ORIGIN, "http://localhost")
    };
    let gone = house.send(&mother, Method::POST, &remove, script, Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    assert_eq!(all(&house, &mother, application).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_comes_back_as_its_problem() {
    let twenty = 20 * 1024 * 1024;
    let cases = [
        ("a 25 MB PDF", documents::padded_pdf(25_000_000), DocumentProblem::TooLarge(twenty)),
        (
            "a file just over the limit",
            documents::padded_pdf(20 * 1024 * 1024 + 1),
            DocumentProblem::TooLarge(twenty),
        ),
        ("zero bytes", Vec::new(), DocumentProblem::Empty),
        ("a truncated JPEG", specimens::truncated(), DocumentProblem::Damaged { page: None }),
        (
            "60,000 pixels each way",
            documents::sixty_thousand_square(),
            DocumentProblem::TooManyPixels(50_000_000),
        ),
        ("a password", documents::encrypted(), DocumentProblem::Encrypted),
        ("a script", documents::script(), DocumentProblem::Script),
        ("a program", documents::launch(), DocumentProblem::Launch),
        ("a file inside", documents::embedded(), DocumentProblem::EmbeddedFiles),
        ("a text", specimens::text(), DocumentProblem::WrongKind),
    ];
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let application = draft(&house, &mother).await;
    for (what, bytes, problem) in cases {
        let answer = send(&house, &mother, application, "文件.pdf", &bytes).await;
        let status = match problem {
            DocumentProblem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        assert_eq!(answer.status, status, "{what}: {}", answer.text);
        let refused: RefusedDocument = serde_json::from_str(&answer.text).expect(what);
        let expected =
            RefusedDocument { kind: DocumentKind::Identity, file: "文件.pdf".to_owned(), problem };
        assert_eq!(refused, expected, "{what}");
        let words = Words(Language::TraditionalChinese).refused_document(&refused);
        assert!(words.starts_with("「文件.pdf」："), "{words}");
    }
    assert_eq!(all(&house, &mother, application).await, []);
    let png = send(&house, &mother, application, "其實是圖片.pdf", &specimens::png_named_jpg()).await;
    assert_eq!(png.status, StatusCode::OK, "a PNG is taken, whatever it is called");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_files_harm_nobody() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let application = draft(&house, &mother).await;
    let long = format!("{}.jpg", "長".repeat(300));
    let names = [
        ("../../etc/passwd", "passwd".to_owned()),
        ("..\\..\\windows\\身分證.jpg", "身分證.jpg".to_owned()),
        ("it's <b>me</b>.jpg", "b>.jpg".to_owned()),
        ("👨‍👩‍👧‍👦🎂.jpg", "👨‍👩‍👧‍👦🎂.jpg".to_owned()),
        ("..", "file".to_owned()),
        (&long, "長".repeat(80)),
        ("a\u{202E}gpj.exe", "agpj.exe".to_owned()),
    ];
    for (name, shown) in names {
        let answer = send(&house, &mother, application, name, &small_photo(1)).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text);
        let document: Document = serde_json::from_str(&answer.text).expect(name);
        assert_eq!(document.name, shown, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_files_are_twenty_and_a_clear_answer() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let application = draft(&house, &mother).await;
    let photo = small_photo(1);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..200 {
        let answer = send(&house, &mother, application, "a.jpg", &photo).await;
        if answer.status == StatusCode::OK {
            taken += 1;
            continue;
        }
        let problem: RefusedDocument = serde_json::from_str(&answer.text).expect("a problem");
        assert_eq!(problem.problem, DocumentProblem::TooMany(20));
        refused += 1;
    }
    assert_eq!((taken, refused), (20, 180));
    // All in one form, which the door for one file does not know.
    let mut parts: Vec<(&str, &str, &[u8])> = vec![("kind", "", b"identity")];
    parts.extend((0..200).map(|_| ("file", "a.jpg", b"\xFF\xD8\xFF".as_slice())));
    let fresh = draft(&house, &mother).await;
    let answer = house.post_files(&mother, &door(fresh), &parts).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(all(&house, &mother, fresh).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_ends_in_the_middle_leaves_nothing() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let application = draft(&house, &mother).await;
    let photo = specimens::exactly(200_000);
    let (kind, body) = multipart(&[("kind", "", b"identity"), ("file", "a.jpg", &photo)]);
    for broken in [false, true] {
        let half = Bytes::copy_from_slice(&body[..body.len() / 2]);
        let end = broken.then(|| Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)));
        let pieces = stream::iter([Ok(half)].into_iter().chain(end));
        let with = |request: axum::http::request::Builder| {
            request.header(header::CONTENT_TYPE, kind.clone()).header(header::ORIGIN, "http://localhost")
        };
        let answer =
            house.send(&mother, Method::POST, &door(application), with, Body::from_stream(pieces)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(all(&house, &mother, application).await, []);
    let files = house.services.uploads.read_dir().expect("the uploads").count();
    assert_eq!(files, 0, "an upload has no name that could stay behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_request_and_no_request_are_not_found() {
    let house = House::demo().await;
    let (mother, grandmother) = (Mother::of(&house).await, Grandmother::of(&house).await);
    let application = draft(&house, &mother).await;
    let photo = small_photo(1);
    let document: Document =
        serde_json::from_str(&send(&house, &mother, application, "a.jpg", &photo).await.text)
            .expect("a document");
    assert_eq!(send(&house, &grandmother, application, "a.jpg", &photo).await.status, StatusCode::NOT_FOUND);
    let remove = format!("{}/{}/remove", door(application), document.id);
    assert_eq!(house.post(&grandmother, &remove, &[]).await.status, StatusCode::NOT_FOUND);
    let own = draft(&house, &grandmother).await;
    let crossed = format!("{}/{}/remove", door(own), document.id);
    assert_eq!(house.post(&grandmother, &crossed, &[]).await.status, StatusCode::NOT_FOUND);
    for bad in [NOBODYS, "1", "new", "..%2f..%2fetc", "0193598E-7B1C-7000-8000-0123456789AB"] {
        let path = format!("/applications/{bad}/documents");
        let parts: [(&str, &str, &[u8]); 2] = [("kind", "", b"identity"), ("file", "a.jpg", &photo)];
        assert_eq!(house.post_files(&mother, &path, &parts).await.status, StatusCode::NOT_FOUND, "{bad}");
        let path = format!("{}/{bad}/remove", door(application));
        assert_eq!(house.post(&mother, &path, &[]).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let no_kind: [(&str, &str, &[u8]); 2] = [("kind", "", b"passport"), ("file", "a.jpg", &photo)];
    let answer = house.post_files(&mother, &door(application), &no_kind).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(all(&house, &mother, application).await, [document]);
}
