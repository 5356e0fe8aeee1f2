//! The keys that encrypt what lies on the disk: photos, documents, ID numbers.
//!
//! They stand in the file `key` of the data folder, a line each, `<key id> <key>` in hexadecimal.
//! The last line encrypts; the lines above it only open what was sealed before a change of keys.
//! Whoever loses this file loses everything that it sealed: it belongs into the backup, kept apart.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hex::FromHex;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::random::Random;

/// Begins everything that is sealed, and tells the layout: magic, key id, nonce, sealed bytes.
const MAGIC: [u8; 4] = *b"ACB1";
const ID: usize = 4;
const KEY: usize = 32;
const NONCE: usize = 24;

/// Seals and opens with XChaCha20-Poly1305. Clones share the same keys.
#[derive(Clone)]
pub struct Keyring {
    /// Never empty; the last one is the current one.
    keys: Arc<[Key]>,
    /// Makes keyed hashes. It comes from the first key and stays the same when keys are rotated.
    index: Arc<Hmac<Sha256>>,
}

/// Something small that is sealed and kept in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// In hexadecimal.
    pub text: String,
    /// Under which key, so that a rotation finds what it has to seal anew.
    pub key: String,
}

struct Key {
    id: [u8; ID],
    cipher: XChaCha20Poly1305,
}

impl Keyring {
    /// Reads the keys of this data folder, and makes the first one when there is no key file yet.
    /// It works on files and waits for the disk, so it belongs to the start of the program.
    ///
    /// # Errors
    /// [`KeyError`] when the file cannot be read or made, when others than its owner may read it,
    /// or when a line in it is no key. Its text is a sentence for whoever starts the program.
    pub fn open(data_dir: &Path, random: &Random) -> Result<Self, KeyError> {
        let path = data_dir.join("key");
        let text = match File::open(&path) {
            Ok(file) => read_private(file, &path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(data_dir, &path, random)
                .map_err(|source| KeyError::Make { path: path.clone(), source })?,
            Err(source) => return Err(KeyError::Read { path, source }),
        };
        Self::parse(&text, &path)
    }

    /// Reads the keys of this data folder; none when there is no key file. Nothing is made.
    ///
    /// # Errors
    /// [`KeyError`] as of [`open`](Self::open).
    pub fn existing(data_dir: &Path) -> Result<Option<Self>, KeyError> {
        let path = data_dir.join("key");
        match File::open(&path) {
            Ok(file) => Self::parse(&read_private(file, &path)?, &path).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(KeyError::Read { path, source }),
        }
    }

    /// What names the keys, oldest first. No secrets.
    pub fn ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| hex::encode(key.id)).collect()
    }

    fn parse(text: &str, path: &Path) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::new();
        let mut index_of_first = None;
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let key = Key::parse(line)
                .filter(|key| keys.iter().all(|earlier| earlier.id != key.id))
                .ok_or_else(|| KeyError::Line { path: path.to_owned(), line: index + 1 })?;
            if index_of_first.is_none() {
                index_of_first = index_key(line);
            }
            keys.push(key);
        }
        match index_of_first {
            Some(index) => Ok(Self { keys: keys.into(), index: Arc::new(index) }),
            None => Err(KeyError::Empty { path: path.to_owned() }),
        }
    }

    /// Adds a key to the file of this data folder, after which it seals. The others go on opening.
    ///
    /// # Errors
    /// Whatever keeps the file from being written; the old file then stands as it was.
    pub fn add_key(data_dir: &Path, random: &Random) -> io::Result<()> {
        let path = data_dir.join("key");
        let text = std::fs::read_to_string(&path)?;
        let next = data_dir.join("key.next");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&next)?;
        file.write_all(format!("{}\n{}", text.trim_end(), new_line(random)).as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&next, &path)?;
        File::open(data_dir)?.sync_all()
    }

    /// Names the key that seals now.
    pub fn current(&self) -> String {
        self.keys.last().map(|key| hex::encode(key.id)).unwrap_or_default()
    }

    /// [`seal`](Self::seal) for a column of the database.
    pub fn seal_text(&self, random: &Random, context: &str, plain: &[u8]) -> Result<Sealed, SealError> {
        Ok(Sealed { text: hex::encode(&self.seal(random, context, plain)?), key: self.current() })
    }

    /// Opens what [`seal_text`](Self::seal_text) made.
    pub fn unseal_text(&self, context: &str, sealed: &str) -> Result<Vec<u8>, UnsealError> {
        self.unseal(context, &hex::decode(sealed).map_err(|_| UnsealError::NotSealed)?)
    }

    /// A hash that only who has the key can make: tells whether two things are the same without telling what
    /// they are. HMAC-SHA-256 (RFC 2104), in hexadecimal. `kind` keeps hashes of different things apart.
    pub fn index(&self, kind: &str, value: &str) -> String {
        let mut mac = Hmac::clone(&self.index);
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// Encrypts bytes under the current key. What is sealed opens only under the same context,
    /// so that a sealed thing moved to another place is noticed: name the place in it.
    ///
    /// # Errors
    /// [`SealError`] for more than 256 GiB, the most that the cipher can take.
    pub fn seal(&self, random: &Random, context: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let key = self.keys.last().ok_or(SealError)?;
        let nonce = random.bytes::<NONCE>();
        let secret = key
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &bind(key.id, context) })
            .map_err(|_| SealError)?;
        Ok([MAGIC.as_slice(), &key.id, &nonce, &secret].concat())
    }

    /// Opens what [`seal`](Self::seal) made under the same context.
    ///
    /// # Errors
    /// [`UnsealError`] when it is not ours, when its key is no longer in the key file, or when it
    /// was changed or moved.
    pub fn unseal(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, UnsealError> {
        let rest = sealed.strip_prefix(&MAGIC).ok_or(UnsealError::NotSealed)?;
        let (id, rest) = rest.split_first_chunk().ok_or(UnsealError::NotSealed)?;
        let (nonce, secret) = rest.split_first_chunk::<NONCE>().ok_or(UnsealError::NotSealed)?;
        let key = self
            .keys
            .iter()
            .find(|key| key.id == *id)
            .ok_or_else(|| UnsealError::UnknownKey { id: hex::encode(id) })?;
        key.cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: secret, aad: &bind(*id, context) })
            .map_err(|_| UnsealError::Changed)
    }
}

