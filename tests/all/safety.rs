//! Headers, origins, cookies, health.

use app::words::Words;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use contact_book::http::{State, router};
use leptos::config::LeptosOptions;
use tower::ServiceExt as _;

use crate::house::House;
use crate::people::{Anonymous, Mother, Person, Reviewer};

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

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_kept_by_no_browser() {
    let house = House::demo().await;
    let root = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(root.path().join("pkg")).expect("a folder");
    std::fs::write(root.path().join("pkg/here.abc.js"), "1").expect("written");
    let leptos = LeptosOptions::builder().output_name("contact-book").hash_files(true);
    let leptos = leptos.site_root(root.path().to_str().expect("text")).site_pkg_dir("pkg").build();
    let services = house.services.clone();
    let router = router(State { services, leptos, demo: true, public_url: None, address_header: None });
    let words = Words::public_files().next().expect("texts").address;
    for (method, path, status, age) in [
        ("GET", "/pkg/here.abc.js", 200, "public, max-age=31536000, immutable"),
        ("GET", "/pkg/gone.abc.js", 404, "no-store"),
        ("POST", "/pkg/here.abc.js", 405, "no-store"),
        ("GET", words, 200, "public, max-age=31536000, immutable"),
        ("POST", words, 405, "no-store"),
        ("GET", "/favicon.svg", 404, "no-store"),
    ] {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        let answer = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
        let answer = answer.expect("an answer");
        let kept = answer.headers().get(header::CACHE_CONTROL).and_then(|age| age.to_str().ok());
        assert_eq!((answer.status().as_u16(), kept), (status, Some(age)), "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_left_open_keeps_nobody_logged_in() {
    const EVENTS: &str = "/staff/entries/events";
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let pass_hours = |hours: i64| {
        let then = house.services.clock.now().plus_seconds(hours * 3600);
        house.services.clock.move_to(then).expect("no file");
    };
    pass_hours(3);
    let answer = house.get(&reviewer, EVENTS).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/event-stream"));
    let asked = house.post(&reviewer, "/api/review-queue", &[("page", "1"), ("filter", ""), ("search", "")]);
    assert_eq!(asked.await.status, StatusCode::OK);
    pass_hours(1);
    assert_eq!(house.get(&reviewer, "/staff/entries").await.status, StatusCode::SEE_OTHER);
    // The browser stops asking; a redirect it would follow and take for an answer that it cannot read.
    assert_eq!(house.get(&reviewer, EVENTS).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.get(&Anonymous, EVENTS).await.status, StatusCode::NO_CONTENT);
}
