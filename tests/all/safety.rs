//! Headers, origins, cookies, health.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::house::House;
use crate::people::{Anonymous, Mother, Person};

struct Garbage;

impl Person for Garbage {
    fn cookie(&self) -> Option<&str> {
        Some("session=../../etc/passwd; language=%00; =; ;;session")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_that_protect_it() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    for path in ["/", "/home", "/nothing", "/healthz", "/files/x", "/api/site"] {
        let answer = house.get(&mother, path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "not on this machine itself");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_cookies_are_secure_and_named_so() {
    let house = House::demo().await;
    let elsewhere = |mut request: axum::http::request::Builder| {
        if let Some(headers) = request.headers_mut() {
            headers.insert(header::HOST, axum::http::HeaderValue::from_static("book.example"));
        }
        request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    let form = "email=family%40demo.example&password=demo-contact-book";
    let answer = house.send(&Anonymous, Method::POST, "/login", elsewhere, Body::from(form)).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-session=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(cookie.contains("Path=/;") && !cookie.contains("Domain"), "{cookie}");
    assert!(answer.header("strict-transport-security").contains("max-age=31536000"));

    let session = cookie.split(';').next().unwrap_or_default();
    for (name, let_in) in [(session.to_owned(), true), (session.replace("__Host-", ""), false)] {
        let with = |request| elsewhere(request).header(header::COOKIE, name.clone());
        let home = house.send(&Anonymous, Method::GET, "/home", with, Body::empty()).await;
        assert_eq!(home.status == StatusCode::OK, let_in, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_s_policy_names_the_nonce_of_its_script() {
    let house = House::demo().await;
    let answer = house.get(&Anonymous, "/login").await;
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    assert!(answer.text.contains(&format!("nonce=\"{nonce}\"")));
    let again = house.get(&Anonymous, "/login").await;
    assert!(!again.header("content-security-policy").contains(nonce), "a nonce is used once");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_our_own_pages_may_change_anything() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let cases = [
        ("origin", "https://evil.example", false),
        ("origin", "null", false),
        ("origin", "http://localhost.evil.example", false),
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("origin", "http://localhost", true),
        ("sec-fetch-site", "same-origin", true),
    ];
    for (name, value, allowed) in cases {
        let with = |request: axum::http::request::Builder| {
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").header(name, value)
        };
        let body = Body::from("language=zh-Hant");
        let answer = house.send(&mother, Method::POST, "/language", with, body).await;
        let expected = if allowed { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expected, "{name}: {value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_garbage_cookie_is_nobody() {
    let house = House::demo().await;
    assert_eq!(house.get(&Garbage, "/").await.status, StatusCode::OK);
    assert_eq!(house.get(&Garbage, "/home").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_are_not_logged_in_come_back_to_where_they_were_going() {
    let house = House::demo().await;
    let answer = house.get(&Anonymous, "/entries/new?book=1").await;
    assert_eq!(answer.location(), "/login?next=%2Fentries%2Fnew%3Fbook%3D1");
    assert_eq!(house.get(&Anonymous, "/student").await.location(), "/student/login");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_its_person_logs_out() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    assert_eq!(house.get(&mother, "/home").await.status, StatusCode::OK);
    let out = house.post(&mother, "/logout", &[]).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(house.get(&mother, "/home").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn ready_means_that_database_and_files_were_tried() {
    let house = House::demo().await;
    assert_eq!(house.get(&Anonymous, "/healthz").await.status, StatusCode::OK);
    assert_eq!(house.get(&Anonymous, "/readyz").await.status, StatusCode::OK);
    house.services.database.close().await;
    let answer = house.get(&Anonymous, "/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text.contains("database: not ready"));
    assert_eq!(house.get(&Anonymous, "/healthz").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_something_breaks_people_get_a_number_and_no_cause() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    house.services.database.close().await;
    let answer = house.get(&mother, "/home").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.text.contains(answer.header("x-request-id")));
    assert!(!answer.text.to_lowercase().contains("pool") && !answer.text.contains("sqlx"));
}
