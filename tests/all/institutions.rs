//! The wall between institutions: staff of the second one use every route of staff with what belongs to the first.
//!
//! A route without a row in `ROWS` fails the test.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use contact_book::http::access::Access;
use sqlx::Row as _;

use crate::house::{Answer, House, multipart};
use crate::people::{
    Admin, AdminElsewhere, Anonymous, Head, HeadElsewhere, Mother, Person, Reviewer, ReviewerElsewhere,
};
use crate::routes::{all, may};
use crate::staff_applications::sent;

/// What staff of the second institution meet at a route.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wall {
    /// Their own lists, figures and forms, in which nothing of the first institution stands.
    Own,
    /// A thing of the first institution: there is no such thing, and nothing is written.
    NotThere(Thing),
    /// A form in which a thing of the first institution is chosen: it is refused in words, and nothing is written.
    Refused(Thing),
}

impl Wall {
    const fn thing(self) -> Option<Thing> {
        match self {
            Own => None,
            NotThere(thing) | Refused(thing) => Some(thing),
        }
    }
}

/// Things of the first institution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Account,
    Application,
    Approval,
    Entry,
    Feedback,
    /// Of a document.
    Page,
    Photo,
    PrintRun,
    Programme,
    RestrictionBatch,
    Student,
    Suspension,
}

use Sent::{Fields, File};
use Thing::{
    Account, Application, Approval, Entry, Feedback, Page, Photo, PrintRun, Programme, RestrictionBatch,
    Student, Suspension,
};
use Wall::{NotThere, Own, Refused};

