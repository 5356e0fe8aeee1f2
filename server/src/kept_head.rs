//! The head of the audit's chain, signed, so that it can be kept outside the system: brought back later, it tells whether
//! anything up to it was written anew, even by somebody who could calculate all hashes again.

use domain::audit::Comparison;
use domain::time::Moment;

use crate::Services;
use crate::storage::{Connection, StorageError, audit};

/// Keeps these signatures apart from other hashes of the same key.
const KIND: &str = "audit head";
/// What is looked at of a text that somebody brings back.
const MOST_WORDS: usize = 500;

/// Which row was the last one at a moment, and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
struct KeptHead {
    number: i64,
    hash: String,
    at: Moment,
}

/// The head as it is now, in one line: number, hash, time and signature. `None` when nothing was written yet.
pub async fn sign(services: &Services, db: &mut Connection) -> Result<Option<String>, StorageError> {
    let Some((number, hash)) = audit::head(db).await? else { return Ok(None) };
    let head = KeptHead { number, hash, at: services.clock.now() };
    Ok(Some(format!("{} {}", head.words(), head.signature(services))))
}

/// Compares what [`sign`] once gave, wherever it stands in a text.
pub async fn compare(
    services: &Services,
    db: &mut Connection,
    text: &str,
) -> Result<Comparison, StorageError> {
    let Some(KeptHead { number, hash, at }) = KeptHead::find(services, text) else {
        return Ok(Comparison::NotOurs);
    };
    Ok(match audit::hash_of(db, number).await? {
        Some(now) if now == hash => Comparison::Same { number, at },
        _ => Comparison::Other { number, at },
    })
}

impl KeptHead {
    fn find(services: &Services, text: &str) -> Option<Self> {
        let words: Vec<_> = text.split_whitespace().take(MOST_WORDS).collect();
        words.windows(4).find_map(|four| {
            let [number, hash, at, signature] = four else { return None };
            let head =
                Self { number: number.parse().ok()?, hash: (*hash).to_owned(), at: Moment::parse(at)? };
            (head.signature(services) == *signature).then_some(head)
        })
    }

    fn words(&self) -> String {
        format!("{} {} {}", self.number, self.hash, self.at.to_rfc3339())
    }

    fn signature(&self, services: &Services) -> String {
        services.keyring.index(KIND, &self.words())
    }
}
