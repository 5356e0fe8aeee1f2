//! A restricted student, as everybody sees it: staff set it, family and student learn that it is paused, never why.

use axum::http::StatusCode;
use domain::id::InstitutionId;
use domain::restriction::RestrictionKind;
use domain::student::CallNumber;
use server::storage::roster::student_credentials;

use crate::house::{Answer, House};
use crate::people::{Admin, Head, Mother, Person, Reviewer, Student, institution};

/// When the house's clock stands, and an hour later.
const NOW: &str = "2026-11-26T09:00";
const IN_AN_HOUR: &str = "2026-11-26T10:00";

/// The page of restrictions on the student whom the mother writes to.
async fn page_of_the_student(house: &House) -> String {
    let institution = InstitutionId::parse(&institution(house).await).expect("an id");
    let mut db = house.services.database.read().await.expect("a connection");
    let call_number = CallNumber::parse(server::demo::CALL_NUMBER).expect("a call number");
    let found =
        student_credentials(&mut db, institution, &call_number, house.services.clock.now().taipei_day())
            .await
            .expect("asked");
    format!("/staff/students/{}/restrictions", found.expect("a student").student)
}

/// A form that is filled in right.
fn form(id: &str, kind: RestrictionKind) -> [(&'static str, &str); 5] {
    [("form", id), ("kind", kind.name()), ("begins_at", NOW), ("until", IN_AN_HOUR), ("note", "公文另存")]
}

async fn restrict(house: &House, who: &impl Person, page: &str, id: &str, kind: RestrictionKind) -> Answer {
    house.post(who, page, &form(id, kind)).await
}

/// The 36 characters after the first `before` that stand before `after`.
fn id(text: &str, before: &str, after: &str) -> String {
    let found = text.split(before).skip(1).find_map(|rest| {
        let (id, rest) = rest.split_at_checked(36)?;
        rest.starts_with(after).then(|| id.to_owned())
    });
    found.unwrap_or_else(|| panic!("no {before}…{after}"))
}

/// A page's own part, without the ids that forms make up; any other answer whole. Around that part stand nonces, and the
/// page's data in no order: the answers of `/api/` hold the same data.
fn settled(text: &str) -> String {
    let main = text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or(text);
    let of_an_id = |c: char| c.is_ascii_hexdigit() || c == '-';
    let words = main.split_inclusive(|c| !of_an_id(c));
    words.map(|word| if word.trim_end_matches(|c| !of_an_id(c)).len() == 36 { "ID" } else { word }).collect()
}

/// What was asked, and what came back: its own part, and the whole.
struct Told {
    path: String,
    status: StatusCode,
    settled: String,
    whole: String,
}

/// All that can be asked at home and at the terminal, with its answer.
struct Asked<'a> {
    house: &'a House,
    mother: &'a Mother,
    student: &'a Student,
    draft: String,
    returned: String,
    letter: String,
    photo: String,
}

impl Asked<'_> {
    async fn all(&self) -> Vec<Told> {
        let mut answers = Vec::new();
        let (draft, returned) = (&self.draft, &self.returned);
        let mut keep = |path: &str, answer: Answer| {
            let (settled, whole) = (settled(&answer.text), answer.text);
            answers.push(Told { path: path.to_owned(), status: answer.status, settled, whole });
        };
        for path in [
            "/home".to_owned(),
            "/entries".to_owned(),
            "/entries/new".to_owned(),
            format!("/entries/{draft}"),
            format!("/entries/{returned}"),
            format!("/entries/{returned}/edit"),
        ] {
            keep(&path, self.house.get(self.mother, &path).await);
        }
        for path in [
            format!("/entries/{draft}/submit"),
            format!("/entries/{returned}/submit"),
            "/api/home".to_owned(),
        ] {
            keep(&path, self.house.post(self.mother, &path, &[]).await);
        }
        keep("/api/entry", self.house.post(self.mother, "/api/entry", &[("id", draft)]).await);
        for path in [
            "/student".to_owned(),
            format!("/student/entries/{}", self.letter),
            format!("/files/{}", self.photo),
        ] {
            keep(&path, self.house.get(self.student, &path).await);
        }
        keep("/api/inbox", self.house.post(self.student, "/api/inbox", &[("page", "1")]).await);
        keep("/api/letter", self.house.post(self.student, "/api/letter", &[("id", &self.letter)]).await);
        answers
    }
}