/// What is sent; `{id}` is the thing's id, here as in the address.
enum Sent {
    Fields(&'static [(&'static str, &'static str)]),
    /// The field of a file, and what stands in it.
    File(&'static str, &'static str),
}

/// Method and address, what is met there, and what is sent.
type Row = (&'static str, Wall, Sent);

const NOTHING: Sent = Fields(&[]);

const ROWS: &[Row] = &[
    ("GET /staff", Own, NOTHING),
    ("POST /api/today", Own, NOTHING),
    ("GET /staff/entries", Own, NOTHING),
    ("POST /api/review-queue", Own, Fields(&[("page", "1"), ("filter", "all"), ("search", "")])),
    ("GET /staff/entries/{id}", NotThere(Entry), NOTHING),
    ("POST /api/reviewed-entry", NotThere(Entry), Fields(&[("id", "{id}")])),
    ("POST /staff/entries/{id}/approve", NotThere(Entry), Fields(&[("round", "1")])),
    (
        "POST /staff/entries/{id}/return",
        NotThere(Entry),
        Fields(&[("round", "1"), ("reasons", "not_caring")]),
    ),
    ("POST /staff/entries/{id}/undo", NotThere(Entry), NOTHING),
    ("POST /staff/entries/{id}/take", NotThere(Entry), NOTHING),
    ("POST /staff/entries/approve", Own, NOTHING),
    ("GET /staff/entries/events", Own, NOTHING),
    ("GET /staff/students/{id}/restrictions", NotThere(Student), NOTHING),
    ("POST /api/restrictions", NotThere(Student), Fields(&[("id", "{id}")])),
    (
        "POST /staff/students/{id}/restrictions",
        NotThere(Student),
        Fields(&[("kind", "illness"), ("begins_at", "2026-11-26T09:00"), ("until", ""), ("note", "")]),
    ),
    ("POST /staff/students/{id}/restrictions/{restriction}/end", NotThere(Student), NOTHING),
    ("GET /staff/restrictions", Own, NOTHING),
    ("POST /api/restriction-batches", Own, Fields(&[("page", "1")])),
    ("GET /staff/restrictions/new", Own, NOTHING),
    ("GET /staff/restrictions/{id}", NotThere(RestrictionBatch), NOTHING),
    ("POST /api/restriction-batch", NotThere(RestrictionBatch), Fields(&[("id", "{id}")])),
    ("POST /api/new-restriction-batch", Own, NOTHING),
    (
        "POST /staff/restrictions/new",
        Refused(Student),
        Fields(&[
            ("kind", "illness"),
            ("begins_at", "2026-11-26T09:00"),
            ("until", ""),
            ("note", ""),
            ("students", "{id}"),
            ("action", "make"),
        ]),
    ),
    ("POST /staff/restrictions/{id}/end", NotThere(RestrictionBatch), NOTHING),
    ("GET /staff/students/{id}/suspension", NotThere(Student), NOTHING),
    ("POST /api/proposing", NotThere(Student), Fields(&[("student", "{id}")])),
    ("POST /staff/students/{id}/suspension", NotThere(Student), Fields(&[("note", "")])),
    ("GET /staff/students/{id}/special-approval", NotThere(Student), NOTHING),
    ("POST /api/approving", NotThere(Student), Fields(&[("student", "{id}")])),
    (
        "POST /staff/students/{id}/special-approval",
        NotThere(Student),
        Fields(&[("first", "2026/11/26"), ("last", "2026/11/27"), ("reason", "生日"), ("body", "300")]),
    ),
    ("GET /staff/special-approvals", Own, NOTHING),
    ("POST /api/special-approvals", Own, Fields(&[("filter", "in_force"), ("search", "林"), ("page", "1")])),
    ("POST /staff/special-approvals/{id}/end", NotThere(Approval), NOTHING),
    ("GET /staff/poster", Own, NOTHING),
    ("POST /api/poster", Own, Fields(&[("language", "en")])),
    ("GET /staff/print-runs", Own, NOTHING),
    ("POST /api/print-runs", Own, Fields(&[("page", "1")])),
    ("POST /staff/print-runs", NotThere(Student), Fields(&[("action", "chosen"), ("students", "{id}")])),
    ("GET /staff/print-runs/{id}", NotThere(PrintRun), NOTHING),
    ("POST /api/print-run", NotThere(PrintRun), Fields(&[("id", "{id}")])),
    ("GET /staff/print-runs/{id}/print", NotThere(PrintRun), NOTHING),
    ("POST /api/print-sheets", NotThere(PrintRun), Fields(&[("id", "{id}")])),
    ("POST /staff/print-runs/{id}/handed", NotThere(PrintRun), NOTHING),
    ("GET /staff/programmes", Own, NOTHING),
    ("POST /api/programmes", Own, Fields(&[("page", "1")])),
    ("GET /staff/programmes/new", Own, NOTHING),
    ("POST /api/new-programme", Own, Fields(&[("unfinished", "")])),
    (
        "POST /staff/programmes/new",
        NotThere(Student),
        Fields(&[("title", "家書週"), ("first", "2026/11/26"), ("last", "2026/12/26"), ("students", "{id}")]),
    ),
    ("GET /staff/programmes/{id}", NotThere(Programme), NOTHING),
    ("POST /api/programme", NotThere(Programme), Fields(&[("id", "{id}")])),
    ("POST /staff/programmes/{id}", NotThere(Programme), Fields(&[("last", "2027/06/01")])),
    ("POST /staff/programmes/{id}/end", NotThere(Programme), NOTHING),
    ("GET /staff/suspensions", Own, NOTHING),
    ("POST /api/suspensions", Own, Fields(&[("filter", "proposed"), ("page", "1")])),
    ("GET /staff/suspensions/{id}", NotThere(Suspension), NOTHING),
    ("POST /api/suspension", NotThere(Suspension), Fields(&[("id", "{id}")])),
    ("POST /staff/suspensions/{id}", NotThere(Suspension), Fields(&[("decision", "suspend"), ("told", "")])),
    ("POST /staff/suspensions/{id}/lift", NotThere(Suspension), NOTHING),
    ("GET /staff/students", Own, NOTHING),
    ("POST /api/students", Own, Fields(&[("text", "林"), ("show", "All"), ("page", "1")])),
    ("POST /staff/students", Own, Fields(&[("call_number", "2001"), ("name", "周大同")])),
    ("GET /staff/students/import", Own, NOTHING),
    ("POST /api/roster-import", Own, NOTHING),
    ("POST /staff/students/import", Own, File("file", "呼號,姓名\n1001,林大宇\n")),
    ("GET /staff/students/{id}", NotThere(Student), NOTHING),
    ("GET /staff/students/{id}/keepsake", NotThere(Student), NOTHING),
    ("GET /staff/students/{id}/keepsake.zip", NotThere(Student), NOTHING),
    ("POST /api/student", NotThere(Student), Fields(&[("id", "{id}")])),
    ("POST /staff/students/{id}", NotThere(Student), Fields(&[("name", "周大同")])),
    ("POST /staff/students/{id}/pin", NotThere(Student), NOTHING),
    (
        "POST /staff/students/{id}/leaving",
        NotThere(Student),
        Fields(&[("leaving", "released"), ("day", "2026/11/26")]),
    ),
    ("GET /staff/applications", Own, NOTHING),
    ("POST /api/application-queue", Own, Fields(&[("filter", "all"), ("search", ""), ("page", "1")])),
    ("GET /staff/applications/{id}", NotThere(Application), NOTHING),
    ("POST /api/reviewed-application", NotThere(Application), Fields(&[("id", "{id}")])),
    ("POST /staff/applications/{id}/approve", NotThere(Application), Fields(&[("round", "1")])),
    (
        "POST /staff/applications/{id}/return",
        NotThere(Application),
        Fields(&[("round", "1"), ("reasons", "identity_unclear")]),
    ),
    ("POST /staff/applications/{id}/take", NotThere(Application), NOTHING),
    ("GET /staff/settings", Own, NOTHING),
    ("POST /api/settings", Own, NOTHING),
    (
        "POST /staff/settings",
        Own,
        Fields(&[
            ("version", "0"),
            ("phone", "03-222-2222"),
            ("body", "100"),
            ("days_between_uses", "3"),
            ("document_days", "90"),
        ]),
    ),
    ("GET /staff/reports", Own, NOTHING),
    ("POST /api/reports", Own, Fields(&[("month", ""), ("page", "1")])),
    ("GET /staff/reports.csv", Own, NOTHING),
    ("GET /staff/audit", Own, NOTHING),
    (
        "POST /api/audit",
        Own,
        Fields(&[
            ("person", ""),
            ("call_number", "1001"),
            ("action", ""),
            ("from", ""),
            ("until", ""),
            ("before", ""),
        ]),
    ),
    ("POST /api/audit-chain", Own, Fields(&[("follow", "true"), ("kept", "")])),
    ("GET /staff/audit.csv", Own, NOTHING),
    ("GET /staff/audit-head.txt", Own, NOTHING),
    ("GET /staff/accounts", Own, NOTHING),
    ("POST /api/staff-accounts", Own, NOTHING),
    (
        "POST /staff/accounts",
        Own,
        Fields(&[("name", "蔡文傑"), ("email", "c@demo.example"), ("role", "reviewer")]),
    ),
    ("POST /staff/accounts/{id}/deactivate", NotThere(Account), NOTHING),
    ("POST /staff/accounts/{id}/activate", NotThere(Account), NOTHING),
    ("POST /staff/accounts/{id}/invite", NotThere(Account), NOTHING),
    ("POST /staff/accounts/{id}/second-factor", NotThere(Account), NOTHING),
    ("GET /staff/retention", Own, NOTHING),
    ("POST /api/retention", Own, NOTHING),
    ("POST /staff/retention", Own, NOTHING),
    ("GET /staff/feedback", Own, NOTHING),
    ("POST /api/feedback", Own, Fields(&[("filter", "open"), ("page", "1")])),
    ("POST /staff/feedback/{id}/done", NotThere(Feedback), NOTHING),
    ("POST /staff/feedback/{id}/reopen", NotThere(Feedback), NOTHING),
    ("GET /files/{id}", NotThere(Photo), NOTHING),
    ("GET /files/{id}/thumbnail", NotThere(Photo), NOTHING),
    ("GET /files/{id}", NotThere(Page), NOTHING),
    ("GET /files/{id}/thumbnail", NotThere(Page), NOTHING),
];

/// A page of the first institution that names the thing, `{id}` being a request's, and what stands before its id.
fn found_at(thing: Thing) -> (&'static str, &'static str) {
    match thing {
        Account => ("/staff/accounts", "/staff/accounts/"),
        Application => ("/staff/applications", "/staff/applications/"),
        Approval => ("/staff/special-approvals", "/staff/special-approvals/"),
        Entry => ("/staff/entries", "/staff/entries/"),
        Feedback => ("/staff/feedback", "/staff/feedback/"),
        Page => ("/staff/applications/{id}", "/files/"),
        Photo => ("/staff/entries", "/files/"),
        PrintRun => ("/staff/print-runs", "/staff/print-runs/"),
        Programme => ("/staff/programmes", "/staff/programmes/"),
        // Before it stands the address at which a new one is made.
        RestrictionBatch => ("/staff/restrictions", "<a href=\"/staff/restrictions/"),
        Student => ("/staff/entries", "/staff/students/"),
        Suspension => ("/staff/suspensions", "/staff/suspensions/"),
    }
}

/// Names of people of the first institution, who must be read nowhere in the second.
const NAMES: [&str; 8] = [
    "林小宇",
    "鄭凱文",
    "許哲瑋",
    "林美惠",
    "鄭秀蘭",
    "陳怡君",
    "reviewer@demo.example",
    "family@demo.example",
];

/// Every route that is for staff, and files, which are theirs too.
fn of_staff() -> BTreeMap<String, Access> {
    let of_staff = |access| {
        let [_, family, reviewer, head, admin, student, _] = may(access);
        !family && !student && (reviewer || head || admin)
    };
    all()
        .into_iter()
        .filter(|(_, path, access)| {
            of_staff(*access) || path.starts_with("/staff") || path.starts_with("/files")
        })
        .map(|(method, path, access)| (format!("{method} {path}"), access))
        .collect()
}

/// Reviewer, head and admin of one institution.
struct Staff([Box<dyn Person>; 3]);

impl Staff {
    async fn here(house: &House) -> Self {
        Self([
            Box::new(Reviewer::of(house).await),
            Box::new(Head::of(house).await),
            Box::new(Admin::of(house).await),
        ])
    }

    async fn elsewhere(house: &House) -> Self {
        Self([
            Box::new(ReviewerElsewhere::of(house).await),
            Box::new(HeadElsewhere::of(house).await),
            Box::new(AdminElsewhere::of(house).await),
        ])
    }

    /// Those who may use what has this access.
    fn who_may(&self, access: Access) -> impl Iterator<Item = &dyn Person> {
        let [_, _, reviewer, head, admin, _, _] = may(access);
        self.0.iter().zip([reviewer, head, admin]).filter(|(_, may)| *may).map(|(who, _)| who.as_ref())
    }
}

async fn ask(house: &House, who: &dyn Person, row: &Row, id: &str) -> Answer {
    let (method, path) = row.0.split_once(' ').expect("method and address");
    let method: Method = method.parse().expect("a method");
    let (kind, body) = match row.2 {
        Fields(fields) => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields.iter().map(|(name, value)| (*name, value.replace("{id}", id))));
            ("application/x-www-form-urlencoded".to_owned(), form.finish().into_bytes())
        }
        File(name, content) => multipart(&[(name, "file", content.as_bytes())]),
    };
    let head = |request: axum::http::request::Builder| request.header(header::CONTENT_TYPE, kind);
    house
        .send(who, method, &path.replace("{id}", id).replace("{restriction}", id), head, Body::from(body))
        .await
}

