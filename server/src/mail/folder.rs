//! The demo's transport: a folder with a file a letter, which the demo's mailbox shows.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::id::MailId;
use domain::language::Language;
use domain::time::Moment;
use domain::view::MailboxLetter;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::{Letter, OutgoingMail};

/// A folder that is made when its first letter comes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct MailFolder(Arc<Path>);

/// A letter as its file holds it.
#[derive(Serialize, Deserialize)]
struct Filed {
    to: String,
    language: Language,
    subject: String,
    text: String,
    html: String,
    written_at: Moment,
}

impl MailFolder {
    pub fn at(path: PathBuf) -> Self {
        Self(path.into())
    }

    /// The letter is on disk when this returns. Putting it again replaces it.
    pub async fn put(&self, mail: &OutgoingMail, letter: &Letter) -> io::Result<()> {
        let letter = letter.clone();
        let filed = Filed {
            to: mail.to.as_str().to_owned(),
            language: mail.language,
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            written_at: mail.written_at,
        };
        let (folder, id) = (self.0.clone(), mail.id);
        spawn_blocking(move || write(&folder, id, &filed)).await.map_err(io::Error::other)?
    }

    /// The newest letters, the newest first.
    pub async fn latest(&self, most: usize) -> io::Result<Vec<MailboxLetter>> {
        let folder = self.0.clone();
        spawn_blocking(move || read_latest(&folder, most)).await.map_err(io::Error::other)?
    }
}

fn write(folder: &Path, id: MailId, filed: &Filed) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let half = folder.join(format!("{id}.half"));
    let mut file = File::create(&half)?;
    file.write_all(&serde_json::to_vec_pretty(filed)?)?;
    file.sync_all()?;
    fs::rename(half, folder.join(format!("{id}.json")))?;
    File::open(folder)?.sync_all()
}

fn read_latest(folder: &Path, most: usize) -> io::Result<Vec<MailboxLetter>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    // They are named by ids that sort by the time they were made.
    paths.sort_unstable_by(|a, b| b.cmp(a));
    paths.truncate(most);
    paths
        .iter()
        .map(|path| {
            let letter: Filed = serde_json::from_slice(&fs::read(path)?)?;
            Ok(MailboxLetter {
                to: letter.to,
                language: letter.language,
                subject: letter.subject,
                text: letter.text,
                written_at: letter.written_at,
            })
        })
        .collect()
}