/// Shows which keys there are, never the keys.
impl fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.keys.iter().map(|key| hex::encode(key.id))).finish()
    }
}

/// Why the program cannot start with this key file.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("cannot read the key file {path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot make the key file {path}: {source}")]
    Make { path: PathBuf, source: io::Error },
    #[error(
        "the key file {path} can be read by others than its owner (mode {mode:o}); \
         close it with: chmod 600 {path}"
    )]
    NotPrivate { path: PathBuf, mode: u32 },
    #[error(
        "the key file {path} has no key in it; put it back from the backup, \
         or delete it if nothing has been stored yet"
    )]
    Empty { path: PathBuf },
    #[error(
        "line {line} of the key file {path} is no key; a line is a key id of 8 hexadecimal digits \
         that no other line has, a space, and a key of 64 hexadecimal digits"
    )]
    Line { path: PathBuf, line: usize },
}

/// More than the cipher can take in one piece.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("too large to be sealed in one piece")]
pub struct SealError;

/// Why sealed bytes do not open.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsealError {
    #[error("these bytes were not sealed by this program")]
    NotSealed,
    #[error("the key {id}, under which this was sealed, is not in the key file")]
    UnknownKey { id: String },
    #[error("the sealed bytes were changed, cut off or moved from another place")]
    Changed,
}

impl Key {
    fn parse(line: &str) -> Option<Self> {
        let (id, key) = line.trim().split_once(' ')?;
        let key = <[u8; KEY]>::from_hex(key.trim_start()).ok()?;
        Some(Self { id: FromHex::from_hex(id).ok()?, cipher: XChaCha20Poly1305::new(&key.into()) })
    }
}