/// The ids of all things of the first institution that its pages name.
async fn things(house: &House, here: &Staff) -> BTreeMap<Thing, String> {
    let mut found: BTreeMap<Thing, String> = BTreeMap::new();
    for row in ROWS {
        let Some(thing) = row.1.thing() else { continue };
        let (page, before) = found_at(thing);
        let access = of_staff()[&format!("GET {page}")];
        let who = here.who_may(access).next().expect("somebody may");
        let request = found.get(&Application).map_or("", String::as_str);
        let text = house.get(who, &page.replace("{id}", request)).await.text;
        let named = text.split(before).skip(1).filter_map(|rest| rest.get(..36));
        let id = named.into_iter().find(|id| ids(id).contains(id)).expect(before);
        found.insert(thing, id.to_owned());
    }
    found
}

/// All that staff of the first institution see: the pages' own part, without what differs from one request to the next.
async fn seen(house: &House, here: &Staff, things: &BTreeMap<Thing, String>) -> Vec<String> {
    let routes = of_staff();
    let mut seen = Vec::new();
    // The audit grows by what is looked at here, and shows the last row of the whole installation. A keepsake is no page of
    // the application.
    let other = |route: &str| {
        ["/events", "csv", "txt", "/keepsake", "/keepsake.zip"].iter().any(|end| route.ends_with(end))
            || route == "GET /staff/audit"
    };
    let pages = |row: &&Row| row.0.starts_with("GET /staff") && !other(row.0);
    for row in ROWS.iter().filter(pages) {
        let id = row.1.thing().map_or("", |thing| &things[&thing]);
        for who in here.who_may(routes[row.0]) {
            let answer = ask(house, who, row, id).await;
            assert_eq!(answer.status, StatusCode::OK, "{} is there for its own staff", row.0);
            let main = answer.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
            seen.push(without_the_form_s_own_id(main.expect("a page")));
        }
    }
    seen
}

