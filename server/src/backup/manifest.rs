//! What an archive says of itself.

use serde::{Deserialize, Serialize};

/// The layout of archives that this program writes, and the only one so far.
pub const FORMAT: u32 = 1;

/// The member that holds it.
pub const NAME: &str = "manifest.json";

/// The member that holds the key file, where it was asked for.
pub const KEY: &str = "key";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The version of the program.
    pub program: String,
    /// The last migration of the database.
    pub schema: i64,
    /// `SQLite` or `PostgreSQL`; any other can take it back.
    pub engine: String,
    /// RFC 3339.
    pub taken_at: String,
    /// Is it of a demo, whose passwords everybody knows?
    pub demo: bool,
    /// What names the keys under which things are sealed.
    pub keys: Vec<String>,
    /// In an order in which each stands behind those that it refers to.
    pub tables: Vec<TableEntry>,
    pub files: Vec<FileEntry>,
    /// Files that rows name and that were not there: deleted while the backup was made, or lost before.
    pub missing: Vec<String>,
    /// The key file, where it was asked for.
    pub key: Option<Digest>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: u64,
    #[serde(flatten)]
    pub digest: Digest,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub name: String,
    #[serde(flatten)]
    pub digest: Digest,
}

/// Of a member's bytes, unpacked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// Every member but the manifest itself.
    pub fn members(&self) -> impl Iterator<Item = (String, &Digest)> {
        let tables = self.tables.iter().map(|table| (table_member(&table.name), &table.digest));
        let files = self.files.iter().map(|file| (file_member(&file.name), &file.digest));
        tables.chain(files).chain(self.key.iter().map(|digest| (KEY.to_owned(), digest)))
    }
}

pub fn table_member(name: &str) -> String {
    format!("tables/{name}.jsonl")
}

pub fn file_member(name: &str) -> String {
    format!("files/{name}")
}
