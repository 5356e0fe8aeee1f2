//! Every route stands in the table with who may use it; everything else is denied.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use contact_book::http::access::Access;
use contact_book::http::routes::{API, DOORS, PAGES};

use crate::house::House;
use crate::people::{Admin, Anonymous, Head, Mother, Operator, Person, Reviewer, Student};

const NOBODYS: &str = "0193598e-7b1c-7000-8000-0123456789ab";

/// While Leptos lists an application's pages, no resource of the whole process is loaded, and a page that is begun in that
/// moment never ends. So they are listed in a process of its own.
#[test]
fn the_table_lists_exactly_the_pages_of_the_application() {
    let tests = env::current_exe().expect("this program");
    let alone = Command::new(tests)
        .args(["--ignored", "--exact", "routes::in_a_process_of_its_own_the_pages_are_those_of_the_table"])
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&alone.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the test above starts it"]
async fn in_a_process_of_its_own_the_pages_are_those_of_the_table() {
    let drawn: BTreeSet<String> = leptos_axum::generate_route_list(app::app::App)
        .iter()
        .map(|route| route.path().replace(":id", "{id}"))
        .collect();
    let listed: BTreeSet<String> = PAGES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(drawn, listed);
}

#[test]
fn the_table_lists_exactly_the_server_functions() {
    let registered: BTreeSet<String> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let listed: BTreeSet<String> = API.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(registered, listed);
}

/// Which of the people may use it: anonymous, family, reviewer, head, admin, student, operator.
pub fn may(access: Access) -> [bool; 7] {
    match access {
        Access::Anyone | Access::Demo => [true; 7],
        Access::Family => [false, true, false, false, false, false, false],
        Access::Staff => [false, false, true, true, true, false, false],
        Access::Reviewer => [false, false, true, true, false, false, false],
        Access::Head => [false, false, false, true, false, false, false],
        Access::Admin => [false, false, false, false, true, false, false],
        Access::Operator => [false, false, false, false, false, false, true],
        Access::Keeper => [false, false, false, false, true, false, true],
        Access::Auditor => [false, false, false, true, true, false, true],
        Access::Holder => [false, true, true, true, true, false, true],
        Access::Student => [false, false, false, false, false, true, false],
        Access::LoggedIn => [false, true, true, true, true, true, true],
    }
}

pub fn all() -> Vec<(Method, &'static str, Access)> {
    let pages = PAGES.into_iter().map(|(path, access)| (Method::GET, path, access));
    let api = API.into_iter().map(|(path, access)| (Method::POST, path, access));
    let doors = DOORS.into_iter().map(|(method, path, access, _)| (method, path, access));
    pages.chain(api).chain(doors).collect()
}

fn sends_to_the_log_in(location: &str) -> bool {
    matches!(location.split('?').next(), Some("/login" | "/student/login"))
}

async fn check(house: &House, who: &impl Person, index: usize, demo: bool) {
    for (method, path, access) in all() {
        // Logging out would end the session that the next rows need.
        if path == "/logout" {
            continue;
        }
        let address = ["{id}", "{document}", "{restriction}"]
            .iter()
            .fold(path.to_owned(), |path, id| path.replace(id, NOBODYS));
        let form = |request: axum::http::request::Builder| {
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        };
        let answer = house.send(who, method.clone(), &address, form, Body::from("reasons=not_caring")).await;
        let denied = if index == 0 {
            // The last is how a stream of events is told to end.
            matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::NO_CONTENT)
                || (answer.status == StatusCode::SEE_OTHER && sends_to_the_log_in(answer.location()))
        } else {
            answer.status == StatusCode::FORBIDDEN
        };
        if access == Access::Demo && !demo {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path} outside the demo");
            continue;
        }
        let allowed = may(access)[index];
        assert_eq!(!denied, allowed, "{method} {path} as person {index}: {}", answer.status);
        assert!(!answer.status.is_server_error(), "{method} {path} as person {index}: {}", answer.text);
        if allowed && path.contains("{id}") {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path} of nobody");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_route_serves_those_it_is_for_and_nobody_else() {
    let house = House::demo().await;
    check(&house, &Anonymous, 0, true).await;
    check(&house, &Mother::of(&house).await, 1, true).await;
    check(&house, &Reviewer::of(&house).await, 2, true).await;
    check(&house, &Head::of(&house).await, 3, true).await;
    check(&house, &Admin::of(&house).await, 4, true).await;
    check(&house, &Student::of(&house).await, 5, true).await;
    check(&house, &Operator::of(&house).await, 6, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_aids_of_the_demo_exist_in_no_other_mode() {
    let house = House::real().await;
    check(&house, &Anonymous, 0, false).await;
    check(&house, &Mother::of(&house).await, 1, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_listed_does_not_exist() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    for path in [
        "/nothing",
        "/staff/secrets",
        "/api/nothing",
        "/entries/new/x",
        "/.env",
        "/pkg/../Cargo.toml",
        "/files/",
    ] {
        let answer = house.get(&mother, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}
