//! Whatever is altered, taken out, put in or moved in the audit by whoever can write to the database but cannot
//! calculate hashes anew, the chain finds it.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use server::storage::{Connection, audit};
use sqlx::AssertSqlSafe;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::audit::rows;
use crate::house::Site;

/// How many rows there are; enough that a first, a last and some in between are chosen often.
const ROWS: i64 = 9;

/// Each changes its column, whatever stands there.
const ALTERATIONS: [&str; 9] = [
    "at = at - 1",
    "institution_id = NULL",
    "actor_kind = 'job'",
    "actor_id = COALESCE(actor_id, '') || '0'",
    "action = action || '0'",
    "subject_kind = subject_kind || '0'",
    "subject_id = subject_id || '0'",
    "details = details || ' '",
    "hash = hash || '0'",
];

#[derive(Clone, Debug)]
enum Tampering {
    Altered {
        row: i64,
        how: usize,
    },
    /// `closed_up`: those behind it take its place.
    Removed {
        row: i64,
        closed_up: bool,
    },
    Swapped {
        row: i64,
        other: i64,
    },
    /// A copy of the row takes this place, and those behind move on.
    Copied {
        row: i64,
        to: i64,
    },
}

use Tampering::{Altered, Copied, Removed, Swapped};

fn tampering() -> impl Strategy<Value = Tampering> {
    let row = || 1..=ROWS;
    prop_oneof![
        (row(), 0..ALTERATIONS.len()).prop_map(|(row, how)| Altered { row, how }),
        (row(), any::<bool>()).prop_map(|(row, closed_up)| Removed { row, closed_up }),
        (row(), 1..ROWS).prop_map(|(row, by)| Swapped { row, other: (row - 1 + by) % ROWS + 1 }),
        (row(), 1..=ROWS + 1).prop_map(|(row, to)| Copied { row, to }),
    ]
}

impl Tampering {
    /// Statements that do it. A number is never given twice, not even for a moment.
    fn statements(&self) -> Vec<String> {
        match *self {
            Altered { row, how } => {
                vec![format!("UPDATE audit SET {} WHERE number = {row}", ALTERATIONS[how])]
            }
            Removed { row, closed_up } => {
                let remove = format!("DELETE FROM audit WHERE number = {row}");
                let mut all = vec![remove];
                if closed_up {
                    all.extend(moved(row + 1, -1));
                }
                all
            }
            Swapped { row, other } => [(row, 0), (other, row), (0, other)]
                .map(|(from, to)| format!("UPDATE audit SET number = {to} WHERE number = {from}"))
                .into(),
            Copied { row, to } => {
                let mut all: Vec<_> = moved(to, 1).into();
                let now_at = if row < to { row } else { row + 1 };
                all.push(format!(
                    "INSERT INTO audit SELECT {to}, at, institution_id, actor_kind, actor_id, action, subject_kind,
                                              subject_id, details, hash FROM audit WHERE number = {now_at}"
                ));
                all
            }
        }
    }

    /// A chain whose end was cut off, with the note of its end, is a shorter chain: only a hash that was noted elsewhere
    /// tells.
    fn cuts_the_end(&self) -> bool {
        matches!(self, Removed { row: ROWS, .. })
    }
}

/// Those from `first` on, by one.
fn moved(first: i64, by: i64) -> [String; 2] {
    [
        format!("UPDATE audit SET number = -(number + {by}) WHERE number >= {first}"),
        "UPDATE audit SET number = -number WHERE number < 0".to_owned(),
    ]
}

/// The note of the last row says what the last row says.
const NOTED: &str = "UPDATE audit_head SET number = (SELECT MAX(number) FROM audit),
    hash = (SELECT hash FROM audit ORDER BY number DESC LIMIT 1)";

async fn run(db: &mut Connection, statement: String) {
    sqlx::query(AssertSqlSafe(statement)).execute(db).await.expect("a statement");
}

/// Is it found? Nothing stays of it.
async fn is_found(site: &Site, tampering: &Tampering, noted: bool) -> bool {
    let mut db = site.services.database.write().await.expect("a transaction");
    for statement in tampering.statements() {
        run(&mut db, statement).await;
    }
    if noted && !tampering.cuts_the_end() {
        run(&mut db, NOTED.to_owned()).await;
    }
    audit::verify(&mut db).await.expect("asked").is_err()
}

on_both_engines! {
    async fn every_tampering_is_found(site: Site) {
        rows(&site, usize::try_from(ROWS).expect("a few")).await;
        let asked = |(tampering, noted): (Tampering, bool)| {
            let found = block_in_place(|| Handle::current().block_on(is_found(&site, &tampering, noted)));
            if found { Ok(()) } else { Err(TestCaseError::fail("not found")) }
        };
        let config = Config { failure_persistence: None, ..Config::with_cases(400) };
        TestRunner::new(config).run(&(tampering(), any::<bool>()), asked).expect("all are found");
        let mut db = site.services.database.read().await.expect("a connection");
        assert_eq!(audit::verify(&mut db).await.expect("asked").map(|whole| whole.rows), Ok(9));
    }
}
