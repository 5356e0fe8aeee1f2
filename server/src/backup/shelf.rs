//! The folder in which backups are kept that the server makes by itself: what they are called, when the next one is due,
//! which are too many.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use domain::time::Moment;

const BEFORE: &str = "contact-book-";
const AFTER: &str = ".zip";

/// A backup made by the server, by its name. What else lies in the folder is none of our business.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    pub taken_at: Moment,
    pub path: PathBuf,
}

/// `contact-book-20261124-090000.zip`, in Taipei's time.
pub fn name(taken_at: Moment) -> String {
    let text = taken_at.to_rfc3339();
    let digits: String = text.chars().take(19).filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at(8);
    format!("{BEFORE}{day}-{time}{AFTER}")
}

/// When the backup of this name was taken; none for any other name.
pub fn taken_at(name: &str) -> Option<Moment> {
    let text = name.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
    let (day, time) = text.split_once('-')?;
    let all_digits = [day, time].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if (day.len(), time.len(), all_digits) != (8, 6, true) {
        return None;
    }
    let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
    let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
    Moment::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}+08:00"))
}

/// What is kept, oldest first.
pub fn kept(folder: &Path) -> io::Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(taken_at) = entry.file_name().to_str().and_then(taken_at) {
            kept.push(Kept { taken_at, path: entry.path() });
        }
    }
    kept.sort();
    Ok(kept)
}

/// Is it time for the next one?
pub fn is_due(kept: &[Kept], hours: u32, now: Moment) -> bool {
    // A backup from the future, by a clock that was wrong, counts for nothing.
    let last = kept.iter().map(|one| one.taken_at).rfind(|taken_at| *taken_at <= now);
    last.is_none_or(|last| last.plus_seconds(i64::from(hours) * 3600) <= now)
}

/// Removes all but the newest `keep`, and what backups left that were broken off. How many backups were removed. Those from
/// the future are left alone: who has set the clock wrong has to say what becomes of them.
pub fn clear(folder: &Path, keep: u32, now: Moment) -> io::Result<usize> {
    let mut kept = kept(folder)?;
    kept.retain(|one| one.taken_at <= now);
    let keep = usize::try_from(keep).unwrap_or(usize::MAX);
    let too_many = kept.len().saturating_sub(keep);
    for old in kept.drain(..too_many) {
        fs::remove_file(old.path)?;
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let part = name.to_str().and_then(|name| name.strip_suffix(".part"));
        if part.and_then(taken_at).is_some() && !is_being_written(&entry.path())? {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(too_many)
}

fn is_being_written(part: &Path) -> io::Result<bool> {
    match File::open(part)?.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect(text)
    }

    #[test]
    fn a_name_says_when_it_was_taken() {
        let morning = at("2026-11-24T09:00:07+08:00");
        assert_eq!(name(morning), "contact-book-20261124-090007.zip");
        assert_eq!(taken_at(&name(morning)), Some(morning));
        for other in [
            "contact-book-20261124-090007.zip.part",
            "contact-book-20261324-090007.zip",
            "contact-book-2026112é-090007.zip",
            "contact-book-+0261124-090007.zip",
            "contact-book-before-upgrade.zip",
            "notes.txt",
        ] {
            assert_eq!(taken_at(other), None, "{other}");
        }
    }

    #[test]
    fn the_next_one_is_due_when_the_last_one_is_old_enough() {
        let kept = |text: &str| vec![Kept { taken_at: at(text), path: PathBuf::new() }];
        let now = at("2026-11-24T09:00:00+08:00");
        assert!(is_due(&[], 24, now));
        assert!(!is_due(&kept("2026-11-23T09:00:01+08:00"), 24, now));
        assert!(is_due(&kept("2026-11-23T09:00:00+08:00"), 24, now));
        assert!(is_due(&kept("2027-01-01T00:00:00+08:00"), 24, now));
        let mut with_one_from_the_future = kept("2026-11-24T08:00:00+08:00");
        with_one_from_the_future.extend(kept("2027-01-01T00:00:00+08:00"));
        assert!(!is_due(&with_one_from_the_future, 24, now));
    }

    #[test]
    fn the_newest_are_kept_and_nothing_of_others_is_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        for day in ["20261121", "20261122", "20261123", "20270101"] {
            fs::write(folder.path().join(format!("contact-book-{day}-000000.zip")), "").expect("written");
        }
        for other in ["contact-book-by-hand.zip", "contact-book-20261120-000000.zip.part", "x.part"] {
            fs::write(folder.path().join(other), "").expect("written");
        }
        let under_way = folder.path().join("contact-book-20261124-000000.zip.part");
        let lock = File::create(&under_way).expect("made");
        lock.try_lock().expect("locked");

        assert_eq!(clear(folder.path(), 2, at("2026-11-24T09:00:00+08:00")).expect("cleared"), 1);
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        left.sort();
        assert_eq!(
            left,
            [
                "contact-book-20261122-000000.zip",
                "contact-book-20261123-000000.zip",
                "contact-book-20261124-000000.zip.part",
                "contact-book-20270101-000000.zip",
                "contact-book-by-hand.zip",
                "x.part",
            ]
        );
    }
}