/// The pages and answers are the same to the byte for all six kinds, and say nothing but that it is paused.
#[tokio::test(flavor = "multi_thread")]
async fn families_and_students_read_the_same_for_each_kind() {
    let house = House::demo().await;
    let (mother, student) = (Mother::of(&house).await, Student::of(&house).await);
    let reviewer = Reviewer::of(&house).await;
    let page = page_of_the_student(&house).await;
    let home = house.get(&mother, "/home").await.text;
    let book = id(&home, "/entries/new?book=", "\"");
    let fields = [("book", book.as_str()), ("title", "早安"), ("body", "今天也要加油")];
    let draft = house.post(&mother, "/entries/new", &fields).await.location().replace("/entries/", "");
    let inbox = house.get(&student, "/student").await.text;
    let asked = Asked {
        draft,
        returned: id(&home, "href=\"/entries/", "/edit\""),
        letter: id(&inbox, "/student/entries/", "\""),
        photo: id(&inbox, "/files/", "/thumbnail"),
        house: &house,
        mother: &mother,
        student: &student,
    };

    let mut told = Vec::new();
    for (number, kind) in RestrictionKind::ALL.into_iter().enumerate() {
        let restriction = format!("0193598e-7b1c-7000-8000-00000000000{number}");
        assert_eq!(
            restrict(&house, &reviewer, &page, &restriction, kind).await.status,
            StatusCode::SEE_OTHER
        );
        told.push(asked.all().await);
        let ended = house.post(&reviewer, &format!("{page}/{restriction}/end"), &[]).await;
        assert_eq!(ended.location(), format!("{page}?done=ended"));
    }
    for (kind, answers) in RestrictionKind::ALL.into_iter().zip(&told) {
        for (first, answer) in told[0].iter().zip(answers) {
            let path = &first.path;
            assert_eq!((first.status, &first.settled), (answer.status, &answer.settled), "{path}, {kind:?}");
        }
    }
    for answer in told.iter().flatten() {
        for secret in ["公文另存", "禁止接見", "懲罰", "隔離", "保護室", "疾病", "陳怡君"]
        {
            assert!(!answer.whole.contains(secret), "{} tells {secret}", answer.path);
        }
        for kind in RestrictionKind::ALL {
            assert!(!answer.whole.contains(kind.name()), "{} tells {kind:?}", answer.path);
        }
    }
    for Told { path, status, settled: text, .. } in &told[0] {
        let expected = match path.as_str() {
            path if path.ends_with("/submit") => StatusCode::UNPROCESSABLE_ENTITY,
            path if path.starts_with("/files/") => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        assert_eq!(*status, expected, "{path}");
        let words = match path.as_str() {
            path if path.starts_with("/api/") || path.starts_with("/files/") || path == "/entries" => {
                continue;
            }
            path if path.starts_with("/student") => "現在還不能看聯絡簿",
            "/home" => "目前暫停服務",
            _ => "聯絡簿服務目前暫停",
        };
        assert!(text.contains(words), "{path}: {text}");
    }
    let reads = |answer: &Told| answer.path.contains("/student") && answer.whole.contains("生日快樂");
    assert!(!told[0].iter().any(reads), "the letters are closed");
    let after = asked.all().await;
    assert_eq!(after[6].status, StatusCode::SEE_OTHER, "the draft is sent once the restriction is over");
    assert!(after.iter().any(reads), "and open again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_approved_meanwhile_is_held_and_arrives_when_the_clock_has_moved_on() {
    let house = House::demo().await;
    let (mother, reviewer) = (Mother::of(&house).await, Reviewer::of(&house).await);
    let page = page_of_the_student(&house).await;
    let book = id(&house.get(&mother, "/home").await.text, "/entries/new?book=", "\"");
    let fields = [("book", book.as_str()), ("title", "早安"), ("body", "今天也要加油")];
    let entry = house.post(&mother, "/entries/new", &fields).await.location().to_owned();
    assert_eq!(house.post(&mother, &format!("{entry}/submit"), &[]).await.status, StatusCode::SEE_OTHER);
    let restriction = "0193598e-7b1c-7000-8000-000000000001";
    restrict(&house, &reviewer, &page, restriction, RestrictionKind::Illness).await;

    for path in ["/staff/entries".to_owned(), format!("/staff{entry}")] {
        let text = house.get(&reviewer, &path).await.text;
        assert!(text.contains("通過以後會先保留") && text.contains(&page), "{path}");
    }
    let approved = house.post(&reviewer, &format!("/staff{entry}/approve"), &[("round", "1")]).await;
    assert_eq!(approved.location(), "/staff/entries");
    house.let_decisions_leave().await;
    assert!(house.get(&reviewer, "/staff").await.text.contains("暫時保留的聯絡簿"));
    assert!(house.get(&mother, &entry).await.text.contains("已通過，等待送達"));
    let mails = async || {
        house.deliver_mail().await;
        house.get(&mother, "/demo/mailbox").await.text.matches("您寫的聯絡簿已經送達").count()
    };
    let before = mails().await;

    let moved = house.post(&mother, "/demo/clock", &[("now", "2026-11-26T10:00:00+08:00")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    let delivered = house.get(&mother, &entry).await.text;
    assert!(delivered.contains("已送達") && !delivered.contains("等待送達"));
    assert!(mails().await > before);
    let student = Student::of(&house).await;
    assert!(house.get(&student, &format!("/student{entry}")).await.text.contains("今天也要加油"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_that_is_wrong_is_told_and_what_was_typed_is_kept() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let page = page_of_the_student(&house).await;
    let long = "字".repeat(301);
    let cases = [
        ("kind", "", "kind-error", "請選限制的種類"),
        ("kind", "because", "kind-error", "請選限制的種類"),
        ("begins_at", "", "begins_at-error", "請填開始的時間"),
        ("begins_at", "明天", "begins_at-error", "看不懂這個時間"),
        ("begins_at", "2026-02-30T09:00", "begins_at-error", "看不懂這個時間"),
        ("begins_at", "0202-11-26T09:00", "begins_at-error", "離現在太遠"),
        ("until", "2026-13-01T09:00", "until-error", "看不懂這個時間"),
        ("until", NOW, "until-error", "結束的時間要在開始之後"),
        ("until", "2026-11-25T09:00", "until-error", "結束的時間要在開始之後"),
        ("note", &long, "note-error", "備註最多 300 字，現在是 301 字"),
        ("note", "a\u{202e}b", "note-error", "無法顯示的符號"),
    ];
    for (field, typed, error, sentence) in cases {
        let mut fields = form("", RestrictionKind::ProtectiveRoom);
        for (name, value) in &mut fields {
            if *name == field {
                *value = typed;
            }
        }
        let answer = house.post(&reviewer, &page, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={typed}");
        assert!(answer.text.contains(&format!("id=\"{error}\"")), "{field}={typed}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field}={typed}");
        assert!(answer.text.contains(sentence), "{field}={typed}");
        let chosen = answer.text.contains("value=\"protective_room\" checked");
        assert_eq!(chosen, field != "kind", "{field}={typed}");
        for (name, value) in fields {
            // What is none of the kinds cannot stay chosen.
            assert!(value == "because" || answer.text.contains(value), "{name} is kept when {field}={typed}");
        }
    }
    let over = [("kind", "illness"), ("begins_at", "2026-11-20T09:00"), ("until", "2026-11-21T09:00")];
    let answer = house.post(&reviewer, &page, &over).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains("這個時間已經過了"));
    assert!(house.get(&reviewer, &page).await.text.contains("目前沒有限制"), "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_student_s_page_shows_what_is_in_force_and_what_was() {
    let house = House::demo().await;
    let (reviewer, head) = (Reviewer::of(&house).await, Head::of(&house).await);
    let page = page_of_the_student(&house).await;
    let restriction = "0193598e-7b1c-7000-8000-000000000001";
    let made = restrict(&house, &reviewer, &page, restriction, RestrictionKind::CourtBan).await;
    assert_eq!(made.location(), format!("{page}?done=made"));
    let shown = house.get(&head, made.location()).await.text;
    let words =
        ["現在有效：經院、檢禁止接見、通信、受授物件", "2026/11/26 10:00", "公文另存", "陳怡君", "提前結束"];
    for word in words {
        assert!(shown.contains(word), "{word}");
    }
    let end = format!("{page}/{restriction}/end");
    assert!(shown.contains(&end));
    for _ in 0..2 {
        assert_eq!(house.post(&head, &end, &[]).await.location(), format!("{page}?done=ended"));
    }
    let shown = house.get(&reviewer, &page).await.text;
    for word in ["目前沒有限制", "過去的限制", "黃志明 提前結束"] {
        assert!(shown.contains(word), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_neither_sees_nor_makes_restrictions() {
    let house = House::demo().await;
    let (admin, reviewer) = (Admin::of(&house).await, Reviewer::of(&house).await);
    let page = page_of_the_student(&house).await;
    let restriction = "0193598e-7b1c-7000-8000-000000000001";
    let refused = restrict(&house, &admin, &page, restriction, RestrictionKind::Illness).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    restrict(&house, &reviewer, &page, restriction, RestrictionKind::Illness).await;
    let ended = house.post(&admin, &format!("{page}/{restriction}/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    let shown = house.get(&admin, &page).await;
    assert_eq!(shown.status, StatusCode::FORBIDDEN);
    assert!(!shown.text.contains("公文另存"));
    assert!(house.get(&reviewer, &page).await.text.contains("公文另存"), "it is still there");
}