/// A form of something new makes up an id each time that it is drawn.
fn without_the_form_s_own_id(page: &str) -> String {
    let mut parts = page.split("name=\"form\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| page + part.get(36..).unwrap_or_default())
}

/// Changes with every commit of another connection.
async fn version(db: &mut server::storage::Connection) -> i64 {
    sqlx::query("PRAGMA data_version").fetch_one(db).await.expect("SQLite").get("data_version")
}

/// Everything in a text that is written like an id.
fn ids(text: &str) -> BTreeSet<&str> {
    let like_an_id = |text: &&str| {
        text.len() == 36
            && text.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    text.split(|sign: char| !sign.is_ascii_hexdigit() && sign != '-').filter(like_an_id).collect()
}

#[test]
fn every_route_of_staff_is_tried_at_the_wall() {
    let tried: BTreeSet<String> = ROWS.iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(tried, of_staff().into_keys().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_of_another_institution_meet_a_wall_at_every_route() {
    let house = House::demo().await;
    let (here, elsewhere) = (Staff::here(&house).await, Staff::elsewhere(&house).await);
    sent(&house, &Mother::of(&house).await, "1002").await;
    house.post(&Reviewer::of(&house).await, "/staff/print-runs", &[("action", "all")]).await;
    let students = house.get(&Reviewer::of(&house).await, "/staff/restrictions/new").await.text;
    let student = students.split("name=\"students\" value=\"").last().expect("a student")[..36].to_owned();
    let many = [
        ("kind", "illness"),
        ("begins_at", "2026-11-26T09:00"),
        ("students", student.as_str()),
        ("action", "make"),
    ];
    house.post(&Reviewer::of(&house).await, "/staff/restrictions/new", &many).await;
    house.post(&Mother::of(&house).await, "/feedback", &[("text", "字太小")]).await;
    let things = things(&house, &here).await;
    // Looking at a request takes it: from the second time on the pages stay as they are.
    seen(&house, &here, &things).await;
    let before = seen(&house, &here, &things).await;
    let public = house.get(&Anonymous, "/").await.text;
    let all = before.join(" ");
    let secrets: BTreeSet<&str> = ids(&all).difference(&ids(&public)).copied().chain(NAMES).collect();
    assert!(things.values().all(|id| secrets.contains(id.as_str())), "the pages name ids");

    let routes = of_staff();
    let mut db = house.services.database.read().await.expect("a connection");
    for row in ROWS {
        let id = row.1.thing().map_or("", |thing| &things[&thing]);
        for who in elsewhere.who_may(routes[row.0]) {
            let written = version(&mut db).await;
            let answer = ask(&house, who, row, id).await;
            if let NotThere(_) | Refused(_) = row.1 {
                let there = matches!(row.1, Refused(_));
                let status = if there { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::NOT_FOUND };
                assert_eq!(answer.status, status, "{}", row.0);
                assert_eq!(version(&mut db).await, written, "{} wrote something", row.0);
            } else {
                // What a colleague did a moment ago may not be done again: then it is the form once more.
                let fine = answer.status.is_success()
                    || [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status);
                assert!(fine, "{}: {} {}", row.0, answer.status, answer.text);
            }
            for secret in secrets.iter().filter(|secret| **secret != id) {
                assert!(!answer.text.contains(secret), "{} tells {secret}", row.0);
            }
        }
    }
    drop(db);
    assert_eq!(seen(&house, &here, &things).await, before, "nothing has changed here");
}
