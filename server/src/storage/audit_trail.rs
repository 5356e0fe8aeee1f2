//! The audit as the head and the admin of an institution read it: its rows alone, newest first.

use std::collections::HashMap;

use domain::audit::{About, AuditAction, AuditLine, AuditSearch, Doer, Fact};
use domain::id::{InstitutionId, ProgrammeId};
use domain::people::Role;
use domain::time::{Moment, TaipeiDay};
use serde_json::Value;
use sqlx::any::AnyRow;

use super::application_queue::pattern;
use super::row::Row;
use super::{Connection, StorageError, programmes};

/// A number above those of all rows.
pub const FROM_THE_END: i64 = i64::MAX;

/// The rows that the search finds below the number `before`, newest first, at most `most` of them. Going on from the last
/// number that was shown costs the same however far back it is.
pub async fn lines(
    db: &mut Connection,
    institution: InstitutionId,
    search: &AuditSearch,
    before: i64,
    most: u32,
) -> Result<Vec<AuditLine>, StorageError> {
    let begins = |day: Option<TaipeiDay>| day.map(|day| day.starts_at().micros());
    let call_number: String = search.call_number.as_str().chars().map(domain::student::narrow).collect();
    let rows = sqlx::query(
        "SELECT a.number, a.at, a.actor_kind, a.action, a.subject_kind, a.subject_id, a.details,
                p.name AS actor_name, p.role AS actor_role, o.name AS account_name, s.name AS student_name,
                s.call_number, s.id AS student_id, ap.id AS application_id
         FROM (SELECT number, at, actor_kind, actor_id, action, subject_kind, subject_id, details FROM audit
               WHERE institution_id = $1 AND number < $2 AND ($3 = '' OR action = $3) AND at >= $4 AND at < $5
                 AND ($6 = '%%' OR actor_id IN (SELECT id FROM account WHERE LOWER(name) LIKE $6 ESCAPE '!'))
                 AND ($7 = '' OR subject_id IN (
                    SELECT id FROM student WHERE institution_id = $1 AND call_number = $7
                    UNION ALL SELECT bb.id FROM student ss JOIN book bb ON bb.student_id = ss.id
                        WHERE ss.institution_id = $1 AND ss.call_number = $7
                    UNION ALL SELECT ee.id FROM student ss JOIN book bb ON bb.student_id = ss.id
                        JOIN entry ee ON ee.book_id = bb.id
                        WHERE ss.institution_id = $1 AND ss.call_number = $7
                    UNION ALL SELECT aa.id FROM student ss JOIN application aa ON aa.student_id = ss.id
                        WHERE ss.institution_id = $1 AND ss.call_number = $7
                    UNION ALL SELECT dd.id FROM student ss JOIN application aa ON aa.student_id = ss.id
                        JOIN document dd ON dd.application_id = aa.id
                        WHERE ss.institution_id = $1 AND ss.call_number = $7))
               ORDER BY number DESC LIMIT $8) a
         LEFT JOIN account p ON p.id = a.actor_id
         LEFT JOIN account o ON a.subject_kind = 'account' AND o.id = a.subject_id
         LEFT JOIN document d ON a.subject_kind = 'document' AND d.id = a.subject_id
         LEFT JOIN application ap ON ap.id = CASE WHEN a.subject_kind = 'application' THEN a.subject_id
                                                  ELSE d.application_id END
         LEFT JOIN entry e ON a.subject_kind = 'entry' AND e.id = a.subject_id
         LEFT JOIN book b ON b.id = CASE WHEN a.subject_kind = 'book' THEN a.subject_id ELSE e.book_id END
         LEFT JOIN student s ON s.institution_id = $1
            AND s.id = CASE WHEN a.subject_kind = 'student' THEN a.subject_id
                            ELSE COALESCE(b.student_id, ap.student_id) END
         ORDER BY a.number DESC",
    )
    .bind(institution.to_string())
    .bind(before)
    .bind(search.action.map_or("", AuditAction::name))
    .bind(begins(search.from).unwrap_or(i64::MIN))
    .bind(begins(search.until.map(|day| day.plus_days(1))).unwrap_or(i64::MAX))
    .bind(pattern(&search.person))
    .bind(call_number.to_ascii_uppercase())
    .bind(i64::from(most))
    .fetch_all(&mut *db)
    .await?;
    let titles = titles(db, institution, &rows).await?;
    rows.iter().map(|row| line(row, &titles)).collect()
}

