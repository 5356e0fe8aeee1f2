//! What time it is, handed in so that tests and the demo decide.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use domain::time::Moment;

/// A shared clock. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// The machine's clock, moved forward by so many microseconds.
    System { ahead: Arc<AtomicI64>, kept_in: Option<Arc<PathBuf>> },
    /// Stands still until it is moved.
    Standing(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Kind::System { ahead: Arc::default(), kept_in: None })
    }

    /// The machine's clock moved ahead by what `file` says, which `move_to` writes: a demo that is started
    /// again does not go back in time.
    pub fn ahead_by_file(file: PathBuf) -> io::Result<Self> {
        let ahead = match fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().unwrap_or(0),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok(Self(Kind::System { ahead: Arc::new(AtomicI64::new(ahead)), kept_in: Some(Arc::new(file)) }))
    }

    /// A clock that stands at `now`, for tests.
    pub fn standing_at(now: Moment) -> Self {
        Self(Kind::Standing(Arc::new(AtomicI64::new(now.micros()))))
    }

    pub fn now(&self) -> Moment {
        match &self.0 {
            Kind::System { ahead, .. } => {
                Moment::from_micros(machine_micros().saturating_add(ahead.load(Ordering::Relaxed)))
            }
            Kind::Standing(at) => Moment::from_micros(at.load(Ordering::Relaxed)),
        }
    }

    /// What the times of files are to be compared with: the machine's own clock, which the demo's does not move.
    pub fn of_files(&self) -> Moment {
        match &self.0 {
            Kind::System { .. } => Moment::from_micros(machine_micros()),
            Kind::Standing(_) => self.now(),
        }
    }

    /// Moves the clock to `then` and says by how many seconds; `None`, and nothing is moved, when that lies
    /// in the past.
    pub fn move_to(&self, then: Moment) -> io::Result<Option<i64>> {
        let by = then.micros().saturating_sub(self.now().micros());
        if by < 0 {
            return Ok(None);
        }
        match &self.0 {
            Kind::System { ahead, kept_in } => {
                let total = ahead.load(Ordering::Relaxed).saturating_add(by);
                if let Some(file) = kept_in {
                    // Renamed into place, so that a kill leaves the old time or the new one.
                    let half = file.with_extension("half");
                    fs::write(&half, total.to_string())?;
                    fs::rename(half, file.as_path())?;
                }
                ahead.store(total, Ordering::Relaxed);
            }
            Kind::Standing(at) => at.store(then.micros(), Ordering::Relaxed),
        }
        Ok(Some(by / 1_000_000))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
fn machine_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_moves_forward_only() {
        let clock = Clock::standing_at(Moment::from_micros(5_000_000));
        assert_eq!(clock.move_to(Moment::from_micros(4_000_000)).expect("no file"), None);
        assert_eq!(clock.move_to(Moment::from_micros(9_000_000)).expect("no file"), Some(4));
        assert_eq!(clock.now(), Moment::from_micros(9_000_000));
    }

    #[test]
    fn a_clock_started_again_stays_ahead() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("clock");
        let clock = Clock::ahead_by_file(file.clone()).expect("new");
        let later = clock.now().plus_seconds(3 * 86_400);
        clock.move_to(later).expect("written");
        assert!(Clock::ahead_by_file(file).expect("kept").now() >= later);
    }
}
