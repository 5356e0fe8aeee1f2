//! The audit: all that is decided stands in it, and nobody can change it unnoticed.

use domain::audit::{AuditAction, AuditLine, AuditSearch, Comparison, Fact};
use domain::language::Language;
use domain::people::{EmailAddress, Role};
use domain::person_name::PersonName;
use domain::search::LookedFor;
use serde_json::{Value, json};
use server::audit::{self as trail, Subject, Who};
use server::kept_head;
use server::storage::audit::{self, Broken, Whole};
use server::storage::audit_trail::{FROM_THE_END, lines};
use server::workflows::invite_staff::{Invitation, invite_again, invite_staff, invite_to};
use server::workflows::manage_staff::{activate, deactivate, remove_second_factor};
use server::{Admin, Services};
use sqlx::Row as _;

use crate::house::{ADMIN, COLLEAGUE, House, REVIEWER, Site, at_once, written};

/// Appends one row of its own.
async fn append(services: &Services, site: &Site) {
    let mut db = services.database.write().await.expect("a transaction");
    write(&mut db, site).await;
    db.commit().await.expect("kept");
}

async fn write(db: &mut server::storage::Connection, site: &Site) {
    let institution = domain::id::InstitutionId::new(site.services.random.uuid(site.now()));
    let (action, subject) = (AuditAction::SettingsChanged, Subject::Institution(institution));
    trail::write(db, Some(institution), Who::Operator, action, subject, json!({ "limit": 1 }), site.now())
        .await
        .expect("appended");
}

pub async fn rows(site: &Site, count: usize) {
    for _ in 0..count {
        append(&site.services, site).await;
    }
}

async fn verify(site: &Site) -> Result<Whole, Broken> {
    let mut db = site.services.database.read().await.expect("a connection");
    audit::verify(&mut db).await.expect("asked")
}

/// Who did what to whom with which details, oldest first.
async fn trail_of(site: &Site) -> Vec<(String, Option<String>, String, String, Value)> {
    let mut db = site.services.database.read().await.expect("a connection");
    let rows =
        sqlx::query("SELECT actor_kind, actor_id, action, subject_id, details FROM audit ORDER BY number")
            .fetch_all(&mut *db)
            .await
            .expect("rows");
    rows.iter()
        .map(|row| {
            let details = serde_json::from_str(row.get("details")).expect("JSON");
            (row.get("actor_kind"), row.get("actor_id"), row.get("action"), row.get("subject_id"), details)
        })
        .collect()
}

/// What the audit of the first institution tells of the student with this call number, newest first.
pub async fn told_of(house: &House, call_number: &str) -> Vec<AuditLine> {
    let search = AuditSearch { call_number: LookedFor::parse(call_number), ..AuditSearch::default() };
    let mut db = house.services.database.read().await.expect("a connection");
    lines(&mut db, house.here, &search, FROM_THE_END, 100).await.expect("asked")
}

async fn admin(house: &House) -> Admin {
    house.account(ADMIN).await.admin().expect("an admin")
}

/// What a row tells under a name.
pub fn fact<'a>(line: &'a AuditLine, name: &str) -> Option<&'a Fact> {
    line.details.iter().find(|fact| fact.name == name)
}

