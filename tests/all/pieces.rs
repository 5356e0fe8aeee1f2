//! Small pieces that pages and doors are made of, asked without a server. They stand here and not beside what they test:
//! there, `app` and the doors would be compiled once more for them.

use app::pieces::{address, escape, fill, height, path_of, text_area_content};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use contact_book::http::pieces::{device_name, is_for, ours};
use domain::people::Role;
use domain::roster::Show;

#[test]
fn the_longest_bar_is_full_and_none_vanishes() {
    assert_eq!((height(10, 10, 200), height(5, 10, 200), height(1, 10_000, 200)), (200, 100, 2));
    assert_eq!((height(0, 10, 200), height(0, 0, 200)), (0, 0));
    assert_eq!(height(u32::MAX, u32::MAX, 200), 200);
}

#[test]
fn what_a_person_typed_cannot_end_its_element() {
    assert_eq!(escape("</title><script>&amp;"), "&lt;/title&gt;&lt;script&gt;&amp;amp;");
}

#[test]
fn what_a_person_typed_cannot_leave_the_text_area() {
    let content = text_area_content("</textarea><script>alert(1)</script>&amp;");
    assert_eq!(content, "\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;");
}

#[test]
fn a_link_leads_to_this_site() {
    let path = path_of("https://book.example/verify?token=1");
    assert_eq!(path.as_deref(), Some("/verify?token=1"));
    assert_eq!(path_of("http://book.example//other.example/").as_deref(), Some("/other.example/"));
    assert_eq!(path_of("See https://book.example/"), None);
}

#[test]
fn the_address_keeps_what_was_asked_for() {
    assert_eq!(address("王 &#", Show::All), "/staff/students?q=%E7%8E%8B%20%26%23&show=all");
}

#[test]
fn values_are_put_where_their_names_stand_and_are_not_read_again() {
    assert_eq!(fill("{a} of {b}, {a}", &[("a", &"{b}"), ("b", &2)]), "{b} of 2, {b}");
    assert_eq!(fill("no end {a", &[("a", &1)]), "no end {a");
    assert_eq!(fill("plain", &[]), "plain");
}

#[test]
fn a_browser_is_known_by_what_it_says_of_itself() {
    let name = |text: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, text.parse().expect("a header"));
        device_name(&headers)
    };
    let phone =
        "Mozilla/5.0 (Linux; Android 9; SM-A105) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
    assert_eq!(name(phone), "Chrome · Android");
    let line = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) Safari/605 Line/12.0";
    assert_eq!(name(line), "LINE · iPhone");
    assert_eq!(name("curl/8"), "");
    assert_eq!(device_name(&HeaderMap::new()), "");
}

#[test]
fn nobody_is_sent_to_another_site() {
    for path in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", ""] {
        assert_eq!(ours(path), "/", "{path:?}");
    }
    assert_eq!(ours("/entries?page=2"), "/entries?page=2");
}

#[test]
fn people_land_where_they_were_going_if_it_is_ours_and_theirs() {
    let family = Some(Role::Family);
    assert!(is_for(family, "/entries/new?book=1") && is_for(family, "/home"));
    assert!(is_for(family, "/applications/new"));
    let foreign =
        ["", "//evil.example", "https://evil.example", "/staff", "/entriesX", "/home\\..", "/home\r\nX: y"];
    assert!(foreign.iter().all(|next| !is_for(family, next)));
    assert!(is_for(Some(Role::Head), "/staff/entries") && !is_for(Some(Role::Head), "/home"));
    assert!(!is_for(None, "/student"));
}
