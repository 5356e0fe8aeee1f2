//! The people, each a type of its own, so that a test says who acts.

use server::demo::{CALL_NUMBER, PASSWORD, PIN};

use crate::house::House;

pub trait Person {
    /// The `Cookie` header that the browser sends.
    fn cookie(&self) -> Option<&str>;
}

macro_rules! people {
    ($($(#[$doc:meta])* $name:ident as $email:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name(String);

        impl $name {
            pub async fn of(house: &House) -> Self {
                Self(log_in(house, $email).await)
            }
        }

        impl Person for $name {
            fn cookie(&self) -> Option<&str> {
                Some(&self.0)
            }
        }
    )*};
}

people! {
    Mother as "family@demo.example";
    /// Another family, of another student.
    Grandmother as "zheng@demo.example";
    Reviewer as "reviewer@demo.example";
    Head as "head@demo.example";
    Admin as "admin@demo.example";
    Operator as "operator@demo.example";
    /// Those of the second institution.
    ReviewerElsewhere as "reviewer2@demo.example";
    HeadElsewhere as "head2@demo.example";
    AdminElsewhere as "admin2@demo.example";
}

pub struct Anonymous;

pub struct Student(String);

impl Person for Anonymous {
    fn cookie(&self) -> Option<&str> {
        None
    }
}

impl Person for Student {
    fn cookie(&self) -> Option<&str> {
        Some(&self.0)
    }
}

impl Student {
    /// The one whom the mother writes to.
    pub async fn of(house: &House) -> Self {
        Self::with(house, CALL_NUMBER, PIN).await
    }

    pub async fn with(house: &House, call_number: &str, pin: &str) -> Self {
        let institution = institution(house).await;
        let fields = [("institution", institution.as_str()), ("call_number", call_number), ("pin", pin)];
        let answer = house.post(&Anonymous, "/student/login", &fields).await;
        assert_eq!(answer.location(), "/student", "{}", answer.text);
        Self(session(answer.header("set-cookie")))
    }
}

pub async fn institution(house: &House) -> String {
    let mut db = house.services.database.read().await.expect("a connection");
    let institutions = server::storage::roster::institutions(&mut db).await.expect("read");
    institutions[0].id.to_string()
}

async fn log_in(house: &House, email: &str) -> String {
    let answer = house.post(&Anonymous, "/login", &[("email", email), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    session(answer.header("set-cookie"))
}

fn session(set_cookie: &str) -> String {
    set_cookie.split(';').next().unwrap_or_default().to_owned()
}