on_both_engines! {
    /// Many write at the same moment, in more rows than are read at once, and the chain holds.
    async fn what_many_append_at_once_is_one_chain(site: Site) {
        assert_eq!(verify(&site).await, Ok(Whole { rows: 0, hash: String::new() }));
        let site = std::sync::Arc::new(site);
        at_once((0..64).map(|_| {
            let site = site.clone();
            async move {
                let mut db = site.services.database.write().await.expect("a transaction");
                for _ in 0..20 {
                    write(&mut db, &site).await;
                }
                db.commit().await.expect("kept");
            }
        }))
        .await;
        let whole = verify(&site).await.expect("whole");
        assert_eq!((whole.rows, whole.hash.len()), (1280, 64));
    }

    /// While others append, the chain is found whole.
    async fn a_chain_that_grows_is_whole(site: Site) {
        let site = std::sync::Arc::new(site);
        let ok = at_once((0..8).map(|task| {
            let site = site.clone();
            async move {
                if task % 2 == 0 {
                    rows(&site, 10).await;
                    return true;
                }
                let mut holds = true;
                for _ in 0..20 {
                    holds &= verify(&site).await.is_ok();
                }
                holds
            }
        }))
        .await;
        assert_eq!(ok, [true; 8]);
    }

    /// A transaction that never happened leaves no gap.
    async fn a_transaction_that_is_dropped_leaves_no_gap(site: Site) {
        rows(&site, 2).await;
        let mut db = site.services.database.write().await.expect("a transaction");
        write(&mut db, &site).await;
        drop(db);
        rows(&site, 1).await;
        assert_eq!(verify(&site).await.map(|whole| whole.rows), Ok(3));
    }

    /// Whatever is changed in a row, the row is named.
    async fn a_changed_row_is_found(site: Site) {
        rows(&site, 5).await;
        for (change, back) in [
            ("UPDATE audit SET at = at + 1 WHERE number = 3", "UPDATE audit SET at = at - 1 WHERE number = 3"),
            (
                "UPDATE audit SET details = '{\"limit\":2}' WHERE number = 3",
                "UPDATE audit SET details = '{\"limit\":1}' WHERE number = 3",
            ),
            (
                "UPDATE audit SET action = 'entry_approved' WHERE number = 3",
                "UPDATE audit SET action = 'settings_changed' WHERE number = 3",
            ),
            ("UPDATE audit SET actor_kind = 'job' WHERE number = 3", "UPDATE audit SET actor_kind = 'operator' WHERE number = 3"),
            ("UPDATE audit SET actor_id = '' WHERE number = 3", "UPDATE audit SET actor_id = NULL WHERE number = 3"),
            (
                "UPDATE audit SET subject_kind = 'institutio', subject_id = 'n' || subject_id WHERE number = 3",
                "UPDATE audit SET subject_kind = 'institution', subject_id = SUBSTR(subject_id, 2) WHERE number = 3",
            ),
            (
                "UPDATE audit SET institution_id = NULL WHERE number = 3",
                "UPDATE audit SET institution_id = subject_id WHERE number = 3",
            ),
            ("UPDATE audit SET hash = 'f' || hash WHERE number = 3", "UPDATE audit SET hash = SUBSTR(hash, 2) WHERE number = 3"),
        ] {
            assert_eq!(site.run(change).await, 1);
            assert_eq!(verify(&site).await, Err(Broken::Changed(3)), "{change}");
            assert_eq!(site.run(back).await, 1);
            assert_eq!(verify(&site).await.map(|whole| whole.rows), Ok(5), "{back}");
        }
        // Two rows that change places.
        site.run("UPDATE audit SET number = 9 WHERE number = 2").await;
        site.run("UPDATE audit SET number = 2 WHERE number = 4").await;
        site.run("UPDATE audit SET number = 4 WHERE number = 9").await;
        assert_eq!(verify(&site).await, Err(Broken::Changed(2)));
    }

    /// A row that is gone is named, at the beginning, in between and at the end.
    async fn a_missing_row_is_found(site: Site) {
        rows(&site, 6).await;
        site.run("DELETE FROM audit WHERE number = 6").await;
        assert_eq!(verify(&site).await, Err(Broken::Missing(6)), "the end was cut off");
        site.run("DELETE FROM audit WHERE number = 4").await;
        assert_eq!(verify(&site).await, Err(Broken::Missing(4)));
        // Those behind it move up.
        site.run("UPDATE audit SET number = 4 WHERE number = 5").await;
        assert_eq!(verify(&site).await, Err(Broken::Changed(4)));
        site.run("DELETE FROM audit WHERE number = 1").await;
        assert_eq!(verify(&site).await, Err(Broken::Missing(1)));
        site.run("DELETE FROM audit").await;
        assert_eq!(verify(&site).await, Err(Broken::Missing(1)), "all of it");
    }

    /// A row that was put in is named, behind, in between and before.
    async fn an_added_row_is_found(site: Site) {
        rows(&site, 3).await;
        site.run(COPY_BEHIND).await;
        assert_eq!(verify(&site).await, Err(Broken::Added(4)));
        site.run("UPDATE audit_head SET number = 4").await;
        assert_eq!(verify(&site).await, Err(Broken::Changed(4)));
        for place in [
            "UPDATE audit SET number = 9 WHERE number = 4",
            "UPDATE audit SET number = 4 WHERE number = 3",
            "UPDATE audit SET number = 3 WHERE number = 2",
            "UPDATE audit SET number = 2 WHERE number = 9",
        ] {
            assert_eq!(site.run(place).await, 1);
        }
        assert_eq!(verify(&site).await, Err(Broken::Changed(2)));
        site.run("UPDATE audit SET number = 0 WHERE number = 2").await;
        assert_eq!(verify(&site).await, Err(Broken::Added(0)));
    }

    /// Who can calculate all hashes anew makes a chain that holds; the head that was kept elsewhere tells.
    async fn a_chain_written_anew_is_found_by_a_head_that_was_kept(site: Site) {
        let sign = async || {
            let mut db = site.services.database.read().await.expect("a connection");
            kept_head::sign(&site.services, &mut db).await.expect("signed")
        };
        let compare = async |text: &str| {
            let mut db = site.services.database.read().await.expect("a connection");
            kept_head::compare(&site.services, &mut db, text).await.expect("compared")
        };
        assert_eq!(sign().await, None, "nothing was written yet");
        rows(&site, 3).await;
        let (line, at) = (sign().await.expect("a line"), site.now());
        rows(&site, 2).await;
        let file = format!("Keep this.\n\n{line}\r\n");
        assert_eq!(compare(&file).await, Comparison::Same { number: 3, at });
        let forged = line.replacen('3', "2", 1);
        for text in ["", "3", &forged, &line[..line.len() - 1], &"9 ".repeat(3000)] {
            assert_eq!(compare(text).await, Comparison::NotOurs, "{text}");
        }

        site.run("DELETE FROM audit").await;
        site.run("UPDATE audit_head SET number = 0, hash = ''").await;
        rows(&site, 2).await;
        assert_eq!(compare(&line).await, Comparison::Other { number: 3, at }, "the row is gone");
        rows(&site, 3).await;
        assert_eq!(verify(&site).await.map(|whole| whole.rows), Ok(5), "the chain holds");
        assert_eq!(compare(&line).await, Comparison::Other { number: 3, at });
    }

    /// What is noted of the last row belongs to the chain.
    async fn a_changed_head_is_found(site: Site) {
        site.run("UPDATE audit_head SET hash = 'x'").await;
        assert_eq!(verify(&site).await, Err(Broken::Headless));
        site.run("UPDATE audit_head SET hash = ''").await;
        rows(&site, 3).await;
        site.run("UPDATE audit_head SET number = 2").await;
        assert_eq!(verify(&site).await, Err(Broken::Added(3)));
        site.run("UPDATE audit_head SET number = 3, hash = 'x'").await;
        assert_eq!(verify(&site).await, Err(Broken::Changed(3)));
        site.run("DELETE FROM audit_head").await;
        assert_eq!(verify(&site).await, Err(Broken::Headless));
    }

    /// Each decision about an entry, by whom, with its round and the reasons as codes, and none of its words.
    async fn decisions_about_entries_stand_in_it(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let entry = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, entry, 1).await;
        house.submit(&family, entry).await;
        house.approve(&reviewer, entry, 2).await;
        let (who, entry) = (house.account_id(REVIEWER).await.to_string(), entry.to_string());
        let reasons = json!({ "round": 1, "reasons": ["unclear_photo", "personal_information"] });
        assert_eq!(trail_of(&house).await, [
            ("account".into(), Some(who.clone()), "entry_returned".into(), entry.clone(), reasons),
            ("account".into(), Some(who), "entry_approved".into(), entry, json!({ "round": 2, "reasons": [] })),
        ]);
        let mut db = house.services.database.read().await.expect("a connection");
        let row = sqlx::query("SELECT institution_id FROM audit WHERE number = 1").fetch_one(&mut *db).await;
        assert_eq!(row.expect("a row").get::<String, _>("institution_id"), house.here.to_string());
    }

    /// What an admin or the operator does with accounts of staff, and nothing of what did not happen.
    async fn what_is_done_to_staff_stands_in_it(house: House) {
        let admin = admin(&house).await;
        let (services, colleague) = (&house.services, house.account_id(COLLEAGUE).await);
        let name = PersonName::parse("蔡文傑").expect("a name");
        let invite = async |email: &str, operator: bool| {
            let email = EmailAddress::parse(email).expect("an address");
            let invitation =
                Invitation { name: &name, email: &email, role: Role::Head, language: Language::English };
            if operator {
                invite_to(services, house.here, &invitation).await.expect("asked");
            } else {
                invite_staff(services, &admin, &invitation).await.expect("asked");
            }
        };
        invite("new@house.example", false).await;
        invite("new@house.example", false).await;
        invite("other@house.example", true).await;
        let invited = house.account_id("new@house.example").await;
        invite_again(services, &admin, invited).await.expect("asked");
        invite_again(services, &admin, colleague).await.expect("asked");
        deactivate(services, &admin, colleague).await.expect("asked");
        deactivate(services, &admin, colleague).await.expect("asked");
        activate(services, &admin, colleague).await.expect("asked");
        remove_second_factor(services, &admin, colleague).await.expect("asked");
        deactivate(services, &admin, admin.id()).await.expect("asked");

        let trail = trail_of(&house).await;
        let said: Vec<_> = trail.iter().map(|(who, _, action, ..)| (who.as_str(), action.as_str())).collect();
        assert_eq!(said, [
            ("account", "staff_invited"),
            ("operator", "staff_invited"),
            ("account", "staff_invited"),
            ("account", "staff_deactivated"),
            ("account", "staff_activated"),
            ("account", "second_factor_removed"),
        ]);
        assert_eq!((&trail[0].3, &trail[0].4), (&invited.to_string(), &json!({ "role": "head" })));
        assert_eq!((&trail[3].1, &trail[3].3), (&Some(admin.id().to_string()), &colleague.to_string()));
        assert_eq!(verify(&house).await.map(|whole| whole.rows), Ok(6));
    }

    /// Decisions of many about many entries at the same moment wait for each other and never for ever.
    async fn decisions_at_once_are_one_chain(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let reviewer = house.reviewer().await;
        let mut entries = Vec::new();
        for _ in 0..8 {
            entries.push(house.send(&family, written(house.book)).await);
            entries.push(house.send(&other, written(house.other_book)).await);
            house.pass_days(2);
        }
        let decided = at_once(entries.iter().flat_map(|entry| [(*entry, true), (*entry, false)]).map(|(entry, approve)| {
            let (services, reviewer) = (house.services.clone(), reviewer.clone());
            async move {
                let verdict = if approve {
                    server::storage::reviews::Verdict::Approved
                } else {
                    server::storage::reviews::Verdict::Returned(crate::house::notice())
                };
                server::workflows::decide_entry::decide_finally(&services, &reviewer, entry, Some(1), verdict).await.is_ok()
            }
        }))
        .await;
        assert_eq!(decided.iter().filter(|done| **done).count(), 16);
        assert_eq!(verify(&house).await.map(|whole| whole.rows), Ok(16));
    }
}

/// A row that says what the last one says.
const COPY_BEHIND: &str =
    "INSERT INTO audit (number, at, institution_id, actor_kind, actor_id, action, subject_kind, subject_id, details, hash)
     SELECT number + 1, at, institution_id, actor_kind, actor_id, action, subject_kind, subject_id, details, hash
     FROM audit WHERE number = 3";