/// The titles of the programmes of this institution that the rows name, by their ids.
async fn titles(
    db: &mut Connection,
    institution: InstitutionId,
    rows: &[AnyRow],
) -> Result<HashMap<String, String>, StorageError> {
    let mut titles = HashMap::new();
    for row in rows {
        let details = Row::of("audit", row).text("details")?;
        let Some(id) = programme_in(&details).filter(|id| !titles.contains_key(&id.to_string())) else {
            continue;
        };
        if let Some(title) = programmes::title(&mut *db, id, institution).await? {
            titles.insert(id.to_string(), title);
        }
    }
    Ok(titles)
}

fn programme_in(details: &str) -> Option<ProgrammeId> {
    let details: Value = serde_json::from_str(details).ok()?;
    ProgrammeId::parse(details.get("programme")?.as_str()?)
}

fn line(row: &AnyRow, titles: &HashMap<String, String>) -> Result<AuditLine, StorageError> {
    let row = Row::of("audit", row);
    let doer = match (row.text("actor_kind")?.as_str(), row.optional_text("actor_name")?) {
        ("job", _) => Doer::Job,
        ("operator", _) => Doer::Operator,
        (_, name) => Doer::Account {
            name: name.unwrap_or_default(),
            role: row.optional_parsed("actor_role", Role::from_name)?,
        },
    };
    let (kind, id) = (row.text("subject_kind")?, row.text("subject_id")?);
    let student = row.optional_text("student_name")?;
    let student = match (student, row.optional_text("call_number")?) {
        (Some(name), Some(number)) => Some(format!("{number} {name}")),
        _ => None,
    };
    let about = match kind.as_str() {
        "account" => About::Account { name: row.optional_text("account_name")?.unwrap_or_default() },
        "application" | "document" => {
            About::Application { id: row.optional_text("application_id")?, student }
        }
        "book" => About::Book { id: row.optional_text("student_id")?, student },
        "entry" => About::Entry { id, student },
        "student" => About::Student { id: row.optional_text("student_id")?, student },
        _ => About::Institution,
    };
    Ok(AuditLine {
        number: row.number("number")?,
        at: Moment::from_micros(row.number("at")?),
        doer,
        action: row.parsed("action", AuditAction::from_name)?,
        about,
        details: facts(&row.text("details")?, titles),
    })
}

/// Ids in the details, which tell people nothing.
const IDS: [&str; 9] = [
    "application",
    "approval",
    "batch",
    "book",
    "page",
    "print_run",
    "restriction",
    "students",
    "suspension",
];

/// What stands in the details, by its name. Of a programme its title is told; other ids are left out.
fn facts(details: &str, titles: &HashMap<String, String>) -> Vec<Fact> {
    let Ok(Value::Object(all)) = serde_json::from_str(details) else { return Vec::new() };
    let told = all.into_iter().filter(|(name, _)| !IDS.contains(&name.as_str()));
    told.map(|(name, value)| {
        let values = values(value);
        let values = if name == "programme" {
            values.iter().filter_map(|id| titles.get(id).cloned()).collect()
        } else {
            values
        };
        Fact { name, values }
    })
    .collect()
}

fn values(value: Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text],
        Value::Array(all) => all.into_iter().flat_map(values).collect(),
        Value::Object(all) => {
            let named = all.into_iter().filter(|(_, value)| !value.is_null());
            named.map(|(name, value)| format!("{name}: {}", values(value).join(", "))).collect()
        }
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_told_by_their_names_and_ids_are_not() {
        let titles = HashMap::from([("0194".to_owned(), "家書週".to_owned())]);
        let details =
            r#"{"round":2,"reasons":["not_caring","unclear_photo"],"book":"0193","programme":"0194"}"#;
        let told = facts(details, &titles);
        let fact = |name: &str, values: &[&str]| Fact {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let mut sorted = told.clone();
        sorted.sort_by(|one, other| one.name.cmp(&other.name));
        let reasons = fact("reasons", &["not_caring", "unclear_photo"]);
        assert_eq!(sorted, [fact("programme", &["家書週"]), reasons, fact("round", &["2"])]);
        assert_eq!(facts("no JSON", &titles), []);
    }
}
