//! Registering, verifying and managing an account through the router: what bad input gets, and that nobody can tell
//! who is known.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::house::{Answer, House};
use crate::people::{Admin, Anonymous, Head, Mother, Person, Reviewer};

/// Somebody who agreed to the notice a moment ago.
struct Agreed;

impl Person for Agreed {
    fn cookie(&self) -> Option<&str> {
        Some("notice=2026-11")
    }
}

const RIGHT: [(&str, &str); 9] = [
    ("name", "王小美"),
    ("id_kind", "national_id"),
    ("id_number", "A123456789"),
    ("email", "new.family@demo.example"),
    ("birth_date", "民國74年3月9日"),
    ("mobile", "0912-345-678"),
    ("phone", ""),
    ("password", "seven tall trees by the river"),
    ("password_confirm", "seven tall trees by the river"),
];

fn with<'a>(field: &str, value: &'a str) -> Vec<(&'a str, &'a str)>
where
    'static: 'a,
{
    RIGHT.into_iter().map(|(name, right)| (name, if name == field { value } else { right })).collect()
}

async fn register(house: &House, fields: &[(&str, &str)]) -> Answer {
    house.post(&Agreed, "/register", fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_names_the_version_that_the_cookie_keeps() {
    let house = House::demo().await;
    let agreed = house.post(&Anonymous, "/register/notice", &[("consent", "on")]).await;
    assert_eq!((agreed.status, agreed.location()), (StatusCode::SEE_OTHER, "/register"));
    assert!(agreed.header("set-cookie").starts_with(Agreed.cookie().unwrap_or_default()));
    let not = house.post(&Anonymous, "/register/notice", &[]).await;
    assert_eq!(not.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(not.text.contains("consent-error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_without_the_notice_keeps_what_was_typed_and_asks_for_it() {
    let house = House::demo().await;
    let answer = house.post(&Anonymous, "/register", &RIGHT).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("id=\"consent\"") && answer.text.contains("王小美"));
    let mut fields = RIGHT.to_vec();
    fields.push(("consent", "on"));
    assert_eq!(house.post(&Anonymous, "/register", &fields).await.location(), "/verify/sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_gets_a_sentence_at_its_field_and_keeps_all_but_the_passwords() {
    let long_mail = format!("{}@demo.example", "a".repeat(300));
    let long_password = "b".repeat(129);
    let cases = [
        ("name", ""),
        ("name", "<script>alert(1)</script>"),
        ("name", "a\0b"),
        ("name", "王\u{202E}美"),
        ("id_kind", "library_card"),
        ("id_number", "A123456780"),
        ("id_number", ""),
        ("email", &long_mail),
        ("email", "a@demo.example\r\nBcc: b@demo.example"),
        ("email", "nobody"),
        ("birth_date", "民國0年1月1日"),
        ("birth_date", "1985/2/30"),
        ("birth_date", "2026/11/27"),
        ("mobile", "12345"),
        ("phone", "call me"),
        ("password", &long_password),
        ("password", "short"),
        ("password", "passwordpassword"),
        ("password_confirm", "something else"),
    ];
    let house = House::demo().await;
    for (field, value) in cases {
        let answer = register(&house, &with(field, value)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value:?}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field}={value:?} in the summary");
        assert!(answer.text.contains(&format!("id=\"{field}-error\"")), "{field}={value:?} at the field");
        assert!(!answer.text.contains("seven tall trees"), "no password comes back");
        assert!(!answer.text.contains("<script>alert"), "markup is text");
        if field != "name" {
            assert!(answer.text.contains("王小美"), "{field}={value:?}: what was typed is still there");
        }
    }
    assert_eq!(register(&house, &RIGHT).await.location(), "/verify/sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_confirmed_with_the_password_of_its_registration() {
    let house = House::demo().await;
    register(&house, &RIGHT).await;
    house.deliver_mail().await;
    let mailbox = house.get(&Anonymous, "/demo/mailbox").await.text;
    let token = mailbox.split("/verify?token=").nth(1).and_then(|rest| rest.get(..64)).expect("a link");
    let verify = async |password: &str| {
        house.post(&Anonymous, "/verify", &[("token", token), ("password", password)]).await
    };
    for (password, sentence) in [("", "請填密碼"), ("another one that is long", "和註冊時設的密碼不一樣")]
    {
        let answer = verify(password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password:?}");
        assert!(answer.text.contains("href=\"#password\"") && answer.text.contains("id=\"password-error\""));
        assert!(answer.text.contains(sentence) && answer.text.contains(&format!("value=\"{token}\"")));
        assert!(!answer.text.contains("another one"), "no password comes back");
    }
    for _ in 0..9 {
        verify("wrong").await;
    }
    let answer = verify("wrong").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text.contains("試太多次了"));
    let later = house.services.clock.now().plus_seconds(60);
    house.services.clock.move_to(later).expect("no file");
    assert_eq!(verify("seven tall trees by the river").await.location(), "/login?done=verified");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_form_is_refused_at_every_door() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let admin = Admin::of(&house).await;
    let doors = [
        "/register/notice",
        "/register",
        "/verify",
        "/verify/resend",
        "/forgot",
        "/reset",
        "/invitation",
        "/login/totp",
        "/login/set-up",
        "/account/profile",
        "/account/email",
        "/account/email/confirm",
        "/account/password",
        "/account/devices/end",
        "/account/close",
        "/feedback",
    ];
    for path in doors {
        no_form(&house, &mother, path).await;
    }
    no_form(&house, &admin, "/staff/accounts").await;
}

async fn no_form(house: &House, who: &impl Person, path: &str) {
    let fields =
        "consent name id_kind email token password code session present understood role text page form";
    let doubled = fields.split(' ').map(|name| format!("{name}=a&{name}=b")).collect::<Vec<_>>().join("&");
    let cases = [
        ("application/json", "{}".to_owned(), StatusCode::BAD_REQUEST),
        ("text/plain", "email=a".to_owned(), StatusCode::BAD_REQUEST),
        ("application/x-www-form-urlencoded", doubled, StatusCode::BAD_REQUEST),
        ("application/x-www-form-urlencoded", "a".repeat(10 * 1024 * 1024), StatusCode::PAYLOAD_TOO_LARGE),
    ];
    for (kind, body, status) in cases {
        let head = |request: axum::http::request::Builder| {
            request.header(header::CONTENT_TYPE, kind).header(header::ORIGIN, "http://localhost")
        };
        let length = body.len();
        let answer = house.send(who, Method::POST, path, head, Body::from(body)).await;
        assert_eq!(answer.status, status, "{path} {kind} {length}");
    }
    for body in [b"email=%FF%FE&password=%C3%28&token=%00&code=%00".as_slice(), b"", b"%%%=%%%"] {
        let head = |request: axum::http::request::Builder| {
            request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, "http://localhost")
        };
        let answer = house.send(who, Method::POST, path, head, Body::from(body.to_vec())).await;
        assert!(!answer.status.is_server_error() && !answer.status.is_success(), "{path}: {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_people_get_the_same_answer() {
    let house = House::demo().await;
    let same = async |path: &str, known: &[(&str, &str)], unknown: &[(&str, &str)]| {
        let (known, unknown) =
            (house.post(&Agreed, path, known).await, house.post(&Agreed, path, unknown).await);
        assert_eq!((known.status, known.location()), (unknown.status, unknown.location()), "{path}");
    };
    same("/forgot", &[("email", "family@demo.example")], &[("email", "nobody@demo.example")]).await;
    same("/verify/resend", &[("email", "family@demo.example")], &[("email", "nobody@demo.example")]).await;
    same("/register", &with("email", "family@demo.example"), &RIGHT).await;
    same("/register", &with("id_number", "A200000012"), &RIGHT).await;
    let wrong = |email| [("email", email), ("password", "wrong")];
    let known = house.post(&Anonymous, "/login", &wrong("family@demo.example")).await;
    let unknown = house.post(&Anonymous, "/login", &wrong("nobody@demo.example")).await;
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
    // But for what the person typed and the numbers of one request.
    let words = |answer: &Answer| {
        let main = answer.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
        main.unwrap_or_default().replace("family@demo.example", "").replace("nobody@demo.example", "")
    };
    assert!(!words(&known).is_empty());
    assert_eq!(words(&known), words(&unknown));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_tries_are_told_to_wait() {
    let house = House::demo().await;
    let wrong = [("email", "family@demo.example"), ("password", "wrong")];
    for _ in 0..10 {
        let answer = house.post(&Anonymous, "/login", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = house.post(&Anonymous, "/login", &wrong).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text.contains("試太多次了") && answer.text.contains("family@demo.example"));
    for _ in 0..5 {
        house.post(&Anonymous, "/forgot", &[("email", "guo@demo.example")]).await;
    }
    let answer = house.post(&Anonymous, "/forgot", &[("email", "guo@demo.example")]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text.contains("guo@demo.example"), "what was typed is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_never_was_ours_is_gone() {
    let house = House::demo().await;
    let cut = "0".repeat(63);
    let strange = "0".repeat(64);
    for path in ["/verify", "/reset", "/invitation", "/account/email/confirm"] {
        for token in ["", "x", &cut, &strange, "' OR 1=1 --", "<script>"] {
            let page = house.get(&Anonymous, &format!("{path}?token={}", escape(token))).await;
            assert_eq!(page.status, StatusCode::GONE, "{path} {token}");
            let fields = [
                ("token", token),
                ("password", "seven tall trees by the river"),
                ("password_confirm", "seven tall trees by the river"),
            ];
            let spent = house.post(&Anonymous, path, &fields).await;
            assert_eq!(spent.status, StatusCode::GONE, "{path} {token}");
        }
    }
}

fn escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_invites_with_care() {
    let house = House::demo().await;
    let admin = Admin::of(&house).await;
    let invite = async |name: &str, email: &str, role: &str| {
        house.post(&admin, "/staff/accounts", &[("name", name), ("email", email), ("role", role)]).await
    };
    for (name, email, role, field) in [
        ("", "c@demo.example", "reviewer", "name"),
        ("蔡文傑", "nobody", "reviewer", "email"),
        ("蔡文傑", "head@demo.example", "reviewer", "email"),
        ("蔡文傑", "c@demo.example", "", "role"),
        ("蔡文傑", "c@demo.example", "family", "role"),
    ] {
        let answer = invite(name, email, role).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field}: {email} {role}");
    }
    assert_eq!(
        invite("蔡文傑", "c@demo.example", "reviewer").await.location(),
        "/staff/accounts?done=invited"
    );
    let list = house.get(&admin, "/staff/accounts").await.text;
    assert!(list.contains("蔡文傑") && list.contains("c@demo.example"));
    let reviewer = house.get(&Reviewer::of(&house).await, "/staff/accounts").await;
    assert_eq!(reviewer.status, StatusCode::FORBIDDEN);
    let head = house.get(&Head::of(&house).await, "/staff/accounts").await;
    assert_eq!(head.status, StatusCode::FORBIDDEN);
}