fn read_private(mut file: File, path: &Path) -> Result<String, KeyError> {
    let failed = |source| KeyError::Read { path: path.to_owned(), source };
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::NotPrivate { path: path.to_owned(), mode });
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// Writes the first key, and returns only once it is on the disk: nothing may be sealed under a
/// key that a power cut can take away.
fn make(data_dir: &Path, path: &Path, random: &Random) -> io::Result<String> {
    let line = new_line(random);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()?;
    File::open(data_dir)?.sync_all()?;
    Ok(line)
}

fn new_line(random: &Random) -> String {
    format!("{} {}\n", hex::encode(random.bytes::<ID>()), hex::encode(random.bytes::<KEY>()))
}

fn index_key(line: &str) -> Option<Hmac<Sha256>> {
    let (_, key) = line.trim().split_once(' ')?;
    let key = <[u8; KEY]>::from_hex(key.trim_start()).ok()?;
    Hmac::new_from_slice(&[b"index of the contact book ".as_slice(), &key].concat()).ok()
}

/// What a seal is bound to besides the bytes. Everything before the context has a fixed length,
/// so no two contexts run into the same bytes.
fn bind(id: [u8; ID], context: &str) -> Vec<u8> {
    [MAGIC.as_slice(), &id, context.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const OLD: &str = "00000001 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const NEW: &str = "00000002 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    fn keyring(lines: &[&str]) -> Result<Keyring, KeyError> {
        Keyring::parse(&lines.join("\n"), Path::new("key"))
    }

    fn random() -> Random {
        Random::seeded(7)
    }

    #[test]
    fn the_first_start_makes_a_private_key_file_and_the_next_start_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Keyring::open(folder.path(), &random()).unwrap();
        let mode = fs::metadata(folder.path().join("key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        let sealed = first.seal(&random(), "here", b"a secret").unwrap();
        let next = Keyring::open(folder.path(), &Random::seeded(8)).unwrap();
        assert_eq!(next.unseal("here", &sealed).unwrap(), b"a secret");
    }

    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, NEW).unwrap();
        for open in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
            let refused = Keyring::open(folder.path(), &random()).unwrap_err();
            assert!(refused.to_string().contains("chmod 600"), "{refused}");
        }
    }

    #[test]
    fn a_malformed_key_file_is_refused_with_its_line() {
        let short = &NEW[..NEW.len() - 1];
        let no_hex = NEW.replace("bb", "+b");
        for bad in [short, &no_hex, "00000002", "2 bb", "ä", &format!("{NEW}b")] {
            let refused = keyring(&[OLD, bad]).unwrap_err();
            assert!(matches!(refused, KeyError::Line { line: 2, .. }), "{bad}: {refused}");
        }
        let twice = keyring(&[NEW, NEW]).unwrap_err();
        assert!(matches!(twice, KeyError::Line { line: 2, .. }));
        assert!(matches!(keyring(&["", " "]), Err(KeyError::Empty { .. })));
    }

    #[test]
    fn an_earlier_key_opens_what_it_sealed_and_the_last_one_seals() {
        let before = keyring(&[OLD]).unwrap();
        let sealed_before = before.seal(&random(), "here", b"old").unwrap();

        let changed = keyring(&[OLD, NEW]).unwrap();
        assert_eq!(changed.unseal("here", &sealed_before).unwrap(), b"old");
        let sealed_after = changed.seal(&random(), "here", b"new").unwrap();

        assert_eq!(
            before.unseal("here", &sealed_after),
            Err(UnsealError::UnknownKey { id: "00000002".to_owned() })
        );
    }

    #[test]
    fn what_was_changed_cut_off_or_moved_does_not_open() {
        let keys = keyring(&[NEW]).unwrap();
        let sealed = keys.seal(&random(), "here", b"a secret").unwrap();
        assert_eq!(keys.unseal("there", &sealed), Err(UnsealError::Changed));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.unseal("here", &changed).is_err(), "byte {at}");
            assert!(keys.unseal("here", &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_same_bytes_are_never_sealed_alike() {
        let (keys, random) = (keyring(&[NEW]).unwrap(), random());
        let seal = || keys.seal(&random, "here", b"a secret").unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn debugging_output_shows_no_key() {
        let shown = format!("{:?}", keyring(&[OLD, NEW]).unwrap());
        assert_eq!(shown, r#"["00000001", "00000002"]"#);
    }
}
